import { expect, test } from 'vitest';
import { emsJson, emsProtocol, emsRow, emsStream } from '../../fixtures/ems.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startEms } from '../../support/upstreams.ts';
import { emsNodes } from './emsNodes.ts';

/*
 * EMS escapes only a few characters and sends all other bytes unchanged, so a publisher can make its JSON invalid.
 */

/** The response of EMS with these rows, in which these bytes, written as latin1, replace a text. */
function withBytes(rows: readonly unknown[], replaced: string, bytes: string): () => Uint8Array {
  return () =>
    Buffer.from(
      emsJson(rows).replaceAll(replaced, () => bytes),
      'latin1',
    );
}

// EMS escapes \b \f \n \r \t.
const controlCharacters = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code))
  .filter((character) => !'\b\f\n\r\t'.includes(character))
  .join('');

test.each([
  ['control characters', controlCharacters, controlCharacters],
  ['escaped characters', String.raw`a\"b\\c\/d\b\f\n\r\t`, 'a"b\\c/d\b\f\n\r\t'],
  ['bytes that are not UTF-8', 'caf\xe9', 'caf\ufffd'],
  ['UTF-8', 'caf\xc3\xa9 \xf0\x9f\x98\x80 \xe2\x80\xa8', 'café 😀 \u2028'],
  ['text that looks like an invalid number', String.raw`${'\x01'}a\":nan,b\\`, '\x01a":nan,b\\'],
  ['the text __proto__', '__proto__', '__proto__'],
])('a stream name with %s is returned in full', async (_what, bytes, name) => {
  const rows = [emsRow({ id: 2, stream: 'PLACE' }), emsRow({ id: 1, stream: 'other' })];

  const nodes = await emsNodes(withBytes(rows, 'PLACE', bytes), 'nativeId name streams { name ingestPoint }');

  expect(nodes).toHaveLength(2);
  expect(nodes).toContainEqual({ nativeId: '2', name, streams: [{ name, ingestPoint: name }] });
  expect(nodes).toContainEqual({ nativeId: '1', name: 'other', streams: [{ name: 'other', ingestPoint: 'other' }] });
});

test.each(['nan', '-nan', 'inf', '-inf'])('a number sent as %s is null, and nothing else is missing', async (sent) => {
  const row = {
    ...emsRow({ id: 2 }),
    stack: [emsProtocol({ id: 2, streams: [{ ...emsStream('cam'), upTime: 'PLACE' }] })],
  };

  const nodes = await emsNodes(withBytes([row], '"PLACE"', sent), 'name streams { uptimeMs declaredBitrateKbps }');

  expect(nodes).toEqual([{ name: 'cam', streams: [{ uptimeMs: null, declaredBitrateKbps: 89 }] }]);
});

// Not a number, or beyond the range of Date.
test.each(['nan', '9e15', '-9e15'])('a connection created at %s is omitted and reported', async (sent) => {
  const rows = [emsRow({ id: 2, stream: 'good' }), emsRow({ id: 1, createdAt: 1_111_111_111_111 })];
  const { settings } = await startEms(withBytes(rows, '1111111111111', sent));
  const { query } = await startSwitchboard(settings);

  const { data } = await query('{ emsConnections { nodes { name createdAt } outcomes { ok problem { code } } } }');

  expect(data.emsConnections).toEqual({
    nodes: [{ name: 'good', createdAt: '2026-01-01T00:00:00.000Z' }],
    outcomes: [{ ok: true, problem: { code: 'UPSTREAM_MALFORMED' } }],
  });
});

test('times keep their milliseconds', async () => {
  const [node] = await emsNodes(
    [
      {
        carrier: null,
        stack: [
          emsProtocol({
            creationTimestamp: 1_795_222_710_909.667,
            queryTimestamp: 1_795_222_981_221.7168,
            streams: [{ ...emsStream('cam'), creationTimestamp: 1_795_222_737_786.7019, upTime: 243_435.342 }],
          }),
        ],
      },
    ],
    'createdAt stack { createdAt queriedAt } streams { createdAt uptimeMs }',
  );

  expect(node).toEqual({
    createdAt: '2026-11-21T00:58:30.909Z',
    stack: [{ createdAt: '2026-11-21T00:58:30.909Z', queriedAt: '2026-11-21T01:03:01.221Z' }],
    streams: [{ createdAt: '2026-11-21T00:58:57.786Z', uptimeMs: 243_435.342 }],
  });
});

/** An ID of an edge process: its pid (here 2^21), and 32 bits of its own. A double is not exact from this pid on. */
const edgeId = (own: bigint) => (2_097_152n << 32n) | own;

test('IDs of edge processes are exact beyond 2^53', async () => {
  const row = {
    ...emsRow({ id: 1 }),
    carrier: { id: edgeId(12n), type: 'IOHT_TCP_CARRIER', rx: 1, tx: 1 },
    stack: [
      emsProtocol({
        id: edgeId(17n),
        applicationId: edgeId(1n),
        streams: [
          {
            ...emsStream('cam'),
            uniqueId: edgeId(5n),
            inStreamUniqueId: edgeId(7n),
            outStreamsUniqueIds: [edgeId(9n), 6],
          },
        ],
      }),
    ],
  };
  // As doubles, the two IDs would be equal.
  const neighbour = { ...row, stack: [emsProtocol({ id: edgeId(16n) })] };

  const nodes = await emsNodes(
    [row, neighbour],
    'id nativeId carrier { nativeId } stack { nativeId applicationId } streams { nativeId inStreamNativeId outStreamNativeIds }',
  );

  expect(new Set(nodes.map(({ id }: { id: string }) => id)).size).toBe(2);
  expect(nodes).toContainEqual({
    id: expect.any(String),
    nativeId: '9007199254741009',
    carrier: { nativeId: '9007199254741004' },
    stack: [{ nativeId: '9007199254741009', applicationId: '9007199254740993' }],
    streams: [
      {
        nativeId: '9007199254740997',
        inStreamNativeId: '9007199254740999',
        outStreamNativeIds: ['9007199254741001', '6'],
      },
    ],
  });
});

test('64-bit integers are exact: strings beyond 2^53, numbers below', async () => {
  const carrier = { id: 1, type: 'IOHT_TCP_CARRIER', rx: 18_446_744_073_709_551_615n, tx: 9_007_199_254_740_991 };

  const [node] = await emsNodes(
    [{ ...emsRow({ id: 1 }), carrier }],
    'carrier { bytesReceived bytesSent } streams { typeNumeric audio { codecNumeric bytes } video { codecNumeric } }',
  );

  expect(node).toEqual({
    carrier: { bytesReceived: '18446744073709551615', bytesSent: 9_007_199_254_740_991 },
    streams: [
      {
        typeNumeric: '5282249572905648128',
        audio: { codecNumeric: '4702111241970122752', bytes: 81_337 },
        video: { codecNumeric: '6217274493967007744' },
      },
    ],
  });
});
