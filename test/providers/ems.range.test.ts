import { describe, expect, test } from 'vitest';
import { emsJson, emsProtocol, emsRow, emsStream } from '../fixtures/ems.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startEms } from '../support/upstreams.ts';
import { emsNodes } from './emsNodes.ts';

/** What a list shows of these rows, and what it says of its source. */
async function listed(rows: Parameters<typeof startEms>[0], selection: string) {
  const { settings } = await startEms(rows);
  const { query } = await startSwitchboard(settings);
  const { data, errors } = await query(
    `{ emsConnections { nodes { ${selection} } outcomes { ok problem { code message } } } }`,
  );
  const { nodes, outcomes } = data.emsConnections;
  return { nodes, outcomes, errors };
}

const omitted = (rows: string) => ({
  outcomes: [{ ok: true, problem: { code: 'UPSTREAM_MALFORMED', message: expect.stringContaining(rows) } }],
  errors: [expect.objectContaining({ path: ['emsConnections'] })],
});
const complete = { outcomes: [{ ok: true, problem: null }], errors: [] };

describe('a row that cannot be used is left out, counted and said:', () => {
  const stack = (near: object) => ({ carrier: null, stack: [emsProtocol({ type: 'IR', ...near })] });

  test.each([
    ['one without an id', stack({ id: undefined })],
    ['one with an id that is no number', stack({ id: 'x'.repeat(10_000) })],
    ['one with a negative id', stack({ id: -1 })],
    ['one created after the year 9999', stack({ creationTimestamp: Date.UTC(9999, 11, 31, 23, 59, 59, 999) + 1 })],
    ['one created before the year 0', stack({ creationTimestamp: Date.parse('0000-01-01T00:00:00Z') - 1 })],
    ['one listed before the year 0', stack({ queryTimestamp: Date.parse('0000-01-01T00:00:00Z') - 1 })],
    ['one that repeats another', emsRow({ id: 7, stream: 'repeated' })],
  ])('%s', async (_what, bad) => {
    const answer = await listed([emsRow({ id: 7, stream: 'good' }), bad], 'name');
    expect(answer).toEqual({ nodes: [{ name: 'good' }], ...omitted('1 row') });
  });

  test('streams without an id, and what is no stream', async () => {
    const streams = [{ ...emsStream('bad'), uniqueId: null }, 7, null, emsStream('good')];
    const answer = await listed([stack({ streams })], 'name streams { name }');
    expect(answer).toEqual({ nodes: [{ name: 'good', streams: [{ name: 'good' }] }], ...omitted('3 rows') });
  });
});

test('moments at the edges of what RFC 3339 can write are shown', async () => {
  const times = ['0000-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'];
  const rows = times.map((time, id) => emsRow({ id, createdAt: Date.parse(time), stream: null }));
  // When it was listed is a minute later.
  rows[1] = { carrier: null, stack: [emsProtocol({ id: 1, creationTimestamp: Date.parse(times[1] ?? '') })] };
  const { nodes, ...rest } = await listed(rows, 'createdAt');
  expect(nodes.map(({ createdAt }: { createdAt: string }) => createdAt).sort()).toEqual(times);
  expect(rest).toEqual(complete);
});

test('values out of range are null, and cost nothing else', async () => {
  const stream = {
    ...emsStream('cam1'),
    bandwidth: -1,
    creationTimestamp: 253_402_300_800_000,
    queryTimestamp: -62_167_219_200_001,
    upTime: -0.5,
    processId: -1,
    typeNumeric: -1,
    farPort: -1,
    video: { ...(emsStream('cam1')['video'] as object), width: -1, height: -1, profile: -1, level: -1 },
  };
  const near = emsProtocol({
    id: 2,
    type: 'IR',
    rxInvokes: -1,
    txInvokes: 18_446_744_073_709_551_616n,
    streams: [stream],
  });
  const carrier = { id: 3, type: 'IOHT_TCP_CARRIER', rx: 1, tx: -1 };

  const answer = await listed(
    [{ carrier, stack: [near] }],
    `carrier { bytesReceived bytesSent } stack { rxInvokes txInvokes } streams {
      name createdAt queriedAt uptimeMs declaredBitrateKbps processId typeNumeric farPort
      video { bytes width height profile level }
    }`,
  );

  const nothing = { createdAt: null, queriedAt: null, uptimeMs: null, declaredBitrateKbps: null };
  const video = { bytes: 81_337, width: null, height: null, profile: null, level: null };
  const shown = { name: 'cam1', ...nothing, processId: null, typeNumeric: null, farPort: null, video };
  expect(answer).toEqual({
    nodes: [
      {
        carrier: { bytesReceived: 1, bytesSent: null },
        stack: [{ rxInvokes: null, txInvokes: null }],
        streams: [shown],
      },
    ],
    ...complete,
  });
});

test.each([
  ['negative', -1],
  ['over 64 bits', 18_446_744_073_709_551_616n],
  ['missing', undefined],
])('a socket or track with a total that is %s is null: no total is made up for it', async (_how, total) => {
  const { audio, video, ...stream } = emsStream('cam1');
  const broken = {
    ...stream,
    audio: { ...Object(audio), bytesCount: total },
    video: { ...Object(video), droppedPacketsCount: total },
  };
  const row = {
    carrier: { id: 3, type: 'IOHT_TCP_CARRIER', rx: total, tx: 1 },
    stack: [emsProtocol({ type: 'IR', streams: [broken] })],
  };
  expect(await emsNodes([row], 'carrier { nativeId } streams { audio { packets } video { packets } }')).toEqual([
    { carrier: null, streams: [{ audio: null, video: null }] },
  ]);
});

test('half a surrogate pair is replaced, in text and in settings', async () => {
  const rows = [
    { ...emsRow({ id: 1, stream: 'cam-PLACE' }), pullSettings: { localStreamName: 'PLACE', 'key-PLACE': ['PLACE'] } },
  ];
  const bytes = () => Buffer.from(emsJson(rows).replaceAll('PLACE', String.raw`\ud83d`));

  const nodes = await emsNodes(bytes, 'name settings { localStreamName parameters }');

  const parameters = { localStreamName: '\ufffd', 'key-\ufffd': ['\ufffd'] };
  expect(nodes).toEqual([{ name: 'cam-\ufffd', settings: { localStreamName: '\ufffd', parameters } }]);
});
