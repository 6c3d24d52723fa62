import type { RequestListener } from 'node:http';
import fc from 'fast-check';
import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { createSchema } from '../../src/graph/schema.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { telnyxId } from '../fixtures/telnyx.ts';
import { type SourceSettings, startSwitchboardWith } from '../support/switchboard.ts';
import { startEms, startServerOf, startTelnyx, startX } from '../support/upstreams.ts';
import { everythingOf, fieldsWithValues, textFieldsOfConnections } from './everything.ts';
import { type PlantedRows, plantedRows, plantedText } from './planted.ts';
import { recordSpans } from './recordedSpans.ts';
import { secretsIn } from './shapes.ts';

/*
 * Secrets are planted wherever a vendor or its users may put one (shapes.ts), and looked for in everything that comes out: whole
 * answers, with decoded cursors and IDs, their headers, the metrics, the log lines and the spans.
 */

const schema = createSchema();
const everything = (type: string) => everythingOf(schema, type);

/** Operations that select every field, in orders that put names into cursors. */
const OPERATIONS = [
  `{ connections(first: 250, orderBy: { field: NAME }) { ${everything('ConnectionConnection')} } }`,
  `{ connections(last: 250, filter: { active: true }) { ${everything('ConnectionConnection')} } }`,
  `{ emsConnections(first: 250, orderBy: { field: NAME, direction: ASC }) { ${everything('EmsConnectionConnection')} } }`,
  `{ telnyxConnections(sort: CONNECTION_NAME_ASC) { ${everything('TelnyxConnectionConnection')} } }`,
  `{ telnyxConnections { ${everything('TelnyxConnectionConnection')} } }`,
  `{ xStreamConnections(status: ALL) { ${everything('XStreamConnectionConnection')} } }`,
  `{ sources { ${everything('Source')} } }`,
];

const NODES = `query ($ids: [ID!]!) { nodes(ids: $ids) { ${everything('Node')} } }`;

/** Starts Switchboard with these sources. `cameOut` returns all that it has said since the last call. */
async function start(...sources: readonly SourceSettings[]) {
  const said: unknown[] = recordSpans();
  const log = createLog('trace', { write: (line) => said.push(line) });
  // Every field of every type costs more than an operation may cost by default.
  const { url } = await startSwitchboardWith({ log, limits: { maxCost: 1_000_000 } }, ...sources);
  const query = async (document: string, variables = {}) => {
    const { statusCode, headers, body } = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: document, variables }),
    });
    const text = await body.text();
    said.push(headers, text);
    expect(statusCode).toBe(200);
    return JSON.parse(text);
  };
  const cameOut = async () => {
    said.push(await (await request(new URL('/metrics', url))).body.text());
    return said
      .splice(0)
      .map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
      .join('\n');
  };
  return { query, cameOut };
}

/** The same with a mock server of each vendor. `setRows` sets what they list. */
async function startWithRows() {
  let rows: PlantedRows = { ems: [], telnyx: [], calls: [], x: [], planted: [] };
  const calls = new Map<string, PlantedRows['calls']>();
  const upstreams = [
    await startEms(() => rows.ems),
    await startTelnyx(() => rows.telnyx, calls),
    await startX(() => rows.x),
  ];
  const switchboard = await start(...upstreams.map(({ settings }) => settings));
  const setRows = (next: PlantedRows) => {
    rows = next;
    calls.set(telnyxId(1), next.calls);
  };
  return { ...switchboard, setRows };
}

const idsIn = (answer: unknown) => [...JSON.stringify(answer).matchAll(/"id":"([\w-]+)"/g)].map(([, id = '']) => id);

test('no secret in the rows of an upstream comes out', async () => {
  const { query, cameOut, setRows } = await startWithRows();
  const fields = new Set<string>();
  await fc.assert(
    fc.asyncProperty(plantedRows, async (rows) => {
      setRows(rows);
      const ids = new Set<string>();
      for (const operation of OPERATIONS) {
        const { data, errors } = await query(operation);
        expect(errors).toBeUndefined();
        for (const field of fieldsWithValues(data)) fields.add(field);
        for (const id of idsIn(data)) ids.add(id);
      }
      const { data } = await query(NODES, { ids: [...ids] });
      expect(data.nodes).not.toContain(null);
      const found = secretsIn(await cameOut());
      const leaks = rows.planted.filter(({ secrets }) => secrets.some((secret) => found.has(secret)));
      expect({ leaks, found: [...found] }).toEqual({ leaks: [], found: [] });
    }),
    // Each run makes thousands of texts: finding a smaller failure takes minutes.
    { seed: 1, numRuns: 5, endOnFailure: true },
  );
  // Otherwise a text would not have been looked at.
  expect([...textFieldsOfConnections(schema)].filter((field) => !fields.has(field))).toEqual([]);
});

