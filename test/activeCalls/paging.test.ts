import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { legsOf, readCalls } from '../support/callsList.ts';
import { ChangingCalls, startTelnyxWith } from '../support/changingCalls.ts';
import { readPages } from '../support/readPages.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startTelnyx } from '../support/upstreams.ts';

/** The same examples in every run. */
const seed = 1;

const size = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 12 }) }, fc.integer({ min: 13, max: 250 }));
const few = fc.integer({ min: 0, max: 60 });

/** What becomes of the calls between two pages: that share of them ends, and some begin. */
const change = fc.record({ ended: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), begun: fc.nat(12) });
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function apply(calls: ChangingCalls, { ended, begun }: Change): void {
  calls.end((_leg, index) => ended[index % ended.length] === true);
  calls.begin(begun);
}

function expectLasting(seen: readonly string[], lasting: readonly string[]): void {
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.filter((leg) => lasting.includes(leg))).toEqual(lasting);
}

describe('the calls of a connection', () => {
  it('read page by page are all of them, each page full and sure of what follows', async () => {
    const rows: ReturnType<typeof callRow>[] = [];
    const upstream = await startTelnyx([telnyxRow(1)], new Map([[telnyxId(1), rows]]));
    const switchboard = await startSwitchboard(upstream.settings);
    const count = fc.oneof({ weight: 5, arbitrary: few }, fc.integer({ min: 240, max: 620 }));

    await fc.assert(
      fc.asyncProperty(count, size, fc.boolean(), async (many, size, backwards) => {
        fc.pre(many / size < 70);
        rows.splice(0, rows.length, ...Array.from({ length: many }, (_, number) => callRow(number)));
        const pages = await readPages({ backwards, size }, (page) => readCalls(switchboard, page));

        expect(legsOf(pages)).toEqual(rows.map((row) => row.call_leg_id));
        const full = backwards ? pages.slice(1) : pages.slice(0, -1);
        expect(full.every(({ edges }) => edges.length === size)).toBe(true);
        expect(pages).toHaveLength(Math.max(1, Math.ceil(many / size)));
      }),
      { seed, numRuns: 40 },
    );
  });

  it('are neither lost nor repeated when calls begin and end between pages, whatever the order', async () => {
    const calls = new ChangingCalls();
    const upstream = await startTelnyxWith(calls);
    const switchboard = await startSwitchboard(upstream.settings);

    await fc.assert(
      fc.asyncProperty(
        few,
        size,
        fc.boolean(),
        fc.boolean(),
        fc.array(change, { maxLength: 6 }),
        async (many, size, backwards, newestFirst, changes) => {
          calls.start(many, newestFirst);
          const ahead = [...changes];
          const pages = await readPages(
            { backwards, size },
            (page) => readCalls(switchboard, page),
            () => {
              const next = ahead.shift();
              if (next !== undefined) apply(calls, next);
            },
          );
          expectLasting(legsOf(pages), calls.lasting);
        },
      ),
      { seed, numRuns: 80 },
    );
  });

  it('go on from any of their cursors, in the middle of a page too, when calls have begun and ended since', async () => {
    const calls = new ChangingCalls();
    const upstream = await startTelnyxWith(calls);
    const switchboard = await startSwitchboard(upstream.settings);

    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.record({ first: size, second: size, chosen: fc.nat() }),
        fc.record({
          secondPage: fc.boolean(),
          fromTheEnd: fc.boolean(),
          backwards: fc.boolean(),
          newestFirst: fc.boolean(),
        }),
        change,
        // Whether the cursor's own call ends, and whether all in front of it do.
        fc.record({ own: fc.boolean(), inFront: fc.boolean() }),
        async (many, { first, second, chosen }, { secondPage, fromTheEnd, backwards, newestFirst }, since, ending) => {
          calls.start(many, newestFirst);
          const before = calls.legs;
          let page = await readCalls(switchboard, fromTheEnd ? { last: first } : { first });
          if (secondPage && !fromTheEnd && page.pageInfo.hasNextPage) {
            page = await readCalls(switchboard, { first, after: page.pageInfo.endCursor });
          }
          if (secondPage && fromTheEnd && page.pageInfo.hasPreviousPage) {
            page = await readCalls(switchboard, { last: first, before: page.pageInfo.startCursor });
          }
          const edge = page.edges[chosen % page.edges.length];
          const place = before.indexOf(edge?.node.callLegId ?? '');

          apply(calls, since);
          calls.end((leg) => {
            const index = before.indexOf(leg);
            return (ending.own && index === place) || (ending.inFront && index >= 0 && index < place);
          });
          const pages = await readPages({ backwards, size: second, from: edge?.cursor ?? '' }, (one) =>
            readCalls(switchboard, one),
          );

          const beyond = new Set(backwards ? before.slice(0, place) : before.slice(place + 1));
          const seen = legsOf(pages);
          expectLasting(
            seen,
            calls.lasting.filter((leg) => beyond.has(leg)),
          );
          expect(seen.filter((leg) => before.includes(leg) && !beyond.has(leg))).toEqual([]);
        },
      ),
      { seed, numRuns: 200 },
    );
  });
});
