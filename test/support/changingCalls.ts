import type { MockRow } from '../../src/sandbox/mockServer.ts';
import { callRow, telnyxRow } from '../fixtures/telnyx.ts';
import { startTelnyxOf } from './telnyxServer.ts';

interface Call {
  /** Counts up with every call. Page cursors hold it, so they stay valid when their call ends. */
  readonly number: number;
  readonly row: MockRow;
}

/** The calls of one connection. A test adds and ends them, and chooses the order of the list, which Telnyx does not document. */
export class ChangingCalls {
  newestFirst = false;
  /** In the order of the list. */
  #calls: readonly Call[] = [];
  #remaining: ReadonlySet<string> = new Set();
  #added = 0;

  /** Replaces all calls by new ones. */
  reset(count: number, newestFirst: boolean): void {
    this.newestFirst = newestFirst;
    this.#calls = [];
    this.add(count);
    this.#remaining = new Set(this.legs);
  }

  add(count: number): void {
    const added = Array.from({ length: count }, () => {
      this.#added += 1;
      return { number: this.#added, row: callRow(this.#added) };
    });
    this.#calls = this.newestFirst ? [...added.reverse(), ...this.#calls] : [...this.#calls, ...added];
  }

  end(isEnded: (leg: string, index: number) => boolean): void {
    this.#calls = this.#calls.filter(({ row }, index) => !isEnded(String(row.call_leg_id), index));
    const active = new Set(this.legs);
    this.#remaining = new Set([...this.#remaining].filter((leg) => active.has(leg)));
  }

  get legs(): string[] {
    return this.#calls.map(({ row }) => String(row.call_leg_id));
  }

  /** The legs that have been active since the reset. */
  get remaining(): string[] {
    return this.legs.filter((leg) => this.#remaining.has(leg));
  }

  /** Telnyx's response to a request for a page. */
  page(query: URLSearchParams) {
    const limit = Number(query.get('page[limit]'));
    const [after, before] = ['page[after]', 'page[before]'].map((name) => query.get(name));
    const isAfter = ({ number }: Call, cursor: string) =>
      this.newestFirst ? number < Number(cursor) : number > Number(cursor);
    const isBefore = ({ number }: Call, cursor: string) =>
      this.newestFirst ? number > Number(cursor) : number < Number(cursor);
    let start = 0;
    let end = limit;
    if (after) {
      start = this.#calls.filter((call) => !isAfter(call, after)).length;
      end = start + limit;
    } else if (before) {
      end = this.#calls.filter((call) => isBefore(call, before)).length;
      start = Math.max(0, end - limit);
    }
    const rows = this.#calls.slice(start, end);
    const cursors = {
      after: end < this.#calls.length ? String(rows.at(-1)?.number) : undefined,
      before: start > 0 ? String(rows[0]?.number) : undefined,
    };
    return { data: rows.map(({ row }) => row), meta: { cursors, total_items: this.#calls.length } };
  }
}

/** An account with one connection that has these calls. */
export function startTelnyxWith(calls: ChangingCalls) {
  return startTelnyxOf(({ path, query }) => ({
    body: path.endsWith('/active_calls') ? calls.page(query) : { data: [telnyxRow(1)], meta: { total_results: 1 } },
  }));
}
