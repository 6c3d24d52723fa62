import { LRUCache } from 'lru-cache';
import type { UsedResponse } from '../upstream/operation.ts';

interface FinishedAnswer {
  readonly body: Buffer;
  readonly used: readonly UsedResponse[];
}

const MAX_ANSWERS = 1_000;

/** Of the memory for all answers, the part that one may take. */
const MAX_SHARE = 1 / 4;

/** How often answers are dropped that nobody has requested since they changed. They keep old upstream responses in memory. */
const DROP_OLD_MS = 5_000;

/**
 * Answers that are sent again as they are, for as long as each upstream response that they were made of is the one that the cache
 * would serve without a refresh. So an answer is as current as if it were made again.
 */
export class FinishedAnswers {
  readonly #answers: LRUCache<string, FinishedAnswer> | null;
  readonly #maxBytes: number;
  #oldDroppedAt = performance.now();

  /** @param maxBytes of all keys and answers together; 0: nothing is kept */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#answers = maxBytes === 0 ? null : new LRUCache({ max: MAX_ANSWERS, maxSize: maxBytes });
  }

  /** Null if there is none, or if it may not be current any more. */
  get(key: string): Buffer | null {
    const answer = this.#answers?.get(key);
    if (answer === undefined) return null;
    if (isCurrent(answer)) return answer.body;
    this.#answers?.delete(key);
    return null;
  }

  /** @param used all upstream responses that the answer was made of */
  store(key: string, body: Buffer, used: readonly UsedResponse[]): void {
    const size = 2 * key.length + body.length;
    const answer = { body, used };
    if (this.#answers === null || size > this.#maxBytes * MAX_SHARE) return;
    // Without an upstream response, nothing would show that the answer has changed.
    if (used.length === 0 || !isCurrent(answer)) return;
    this.#dropOld(this.#answers);
    this.#answers.set(key, answer, { size });
  }

  #dropOld(answers: LRUCache<string, FinishedAnswer>): void {
    if (performance.now() - this.#oldDroppedAt < DROP_OLD_MS) return;
    this.#oldDroppedAt = performance.now();
    for (const [key, answer] of [...answers.entries()]) if (!isCurrent(answer)) answers.delete(key);
  }
}

function isCurrent({ used }: FinishedAnswer): boolean {
  for (const response of used) if (!response.isCurrent()) return false;
  return true;
}
