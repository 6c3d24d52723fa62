import { unescape as percentDecoded } from 'node:querystring';
import { type BulkheadPolicy, bulkhead } from 'cockatiel';
import { Pool } from 'undici';
import { UpstreamError, type UpstreamErrorOptions, type UpstreamProblemCode } from '../errors.ts';
import { Health } from './health.ts';

export interface UpstreamSettings {
  /** Value of the schema's enum `Provider`. */
  readonly provider: string;
  /** The source's configured name. */
  readonly source: string;
  /** With a path in front of every request's, if it has one. User and password in it become Basic credentials. */
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For one call, from the moment it is sent to the last byte of the body. */
  readonly timeoutMs: number;
  /** How many calls may be under way at once, for all operations together; more of them wait. */
  readonly concurrency: number;
}

/** An answer of any status, with its whole body. */
export interface UpstreamResponse {
  readonly status: number;
  /** Decoded as UTF-8; bytes that are none become U+FFFD. */
  readonly body: string;
  readonly receivedAt: Date;
  header(name: string): string | null;
}

/** One configured server or account as HTTP sees it: its connections, its limits, its health. Lives as long as the process. */
export class Upstream {
  /** The source's configured name, for messages. */
  readonly source: string;
  readonly health = new Health();
  readonly #provider: string;
  readonly #pool: Pool;
  readonly #pathPrefix: string;
  readonly #headers: Record<string, string>;
  readonly #timeoutMs: number;
  readonly #bulkhead: BulkheadPolicy;

  constructor({ provider, source, baseUrl, headers, timeoutMs, concurrency }: UpstreamSettings) {
    const url = new URL(baseUrl);
    this.#provider = provider;
    this.source = source;
    // One deadline for each call, its own; undici's would end a longer one as if the upstream were gone.
    this.#pool = new Pool(url.origin, { connections: concurrency, headersTimeout: 0, bodyTimeout: 0 });
    this.#pathPrefix = url.pathname.replace(/\/+$/, '');
    this.#headers = { accept: 'application/json', ...basicCredentials(url), ...headers };
    this.#timeoutMs = timeoutMs;
    this.#bulkhead = bulkhead(concurrency, Number.POSITIVE_INFINITY);
  }

  /**
   * GETs a path and reads the answer with `decode`, which judges its status too.
   *
   * @param target path and query, sent as it is: escaping is the caller's, because the vendors differ in it
   * @throws UpstreamError always of our own making, whatever happened
   */
  get<Answer>(target: string, decode: (response: UpstreamResponse) => Answer): Promise<Answer> {
    return this.#bulkhead.execute(async () => {
      try {
        const response = await this.#request(target);
        const answer = this.#decode(response, decode);
        this.health.succeeded(response.receivedAt);
        return answer;
      } catch (error) {
        const known = error instanceof UpstreamError ? error : this.#transportError(error);
        if (!isAboutTheRequest(known)) this.health.failed(known.problem);
        throw known;
      }
    });
  }

  /** An error of this source. */
  error(
    code: UpstreamProblemCode,
    message: string,
    details?: Omit<UpstreamErrorOptions, 'provider' | 'source'>,
  ): UpstreamError {
    return new UpstreamError(code, message, { provider: this.#provider, source: this.source, ...details });
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #request(target: string): Promise<UpstreamResponse> {
    const { statusCode, headers, body } = await this.#pool.request({
      method: 'GET',
      path: this.#pathPrefix + target,
      headers: this.#headers,
      // Covers the connecting and the body too, unlike undici's own timeouts.
      signal: AbortSignal.timeout(this.#timeoutMs),
    });
    const text = await body.text();
    return {
      status: statusCode,
      body: text,
      receivedAt: new Date(),
      header: (name) => [headers[name]].flat()[0] ?? null,
    };
  }

  #decode<Answer>(response: UpstreamResponse, decode: (response: UpstreamResponse) => Answer): Answer {
    try {
      return decode(response);
    } catch (error) {
      if (error instanceof UpstreamError) throw error;
      throw this.error('UPSTREAM_MALFORMED', `Source "${this.source}" sent an answer that could not be read.`, {
        httpStatus: response.status,
        cause: error,
      });
    }
  }

  #transportError(cause: unknown): UpstreamError {
    if (cause instanceof Error && cause.name === 'TimeoutError') {
      const message = `Source "${this.source}" did not answer in full within ${this.#timeoutMs} ms.`;
      return this.error('UPSTREAM_TIMEOUT', message, { cause });
    }
    return this.error('UPSTREAM_UNAVAILABLE', `Source "${this.source}" could not be reached.`, { cause });
  }
}

/** What a caller asked for was refused: that says nothing against the source. */
function isAboutTheRequest({ problem }: UpstreamError): boolean {
  return problem.httpStatus === 400 || problem.httpStatus === 422;
}

function basicCredentials({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  // Unlike decodeURIComponent it takes a bare percent sign, which URLs may have here, as it stands.
  const plain = `${percentDecoded(username)}:${percentDecoded(password)}`;
  return { authorization: `Basic ${Buffer.from(plain).toString('base64')}` };
}
