import { describe, expect, test } from 'vitest';
import type { MockRow } from '../../../src/sandbox/mockServer.ts';
import { emsProtocol, emsStream, epoch } from '../../fixtures/ems.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startEms } from '../../support/upstreams.ts';

interface Members {
  readonly type?: string;
  readonly streams?: readonly MockRow[];
  readonly farIP?: string;
  readonly createdAt?: number;
  readonly settings?: MockRow;
}

function row(id: number, { type = 'IR', streams = [], farIP, createdAt = epoch, settings = {} }: Members): MockRow {
  const carrier = { farIP, farPort: 5000, id, nearIP: '192.0.2.10', nearPort: 1935, rx: 1, tx: 1, type: 'TCP' };
  const localEnd = emsProtocol({ id, type, creationTimestamp: createdAt, streams });
  return { ...settings, carrier: farIP === undefined ? null : carrier, stack: [emsProtocol({}), localEnd] };
}

const stream = (name: string, type = 'INR') => ({ ...emsStream(name), type });

const rows = [
  row(1, { streams: [stream('cam1')], farIP: '192.0.2.7' }),
  row(2, { streams: [stream('cam1', 'ONR')], farIP: '::ffff:192.0.2.7', createdAt: epoch + 1 }),
  row(3, { type: 'RTSP', streams: [stream('Cam10', 'ONP')], farIP: '2001:db8:0:0:0:0:0:7', createdAt: epoch + 2 }),
  row(4, { type: 'PT', streams: [stream('cam1', 'OFHLS')], settings: { hlsSettings: { localStreamName: 'cam1' } } }),
  row(5, { type: 'ITS', settings: { pullSettings: { uri: null } }, createdAt: epoch + 3 }),
  row(6, { type: 'IR', streams: [stream('first'), stream('cam1')], farIP: '::1' }),
  row(7, { type: 'RTSP' }),
];

/** The native IDs of the connections that match, in ascending order. */
async function idsMatching(filter: string, variables: Readonly<Record<string, unknown>> = {}, declared = '') {
  const ems = await startEms(rows);
  const { query } = await startSwitchboard(ems.settings);
  const { data, errors } = await query(
    `query ${declared} { emsConnections(filter: ${filter}) { totalCount nodes { nativeId } } }`,
    variables,
  );
  expect(errors).toEqual([]);
  expect(ems.requests.map(({ target }) => target)).toEqual(['/listConnections']);
  const ids = data.emsConnections.nodes.map(({ nativeId }: { nativeId: string }) => Number(nativeId));
  expect(data.emsConnections.totalCount).toBe(ids.length);
  return ids.sort();
}

const ALL = [1, 2, 3, 4, 5, 6, 7];

describe('the filter of EMS connections', () => {
  test.each([
    ['{}', ALL],
    ['null', ALL],
    ['{ types: null, direction: null, farIp: null, nameContains: null, createdAfter: null }', ALL],
    ['{ types: ["RTSP", "PT"] }', [3, 4, 7]],
    ['{ types: ["rtsp"] }', []],
    ['{ types: [] }', []],
    ['{ direction: IN }', [1, 5, 6]],
    ['{ direction: OUT }', [2, 3, 4]],
    ['{ settingsKind: HLS }', [4]],
    ['{ settingsKind: PULL }', [5]],
    ['{ settingsKind: PUSH }', []],
    ['{ streamName: "cam1" }', [1, 2, 4, 6]],
    ['{ streamName: "CAM1" }', []],
    ['{ streamName: "" }', []],
    ['{ nameContains: "CAM1" }', [1, 2, 3, 4]],
    ['{ nameContains: "" }', ALL],
    ['{ createdAfter: "2026-01-01T00:00:00.002Z" }', [3, 5]],
    ['{ createdBefore: "2026-01-01T00:00:00.002Z" }', [1, 2, 4, 6, 7]],
    ['{ createdAfter: "2026-01-01T00:00:00.001Z", createdBefore: "2026-01-01T00:00:00.003Z" }', [2, 3]],
    ['{ direction: OUT, streamName: "cam1", types: ["IR", "RTSP"] }', [2]],
    ['{ direction: IN, settingsKind: HLS }', []],
  ])('%s returns %j', async (filter, ids) => {
    expect(await idsMatching(filter)).toEqual(ids);
  });

  test.each([
    ['192.0.2.7', [1, 2]],
    ['::ffff:192.0.2.7', [1, 2]],
    ['::FFFF:C000:207', [1, 2]],
    ['2001:DB8::7', [3]],
    ['2001:0db8:0000::0007', [3]],
    ['0:0:0:0:0:0:0:1', [6]],
    ['192.0.2.70', []],
  ])('by remote address %s compares addresses, not text', async (farIp, ids) => {
    expect(await idsMatching(`{ farIp: "${farIp}" }`)).toEqual(ids);
    expect(await idsMatching('{ farIp: $farIp }', { farIp }, '($farIp: IP!)')).toEqual(ids);
  });

  test.each(['192.0.2.0/24', 'localhost', '', '192.0.2'])('by remote address "%s" is rejected', async (farIp) => {
    const ems = await startEms(rows);
    const { query } = await startSwitchboard(ems.settings);
    const byLiteral = await query(`{ emsConnections(filter: { farIp: "${farIp}" }) { totalCount } }`);
    const byVariable = await query('query ($farIp: IP) { emsConnections(filter: { farIp: $farIp }) { totalCount } }', {
      farIp,
    });
    expect([byLiteral, byVariable].map(({ data, errors }) => ({ data, errors: errors.length }))).toEqual([
      { data: null, errors: 1 },
      { data: null, errors: 1 },
    ]);
    expect(byLiteral.errors[0]?.message).toContain('IPv4 or IPv6 address');
    expect(byVariable.errors[0]?.message).toContain('IPv4 or IPv6 address');
    expect(ems.requests).toEqual([]);
  });
});

test('names are compared without their secrets', async () => {
  const { settings } = await startEms([
    row(1, { streams: [stream('cam1?token=X')] }),
    row(2, { streams: [stream('cam1')] }),
  ]);
  const { query } = await startSwitchboard(settings);
  const matching = async (filter: object) => {
    const list = 'query ($filter: EmsConnectionFilter) { emsConnections(filter: $filter) { nodes { nativeId name } } }';
    return (await query(list, { filter })).data.emsConnections.nodes;
  };
  const [{ name }] = await matching({ nameContains: 'cam1?***' });

  expect(await matching({ streamName: name })).toEqual([{ nativeId: '1', name }]);
  expect(await matching({ streamName: 'cam1' })).toEqual([{ nativeId: '2', name: 'cam1' }]);
  expect(await matching({ streamName: 'cam1?token=X' })).toEqual([]);
  expect(await matching({ nameContains: 'token' })).toEqual([]);
});

test('lists with different filters share one request', async () => {
  const ems = await startEms(rows);
  const { query } = await startSwitchboard(ems.settings);
  const { data } = await query(`{
    in: emsConnections(filter: { direction: IN }) { totalCount }
    out: emsConnections(filter: { direction: OUT }) { totalCount }
    all: emsConnections { totalCount }
  }`);
  expect(data).toEqual({ in: { totalCount: 3 }, out: { totalCount: 3 }, all: { totalCount: 7 } });
  expect(ems.requests).toHaveLength(1);
});
