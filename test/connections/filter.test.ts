import { describe, expect, test } from 'vitest';
import { emsRow, epoch } from '../fixtures/ems.ts';
import { telnyxRow } from '../fixtures/telnyx.ts';
import { closed, xRow } from '../fixtures/xstream.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startEms, startTelnyx, startX } from '../support/upstreams.ts';

const at = (ms: number) => new Date(epoch + ms).toISOString();

/** A source of each provider, with connections created about one second after the epoch. */
async function startAll() {
  const ems = await startEms([
    emsRow({ id: 1, createdAt: epoch + 1000, stream: 'Studio A' }),
    emsRow({ id: 2, createdAt: epoch + 5000, stream: 'lobby' }),
  ]);
  const telnyx = await startTelnyx([
    telnyxRow(1, { connection_name: 'studio line', created_at: at(1001) }),
    telnyxRow(2, { connection_name: 'old line', created_at: at(999), active: false }),
    // Without a name, its type and ID make the name.
    telnyxRow(3, { connection_name: null, created_at: at(0), record_type: 'studio_app', id: '3' }),
  ]);
  const x = await startX([
    xRow(1, { endpoint_name: 'filtered_stream', connected_at: at(1000) }),
    xRow(2, { endpoint_name: 'sample_stream', connected_at: at(999), ...closed }),
    xRow(3, { endpoint_name: 'STUDIO_STREAM', connected_at: undefined }),
  ]);
  const { query } = await startSwitchboard(ems.settings, telnyx.settings, x.settings);

  /** The names that match, from A to Z. The total count and the list by creation time must agree. */
  async function names(filter: object): Promise<string[]> {
    const { data, errors } = await query(
      `query ($filter: ConnectionFilter) {
        connections(filter: $filter, orderBy: { field: NAME, direction: ASC }) { totalCount nodes { name } }
        newest: connections(filter: $filter) { nodes { name } }
      }`,
      { filter },
    );
    expect(errors).toEqual([]);
    const { nodes, totalCount } = data.connections;
    expect(totalCount).toBe(nodes.length);
    expect(new Set(data.newest.nodes)).toEqual(new Set(nodes));
    return nodes.map(({ name }: { name: string }) => name);
  }
  return { query, names, ems, telnyx, x };
}

const everything = [
  'filtered_stream',
  'lobby',
  'old line',
  'sample_stream',
  'Studio A',
  'studio line',
  'studio_app 3',
  'STUDIO_STREAM',
];

describe('the filter of the list of all connections', () => {
  test.each<[object, readonly string[]]>([
    [{}, everything],
    [{ providers: null, sources: null, active: null, nameContains: null, createdAfter: null }, everything],
    [{ nameContains: '' }, everything],
    [{ active: true }, everything.filter((name) => !['old line', 'sample_stream'].includes(name))],
    [{ active: false }, ['old line', 'sample_stream']],
    [{ nameContains: 'sTUDIO' }, ['Studio A', 'studio line', 'STUDIO_STREAM']],
    [{ nameContains: 'O ' }, ['Studio A', 'studio line']],
    [{ nameContains: '_' }, ['filtered_stream', 'sample_stream', 'STUDIO_STREAM']],
    [{ nameContains: 'nobody' }, []],
    [{ createdAfter: at(1000) }, ['filtered_stream', 'lobby', 'Studio A', 'studio line']],
    [{ createdBefore: at(1000) }, ['old line', 'sample_stream', 'studio_app 3']],
    [{ createdAfter: at(999), createdBefore: at(1001) }, ['filtered_stream', 'old line', 'sample_stream', 'Studio A']],
    [{ createdAfter: at(1000), createdBefore: at(1000) }, []],
    [{ active: true, nameContains: 'line', createdAfter: at(0), sources: ['telnyx'] }, ['studio line']],
  ])('%j matches the connections that meet all conditions', async (filter, expected) => {
    const { names } = await startAll();
    expect(await names(filter)).toEqual(expected);
  });

  test('accepts a time with another UTC offset', async () => {
    const { names } = await startAll();
    expect(await names({ createdAfter: '2026-01-01T01:00:05+01:00' })).toEqual(['lobby']);
  });
});

describe('a filter for some sources sends requests to these only', () => {
  test.each([
    ['one provider', { providers: ['X'] }, ['x']],
    ['two providers', { providers: ['X', 'EMS'] }, ['ems', 'x']],
    ['one source', { sources: ['telnyx'] }, ['telnyx']],
    ['the same source twice', { sources: ['ems', 'ems'] }, ['ems']],
    ['a provider and a source of another', { providers: ['X'], sources: ['ems'] }, []],
    ['no provider', { providers: [] }, []],
    ['no source', { sources: [] }, []],
  ])('%s', async (_case, filter, requested) => {
    const { query, ems, telnyx, x } = await startAll();

    const { data, errors } = await query(
      `query ($filter: ConnectionFilter) {
        connections(filter: $filter) { totalCount pageInfo { endCursor } outcomes { ok source { name } } }
      }`,
      { filter },
    );

    expect(errors).toEqual([]);
    expect(data.connections.outcomes).toEqual(requested.map((name) => ({ ok: true, source: { name } })));
    expect(data.connections.totalCount > 0).toBe(requested.length > 0);
    expect(data.connections.pageInfo.endCursor === null).toBe(requested.length === 0);
    const requests = { ems: ems.requests, telnyx: telnyx.requests, x: x.requests };
    expect(Object.entries(requests).flatMap(([name, received]) => (received.length > 0 ? name : []))).toEqual(
      requested,
    );
  });
});

describe('a filter that an upstream supports is sent to it', () => {
  test.each([
    [{}, 'all'],
    [{ active: null }, 'all'],
    [{ active: true }, 'active'],
    [{ active: false }, 'inactive'],
  ])('%j requests the connections of X with status %s', async (filter, status) => {
    const { names, x } = await startAll();
    await names(filter);
    expect(x.requests.map(({ query }) => query.get('status'))).toEqual([status]);
  });

  test.each([
    ['stu', 'stu'],
    ['Studio', 'Studio'],
    ['st', null],
    // Three characters for a reader, six code units of UTF-16.
    ['🎙🎙🎙', '🎙🎙🎙'],
    ['🎙🎙', null],
    ['a&b=c', 'a&b=c'],
  ])('nameContains "%s" sends %o to Telnyx', async (nameContains, sent) => {
    const { query, telnyx } = await startAll();

    const { errors } = await query(
      'query ($filter: ConnectionFilter) { connections(filter: $filter) { nodes { name } } }',
      { filter: { nameContains } },
    );

    expect(errors).toEqual([]);
    expect(telnyx.requests.map(({ query }) => query.get('filter[connection_name][contains]'))).toEqual([sent]);
  });
});
