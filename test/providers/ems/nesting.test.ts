import { describe, expect, test } from 'vitest';
import { emsJson, emsRow, epoch } from '../../fixtures/ems.ts';
import { xRow } from '../../fixtures/xstream.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startEms, startX } from '../../support/upstreams.ts';
import { emsNodes } from './emsNodes.ts';

/** The response of EMS with these rows, in which this JSON replaces the string "PLACE". */
function withJson(rows: readonly unknown[], json: string): () => Uint8Array {
  return () => Buffer.from(emsJson(rows).replaceAll('"PLACE"', () => json));
}

describe.each([
  ['unknown objects', 'extra', '{"a":', '}', { extra: '***' }],
  ['unknown arrays', 'extra', '[', ']', { extra: '***' }],
  ['objects', 'tcUrl', '{"a":', '}', { tcUrl: '***' }],
])('settings with nested %s', (_what, member, open, close, masked) => {
  const nested = (levels: number) => `${open.repeat(levels)}1${close.repeat(levels)}`;
  const rows = [
    { ...emsRow({ id: 2, createdAt: epoch + 1 }), pullSettings: { localStreamName: 'cam1', [member]: 'PLACE' } },
    emsRow({ id: 1 }),
  ];

  test.each([1, 2_000, 100_000])('%i levels deep are masked, and nothing else is missing', async (levels) => {
    const ems = await startEms(withJson(rows, nested(levels)));
    const x = await startX([xRow(1)]);
    const { query } = await startSwitchboard(ems.settings, x.settings);

    const { data, errors } = await query(`{ connections {
      totalCount nodes { name ... on EmsConnection { settings { localStreamName parameters } } }
    } }`);

    expect(errors).toEqual([]);
    expect(data.connections.totalCount).toBe(3);
    const { settings } = data.connections.nodes.find(({ name }: { name: string }) => name === 'stream-2');
    expect(settings).toEqual({ localStreamName: 'cam1', parameters: { localStreamName: 'cam1', ...masked } });
  });
});

test('large integers beside deeply nested settings keep all their digits', async () => {
  const deep = `${'['.repeat(100_000)}1${']'.repeat(100_000)}`;
  const row = { ...emsRow({ id: 9_007_199_254_740_993n, stream: '[{"' }), pullSettings: { extra: 'PLACE' } };
  const nodes = await emsNodes(withJson([row], deep), 'nativeId name');
  expect(nodes).toEqual([{ nativeId: '9007199254740993', name: '[{"' }]);
});

test('a listing with 200,000 unreadable rows is read, and they are reported', async () => {
  const rows = [...Array(200_000).fill(0), emsRow({ id: 1, stream: 'good' })];
  const { settings } = await startEms(withJson(rows, ''));
  const { query } = await startSwitchboard(settings);

  const { data } = await query('{ emsConnections { nodes { name } outcomes { ok problem { message } } } }');

  const problem = { message: expect.stringContaining('200000 rows') };
  expect(data.emsConnections).toEqual({ nodes: [{ name: 'good' }], outcomes: [{ ok: true, problem }] });
});
