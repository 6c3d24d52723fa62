import { isIPv6 } from 'node:net';

/*
 * The health check of the container. Exits with 0 if the server is ready. It runs with the environment variables of the server.
 */

const TIMEOUT_MS = 3000;

// A connection to 0.0.0.0 or :: reaches this machine.
const host = process.env['HOST']?.trim() || '127.0.0.1';
const port = process.env['PORT']?.trim() || '4000';
const url = `http://${isIPv6(host) ? `[${host}]` : host}:${port}/health/ready`;

void fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) })
  .then(
    ({ ok }) => ok,
    () => false,
  )
  .then((isReady) => {
    process.exitCode = isReady ? 0 : 1;
  });
