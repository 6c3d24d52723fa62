import { expect, test } from 'vitest';
import { createEnvironment as environmentOf } from '../clients/snippets/relayEnvironment.ts';
import { CALLS, CONNECTIONS_WITHOUT_X, startAll } from '../clients/upstreams.ts';
import { useCalls, useList } from './components.ts';
import { type Rendered, render } from './rendered.ts';

const ALL = CONNECTIONS_WITHOUT_X + 2;

type List = ReturnType<typeof useList>;
type Calls = ReturnType<typeof useCalls>;

const edgesOf = ({ data }: List) => data.connections?.edges ?? [];
const idsOf = (list: List) => edgesOf(list).map((edge) => edge?.node.id);
const callsOf = ({ data }: Calls) => data?.activeCalls?.edges?.map((edge) => edge?.node.id) ?? [];

/** Loads pages until there are no more. */
async function readToTheEnd<Page extends List | Calls>(
  rendered: Rendered<Page>,
  direction: 'Next' | 'Previous',
): Promise<Page> {
  const isLoading = (page: Page) => page[`isLoading${direction}`];
  for (;;) {
    const page = await rendered.until((now) => !isLoading(now));
    if (!page[direction === 'Next' ? 'hasNext' : 'hasPrevious']) return page;
    page[`load${direction}`](3);
    await rendered.until((now) => now.data !== page.data);
  }
}

test('Relay pages through connections in both directions', async () => {
  const { url } = await startAll();
  const forwards = await readToTheEnd(
    render(environmentOf(url), () => useList({ first: 5 })),
    'Next',
  );
  const backwards = await readToTheEnd(
    render(environmentOf(url), () => useList({ last: 5 })),
    'Previous',
  );
  expect(new Set(idsOf(forwards)).size).toBe(ALL);
  expect(idsOf(backwards)).toEqual(idsOf(forwards));
});

test('Relay pages through the active calls of one connection in both directions, through `node`', async () => {
  const { url, query } = await startAll();
  const { data } = await query('{ telnyxConnections { nodes { id activeCalls { totalCount } } } }');
  const { id } = data.telnyxConnections.nodes.find((node: { activeCalls: unknown }) => node.activeCalls !== null);
  const forwards = await readToTheEnd(
    render(environmentOf(url), () => useCalls({ id, first: 3 })),
    'Next',
  );
  const backwards = await readToTheEnd(
    render(environmentOf(url), () => useCalls({ id, last: 3 })),
    'Previous',
  );
  expect(new Set(callsOf(forwards)).size).toBe(CALLS);
  expect(callsOf(backwards)).toEqual(callsOf(forwards));
});

test('Relay refetches one connection by its ID', async () => {
  const { url, query } = await startAll();
  const { data } = await query('{ telnyxConnections { nodes { id activeCalls { totalCount } } } }');
  const { id } = data.telnyxConnections.nodes.find((node: { activeCalls: unknown }) => node.activeCalls !== null);
  const rendered = render(environmentOf(url), () => useCalls({ id, first: 1 }));
  (await rendered.until((page) => callsOf(page).length === 1)).refetch({ first: CALLS });
  const { data: trunk } = await rendered.until((page) => callsOf(page).length === CALLS);
  expect(trunk?.activeCalls?.totalCount).toBe(CALLS);
});

test('Relay shows the data of the other sources when one is down, and `outcomes` tells which', async () => {
  const { url } = await startAll({ down: true });
  const list = await render(environmentOf(url), () => useList({ first: 100 })).until(() => true);
  expect(edgesOf(list)).toHaveLength(CONNECTIONS_WITHOUT_X);
  expect(list.data.connections?.outcomes.filter(({ ok }) => !ok)).toMatchObject([
    { source: { name: 'x' }, problem: { code: 'UPSTREAM_UNAVAILABLE' } },
  ]);
});

test('the store of Relay tells servers with the same native IDs apart', async () => {
  const { url } = await startAll();
  const list = await render(environmentOf(url), () => useList({ first: 100 })).until(() => true);
  const ofEms = edgesOf(list).flatMap((edge) => (edge?.node.provider === 'EMS' ? [edge.node] : []));
  expect(ofEms).toHaveLength(6);
  for (const { name, source } of ofEms) expect(name.split(' ')[0]).toBe(source.name);
});
