import type { Dispatcher } from 'undici';

/** A complete HTTP response. */
export interface Exchanged {
  readonly status: number;
  readonly body: Buffer;
}

/** Sends one request with as little work as undici allows. Used by the floor, and by the client that sends the load. */
export function exchange(dispatcher: Dispatcher, options: Dispatcher.DispatchOptions): Promise<Exchanged> {
  return new Promise((resolve, reject) => {
    let status = 0;
    const chunks: Buffer[] = [];
    dispatcher.dispatch(options, {
      onRequestStart: () => undefined,
      onResponseStart: (_controller, statusCode) => {
        status = statusCode;
      },
      onResponseData: (_controller, chunk) => {
        chunks.push(chunk);
      },
      onResponseEnd: () => {
        const [only] = chunks;
        resolve({ status, body: chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks) });
      },
      onResponseError: (_controller, error) => reject(error),
    });
  });
}
