import type { Dispatcher } from 'undici';
import type { Signal } from './signal.ts';

type Headers = Dispatcher.ResponseData['headers'];

/** A response with any status, with its complete body. */
export interface HttpResponse {
  readonly status: number;
  /** Decoded as UTF-8; invalid bytes become U+FFFD. */
  readonly body: string;
  readonly receivedAt: Date;
  header(name: string): string | null;
}

/** Who waits for the response. Only the first call of either has an effect. */
interface Waiter {
  readonly resolve: (response: HttpResponse) => void;
  readonly reject: (error: unknown) => void;
}

const utf8 = new TextDecoder();

/** Reads one response. undici's own `request` makes a stream of each, which costs more than the request itself. */
export class ResponseReader implements Dispatcher.DispatchHandler {
  readonly #waiter: Waiter;
  readonly #signal: Signal;
  readonly #deadline: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | null = null;
  #aborted: Error | null = null;
  #status = 0;
  #headers: Headers = {};

  /** @param timeoutMs until the last byte; includes the wait for a connection, unlike undici's timeouts */
  constructor(waiter: Waiter, signal: Signal, timeoutMs: number) {
    this.#waiter = waiter;
    this.#signal = signal;
    this.#deadline = setTimeout(timeUp, timeoutMs, this);
    signal.onAbort(this.abort);
  }

  /** Rejects at once. A request that still waits for a connection is ended when it gets one. */
  readonly abort = (reason: Error): void => {
    this.#aborted = reason;
    this.#fail(reason);
    this.#controller?.abort(reason);
  };

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#aborted !== null) controller.abort(this.#aborted);
  }

  /** Is called for informational responses too, before the final one. */
  onResponseStart(_: unknown, status: number, headers: Headers): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#stopWaiting();
    const headers = this.#headers;
    const [first, second] = this.#chunks;
    this.#waiter.resolve({
      status: this.#status,
      body: utf8.decode(second === undefined ? first : Buffer.concat(this.#chunks)),
      receivedAt: new Date(),
      header: (name) => firstOf(headers[name]),
    });
  }

  onResponseError(_: unknown, error: Error): void {
    this.#fail(error);
  }

  #fail(error: Error): void {
    this.#stopWaiting();
    this.#waiter.reject(error);
  }

  #stopWaiting(): void {
    clearTimeout(this.#deadline);
    this.#signal.offAbort(this.abort);
  }
}

/** Of a header that was sent more than once, the first value. */
function firstOf(values: string | readonly string[] | undefined): string | null {
  if (typeof values === 'string') return values;
  return values?.[0] ?? null;
}

function timeUp(reader: ResponseReader): void {
  reader.abort(new DOMException('No complete response', 'TimeoutError'));
}
