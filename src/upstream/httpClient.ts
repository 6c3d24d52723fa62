import { unescape as percentDecoded } from 'node:querystring';
import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import packageJson from '../../package.json' with { type: 'json' };
import { type HttpResponse, ResponseReader } from './responseReader.ts';
import type { Signal } from './signal.ts';

export type { HttpResponse };

export interface HttpClientSettings {
  /** Its path is the prefix of every request's path. User and password are sent as Basic credentials. */
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For one request, from sending to the last byte of the body. */
  readonly timeoutMs: number;
  /** Open connections at once. */
  readonly concurrency: number;
  readonly maxBodyBytes: number;
}

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** The variables that name a proxy, in capitals or not. */
const PROXY = /^https?_proxy$/i;

/**
 * The connection pool of one origin. Certificates are verified, and `NODE_EXTRA_CA_CERTS` is honoured. Proxies are those of
 * `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, and never used for loopback addresses. Redirects are not followed, because that would
 * send the credentials to another server.
 */
export class HttpClient {
  readonly #origin: string;
  readonly #pathPrefix: string;
  readonly #headers: Record<string, string>;
  readonly #timeoutMs: number;
  readonly #dispatcher: Dispatcher;

  constructor({ baseUrl, headers, timeoutMs, concurrency, maxBodyBytes }: HttpClientSettings) {
    const url = new URL(baseUrl);
    this.#origin = url.origin;
    this.#pathPrefix = url.pathname.replace(/\/+$/, '');
    this.#headers = {
      accept: 'application/json',
      'user-agent': `switchboard/${packageJson.version}`,
      ...basicCredentials(url),
      ...headers,
    };
    this.#timeoutMs = timeoutMs;
    const options = {
      connections: concurrency,
      maxResponseSize: maxBodyBytes,
      // Each request has its own deadline. undici's timeouts would end a longer one, with the error of a broken connection.
      headersTimeout: 0,
      bodyTimeout: 0,
      connectTimeout: timeoutMs,
    };
    const noProxy = [process.env['no_proxy'] ?? process.env['NO_PROXY'] ?? '', ...LOOPBACK].join();
    // The agent parses the URL of every request.
    this.#dispatcher = mayHaveProxy() ? new EnvHttpProxyAgent({ ...options, noProxy }) : new Pool(url.origin, options);
  }

  /**
   * @param target path and query, sent as is
   * @returns a promise that rejects with what undici throws, with the reason of the signal, and with a `TimeoutError` at the deadline
   */
  get(target: string, signal: Signal): Promise<HttpResponse> {
    const { promise, resolve, reject } = Promise.withResolvers<HttpResponse>();
    if (signal.reason !== null) {
      reject(signal.reason);
      return promise;
    }
    const path = this.#pathPrefix + target;
    const request = { origin: this.#origin, method: 'GET', path, headers: this.#headers } as const;
    this.#dispatcher.dispatch(request, new ResponseReader({ resolve, reject }, signal, this.#timeoutMs));
    return promise;
  }

  close(): Promise<void> {
    return this.#dispatcher.destroy().then(() => undefined);
  }
}

function mayHaveProxy(): boolean {
  return Object.keys(process.env).some((name) => PROXY.test(name));
}

function basicCredentials({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  // `decodeURIComponent` would throw at a bare percent sign, which a URL can contain here.
  const plain = `${percentDecoded(username)}:${percentDecoded(password)}`;
  return { authorization: `Basic ${Buffer.from(plain).toString('base64')}` };
}
