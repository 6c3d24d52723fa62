import { describe, expect, test } from 'vitest';
import { emsJson, emsProtocol, emsRow, emsStream } from '../../fixtures/ems.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startEms } from '../../support/upstreams.ts';
import { emsNodes } from './emsNodes.ts';

/** Lists the connections of a server that sends these rows. */
async function list(rows: Parameters<typeof startEms>[0], selection: string) {
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

describe('an unreadable row is omitted, counted and reported:', () => {
  const rowWith = (protocol: object) => ({ carrier: null, stack: [emsProtocol({ type: 'IR', ...protocol })] });

  test.each([
    ['one without an ID', rowWith({ id: undefined })],
    ['one whose ID is not a number', rowWith({ id: 'x'.repeat(10_000) })],
    ['one with a negative ID', rowWith({ id: -1 })],
    ['one created after the year 9999', rowWith({ creationTimestamp: Date.UTC(9999, 11, 31, 23, 59, 59, 999) + 1 })],
    ['one created before the year 0', rowWith({ creationTimestamp: Date.parse('0000-01-01T00:00:00Z') - 1 })],
    ['one listed before the year 0', rowWith({ queryTimestamp: Date.parse('0000-01-01T00:00:00Z') - 1 })],
    ['one with the ID of an earlier row', emsRow({ id: 7, stream: 'repeated' })],
  ])('%s', async (_what, unreadable) => {
    const answer = await list([emsRow({ id: 7, stream: 'good' }), unreadable], 'name');
    expect(answer).toEqual({ nodes: [{ name: 'good' }], ...omitted('1 row') });
  });

  test('streams without an ID, and values that are not streams', async () => {
    const streams = [{ ...emsStream('bad'), uniqueId: null }, 7, null, emsStream('good')];
    const answer = await list([rowWith({ streams })], 'name streams { name }');
    expect(answer).toEqual({ nodes: [{ name: 'good', streams: [{ name: 'good' }] }], ...omitted('3 rows') });
  });
});

test('the earliest and the latest time that RFC 3339 can express are returned', async () => {
  const times = ['0000-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'];
  const rows = times.map((time, id) => emsRow({ id, createdAt: Date.parse(time), stream: null }));
  // Not made by `emsRow`, whose `queryTimestamp` is a minute later and would be out of range.
  rows[1] = { carrier: null, stack: [emsProtocol({ id: 1, creationTimestamp: Date.parse(times[1] ?? '') })] };
  const { nodes, ...rest } = await list(rows, 'createdAt');
  expect(nodes.map(({ createdAt }: { createdAt: string }) => createdAt).sort()).toEqual(times);
  expect(rest).toEqual(complete);
});

test('values out of range are null, and nothing else is missing', async () => {
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
  const protocol = emsProtocol({
    id: 2,
    type: 'IR',
    rxInvokes: -1,
    txInvokes: 18_446_744_073_709_551_616n,
    streams: [stream],
  });
  const carrier = { id: 3, type: 'IOHT_TCP_CARRIER', rx: 1, tx: -1 };

  const answer = await list(
    [{ carrier, stack: [protocol] }],
    `carrier { bytesReceived bytesSent } stack { rxInvokes txInvokes } streams {
      name createdAt queriedAt uptimeMs declaredBitrateKbps processId typeNumeric farPort
      video { bytes width height profile level }
    }`,
  );

  const noTimes = { createdAt: null, queriedAt: null, uptimeMs: null, declaredBitrateKbps: null };
  const video = { bytes: 81_337, width: null, height: null, profile: null, level: null };
  const expected = { name: 'cam1', ...noTimes, processId: null, typeNumeric: null, farPort: null, video };
  expect(answer).toEqual({
    nodes: [
      {
        carrier: { bytesReceived: 1, bytesSent: null },
        stack: [{ rxInvokes: null, txInvokes: null }],
        streams: [expected],
      },
    ],
    ...complete,
  });
});

test.each([
  ['negative', -1],
  ['over 64 bits', 18_446_744_073_709_551_616n],
  ['missing', undefined],
])('a socket or track whose total is %s is null, because a total of 0 would be wrong', async (_how, total) => {
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

test('a lone surrogate is replaced by U+FFFD, in strings and in settings', async () => {
  const rows = [
    { ...emsRow({ id: 1, stream: 'cam-PLACE' }), pullSettings: { localStreamName: 'PLACE', sourceType: ['PLACE'] } },
  ];
  const bytes = () => Buffer.from(emsJson(rows).replaceAll('PLACE', String.raw`\ud83d`));

  const nodes = await emsNodes(bytes, 'name settings { localStreamName parameters }');

  const parameters = { localStreamName: '\ufffd', sourceType: ['\ufffd'] };
  expect(nodes).toEqual([{ name: 'cam-\ufffd', settings: { localStreamName: '\ufffd', parameters } }]);
});
