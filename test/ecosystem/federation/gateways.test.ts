import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { makeApiKey } from '../../../src/config/apiKey.ts';
import { toGlobalId } from '../../../src/relay/globalId.ts';
import { emsRow } from '../../fixtures/ems.ts';
import { telnyxRow } from '../../fixtures/telnyx.ts';
import { xRow } from '../../fixtures/xstream.ts';
import { apiKeyOf, authWith } from '../../support/authenticated.ts';
import { type SwitchboardOptions, startSwitchboardWith } from '../../support/switchboard.ts';
import { startEms, startTelnyx, startX } from '../../support/upstreams.ts';
import { readmeSnippet } from '../readme.ts';
import { compose } from './composition.ts';
import { GATEWAYS } from './gateways.ts';
import { OWNERS_SDL, startOwners } from './owners.ts';

const CONNECTIONS = 20;

interface SupergraphConfig {
  readonly subgraphs: Readonly<Record<string, object>>;
}

/** Switchboard, and a subgraph whose team has these connections, composed as the README says. */
async function startSupergraph(ids: readonly string[], options: SwitchboardOptions, key = '') {
  const ems = await startEms(Array.from({ length: CONNECTIONS }, (_, index) => emsRow({ id: index + 1 })));
  const telnyx = await startTelnyx([telnyxRow(1)]);
  const x = await startX([xRow(1)]);
  const upstreams = { ems, telnyx, x };
  const { url } = await startSwitchboardWith(options, ...Object.values(upstreams).map(({ settings }) => settings));
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
  });
  const { data } = (await response.json()) as { data: { _service: { sdl: string } } };
  const [name = ''] = Object.keys((parseYaml(readmeSnippet('supergraph.yaml')) as SupergraphConfig).subgraphs);
  const owners = await startOwners(ids);
  const supergraph = compose('@apollo/composition', [
    { name, url, sdl: data._service.sdl },
    { name: 'owners', url: owners.url, sdl: OWNERS_SDL },
  ]);
  return { supergraph, upstreams };
}

const emsIds = Array.from({ length: CONNECTIONS }, (_, index) => emsRow({ id: index + 1 })).map(idOf);

function idOf(row: ReturnType<typeof emsRow>): string {
  const [, nearEnd] = row['stack'] as [unknown, { readonly id: number; readonly creationTimestamp: number }];
  return toGlobalId('EmsConnection', 'ems', String(nearEnd.id), String(nearEnd.creationTimestamp));
}

describe.each(Object.entries(GATEWAYS))('behind %s', (_name, gateway) => {
  const { start: startGateway, federation, keepsErrors, resolvesInterfaceObjects } = gateway;

  test('a field of another subgraph is on the connections of every provider', async () => {
    const { supergraph } = await startSupergraph([], { federation });
    const { query } = await startGateway(supergraph);

    const { data, errors } = await query({
      query: '{ connections(first: 100) { totalCount nodes { __typename id name owner } } }',
    });

    expect(errors).toBeUndefined();
    expect(data.connections.totalCount).toBe(CONNECTIONS + 2);
    const nodes: { __typename: string; id: string; owner: string }[] = data.connections.nodes;
    expect(new Set(nodes.map(({ __typename }) => __typename)).size).toBe(3);
    for (const { id, owner } of nodes) expect(owner).toBe(`owner of ${id}`);

    const ofType = await query({ query: '{ xStreamConnections { nodes { owner } } }' });
    expect(ofType.errors).toBeUndefined();
    expect(ofType.data.xStreamConnections.nodes).toEqual([
      { owner: resolvesInterfaceObjects ? expect.any(String) : null },
    ]);
  });

  test('20 references of another subgraph take one upstream request', async () => {
    const { supergraph, upstreams } = await startSupergraph(emsIds, { federation });
    const { query } = await startGateway(supergraph);

    const { data, errors } = await query({
      query: `{ connectionsOfTeam { pageInfo { hasNextPage } nodes {
        __typename id owner name active ... on EmsConnection { type streams { name } } } } }`,
    });

    expect(errors).toBeUndefined();
    expect(data.connectionsOfTeam.nodes).toEqual(
      emsIds.map((id) => ({
        __typename: 'EmsConnection',
        id,
        owner: `owner of ${id}`,
        name: expect.any(String),
        active: true,
        type: expect.any(String),
        streams: [expect.anything()],
      })),
    );
    expect(upstreams.ems.requests).toHaveLength(1);
  });

  test('a wrong reference is null, with an error that says what is wrong, and the others stay', async () => {
    const [known = ''] = emsIds;
    const { supergraph } = await startSupergraph([known, 'made up'], { federation });
    const { query } = await startGateway(supergraph);

    const { data, errors } = await query({ query: '{ connectionsOfTeam { nodes { id source { name } } } }' });

    expect(data.connectionsOfTeam.nodes).toEqual([{ id: known, source: { name: 'ems' } }, null]);
    expect(errors).toEqual(
      keepsErrors
        ? [
            expect.objectContaining({
              message: 'Argument "representations[1].id" must be an ID that this graph returned.',
              path: ['connectionsOfTeam', 'nodes', 1],
              extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }),
            }),
          ]
        : undefined,
    );
  });

  test("the caller's credentials are forwarded, and their scopes hold", async () => {
    const keys = { operator: makeApiKey(), x: makeApiKey() };
    const auth = authWith({
      apiKeys: [apiKeyOf('operator', keys.operator), apiKeyOf('x', keys.x, new Set(['x:read']))],
    });
    const { supergraph, upstreams } = await startSupergraph([], { federation, auth }, keys.operator);
    const gateway = await startGateway(supergraph);
    const ask = (key: string | null) =>
      gateway.query({
        query: '{ xStreamConnections { nodes { name clientIp } } connections { nodes { owner } outcomes { ok } } }',
        headers: key === null ? {} : { authorization: `Bearer ${key}` },
      });

    const all = await ask(keys.operator);
    expect(all.errors).toBeUndefined();
    expect(all.data.connections.nodes).toHaveLength(20);
    expect(all.data.xStreamConnections.nodes).toEqual([{ name: expect.any(String), clientIp: expect.any(String) }]);

    upstreams.ems.requests.length = 0;
    const few = await ask(keys.x);
    expect(few.data.connections).toEqual({
      nodes: [{ owner: expect.any(String) }],
      outcomes: [{ ok: false }, { ok: false }, { ok: true }],
    });
    expect(few.data.xStreamConnections.nodes).toEqual([{ name: expect.any(String), clientIp: null }]);
    const messages = few.errors?.map(({ message }) => message) ?? [];
    expect(messages).toContain('Field "clientIp" requires the scope addresses:read.');
    expect(messages.includes('Source "ems" requires the scope ems:read.')).toBe(keepsErrors);
    expect(upstreams.ems.requests).toEqual([]);

    const none = await ask(null);
    expect(none.data ?? null).toBeNull();
    expect(none.errors).not.toEqual([]);
  });
});
