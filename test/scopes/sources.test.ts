import { describe, expect, test } from 'vitest';
import { SCOPES, type Scope } from '../../src/providers/scopes.ts';
import { startWithCallers } from '../support/scopedCallers.ts';

const PROVIDERS = [
  { provider: 'EMS', name: 'ems', scope: 'ems:read', list: 'emsConnections' },
  { provider: 'TELNYX', name: 'telnyx', scope: 'telnyx:read', list: 'telnyxConnections' },
  { provider: 'X', name: 'x', scope: 'x:read', list: 'xStreamConnections' },
] as const;

describe.each(PROVIDERS)('without $scope', ({ provider, name, scope, list }) => {
  const others: readonly Scope[] = SCOPES.filter((one) => one !== scope);
  const start = () => startWithCallers([others, null]);
  const forbidden = {
    message: `Source "${name}" requires the scope ${scope}.`,
    extensions: { code: 'FORBIDDEN', provider, source: name },
  };

  test('its list is empty, with one outcome and one error, and no upstream request is made', async () => {
    const { queryAs, upstreams } = await start();
    const { data, errors } = await queryAs(
      0,
      `{ ${list} { totalCount nodes { name } pageInfo { hasNextPage }
        outcomes { ok stale omittedRows problem { code message retryable } source { id name provider status lastSuccessAt lastProblem { code }
          rateLimit { limit } ... on EmsSource { connectionsCount connectionsCountLimit { limit } } } } } }`,
    );
    expect(data[list]).toEqual({
      totalCount: 0,
      nodes: [],
      pageInfo: { hasNextPage: false },
      outcomes: [
        {
          ok: false,
          stale: false,
          omittedRows: 0,
          problem: { code: 'FORBIDDEN', message: forbidden.message, retryable: false },
          source: expect.objectContaining({ name, provider, status: 'UNKNOWN', lastSuccessAt: null, rateLimit: null }),
        },
      ],
    });
    expect(errors).toMatchObject([{ ...forbidden, path: [list] }]);
    expect(Object.values(upstreams).flatMap(({ requests }) => requests)).toEqual([]);
  });

  test('the list of all providers has the connections of the others', async () => {
    const { queryAs } = await start();
    const { data, errors } = await queryAs(0, '{ connections { nodes { provider } outcomes { ok source { name } } } }');
    expect(data.connections.nodes).toHaveLength(2);
    expect(data.connections.nodes).not.toContainEqual({ provider });
    expect(data.connections.outcomes).toContainEqual({ ok: false, source: { name } });
    expect(errors).toMatchObject([forbidden]);
  });

  test('it is absent from sources', async () => {
    const { queryAs } = await start();
    const { data, errors } = await queryAs(0, '{ sources { name } }');
    expect(data.sources).toHaveLength(2);
    expect(data.sources).not.toContainEqual({ name });
    expect(errors).toEqual([]);
  });

  test('its nodes are null with FORBIDDEN, the source itself too', async () => {
    const { queryAs, upstreams } = await start();
    const all = await queryAs(1, `{ ${list} { nodes { id } } sources(provider: ${provider}) { id } }`);
    const ids = [all.data[list].nodes[0].id, all.data.sources[0].id];
    for (const { requests } of Object.values(upstreams)) requests.length = 0;

    const { data, errors } = await queryAs(
      0,
      `{ node(id: "${ids[0]}") { id } nodes(ids: ${JSON.stringify(ids)}) { id } }`,
    );

    expect(data).toEqual({ node: null, nodes: [null, null] });
    expect(errors.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']);
    expect(Object.values(upstreams).flatMap(({ requests }) => requests)).toEqual([]);
  });
});

test('a caller without any scope for reading sees no connection, and no upstream request is made', async () => {
  const { queryAs, upstreams } = await startWithCallers([['addresses:read', 'sources:read']]);
  const { data, errors } = await queryAs(0, '{ connections { totalCount } sources { name } }');
  expect(data).toEqual({ connections: { totalCount: 0 }, sources: [] });
  expect(errors).toHaveLength(3);
  expect(Object.values(upstreams).flatMap(({ requests }) => requests)).toEqual([]);
});

test('a failed source does not make a forbidden one look like it: its health stays unknown', async () => {
  const { queryAs } = await startWithCallers([['x:read', 'telnyx:read'], null]);
  await queryAs(0, '{ emsConnections { totalCount } }');
  const { data } = await queryAs(1, '{ sources(provider: EMS) { status lastProblem { code } } }');
  expect(data.sources).toEqual([{ status: 'UNKNOWN', lastProblem: null }]);
});
