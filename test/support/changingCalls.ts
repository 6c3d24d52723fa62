import type { MockRow } from '../../src/sandbox/mockServer.ts';
import { callRow, telnyxRow } from '../fixtures/telnyx.ts';
import { startTelnyxOf } from './telnyxServer.ts';

interface Call {
  /** When it began: its place among the others, which Telnyx's marks hold. It stays when the call has ended. */
  readonly place: number;
  readonly row: MockRow;
}

/** The calls of one connection, that begin and end as they are told. Telnyx does not say in which order it lists them. */
export class ChangingCalls {
  newestFirst = false;
  /** In the order of the list. */
  #calls: readonly Call[] = [];
  #lasting: ReadonlySet<string> = new Set();
  #begun = 0;

  start(count: number, newestFirst: boolean): void {
    this.newestFirst = newestFirst;
    this.#calls = [];
    this.begin(count);
    this.#lasting = new Set(this.legs);
  }

  begin(count: number): void {
    const begun = Array.from({ length: count }, () => {
      this.#begun += 1;
      return { place: this.#begun, row: callRow(this.#begun) };
    });
    this.#calls = this.newestFirst ? [...begun.reverse(), ...this.#calls] : [...this.#calls, ...begun];
  }

  end(isOver: (leg: string, index: number) => boolean): void {
    this.#calls = this.#calls.filter(({ row }, index) => !isOver(String(row.call_leg_id), index));
    const up = new Set(this.legs);
    this.#lasting = new Set([...this.#lasting].filter((leg) => up.has(leg)));
  }

  get legs(): string[] {
    return this.#calls.map(({ row }) => String(row.call_leg_id));
  }

  /** Those that have been up since the start. */
  get lasting(): string[] {
    return this.legs.filter((leg) => this.#lasting.has(leg));
  }

  /** What Telnyx answers to a request for a page. */
  page(query: URLSearchParams) {
    const limit = Number(query.get('page[limit]'));
    const [after, before] = ['page[after]', 'page[before]'].map((name) => query.get(name));
    const isBeyond = ({ place }: Call, mark: string) =>
      this.newestFirst ? place < Number(mark) : place > Number(mark);
    const isShort = ({ place }: Call, mark: string) => (this.newestFirst ? place > Number(mark) : place < Number(mark));
    let start = 0;
    let end = limit;
    if (after) {
      start = this.#calls.filter((call) => !isBeyond(call, after)).length;
      end = start + limit;
    } else if (before) {
      end = this.#calls.filter((call) => isShort(call, before)).length;
      start = Math.max(0, end - limit);
    }
    const shown = this.#calls.slice(start, end);
    const cursors = {
      after: end < this.#calls.length ? String(shown.at(-1)?.place) : undefined,
      before: start > 0 ? String(shown[0]?.place) : undefined,
    };
    return { data: shown.map(({ row }) => row), meta: { cursors, total_items: this.#calls.length } };
  }
}

/** An account with one connection that has these calls. */
export function startTelnyxWith(calls: ChangingCalls) {
  return startTelnyxOf(({ path, query }) => ({
    body: path.endsWith('/active_calls') ? calls.page(query) : { data: [telnyxRow(1)], meta: { total_results: 1 } },
  }));
}