describe('a guess of a secret is not confirmed', () => {
  const rows = fc.sample(plantedRows, { seed: 2, numRuns: 1 })[0];
  const FILTERS: Readonly<Record<string, string>> = {
    'ems.stack.streams.name': 'emsConnections(filter: { streamName: $text })',
    'telnyx.connection_name': 'telnyxConnections(filter: { connectionNameContains: $text })',
    'x.endpoint_name': 'connections(filter: { nameContains: $text })',
  };
  const named = (rows?.planted ?? []).filter(({ member }) => member in FILTERS);

  test.each(Object.keys(FILTERS))('by a filter of %s', async (member) => {
    const { query, setRows } = await startWithRows();
    if (rows !== undefined) setRows(rows);
    const guesses = named.filter((one) => one.member === member).flatMap(({ text, secrets }) => [text, ...secrets]);
    expect(guesses.length).toBeGreaterThan(1);
    for (const text of guesses.slice(0, 20)) {
      // Telnyx rejects control characters, and Switchboard before it.
      if (/\p{Cc}/u.test(text)) continue;
      for (const list of new Set([FILTERS[member], 'connections(filter: { nameContains: $text })'])) {
        const { data, errors } = await query(
          `query ($text: String) { list: ${list} { totalCount nodes { name } pageInfo { hasNextPage } } }`,
          { text },
        );
        expect({ errors, list: data.list }).toEqual({
          errors: undefined,
          list: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } },
        });
      }
    }
  });
});

describe('no secret in a response that an upstream sends instead of rows comes out', () => {
  const STATUSES = [200, 204, 302, 400, 401, 402, 403, 404, 408, 409, 422, 425, 429, 500, 502, 503];
  const HEADERS = [
    'retry-after',
    'location',
    'www-authenticate',
    'set-cookie',
    'x-request-id',
    'x-ratelimit-limit',
    'x-ratelimit-remaining',
    'x-ratelimit-reset',
    'x-rate-limit-limit',
    'x-rate-limit-remaining',
    'x-rate-limit-reset',
  ];

  /** A body with this text in every member that a vendor uses. */
  const bodies: readonly ((text: string, status: number) => string)[] = [
    (text) => text,
    (text) => `<html><title>${text}</title></html>`,
    (text) => `{"data":"${Buffer.from(text).toString('base64')}`,
    (text, status) => JSON.stringify({ status: 'FAIL', description: text, data: null, code: status, responseId: text }),
    (text, status) => {
      const problem = { code: text, type: text, title: text, detail: text, message: text, status, parameter: text };
      return JSON.stringify({ ...problem, errors: [{ ...problem, source: { pointer: text }, meta: { url: text } }] });
    },
    (text) =>
      JSON.stringify({ data: [{ id: text }], meta: { next_token: text, cursors: text }, errors: [{ type: text }] }),
  ];

  const OPERATION = `{
    sources { ${everything('Source')} }
    connections { ${everything('ConnectionConnection')} }
    telnyxConnections { ${everything('TelnyxConnectionConnection')} }
    xStreamConnections { ${everything('XStreamConnectionConnection')} }
  }`;

  test.each(STATUSES)('with HTTP status %i', async (status) => {
    let respond: RequestListener = (_request, response) => response.end();
    const { url } = await startServerOf((seen, response) => respond(seen, response));
    const { query, cameOut } = await start(
      { provider: 'EMS', name: 'ems', url },
      { provider: 'TELNYX', name: 'telnyx', apiKey: 'key', baseUrl: url },
      { provider: 'X', name: 'x', bearerToken: 'token', baseUrl: url },
    );
    const body = fc.constantFrom(...bodies);
    await fc.assert(
      fc.asyncProperty(plantedText, body, async ({ text }, toBody) => {
        const header = encodeURIComponent(text);
        respond = (_request, response) => {
          response.writeHead(status, Object.fromEntries(HEADERS.map((name) => [name, header])));
          response.end(toBody(text, status));
        };
        await query(OPERATION);
        await query('query ($id: ID!) { node(id: $id) { id } }', {
          id: Buffer.from(JSON.stringify(['TelnyxConnection', 'telnyx', '1'])).toString('base64url'),
        });
        expect([...secretsIn(await cameOut())]).toEqual([]);
      }),
      { seed: status, numRuns: 6, endOnFailure: true },
    );
  });
});
