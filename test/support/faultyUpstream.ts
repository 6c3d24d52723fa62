import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Fault, HIDDEN, refuses } from './faults.ts';

/** An upstream out of order, for one test. */
export interface FaultyUpstream {
  /** With a path of its own, and without a slash at its end. */
  readonly url: string;
  readonly port: string;
  /** How often somebody wanted what it cannot give, whether it heard of it or not. */
  readonly asked: number;
  /** How many of those still wait for the end of their answer. */
  readonly underWay: number;
}

const PATH = `/path-${HIDDEN}`;

/** @param well the JSON that it answers to paths that the fault is not about */
export async function startFaulty(fault: Fault, well: Readonly<Record<string, unknown>>): Promise<FaultyUpstream> {
  let asked = 0;
  let underWay = 0;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://upstream');
    if (!pathname.startsWith(PATH)) return;
    const json = well[pathname.slice(PATH.length)];
    if (json !== undefined) {
      if (fault === refuses) {
        response.setHeader('connection', 'close');
        server.close();
      }
      response.end(JSON.stringify(json));
      return;
    }
    asked += 1;
    underWay += 1;
    response.once('close', () => {
      underWay -= 1;
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

  if (fault === refuses) {
    onRefusal(port, () => {
      asked += 1;
    });
    // Its port stays in use by this connection, so that no server of another test gets it while nothing listens.
    const holding = connect(port, '127.0.0.1');
    holding.write('GET / HTTP/1.1\r\nhost: upstream\r\n\r\n');
    onTestFinished(() => void holding.destroy());
    await once(server, 'request');
    if (Object.keys(well).length === 0) server.close();
  }
  return {
    url: `http://127.0.0.1:${port}${PATH}`,
    port: String(port),
    get asked() {
      return asked;
    },
    get underWay() {
      return underWay;
    },
  };
}

const connectError = z.object({ connectParams: z.object({ port: z.coerce.number() }) });

/** Tells of each connection that could not be made to this port: its server would not know. */
function onRefusal(port: number, tell: () => void): void {
  const hear = (message: unknown) => {
    if (connectError.parse(message).connectParams.port === port) tell();
  };
  subscribe('undici:client:connectError', hear);
  onTestFinished(() => void unsubscribe('undici:client:connectError', hear));
}
