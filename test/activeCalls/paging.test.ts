import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { legsOf, readCalls } from '../support/callsList.ts';
import { ChangingCalls, startTelnyxWith } from '../support/changingCalls.ts';
import { readPages } from '../support/readPages.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startTelnyx } from '../support/upstreams.ts';

/** A fixed seed, so that every run has the same cases. */
const seed = 1;

const sizes = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 12 }) }, fc.integer({ min: 13, max: 250 }));
const smallTotals = fc.integer({ min: 0, max: 60 });

/** How the calls change between two pages: which ones end, by their index modulo 7, and how many are added. */
const changes = fc.record({ ended: fc.array(fc.boolean(), { minLength: 7, maxLength: 7 }), added: fc.nat(12) });
type Change = typeof changes extends fc.Arbitrary<infer T> ? T : never;

function apply(calls: ChangingCalls, { ended, added }: Change): void {
  calls.end((_leg, index) => ended[index % ended.length] === true);
  calls.add(added);
}

/** Expects that no call is repeated, and that the remaining ones are complete and in order. */
function expectRemaining(seen: readonly string[], remaining: readonly string[]): void {
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.filter((leg) => remaining.includes(leg))).toEqual(remaining);
}

describe('pages of active calls', () => {
  test('contain every call once and in order, and all but the last page are full', async () => {
    const rows: ReturnType<typeof callRow>[] = [];
    const upstream = await startTelnyx([telnyxRow(1)], new Map([[telnyxId(1), rows]]));
    const switchboard = await startSwitchboard(upstream.settings);
    const totals = fc.oneof({ weight: 5, arbitrary: smallTotals }, fc.integer({ min: 240, max: 620 }));

    await fc.assert(
      fc.asyncProperty(totals, sizes, fc.boolean(), async (total, size, backwards) => {
        fc.pre(total / size < 70);
        rows.splice(0, rows.length, ...Array.from({ length: total }, (_, number) => callRow(number)));
        const pages = await readPages({ backwards, size }, (page) => readCalls(switchboard, page));

        expect(legsOf(pages)).toEqual(rows.map((row) => row.call_leg_id));
        const full = backwards ? pages.slice(1) : pages.slice(0, -1);
        expect(full.every(({ edges }) => edges.length === size)).toBe(true);
        expect(pages).toHaveLength(Math.max(1, Math.ceil(total / size)));
      }),
      { seed, numRuns: 40 },
    );
  });

  test('neither omit nor repeat the calls that stay active while others start and end, whatever the order of the list', async () => {
    const calls = new ChangingCalls();
    const upstream = await startTelnyxWith(calls);
    const switchboard = await startSwitchboard(upstream.settings);

    await fc.assert(
      fc.asyncProperty(
        smallTotals,
        sizes,
        fc.boolean(),
        fc.boolean(),
        fc.array(changes, { maxLength: 6 }),
        async (total, size, backwards, newestFirst, changes) => {
          calls.reset(total, newestFirst);
          const pending = [...changes];
          const pages = await readPages(
            { backwards, size },
            (page) => readCalls(switchboard, page),
            () => {
              const next = pending.shift();
              if (next !== undefined) apply(calls, next);
            },
          );
          expectRemaining(legsOf(pages), calls.remaining);
        },
      ),
      { seed, numRuns: 80 },
    );
  });

  test('continue from the cursor of any call, also within a page, when calls have started and ended since', async () => {
    const calls = new ChangingCalls();
    const upstream = await startTelnyxWith(calls);
    const switchboard = await startSwitchboard(upstream.settings);

    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.record({ first: sizes, second: sizes, chosen: fc.nat() }),
        fc.record({
          secondPage: fc.boolean(),
          fromTheEnd: fc.boolean(),
          backwards: fc.boolean(),
          newestFirst: fc.boolean(),
        }),
        changes,
        // Whether the call of the cursor ends, and whether all calls before it end.
        fc.record({ own: fc.boolean(), allBefore: fc.boolean() }),
        async (
          total,
          { first, second, chosen },
          { secondPage, fromTheEnd, backwards, newestFirst },
          change,
          ending,
        ) => {
          calls.reset(total, newestFirst);
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

          apply(calls, change);
          calls.end((leg) => {
            const index = before.indexOf(leg);
            return (ending.own && index === place) || (ending.allBefore && index >= 0 && index < place);
          });
          const pages = await readPages({ backwards, size: second, from: edge?.cursor ?? '' }, (one) =>
            readCalls(switchboard, one),
          );

          const beyond = new Set(backwards ? before.slice(0, place) : before.slice(place + 1));
          const seen = legsOf(pages);
          expectRemaining(
            seen,
            calls.remaining.filter((leg) => beyond.has(leg)),
          );
          expect(seen.filter((leg) => before.includes(leg) && !beyond.has(leg))).toEqual([]);
        },
      ),
      { seed, numRuns: 100 },
    );
  });
});
