import { GraphQLError } from 'graphql';
import { jsonBytesOf } from './jsonBytes.ts';

/** The limits of one answer. */
export interface AnswerLimits {
  /** Cost of the fields in the answer. */
  readonly maxCost: number;
  readonly maxBytes: number;
}

/** JSON escapes a UTF-16 code unit with six bytes at most, such as `\u0007`. */
const MAX_BYTES_PER_UNIT = 6;

/**
 * Measures an answer while it is made. The cost that was computed before the execution uses assumed sizes for some lists, and knows
 * nothing of the length of texts.
 */
export class AnswerMeter {
  readonly #limits: AnswerLimits;
  /** Cost of all fields so far. */
  cost = 0;
  /** Bytes so far, as JSON, without `#texts`. */
  #bytes = 0;
  /** Texts that are not measured, because most answers are so small that their lengths say enough. */
  #texts: string[] = [];
  #units = 0;

  constructor(limits: AnswerLimits) {
    this.#limits = limits;
  }

  /** The fields of one object. */
  fields(cost: number, bytesOfKeys: number): void {
    this.cost += cost;
    this.#bytes += bytesOfKeys;
  }

  text(value: string): void {
    this.#texts.push(value);
    this.#units += value.length;
  }

  /** A scalar that is not a text. */
  value(value: unknown): void {
    this.#bytes += jsonBytesOf(value);
  }

  /** An entry in `errors`. */
  error({ message }: GraphQLError): void {
    this.#bytes += message.length + ERROR_BYTES;
  }

  /** Once a limit is exceeded, nothing more is executed, because the whole answer is dropped. */
  get isExceeded(): boolean {
    return this.cost > this.#limits.maxCost || this.#isTooLarge;
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
    if (this.#isTooLarge) {
      return limitError(
        'ANSWER_TOO_LARGE',
        `The answer is larger than ${maxBytes} bytes. Request smaller pages or fewer fields.`,
      );
    }
    return null;
  }

  get #isTooLarge(): boolean {
    const { maxBytes } = this.#limits;
    // The quotes of each text, and its characters.
    if (this.#bytes + 2 * this.#texts.length + MAX_BYTES_PER_UNIT * this.#units <= maxBytes) return false;
    for (const text of this.#texts) this.#bytes += jsonBytesOf(text);
    this.#texts = [];
    this.#units = 0;
    return this.#bytes > maxBytes;
  }
}

/** Of the path, the location and the extensions of an error, roughly. */
const ERROR_BYTES = 250;

function limitError(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
