import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPages } from '../../support/readPages.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { accountChange, ChangingAccount, creationTicks } from '../../support/telnyxAccount.ts';
import { readList, type Sort } from '../../support/telnyxList.ts';
import { startTelnyx } from '../../support/upstreams.ts';

/** The same examples in every run. */
const seed = 1;

const sort = fc.constantFrom<Sort>('CREATED_AT_ASC', 'CREATED_AT_DESC');
const direction = fc.record({
  backwards: fc.boolean(),
  size: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 12 }) }, fc.integer({ min: 13, max: 250 })),
});

type ServerOptions = Parameters<typeof startTelnyx>[3];

/** An account that changes with every request. */
async function startRestless(options: ServerOptions) {
  const account = new ChangingAccount();
  const nextRows = () => {
    const { rows } = account;
    account.change();
    return rows;
  };
  const upstream = await startTelnyx(nextRows, undefined, 'telnyx', options);
  return { account, switchboard: await startSwitchboard(upstream.settings) };
}

/** An account that changes when the test says so. */
async function startChanging(options: ServerOptions) {
  const account = new ChangingAccount();
  const upstream = await startTelnyx(() => account.rows, undefined, 'telnyx', options);
  return { account, switchboard: await startSwitchboard(upstream.settings) };
}

describe.each([
  { server: 'any sort', options: {} },
  { server: 'ascending sorts only', options: { ascendingSortsOnly: true } },
])('a list by creation time, with a server that accepts $server', ({ options }) => {
  it('is complete when it is read page by page, and each page but the last is full', async () => {
    const { account, switchboard } = await startChanging(options);

    await fc.assert(
      fc.asyncProperty(creationTicks(120), sort, direction, async (created, order, way) => {
        account.begin(created);
        const pages = await readPages(way, (page) => readList(switchboard, order, page));

        expect(idsOf(pages)).toEqual(account.lasting(order));
        const short = way.backwards ? pages.slice(1) : pages.slice(0, -1);
        expect(short.every(({ nodes }) => nodes.length === way.size)).toBe(true);
        expect(pages).toHaveLength(Math.max(1, Math.ceil(created.length / way.size)));
      }),
      { seed, numRuns: 30 },
    );
  });

  it('loses and repeats nothing when connections are added and deleted between its pages', async () => {
    const { account, switchboard } = await startChanging(options);

    await fc.assert(
      fc.asyncProperty(
        creationTicks(120),
        fc.array(accountChange, { maxLength: 8 }),
        sort,
        direction,
        async (created, changes, order, way) => {
          account.begin(created, changes);
          const pages = await readPages(
            way,
            (page) => readList(switchboard, order, page),
            () => account.change(),
          );
          expectLasting(idsOf(pages), account.lasting(order));
        },
      ),
      { seed, numRuns: 30 },
    );
  });

  it('loses and repeats nothing when connections are added and deleted between the requests of one operation', async () => {
    const { account, switchboard } = await startRestless(options);

    await fc.assert(
      fc.asyncProperty(
        creationTicks(120),
        fc.array(accountChange, { maxLength: 30 }),
        sort,
        direction,
        async (created, changes, order, way) => {
          account.begin(created, changes);
          const pages = await readPages(way, (page) => readList(switchboard, order, page));
          expectLasting(idsOf(pages), account.lasting(order));
        },
      ),
      { seed, numRuns: 30 },
    );
  });

  it('is complete in an account of many pages that changes with every request', async () => {
    const { account, switchboard } = await startRestless(options);
    const many = fc
      .integer({ min: 1, max: 1000 })
      .chain((latest) => fc.array(fc.nat(latest), { minLength: 600, maxLength: 700 }));

    await fc.assert(
      fc.asyncProperty(
        many,
        // With more of them, a list that has to be read whole may not hold still in any of the attempts.
        fc.array(accountChange, { maxLength: 4 }),
        sort,
        fc.boolean(),
        fc.integer({ min: 60, max: 250 }),
        async (created, changes, order, backwards, size) => {
          account.begin(created, changes);
          const pages = await readPages({ backwards, size }, (page) => readList(switchboard, order, page));
          expectLasting(idsOf(pages), account.lasting(order));
        },
      ),
      { seed, numRuns: 10 },
    );
  });
});

function idsOf(pages: readonly { readonly nodes: readonly { readonly id: string }[] }[]): string[] {
  return pages.flatMap(({ nodes }) => nodes.map(({ id }) => id));
}

/** Nothing twice; and of what was there from beginning to end everything, in order. */
function expectLasting(seen: readonly string[], lasting: readonly string[]): void {
  expect(new Set(seen).size).toBe(seen.length);
  const there = new Set(lasting);
  expect(seen.filter((id) => there.has(id))).toEqual(lasting);
}
