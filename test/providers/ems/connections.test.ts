import { describe, expect, test } from 'vitest';
import { emsProtocol, emsRow, emsStream, epoch } from '../../fixtures/ems.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startEms } from '../../support/upstreams.ts';
import { emsNodes } from './emsNodes.ts';

const tcp = { farIP: '192.0.2.7', farPort: 5544, id: 34, nearIP: '192.0.2.10', nearPort: 40_000, rx: 5, tx: 6 };

describe('the socket of a connection', () => {
  const CARRIER = 'carrier { nativeId type farIp farPort nearIp nearPort bytesReceived bytesSent }';

  test.each([
    [
      'over TCP has all fields',
      { ...tcp, type: 'IOHT_TCP_CARRIER' },
      {
        nativeId: '34',
        type: 'IOHT_TCP_CARRIER',
        farIp: '192.0.2.7',
        farPort: 5544,
        nearIp: '192.0.2.10',
        nearPort: 40_000,
        bytesReceived: 5,
        bytesSent: 6,
      },
    ],
    [
      'over UDP has neither a remote address nor a count of sent bytes',
      { id: 12, nearIP: '0.0.0.0', nearPort: 9999, rx: 317_720, type: 'IOHT_UDP_CARRIER' },
      {
        nativeId: '12',
        type: 'IOHT_UDP_CARRIER',
        farIp: null,
        farPort: null,
        nearIp: '0.0.0.0',
        nearPort: 9999,
        bytesReceived: 317_720,
        bytesSent: null,
      },
    ],
    ['of a file output is null', null, null],
    ['is null if EMS could not read its addresses', 'unable to get endpoints info', null],
  ])('%s', async (_what, carrier, expected) => {
    expect(await emsNodes([{ ...emsRow({ id: 1 }), carrier }], CARRIER)).toEqual([{ carrier: expected }]);
  });
});

describe('the name of a connection', () => {
  const stackWith = (members: object) => [emsProtocol({}), emsProtocol({ id: 2, type: 'RTSP', ...members })];
  const carrier = { ...tcp, type: 'IOHT_TCP_CARRIER' };

  test.each([
    [
      'is that of its first stream',
      { carrier, stack: stackWith({ streams: [emsStream('cam1'), emsStream('cam2')] }) },
      'cam1',
    ],
    [
      'is that of its first stream rather than that in its settings',
      { carrier, stack: stackWith({ streams: [emsStream('cam1')] }), pullSettings: { localStreamName: 'pulled' } },
      'cam1',
    ],
    [
      'is the local stream name in its settings if it has no stream',
      { carrier, stack: stackWith({ streams: [] }), pullSettings: { localStreamName: 'pulled' } },
      'pulled',
    ],
    [
      'is the local stream name in its settings if its stream has no name',
      { carrier, stack: stackWith({ streams: [emsStream('')] }), pushSettings: { localStreamName: 'pushed' } },
      'pushed',
    ],
    ['is its type and ID if it has neither, never an address', { carrier, stack: stackWith({}) }, 'RTSP 2'],
    [
      'is its type and ID over UDP',
      {
        carrier: { id: 1, nearIP: '0.0.0.0', nearPort: 9999, rx: 0, type: 'IOHT_UDP_CARRIER' },
        stack: stackWith({ type: 'ITS' }),
      },
      'ITS 2',
    ],
    ['is its type and ID without a socket', { carrier: null, stack: [emsProtocol({ type: 'PT' })] }, 'PT 1'],
  ])('%s', async (_case, row, name) => {
    expect(await emsNodes([row], 'name')).toEqual([{ name }]);
  });
});

test('a connection has the fields of the local end of its stack, and the stack from the socket to the local end', async () => {
  const rtmpFields = { applicationId: '1', type: 'OR', rxInvokes: 62, txInvokes: 6, serverAgent: 'FMS/3,5,7,7009' };
  const rtmp = { ...rtmpFields, id: 29, applicationId: 1 };
  const stack = [emsProtocol({ id: 28, creationTimestamp: epoch - 1000 }), emsProtocol(rtmp)];
  const noFields = { rxInvokes: null, txInvokes: null, userAgent: null, serverAgent: null };

  const nodes = await emsNodes(
    [{ carrier: null, stack }],
    'nativeId type createdAt active stack { nativeId type applicationId enqueuedForDelete rxInvokes txInvokes userAgent serverAgent }',
  );

  expect(nodes).toEqual([
    {
      nativeId: '29',
      type: 'OR',
      createdAt: '2026-01-01T00:00:00.000Z',
      active: true,
      stack: [
        { ...noFields, nativeId: '28', type: 'TCP', applicationId: '0', enqueuedForDelete: false },
        { ...noFields, ...rtmpFields, nativeId: '29', enqueuedForDelete: false },
      ],
    },
  ]);
});

test('a native ID that EMS reuses after a restart belongs to another connection', async () => {
  const rows = [emsRow({ id: 5, stream: 'before', createdAt: epoch })];
  const { settings } = await startEms(() => rows);
  const { query } = await startSwitchboard(settings);
  const [before] = (await query('{ emsConnections { nodes { id nativeId } } }')).data.emsConnections.nodes;

  rows[0] = emsRow({ id: 5, stream: 'after', createdAt: epoch + 1 });
  const { data } = await query(
    'query ($id: ID!) { node(id: $id) { id } emsConnections { nodes { id nativeId name } } }',
    before,
  );

  expect(data.node).toBeNull();
  expect(data.emsConnections.nodes).toEqual([{ id: expect.any(String), nativeId: before.nativeId, name: 'after' }]);
  expect(data.emsConnections.nodes[0].id).not.toBe(before.id);
});
