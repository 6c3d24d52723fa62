import { mergeIncrementalResult } from '@graphql-tools/utils';
import { request } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { emsRow } from '../fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { PARTS_TYPE, sendForParts, startSlowEms } from '../support/parts.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startEms, startServerOf, startTelnyx } from '../support/upstreams.ts';

const BOTH = `{
  telnyxConnections { nodes { name } }
  ... @defer(label: "ems") { emsConnections { nodes { nativeId } outcomes { ok } } }
}`;
const TELNYX = { telnyxConnections: { nodes: [{ name: 'Line 1' }] } };
const EMS = { emsConnections: { nodes: [{ nativeId: '1' }], outcomes: [{ ok: true }] } };

async function start() {
  const ems = await startSlowEms();
  const telnyx = await startTelnyx(
    [telnyxRow(1)],
    new Map([[telnyxId(1), Array.from({ length: 3 }, (_, index) => callRow(index + 1))]]),
  );
  const { url, query } = await startSwitchboard(ems.settings, telnyx.settings);
  return { url, query, ems, telnyx };
}

test('a slow EMS does not hold up Telnyx', async () => {
  const { url, ems } = await start();
  const warnings: Error[] = [];
  const warned = (warning: Error) => void warnings.push(warning);
  process.on('warning', warned);
  onTestFinished(() => void process.off('warning', warned));

  const { status, type, next, rest } = await sendForParts(url, BOTH);

  expect(status).toBe(200);
  expect(type).toBe('multipart/mixed; boundary="-"; deferSpec=20220824');
  expect(await next()).toEqual({ data: TELNYX, hasNext: true });
  await ems.respond();
  expect(await next()).toEqual({ incremental: [{ path: [], label: 'ems', data: EMS }], hasNext: false });
  expect(await rest()).toEqual([]);
  expect(warnings).toEqual([]);
});

test('each item of a streamed list is sent when it is complete', async () => {
  const rows = [1, 2, 3].map((number) => telnyxRow(number));
  const telnyx = await startTelnyx(rows, new Map(rows.map((_, at) => [telnyxId(at + 1), [callRow(at + 1)]])));
  const { url } = await startSwitchboard(telnyx.settings);

  const { next, rest } = await sendForParts(
    url,
    '{ telnyxConnections { nodes @stream(initialCount: 1) { name activeCalls { totalCount } } } }',
  );

  const item = (number: number) => ({ name: `Line ${number}`, activeCalls: { totalCount: 1 } });
  expect((await next()).data.telnyxConnections.nodes).toEqual([item(3)]);
  const parts = (await rest()).flatMap(({ incremental = [] }) => incremental);
  expect(parts.sort((a, b) => a.path.at(-1) - b.path.at(-1))).toEqual([
    { path: ['telnyxConnections', 'nodes', 1], items: [item(2)] },
    { path: ['telnyxConnections', 'nodes', 2], items: [item(1)] },
  ]);
});

test('an error is in the part that has its field', async () => {
  const { url, ems } = await start();
  const { next } = await sendForParts(url, BOTH);
  expect(await next()).toEqual({ data: TELNYX, hasNext: true });
  await ems.respond('no JSON');
  const { incremental } = await next();
  expect(incremental).toEqual([
    {
      path: [],
      label: 'ems',
      data: { emsConnections: { nodes: [], outcomes: [{ ok: false }] } },
      errors: [expect.objectContaining({ path: ['emsConnections'] })],
    },
  ]);
  expect(incremental[0].errors[0].extensions).toMatchObject({ code: 'UPSTREAM_MALFORMED', source: 'ems' });
});

test('errors of the first part are in the first part', async () => {
  const down = await startServerOf((_request, response) => void response.writeHead(503).end());
  const ems = await startSlowEms();
  const telnyx = { provider: 'TELNYX', name: 'telnyx', apiKey: 'key', baseUrl: down.url };
  const { url } = await startSwitchboard(ems.settings, telnyx);
  const { next } = await sendForParts(url, BOTH);
  const { data, errors } = await next();
  expect(data).toEqual({ telnyxConnections: { nodes: [] } });
  expect(errors).toMatchObject([{ path: ['telnyxConnections'], extensions: { source: 'telnyx' } }]);
  await ems.respond();
  expect(await next()).toEqual({ incremental: [{ path: [], label: 'ems', data: EMS }], hasNext: false });
});

