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
  #cost = 0;
  #bytes = 0;
  /** Set once a limit is exceeded. Nothing more is executed then. */
  exceeded: GraphQLError | null = null;

  constructor(limits: AnswerLimits) {
    this.#limits = limits;
  }

  /** Cost of all fields so far. */
  get cost(): number {
    return this.#cost;
  }

  field(weight: number, responseKey: string): void {
    this.#cost += weight;
    // The quotes, the colon and the comma.
    this.#bytes += responseKey.length + 4;
    this.#check();
  }

  leaf(value: unknown): void {
    this.#bytes += bytesOf(value);
    this.#check();
  }

  /** An entry in `errors`. */
  error({ message }: GraphQLError): void {
    this.#bytes += message.length + ERROR_BYTES;
    this.#check();
  }

  #check(): void {
    const { maxCost, maxBytes } = this.#limits;
    if (this.exceeded !== null) return;
    if (this.#cost > maxCost) {
      this.exceeded = limitError(
        'COST_LIMIT_EXCEEDED',
        `The answer has more fields than the cost limit of ${maxCost} allows. Request smaller pages or fewer fields.`,
      );
    } else if (this.#bytes > maxBytes) {
      this.exceeded = limitError(
        'ANSWER_TOO_LARGE',
        `The answer is larger than ${maxBytes} bytes. Request smaller pages or fewer fields.`,
      );
    }
  }
}

/** Of the path, the location and the extensions of an error, roughly. */
const ERROR_BYTES = 250;

function limitError(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** Characters that JSON writes as several. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON escapes control characters
const ESCAPED = /["\\\u0000-\u001f]/;

/** Number of bytes of the value as JSON. An object is a JSON scalar. */
function bytesOf(value: unknown): number {
  if (typeof value === 'string' && !ESCAPED.test(value)) return Buffer.byteLength(value) + 2;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value).length;
  return Buffer.byteLength(JSON.stringify(value));
}
