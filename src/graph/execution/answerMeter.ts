import { GraphQLError } from 'graphql';

/** The limits of one answer. */
export interface AnswerLimits {
  /** Cost of the fields in the answer. */
  readonly maxCost: number;
  readonly maxBytes: number;
}

/**
 * Measures an answer while it is made. The cost that was computed before the execution uses assumed sizes for some lists, and knows
 * nothing of the length of texts.
 */
export class AnswerMeter {
  readonly #limits: AnswerLimits;
  /** Cost of all fields so far. */
  cost = 0;
  /** Response keys, leaves and errors so far, as JSON. */
  bytes = 0;

  constructor(limits: AnswerLimits) {
    this.#limits = limits;
  }

  /** Nothing more is executed then, because the whole answer is dropped. */
  get isExceeded(): boolean {
    const { maxCost, maxBytes } = this.#limits;
    return this.cost > maxCost || this.bytes > maxBytes;
  }

  /** An entry in `errors`. */
  error({ message }: GraphQLError): void {
    this.bytes += message.length + ERROR_BYTES;
  }

  /** The error in place of an answer that exceeds a limit; null if the answer is within the limits. */
  problem(): GraphQLError | null {
    const { maxCost, maxBytes } = this.#limits;
    if (this.cost > maxCost) {
      return limitError(
        'COST_LIMIT_EXCEEDED',
        `The answer has more fields than the cost limit of ${maxCost} allows. Request smaller pages or fewer fields.`,
      );
    }
    if (this.bytes > maxBytes) {
      return limitError(
        'ANSWER_TOO_LARGE',
        `The answer is larger than ${maxBytes} bytes. Request smaller pages or fewer fields.`,
      );
    }
    return null;
  }
}

/** Of the path, the location and the extensions of an error, roughly. */
const ERROR_BYTES = 250;

function limitError(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
