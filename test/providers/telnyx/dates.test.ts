import { expect, test } from 'vitest';
import { sandboxApiKey } from '../../../src/providers/telnyx/sandbox/server.ts';
import { telnyxId, telnyxRow } from '../../fixtures/telnyx.ts';
import { run, send, urlOf } from '../../support/program.ts';
import { startTelnyx } from '../../support/upstreams.ts';

const DATES = {
  '2018-02-02T22:25:27.521Z': '2018-02-02T22:25:27.521Z',
  '2018-02-02T22:25:27.521123Z': '2018-02-02T22:25:27.521Z',
  '2018-02-02T22:25:27Z': '2018-02-02T22:25:27.000Z',
  '2018-02-02T22:25Z': '2018-02-02T22:25:00.000Z',
  '2018-02-02T22:25:27.521': '2018-02-02T22:25:27.521Z',
  '2018-02-02T22:25:27': '2018-02-02T22:25:27.000Z',
  '2018-02-02 22:25:27': '2018-02-02T22:25:27.000Z',
  '2018-02-02 22:25:27 UTC': '2018-02-02T22:25:27.000Z',
  '2018-02-02 22:25:27 +0100': '2018-02-02T21:25:27.000Z',
  '2018-02-02T22:25:27+0000': '2018-02-02T22:25:27.000Z',
  '2018-02-02T22:25:27-05': '2018-02-03T03:25:27.000Z',
  '2018-02-02T22:25:27+05:30': '2018-02-02T16:55:27.000Z',
  '20180202T222527Z': '2018-02-02T22:25:27.000Z',
  '20180202T222527.5+0100': '2018-02-02T21:25:27.500Z',
  '2018-02-02': '2018-02-02T00:00:00.000Z',
  '20180202': '2018-02-02T00:00:00.000Z',
  'Line 1': null,
  '2018': null,
  '2018-02': null,
  '1517610327': null,
  '2018-0202': null,
  '2018-13-01': null,
  '2018-02-30T00:00:00Z': null,
  '2018-02-02T25:00:00Z': null,
  '2018-02-02T22:25:27 CET': null,
  '2 February 2018': null,
};

test('dates without an offset are UTC, whatever the time zone of the server, in every format of ISO 8601', async () => {
  const sent = Object.keys(DATES);
  const { settings } = await startTelnyx(sent.map((date, number) => telnyxRow(number, { updated_at: date })));
  const variables = { TELNYX_API_KEY: sandboxApiKey, TELNYX_BASE_URL: settings.baseUrl };
  const url = await urlOf(run({ PORT: '0', TZ: 'America/New_York', ...variables }));

  const { answer } = await send(url, '{ telnyxConnections(first: 250) { nodes { nativeId updatedAt } } }');

  expect(answer.errors).toBeUndefined();
  const nodes: { nativeId: string; updatedAt: string | null }[] = answer.data.telnyxConnections.nodes;
  const shown = new Map(nodes.map(({ nativeId, updatedAt }) => [nativeId, updatedAt]));
  expect(Object.fromEntries(sent.map((date, number) => [date, shown.get(telnyxId(number))]))).toEqual(DATES);
});
