import type { Dispatcher } from 'undici';

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
  readonly #signal: AbortSignal;
  readonly #deadline: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | null = null;
  #aborted: Error | null = null;
  #status = 0;
  #headers: Headers = {};

  /** @param timeoutMs until the last byte; includes the wait for a connection, unlike undici's timeouts */
  constructor(waiter: Waiter, signal: AbortSignal, timeoutMs: number) {
    this.#waiter = waiter;
    this.#signal = signal;
    this.#deadline = setTimeout(timeUp, timeoutMs, this);
    signal.addEventListener('abort', this);
  }

  /** The signal was aborted. */
  handleEvent(): void {
    this.abort(this.#signal.reason);
  }

  /** Rejects at once. A request that still waits for a connection is ended when it gets one. */
  abort(reason: Error): void {
    this.#aborted = reason;
    this.#fail(reason);
    this.#controller?.abort(reason);
  }

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
      header: (name) => [headers[name]].flat()[0] ?? null,
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
    this.#signal.removeEventListener('abort', this);
  }
}

function timeUp(reader: ResponseReader): void {
  reader.abort(new DOMException('No complete response', 'TimeoutError'));
}
