import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Fault, MARKER, refusesConnections } from './faults.ts';

/** An upstream with a fault, for one test. */
export interface FaultyUpstream {
  /** With a path, without a trailing slash. */
  readonly url: string;
  readonly port: string;
  /** Requests for what the fault affects, those whose connection was refused included. */
  readonly requestCount: number;
  /** How many of them have no complete response yet. */
  readonly inFlight: number;
}

const PATH = `/path-${MARKER}`;

/** @param healthyResponses JSON by path, for the paths that the fault does not affect */
export async function startFaulty(
  fault: Fault,
  healthyResponses: Readonly<Record<string, unknown>>,
): Promise<FaultyUpstream> {
  let requestCount = 0;
  let inFlight = 0;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://upstream');
    if (!pathname.startsWith(PATH)) return;
    const json = healthyResponses[pathname.slice(PATH.length)];
    if (json !== undefined) {
      if (fault === refusesConnections) {
        response.setHeader('connection', 'close');
        server.close();
      }
      response.end(JSON.stringify(json));
      return;
    }
    requestCount += 1;
    inFlight += 1;
    response.once('close', () => {
      inFlight -= 1;
    });
    fault(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });

  if (fault === refusesConnections) {
    onRefusal(port, () => {
      requestCount += 1;
    });
    // This connection keeps the port in use, so that no server of another test gets it while nothing listens.
    const connection = connect(port, '127.0.0.1');
    connection.write('GET / HTTP/1.1\r\nhost: upstream\r\n\r\n');
    onTestFinished(() => void connection.destroy());
    await once(server, 'request');
    if (Object.keys(healthyResponses).length === 0) server.close();
  }
  return {
    url: `http://127.0.0.1:${port}${PATH}`,
    port: String(port),
    get requestCount() {
      return requestCount;
    },
    get inFlight() {
      return inFlight;
    },
  };
}

const connectError = z.object({ connectParams: z.object({ port: z.coerce.number() }) });

/** Reports each refused connection to this port, which no server sees. */
function onRefusal(port: number, report: () => void): void {
  const listener = (message: unknown) => {
    if (connectError.parse(message).connectParams.port === port) report();
  };
  subscribe('undici:client:connectError', listener);
  onTestFinished(() => void unsubscribe('undici:client:connectError', listener));
}