test('an invalid argument makes only its own part null', async () => {
  const telnyx = await startTelnyx([telnyxRow(1)]);
  const { url } = await startSwitchboard(telnyx.settings);
  const { rest } = await sendForParts(
    url,
    '{ telnyxConnections { nodes { name } } ... @defer { emsConnections(first: -1) { totalCount } } }',
  );
  const [first, later] = await rest();
  expect(first).toEqual({ data: TELNYX, hasNext: true });
  expect(later.incremental).toEqual([
    { path: [], data: null, errors: [expect.objectContaining({ path: ['emsConnections'] })] },
  ]);
  expect(later.incremental[0].errors[0].extensions).toEqual({ code: 'BAD_USER_INPUT', argument: 'first' });
});

test.each([
  '{ connections { nodes { __typename ... @defer { id name } } outcomes { ok source { name } } } }',
  '{ ... @defer { connections { nodes { id } totalCount } } connections { nodes { name } } }',
  '{ connections { edges @stream(initialCount: 2) { cursor node { name ... @defer { source { name } } } } } }',
  '{ sources { name } ... @defer { nodes(ids: ["wrong", "also wrong"]) { id } ... @defer { x: connections { totalCount } } } }',
  '{ nodes(ids: ["wrong", "also wrong"]) @stream { id } }',
  '{ telnyxConnections { nodes { ... @defer { activeCalls { nodes { id } } } ... on TelnyxConnection @defer { name } } } }',
])('all parts of %s together are the whole answer', async (document) => {
  const down = await startServerOf((_request, response) => void response.writeHead(503).end());
  const ems = await startEms([1, 2, 3].map((id) => emsRow({ id })));
  const telnyx = await startTelnyx([telnyxRow(1), telnyxRow(2)], new Map([[telnyxId(1), [callRow(1)]]]));
  const x = { provider: 'X', name: 'x', bearerToken: 'token', baseUrl: down.url };
  const { url, query } = await startSwitchboard(ems.settings, telnyx.settings, x);

  const [first, ...later] = await (await sendForParts(url, document)).rest();
  const together = { data: first.data, errors: first.errors ?? [] };
  for (const part of later) mergeIncrementalResult({ incrementalResult: part, executionResult: together });

  const { data, errors } = await query(document);
  expect(later).not.toEqual([]);
  expect(together.data).toEqual(data);
  const sorted = (all: readonly object[]) => all.map((error) => JSON.stringify(error)).sort();
  expect(sorted(together.errors)).toEqual(sorted(errors));
});

describe('an answer has one part', () => {
  test('for clients that do not accept several', async () => {
    const { query, ems } = await start();
    const answer = query(BOTH);
    await ems.respond();
    expect(await answer).toEqual({ data: { ...TELNYX, ...EMS }, errors: [], status: 200 });
  });

  test.each([
    ['is deferred', '{ ... @defer(if: false) { __typename } }', 200],
    ['is valid', '{ unknown }', 400],
  ])('if nothing %s', async (_what, document, status) => {
    const { url } = await startSwitchboard();
    const answer = await sendForParts(url, document, {
      headers: { accept: `${PARTS_TYPE}, application/graphql-response+json` },
    });
    expect(answer.type).toBe('application/graphql-response+json; charset=utf-8');
    expect(answer.status).toBe(status);
  });

  test('in JSON, if the client names only the type for several parts', async () => {
    const { url } = await startSwitchboard();
    const { type, next } = await sendForParts(url, '{ __typename }');
    expect(type).toBe('application/json; charset=utf-8');
    expect(await next()).toEqual({ data: { __typename: 'Query' } });
  });
});

test.each([
  ['multipart/mixed', 'multipart/mixed'],
  ['multipart/mixed;deferSpec=20220824,application/graphql-response+json,application/json;q=0.9', 'multipart/mixed'],
  // urql.
  [
    'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
    'multipart/mixed',
  ],
  ['*/*', 'application/json'],
  ['multipart/mixed;incrementalSpec=v0.2, application/json', 'application/json'],
  ['multipart/mixed;q=0, application/json', 'application/json'],
])('the answer to a client that accepts %s is %s', async (accept, expected) => {
  const ems = await startEms([emsRow({ id: 1 })]);
  const { url } = await startSwitchboard(ems.settings);
  const { type, rest } = await sendForParts(url, '{ __typename ... @defer { emsConnections { totalCount } } }', {
    headers: { accept },
  });
  expect(type.split(';')[0]).toBe(expected);
  const parts = await rest();
  expect(parts.at(-1).hasNext).toBe(expected === 'multipart/mixed' ? false : undefined);
});

test('a client that accepts only a version that is not supported is told what to accept', async () => {
  const { url } = await startSwitchboard();
  const { statusCode, body } = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'multipart/mixed;incrementalSpec=v0.2' },
    body: JSON.stringify({ query: '{ __typename }' }),
  });
  expect(statusCode).toBe(406);
  expect(await body.text()).toContain('multipart/mixed; deferSpec=20220824');
});
