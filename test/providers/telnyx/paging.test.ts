import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPages } from '../../support/readPages.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { accountChange, ChangingAccount, creationTicks } from '../../support/telnyxAccount.ts';
import { readList, type Sort } from '../../support/telnyxList.ts';
import { startTelnyx } from '../../support/upstreams.ts';

/** A fixed seed, so that every run has the same cases. */
const seed = 1;

const sorts = fc.constantFrom<Sort>('CREATED_AT_ASC', 'CREATED_AT_DESC');
const directions = fc.record({
  backwards: fc.boolean(),
  size: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 12 }) }, fc.integer({ min: 13, max: 250 })),
});

type ServerOptions = Parameters<typeof startTelnyx>[3];

/** An account that changes with every request. */
async function startChangingOnEveryRequest(options: ServerOptions) {
  const account = new ChangingAccount();
  const nextRows = () => {
    const { rows } = account;
    account.change();
    return rows;
  };
  const upstream = await startTelnyx(nextRows, undefined, 'telnyx', options);
  return { account, switchboard: await startSwitchboard(upstream.settings) };
}

/** An account that changes when the test calls `change`. */
async function startChanging(options: ServerOptions) {
  const account = new ChangingAccount();
  const upstream = await startTelnyx(() => account.rows, undefined, 'telnyx', options);
  return { account, switchboard: await startSwitchboard(upstream.settings) };
}

describe.each([
  { sorts: 'any sort', options: {} },
  { sorts: 'ascending sorts only', options: { ascendingSortsOnly: true } },
])('a list by creation time of an account that accepts $sorts', ({ options }) => {
  test('is complete when it is read page by page, and each page but the last is full', async () => {
    const { account, switchboard } = await startChanging(options);

    await fc.assert(
      fc.asyncProperty(creationTicks(120), sorts, directions, async (created, sort, direction) => {
        account.reset(created);
        const pages = await readPages(direction, (page) => readList(switchboard, sort, page));

        expect(idsOf(pages)).toEqual(account.remaining(sort));
        const full = direction.backwards ? pages.slice(1) : pages.slice(0, -1);
        expect(full.every(({ nodes }) => nodes.length === direction.size)).toBe(true);
        expect(pages).toHaveLength(Math.max(1, Math.ceil(created.length / direction.size)));
      }),
      { seed, numRuns: 15 },
    );
  });

  test('neither omits nor repeats the connections that stay while others are added and deleted between its pages', async () => {
    const { account, switchboard } = await startChanging(options);

    await fc.assert(
      fc.asyncProperty(
        creationTicks(120),
        fc.array(accountChange, { maxLength: 8 }),
        sorts,
        directions,
        async (created, changes, sort, direction) => {
          account.reset(created, changes);
          const pages = await readPages(
            direction,
            (page) => readList(switchboard, sort, page),
            () => account.change(),
          );
          expectRemaining(idsOf(pages), account.remaining(sort));
        },
      ),
      { seed, numRuns: 15 },
    );
  });

  test('neither omits nor repeats the connections that stay while others are added and deleted between the requests of one operation', async () => {
    const { account, switchboard } = await startChangingOnEveryRequest(options);

    await fc.assert(
      fc.asyncProperty(
        creationTicks(120),
        fc.array(accountChange, { maxLength: 30 }),
        sorts,
        directions,
        async (created, changes, sort, direction) => {
          account.reset(created, changes);
          const pages = await readPages(direction, (page) => readList(switchboard, sort, page));
          expectRemaining(idsOf(pages), account.remaining(sort));
        },
      ),
      { seed, numRuns: 15 },
    );
  });

  test('has all connections that stay in an account of many pages that changes with every request', async () => {
    const { account, switchboard } = await startChangingOnEveryRequest(options);
    const many = fc
      .integer({ min: 1, max: 1000 })
      .chain((latest) => fc.array(fc.nat(latest), { minLength: 600, maxLength: 700 }));

    await fc.assert(
      fc.asyncProperty(
        many,
        // With more changes, the pages of a list that must be read whole could shift in every attempt.
        fc.array(accountChange, { maxLength: 4 }),
        sorts,
        fc.boolean(),
        fc.integer({ min: 60, max: 250 }),
        async (created, changes, sort, backwards, size) => {
          account.reset(created, changes);
          const pages = await readPages({ backwards, size }, (page) => readList(switchboard, sort, page));
          expectRemaining(idsOf(pages), account.remaining(sort));
        },
      ),
      { seed, numRuns: 10 },
    );
  });
});

function idsOf(pages: readonly { readonly nodes: readonly { readonly id: string }[] }[]): string[] {
  return pages.flatMap(({ nodes }) => nodes.map(({ id }) => id));
}

/** Expects that no ID is repeated, and that the remaining ones are complete and in order. */
function expectRemaining(seen: readonly string[], remaining: readonly string[]): void {
  expect(new Set(seen).size).toBe(seen.length);
  const stayed = new Set(remaining);
  expect(seen.filter((id) => stayed.has(id))).toEqual(remaining);
}
