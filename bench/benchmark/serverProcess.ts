import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import type { ServerKind } from './servers.ts';
import type { UpstreamEnvironment } from './upstreams/upstreams.ts';

/** A server that runs in a process of its own. */
export interface RunningServer {
  readonly kind: ServerKind;
  readonly url: string;
  readonly pid: number;
  /** Sends one operation. */
  send(body: string): Promise<{ readonly status: number; readonly bytes: Uint8Array }>;
  /** The longest block of its event loop since it was asked before, if it was started with `scale/eventLoop.ts`. */
  longestBlockMs(): Promise<number>;
  end(): Promise<void>;
}

/**
 * Starts a server as a user would, with its log in a pipe, and waits until it listens.
 *
 * @param nodeArguments more arguments for Node.js, such as `--import`
 */
export async function startServerProcess(
  kind: ServerKind,
  upstreams: UpstreamEnvironment,
  nodeArguments: readonly string[] = [],
): Promise<RunningServer> {
  const port = isSilent(kind) ? await freePort() : null;
  const child = spawn(process.execPath, [...kind.nodeArguments, ...nodeArguments, kind.file], {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      ...upstreams,
      ...kind.environment,
      ...(port !== null && { PORT: String(port) }),
    },
    stdio: ['ignore', 'pipe', 'inherit', nodeArguments.length > 0 ? 'ipc' : 'ignore'],
  });
  const ended = once(child, 'exit');
  const failed = ended.then(() => {
    throw new Error(`${kind.name} has ended before it listened`);
  });
  const url = await Promise.race([failed, port === null ? printedUrl(child.stdout) : listeningUrl(port)]);
  failed.catch(() => undefined);
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...kind.headers };
  return {
    kind,
    url,
    pid: child.pid ?? 0,
    async send(body) {
      const answer = await request(url, { method: 'POST', headers, body });
      return { status: answer.statusCode, bytes: new Uint8Array(await answer.body.arrayBuffer()) };
    },
    async longestBlockMs() {
      child.send('longestBlockMs');
      const [longest] = (await once(child, 'message')) as [number];
      return longest;
    },
    async end() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Whether a server does not print its URL, because it logs nothing. */
function isSilent({ environment }: ServerKind): boolean {
  return environment['LOG_LEVEL'] === 'silent';
}

/** The URL that a server prints when it listens. Everything it prints is read, so that the pipe is never full. */
function printedUrl(output: Readable | null): Promise<string> {
  let printed = '';
  let isFound = false;
  return new Promise((resolve) => {
    output?.setEncoding('utf8').on('data', (text: string) => {
      if (isFound) return;
      printed += text;
      const [url] = /http:\S+\/graphql/.exec(printed) ?? [];
      if (url === undefined) return;
      isFound = true;
      resolve(url);
    });
  });
}

async function listeningUrl(port: number): Promise<string> {
  const url = `http://127.0.0.1:${port}`;
  const isReady = () =>
    request(`${url}/health/ready`).then(
      ({ body }) => body.dump().then(() => true),
      () => false,
    );
  while (!(await isReady())) await sleep(10);
  return `${url}/graphql`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
