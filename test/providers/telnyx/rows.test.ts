import { describe, expect, test } from 'vitest';
import { telnyxId, telnyxRow } from '../../fixtures/telnyx.ts';
import { startSwitchboard } from '../../support/switchboard.ts';
import { startTelnyxOf } from '../../support/telnyxServer.ts';
import { startTelnyx } from '../../support/upstreams.ts';

const ALL_FIELDS = `{
  telnyxConnections {
    nodes {
      nativeId name active createdAt recordType connectionName updatedAt anchorsiteOverride anchorsiteOverrideText
      webhookEventUrl webhookEventUrlText webhookEventFailoverUrl webhookEventFailoverUrlText webhookApiVersion
      outboundVoiceProfileId tags
    }
  }
}`;

/** The connection that a client gets for this row. Fails the test if there are errors. */
async function nodeOf(row: Readonly<Record<string, unknown>>) {
  const { settings } = await startTelnyx([row]);
  const switchboard = await startSwitchboard(settings);
  const { data, errors } = await switchboard.query(ALL_FIELDS);
  expect(errors).toEqual([]);
  return data.telnyxConnections.nodes[0];
}

test('a connection has every field that Telnyx sends', async () => {
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

const defaults = {
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
])('a connection is returned if all its members but the ID are %s', async (_what, value) => {
  const row = { id: telnyxId(1), ...Object.fromEntries(MEMBERS.map((member) => [member, value])) };
  expect(await nodeOf(row)).toEqual({ nativeId: telnyxId(1), ...defaults });
});

test.each([
  {
    what: 'an empty name is null',
    row: { connection_name: '' },
    expected: { connectionName: null, name: `call_control_application ${telnyxId(1)}` },
  },
  {
    what: 'an empty outbound voice profile is null',
    row: { outbound_voice_profile_id: '' },
    expected: { outboundVoiceProfileId: null },
  },
  {
    what: 'an empty URL is null',
    row: { webhook_event_url: '', webhook_event_failover_url: '' },
    expected: {
      webhookEventUrl: null,
      webhookEventUrlText: null,
      webhookEventFailoverUrl: null,
      webhookEventFailoverUrlText: null,
    },
  },
  {
    what: 'an invalid URL is null, and its text is returned',
    row: { webhook_event_url: 'example.com/hook', webhook_event_failover_url: 'https://[1::2::3]/' },
    expected: {
      webhookEventUrl: null,
      webhookEventUrlText: 'example.com/hook',
      webhookEventFailoverUrl: null,
      webhookEventFailoverUrlText: 'https://[1::2::3]/',
    },
  },
  {
    what: 'a URL is returned as Telnyx sends it',
    row: { webhook_event_url: 'HTTPS://Example.com' },
    expected: { webhookEventUrl: 'HTTPS://Example.com' },
  },
  {
    what: 'an unknown site is null, and its text is returned',
    row: { anchorsite_override: 'Singapore, Singapore' },
    expected: { anchorsiteOverride: null, anchorsiteOverrideText: 'Singapore, Singapore' },
  },
  {
    what: 'an unknown record type is returned',
    row: { record_type: 'zoom_sbc' },
    expected: { recordType: 'zoom_sbc' },
  },
  {
    what: 'a time can have no milliseconds',
    row: { created_at: '2024-10-14T08:30:00Z' },
    expected: { createdAt: '2024-10-14T08:30:00.000Z' },
  },
  {
    what: 'a time with microseconds is cut to milliseconds',
    row: { created_at: '2024-10-14T08:30:00.123456Z' },
    expected: { createdAt: '2024-10-14T08:30:00.123Z' },
  },
])('$what', async ({ row, expected }) => {
  expect(await nodeOf(telnyxRow(1, row))).toMatchObject(expected);
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

describe('the URL of a webhook', () => {
  const urls = async (url: string) => {
    const row = telnyxRow(1, { webhook_event_url: url, webhook_event_failover_url: url });
    const { webhookEventUrl, webhookEventUrlText, webhookEventFailoverUrl, webhookEventFailoverUrlText } =
      await nodeOf(row);
    expect([webhookEventFailoverUrl, webhookEventFailoverUrlText]).toEqual([webhookEventUrl, webhookEventUrlText]);
    return [webhookEventUrl, webhookEventUrlText];
  };

  test.each([
    ['https://bob:X@example.com/hook', 'https://example.com/hook'],
    ['https://X@example.com:8443/hook', 'https://example.com:8443/hook'],
    ['https:\\\\bob:X@example.com\\hook', 'https://example.com/hook'],
    ['https:bob:X@example.com/hook', 'https://example.com/hook'],
    ['https://example.com/hook?token=X', 'https://example.com/hook'],
    ['https://example.com/hook?X', 'https://example.com/hook'],
    ['https://example.com/hook#X', 'https://example.com/hook'],
    ['https://example.com/hook;auth=X', 'https://example.com/***'],
    ['https://example.com/user=bob_password=X', 'https://example.com/***'],
    ['https://hooks.slack.com/services/T000/B000/XXXXXXXX', 'https://hooks.slack.com/services/T000/B000/***'],
    ['https://hooks.slack.com/services/T024BE7LH/B0A1B2/aBcDeF12gHiJ', 'https://hooks.slack.com/services/***/***/***'],
    ['https://example.com/550e8400-e29b-41d4-a716-446655440000/in', 'https://example.com/***/in'],
    ['https://example.com/catch/12345678/o7x2ab/', 'https://example.com/catch/***/***/'],
    ['https://example.com/hook%3Ftoken%3DX', 'https://example.com/***'],
  ])('has no user info, query and fragment, and keys in its path are masked: %s', async (url, expected) => {
    expect(await urls(url)).toEqual([expected, expected]);
  });

  test.each([
    'https://example.com',
    'HTTPS://Example.com/Webhooks/v2/telnyxEvents-2.php',
    'https://example.com:8443/api/voice_events/17/inbound.json/',
    'http://[2001:db8::1]/hook?',
  ])('is returned as Telnyx sends it if it has no secret: %s', async (url) => {
    expect(await urls(url)).toEqual([url, url]);
  });

  test.each([
    ['javascript:alert("X")', 'javascript:***'],
    [' javascript:alert("X")', ' javascript:***'],
    ['data:text/html,X', 'data:***'],
    ['ftp://bob:X@example.com/hook', 'ftp://example.com/hook'],
    ['example.com/hook?token=X', 'example.com/hook?token=***'],
    ['bob:X@example.com/hook', 'example.com/hook'],
  ])('is null if it has neither http nor https, and its text has no secret: %s', async (url, text) => {
    expect(await urls(url)).toEqual([null, text]);
  });
});

test.each([
  [
    { connection_name: 'Line pubUser=bob pubPasswd=X' },
    'connectionName',
    /^Line pubUser=\*{3} pubPasswd=\*{3}[0-9a-f]{6}$/,
  ],
  [{ tags: ['token=X'] }, 'tags', [expect.stringMatching(/^token=\*{3}[0-9a-f]{6}$/)]],
  [{ record_type: 'token=X' }, 'recordType', 'token=***'],
  [{ anchorsite_override: 'token=X' }, 'anchorsiteOverrideText', 'token=***'],
  [{ webhook_api_version: 'token=X' }, 'webhookApiVersion', 'token=***'],
])('a secret in %j is masked', async (row, field, expected) => {
  const node = await nodeOf(telnyxRow(1, row));
  expect(node[field]).toEqual(expected instanceof RegExp ? expect.stringMatching(expected) : expected);
});

test('IDs that Telnyx sends as JSON numbers keep all their digits', async () => {
  const upstream = await startTelnyxOf(() => ({
    body: '{"data":[{"id":2769813532219278665,"outbound_voice_profile_id":1293384261075731499}],"meta":{"total_results":1}}',
  }));
  const switchboard = await startSwitchboard(upstream.settings);
  const { data } = await switchboard.query(ALL_FIELDS);
  expect(data.telnyxConnections.nodes).toMatchObject([
    { nativeId: '2769813532219278665', outboundVoiceProfileId: '1293384261075731499' },
  ]);
});
