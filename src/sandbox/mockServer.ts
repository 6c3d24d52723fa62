import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A mock upstream: a real HTTP server on a loopback port of its own. */
export interface MockServer {
  /** Origin, without a path: `http://127.0.0.1:<port>`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts a mock server on a free loopback port. `close` also closes all open sockets. */
export async function startMockServer(handle: RequestListener): Promise<MockServer> {
  const server = createServer(handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * A pseudorandom number generator for mock data, with numbers in [0, 1): the same seed gives the same numbers (mulberry32). Not for
 * secrets.
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One row as a vendor could send it. The type allows anything, because tests need rows that no vendor documents. */
export type MockRow = Readonly<Record<string, unknown>>;
