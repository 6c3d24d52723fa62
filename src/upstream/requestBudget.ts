import { UpstreamError } from '../errors.ts';
import type { EventOrigin } from '../telemetry/events.ts';

/** One request that was taken from a budget. Its retries cost nothing more. */
export interface Charge {
  /** Counts the requests that the operation has taken for this source, from 1. 0: no operation pays. */
  readonly number: number;
  /** Records that the request is sent. Has no effect when called again, for a retry. */
  sent(): void;
}

/** For a request that no operation pays for. */
export const FREE: Charge = { number: 0, sent: () => undefined };

/** What one operation has taken for one source. */
interface Account {
  taken: number;
  sent: number;
  /** One error for all requests beyond the budget: there can be thousands, and each would capture a stack. */
  exhausted: UpstreamError | null;
}

/** The upstream requests that one operation may cause. */
export class RequestBudget {
  readonly #maxRequests: number;
  readonly #accounts = new Map<EventOrigin, Account>();
  #left: number;

  constructor(maxRequests: number) {
    this.#maxRequests = maxRequests;
    this.#left = maxRequests;
  }

  /** Number of requests that were sent, by provider. Retries, and providers without requests, are not included. */
  get spent(): ReadonlyMap<string, number> {
    const spent = new Map<string, number>();
    for (const [{ provider }, { sent }] of this.#accounts) {
      if (sent > 0) spent.set(provider, (spent.get(provider) ?? 0) + sent);
    }
    return spent;
  }

  /** Takes one request to this source, or returns the error if the budget is exhausted. */
  take(origin: EventOrigin): Charge | UpstreamError {
    const account = this.#accountOf(origin);
    if (this.#left === 0) {
      account.exhausted ??= exhaustedError(origin, this.#maxRequests);
      return account.exhausted;
    }
    this.#left -= 1;
    account.taken += 1;
    let isSent = false;
    return {
      number: account.taken,
      sent: () => {
        if (!isSent) account.sent += 1;
        isSent = true;
      },
    };
  }

  #accountOf(origin: EventOrigin): Account {
    const account = this.#accounts.get(origin) ?? { taken: 0, sent: 0, exhausted: null };
    this.#accounts.set(origin, account);
    return account;
  }
}

function exhaustedError(origin: EventOrigin, maxRequests: number): UpstreamError {
  const message = `This operation has reached its budget of ${maxRequests} upstream requests. No request was sent to source "${origin.source}".`;
  return new UpstreamError('UPSTREAM_BUDGET_EXHAUSTED', message, origin);
}
