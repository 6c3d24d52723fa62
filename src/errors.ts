/** Every value of `UpstreamProblemCode` in the schema. */
export type UpstreamProblemCode =
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_RATE_LIMITED'
  | 'UPSTREAM_UNAUTHENTICATED'
  | 'UPSTREAM_FORBIDDEN'
  | 'UPSTREAM_REJECTED'
  | 'UPSTREAM_MALFORMED';

export interface UpstreamProblem {
  readonly code: UpstreamProblemCode;
  /** For people; ours. Never an upstream URL, header, body or credential: it goes to clients and logs. */
  readonly message: string;
  /** Value of the schema's enum `Provider`. */
  readonly provider: string;
  /** The source's configured name. */
  readonly source: string;
  readonly retryAt?: Date | null;
  readonly httpStatus?: number | null;
  readonly vendorCode?: string | null;
  /** Kept for debugging, shown to nobody. */
  readonly cause?: unknown;
}

const RETRYABLE: ReadonlySet<UpstreamProblemCode> = new Set([
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_TIMEOUT',
  'UPSTREAM_RATE_LIMITED',
]);

/**
 * An upstream could not answer. It is at once the resolver's parent of the schema's `UpstreamProblem` and an error whose
 * `extensions` graphql-js copies into `errors`.
 */
export class UpstreamError extends Error {
  readonly code: UpstreamProblemCode;
  readonly provider: string;
  readonly source: string;
  readonly retryAt: Date | null;
  readonly httpStatus: number | null;
  readonly vendorCode: string | null;

  constructor(problem: UpstreamProblem) {
    super(problem.message, { cause: problem.cause });
    this.name = 'UpstreamError';
    this.code = problem.code;
    this.provider = problem.provider;
    this.source = problem.source;
    this.retryAt = problem.retryAt ?? null;
    this.httpStatus = problem.httpStatus ?? null;
    this.vendorCode = problem.vendorCode ?? null;
  }

  get retryable(): boolean {
    return RETRYABLE.has(this.code);
  }

  get extensions(): Record<string, unknown> {
    const { code, provider, source, retryable, retryAt, httpStatus, vendorCode } = this;
    return { code, provider, source, retryable, retryAt, httpStatus, vendorCode };
  }
}

/** The caller's mistake. The message names the argument and the rule. */
export class BadUserInputError extends Error {
  readonly extensions: { readonly code: 'BAD_USER_INPUT'; readonly argument: string };

  /** @param argument the argument's name as the schema has it, with its path: `first`, `filter.sources`, `ids[3]` */
  constructor(argument: string, rule: string) {
    super(`Argument "${argument}" ${rule}`);
    this.name = 'BadUserInputError';
    this.extensions = { code: 'BAD_USER_INPUT', argument };
  }
}
