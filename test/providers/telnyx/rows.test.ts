import { expect, test } from 'vitest';
import { telnyxId, telnyxRow } from '../../fixtures/telnyx.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startTelnyxOf } from '../../support/telnyxServer.ts';
import { startTelnyx } from '../../support/upstreams.ts';

const EVERYTHING = `{
  telnyxConnections {
    nodes {
      nativeId name active createdAt recordType connectionName updatedAt anchorsiteOverride anchorsiteOverrideText
      webhookEventUrl webhookEventUrlText webhookEventFailoverUrl webhookEventFailoverUrlText webhookApiVersion
      outboundVoiceProfileId tags
    }
  }
}`;

/** The only connection of an account, as a client sees it. */
async function nodeOf(row: Readonly<Record<string, unknown>>) {
  const { settings } = await startTelnyx([row]);
  const switchboard = await startSwitchboard(settings);
  const { data, errors } = await switchboard.query(EVERYTHING);
  expect(errors).toEqual([]);
  return data.telnyxConnections.nodes[0];
}

test('every field of a connection arrives', async () => {
  const row = telnyxRow(7, {
    record_type: 'texml_application',
    active: false,
    anchorsite_override: 'Amsterdam, Netherlands',
    updated_at: '2026-02-03T04:05:06.789Z',
    webhook_event_failover_url: 'https://example.com/failover',
    webhook_api_version: 'texml',
    tags: ['eu', 'night'],
  });
  expect(await nodeOf(row)).toEqual({
    nativeId: telnyxId(7),
    name: 'Line 7',
    active: false,
    createdAt: '2026-01-01T00:07:00.000Z',
    recordType: 'texml_application',
    connectionName: 'Line 7',
    updatedAt: '2026-02-03T04:05:06.789Z',
    anchorsiteOverride: 'AMSTERDAM_NETHERLANDS',
    anchorsiteOverrideText: 'Amsterdam, Netherlands',
    webhookEventUrl: 'https://example.com/hook',
    webhookEventUrlText: 'https://example.com/hook',
    webhookEventFailoverUrl: 'https://example.com/failover',
    webhookEventFailoverUrlText: 'https://example.com/failover',
    webhookApiVersion: 'texml',
    outboundVoiceProfileId: '1293384261075731499',
    tags: ['eu', 'night'],
  });
});

const nothing = {
  name: `unknown ${telnyxId(1)}`,
  active: true,
  createdAt: null,
  recordType: 'unknown',
  connectionName: null,
  updatedAt: null,
  anchorsiteOverride: null,
  anchorsiteOverrideText: null,
  webhookEventUrl: null,
  webhookEventUrlText: null,
  webhookEventFailoverUrl: null,
  webhookEventFailoverUrlText: null,
  webhookApiVersion: null,
  outboundVoiceProfileId: null,
  tags: [],
};
const MEMBERS = Object.keys(telnyxRow(1)).filter((member) => member !== 'id');

test.each<[string, unknown]>([
  ['absent', undefined],
  ['null', null],
  ['of another type', { unexpected: true }],
])('a connection of which everything but the id is %s', async (_what, value) => {
  const row = { id: telnyxId(1), ...Object.fromEntries(MEMBERS.map((member) => [member, value])) };
  expect(await nodeOf(row)).toEqual({ nativeId: telnyxId(1), ...nothing });
});

test.each([
  {
    what: 'an empty name is none',
    row: { connection_name: '' },
    seen: { connectionName: null, name: `call_control_application ${telnyxId(1)}` },
  },
  { what: 'an empty profile is none', row: { outbound_voice_profile_id: '' }, seen: { outboundVoiceProfileId: null } },
  {
    what: 'an empty URL is none',
    row: { webhook_event_url: '', webhook_event_failover_url: '' },
    seen: {
      webhookEventUrl: null,
      webhookEventUrlText: null,
      webhookEventFailoverUrl: null,
      webhookEventFailoverUrlText: null,
    },
  },
  {
    what: 'an invalid URL is shown as text',
    row: { webhook_event_url: 'example.com/hook', webhook_event_failover_url: 'https://[1::2::3]/' },
    seen: {
      webhookEventUrl: null,
      webhookEventUrlText: 'example.com/hook',
      webhookEventFailoverUrl: null,
      webhookEventFailoverUrlText: 'https://[1::2::3]/',
    },
  },
  {
    what: 'a URL is shown as it was written',
    row: { webhook_event_url: 'HTTPS://Example.com' },
    seen: { webhookEventUrl: 'HTTPS://Example.com' },
  },
  {
    what: 'a new site is shown as text',
    row: { anchorsite_override: 'Singapore, Singapore' },
    seen: { anchorsiteOverride: null, anchorsiteOverrideText: 'Singapore, Singapore' },
  },
  { what: 'a new type is shown', row: { record_type: 'zoom_sbc' }, seen: { recordType: 'zoom_sbc' } },
  {
    what: 'a time may lack decimals',
    row: { created_at: '2024-10-14T08:30:00Z' },
    seen: { createdAt: '2024-10-14T08:30:00.000Z' },
  },
  {
    what: 'or have more of them',
    row: { created_at: '2024-10-14T08:30:00.123456Z' },
    seen: { createdAt: '2024-10-14T08:30:00.123Z' },
  },
])('$what', async ({ row, seen }) => {
  expect(await nodeOf(telnyxRow(1, row))).toMatchObject(seen);
});

test.each([
  ['Latency', 'LATENCY'],
  ['Chicago, IL', 'CHICAGO_IL'],
  ['Ashburn, VA', 'ASHBURN_VA'],
  ['San Jose, CA', 'SAN_JOSE_CA'],
  ['Sydney, Australia', 'SYDNEY_AUSTRALIA'],
  ['Amsterdam, Netherlands', 'AMSTERDAM_NETHERLANDS'],
  ['London, UK', 'LONDON_UK'],
  ['Toronto, Canada', 'TORONTO_CANADA'],
  ['Vancouver, Canada', 'VANCOUVER_CANADA'],
  ['Frankfurt, Germany', 'FRANKFURT_GERMANY'],
])('the site %s is %s', async (anchorsite, anchorsiteOverride) => {
  expect(await nodeOf(telnyxRow(1, { anchorsite_override: anchorsite }))).toMatchObject({ anchorsiteOverride });
});

test('ids that come as JSON numbers keep all their digits', async () => {
  const upstream = await startTelnyxOf(() => ({
    body: '{"data":[{"id":2769813532219278665,"outbound_voice_profile_id":1293384261075731499}],"meta":{"total_results":1}}',
  }));
  const switchboard = await startSwitchboard(upstream.settings);
  const { data } = await switchboard.query(EVERYTHING);
  expect(data.telnyxConnections.nodes).toMatchObject([
    { nativeId: '2769813532219278665', outboundVoiceProfileId: '1293384261075731499' },
  ]);
});
