/** Every value of `UpstreamProblemCode` in the schema. */
export type UpstreamProblemCode =
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_RATE_LIMITED'
  | 'UPSTREAM_UNAUTHENTICATED'
  | 'UPSTREAM_FORBIDDEN'
  | 'UPSTREAM_REJECTED'
  | 'UPSTREAM_MALFORMED'
  | 'UPSTREAM_BUDGET_EXHAUSTED'
  | 'FORBIDDEN';

/** Why an upstream request failed; the parent of the schema's type of the same name. */
export interface UpstreamProblem {
  readonly code: UpstreamProblemCode;
  /** Shown to clients and logged, so it never contains an upstream URL, header, body or credential. */
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAt: Date | null;
  readonly httpStatus: number | null;
  readonly vendorCode: string | null;
}

export interface UpstreamErrorOptions
  extends Partial<Pick<UpstreamProblem, 'retryable' | 'retryAt' | 'httpStatus' | 'vendorCode'>> {
  /** Value of the schema's enum `Provider`. */
  readonly provider: string;
  /** The source's configured name. */
  readonly source: string;
  /** True if Switchboard chose `retryAt`, because the upstream named no time. The request is not retried then. */
  readonly isHold?: boolean;
  /** For debugging. Never shown to clients or logged. */
  readonly cause?: unknown;
}

const RETRYABLE: ReadonlySet<UpstreamProblemCode> = new Set([
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_RATE_LIMITED',
]);

/** An upstream request failed. graphql-js copies `extensions` into `errors`. */
export class UpstreamError extends Error {
  /** For resolvers to return. They cannot return the error itself, because graphql-js would throw it. */
  readonly problem: UpstreamProblem;
  readonly extensions: Readonly<Record<string, unknown>>;
  /** Whether Switchboard chose `retryAt`, because the upstream named no time. */
  readonly isHold: boolean;

  constructor(code: UpstreamProblemCode, message: string, options: UpstreamErrorOptions) {
    const { provider, source, retryable = RETRYABLE.has(code), retryAt = null, cause } = options;
    const { httpStatus = null, vendorCode = null, isHold = false } = options;
    super(message, { cause });
    this.name = 'UpstreamError';
    const details = { code, retryable, retryAt, httpStatus, vendorCode };
    this.isHold = isHold;
    this.problem = { ...details, message };
    this.extensions = { ...details, provider, source };
  }
}

/** Invalid client input. The message names the argument and the rule. */
export class BadUserInputError extends Error {
  readonly extensions: { readonly code: 'BAD_USER_INPUT'; readonly argument: string };

  /** @param argument the name in the schema, with its path: `first`, `filter.sources`, `ids[3]` */
  constructor(argument: string, rule: string) {
    super(`Argument "${argument}" ${rule}`);
    this.name = 'BadUserInputError';
    this.extensions = { code: 'BAD_USER_INPUT', argument };
  }
}
