import { GraphQLError } from 'graphql';

/** The limits of one answer. */
export interface AnswerLimits {
  /** Cost of the fields in the answer. */
  readonly maxCost: number;
  /** Length of the answer, in UTF-16 code units. */
  readonly maxLength: number;
}

/**
 * Measures an answer while it is made. The cost that was computed before the execution uses assumed sizes for some lists, and knows
 * nothing of the length of texts.
 */
export class AnswerMeter {
  readonly #limits: AnswerLimits;
  #cost = 0;
  #length = 0;
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
    this.#length += responseKey.length + 4;
    this.#check();
  }

  leaf(value: unknown): void {
    this.#length += lengthOf(value);
    this.#check();
  }

  #check(): void {
    const { maxCost, maxLength } = this.#limits;
    if (this.exceeded !== null) return;
    if (this.#cost > maxCost) {
      this.exceeded = limitError(
        'COST_LIMIT_EXCEEDED',
        `The answer has more fields than the cost limit of ${maxCost} allows. Request smaller pages or fewer fields.`,
      );
    } else if (this.#length > maxLength) {
      this.exceeded = limitError(
        'ANSWER_TOO_LARGE',
        `The answer is larger than ${maxLength} bytes. Request smaller pages or fewer fields.`,
      );
    }
  }
}

function limitError(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}

/** At most the length of the value as JSON. Objects are JSON scalars. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  return typeof value === 'object' && value !== null ? JSON.stringify(value).length : 4;
}
