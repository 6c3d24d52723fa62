import { describe, expect, test } from 'vitest';
import { makeApiKey } from '../../src/config/apiKey.ts';
import type { Scope } from '../../src/providers/scopes.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { emsBody, emsRow } from '../fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { apiKeyOf, authWith } from '../support/authenticated.ts';
import { sendForParts, startSlowEms } from '../support/parts.ts';
import { type SwitchboardOptions, startSwitchboardWith } from '../support/switchboard.ts';
import { until } from '../support/until.ts';
import { startEms, startTelnyx } from '../support/upstreams.ts';

/*
 * What holds for a whole answer also holds for one in several parts.
 */

type Line = Readonly<Record<string, unknown>>;

const rows = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

async function start(options: SwitchboardOptions = {}) {
  const ems = await startSlowEms();
  const telnyx = await startTelnyx(
    rows(3).map((number) => telnyxRow(number)),
    new Map(rows(3).map((number) => [telnyxId(number), [callRow(number)]])),
  );
  const lines: Line[] = [];
  const log = createLog('trace', { write: (line) => void lines.push(JSON.parse(line)) });
  const { url } = await startSwitchboardWith({ ...options, log }, ems.settings, telnyx.settings);
  /** The log line of the only operation. It is written after the last part was sent. */
  const operation = async () => {
    const operations = () => lines.filter(({ msg }) => msg === 'operation');
    await expect.poll(operations).toHaveLength(1);
    return operations()[0];
  };
  return { url, ems, telnyx, lines, operation };
}

const codesOf = (errors: readonly { readonly extensions: Readonly<Record<string, unknown>> }[]) =>
  errors.map(({ extensions }) => extensions['code']);

describe('a rejected operation makes no upstream request', () => {
  test.each([
    [
      'its cost, which may be a fifth of the limit',
      { maxCost: 250 },
      '{ ... @defer { connections(first: 50) { nodes { id name } } } }',
      'COST_LIMIT_EXCEEDED',
    ],
    [
      'its required upstream requests',
      { maxUpstreamRequests: 1 },
      '{ ... @defer { emsConnections { totalCount } telnyxConnections { totalCount } } }',
      'UPSTREAM_BUDGET_EXHAUSTED',
    ],
    [
      'an argument',
      {},
      `{ ... @defer { telnyxConnections(filter: { connectionNameContains: "${'x'.repeat(300)}" }) { totalCount } } }`,
      'BAD_USER_INPUT',
    ],
    ['a negative count', {}, '{ telnyxConnections { nodes @stream(initialCount: -1) { id } } }', 'BAD_USER_INPUT'],
  ])('because of %s', async (_what, limits, document, code) => {
    const { url, ems, telnyx } = await start({ limits });
    const { type, rest } = await sendForParts(url, document);
    expect(type).toBe('application/json; charset=utf-8');
    const [{ data, errors }] = await rest();
    expect(data).toBeUndefined();
    expect(codesOf(errors)).toEqual([code]);
    expect([...ems.requests, ...telnyx.requests]).toEqual([]);
  });
});

describe('scopes', () => {
  async function startWith(scopes: readonly Scope[]) {
    const key = makeApiKey();
    const auth = authWith({ apiKeys: [apiKeyOf('caller', key, new Set(scopes))] });
    const started = await start({ auth });
    const send = (document: string) =>
      sendForParts(started.url, document, { headers: { authorization: `Bearer ${key}` } });
    return { ...started, send };
  }

  test('a field without its scope is null in each part, with one error', async () => {
    const { send, ems } = await startWith(['ems:read']);
    const { next } = await send(
      '{ __typename ... @defer { emsConnections { nodes { nativeId carrier { farIp farPort } } } } }',
    );
    const { data, errors } = await next();
    expect(data).toEqual({ __typename: 'Query' });
    expect(errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN', field: 'EmsCarrier.farIp' } },
      { extensions: { code: 'FORBIDDEN', field: 'EmsCarrier.farPort' } },
    ]);
    await ems.respond();
    expect(await next()).toEqual({
      incremental: [
        {
          path: [],
          data: { emsConnections: { nodes: [{ nativeId: '1', carrier: { farIp: null, farPort: null } }] } },
        },
      ],
      hasNext: false,
    });
  });

  test('no request is made to a source that the caller may not read', async () => {
    const { send, telnyx, ems } = await startWith(['ems:read']);
    const { rest } = await send(
      '{ __typename ... @defer { telnyxConnections { nodes { name } outcomes { problem { code } } } } }',
    );
    const parts = (await rest()).flatMap(({ incremental = [] }) => incremental);
    expect(parts).toMatchObject([
      {
        data: { telnyxConnections: { nodes: [], outcomes: [{ problem: { code: 'FORBIDDEN' } }] } },
        errors: [{ path: ['telnyxConnections'], extensions: { code: 'FORBIDDEN' } }],
      },
    ]);
    expect([...ems.requests, ...telnyx.requests]).toEqual([]);
  });
});

describe('the limits of an answer are for all parts together', () => {
  const TELNYX = 'telnyxConnections { nodes { name } }';
  const later = (size: number) => emsBody(rows(size).map((id) => emsRow({ id, stream: 'x'.repeat(100) })));

  test('bytes in a later part', async () => {
    const { url, ems, operation } = await start({ limits: { maxAnswerBytes: 2_000 } });
    const { next, rest } = await sendForParts(url, `{ ${TELNYX} ... @defer { emsConnections { nodes { name } } } }`);
    expect((await next()).errors).toBeUndefined();
    await ems.respond(later(20));
    const parts = await rest();
    expect(parts).toMatchObject([
      {
        incremental: [{ path: [], data: null, errors: [{ extensions: { code: 'ANSWER_TOO_LARGE' } }] }],
        hasNext: false,
      },
    ]);
    expect(await operation()).toMatchObject({ outcome: 'partial', codes: ['ANSWER_TOO_LARGE'] });
  });

  test('bytes in the first part', async () => {
    const { url } = await start({ limits: { maxAnswerBytes: 60 } });
    const { rest } = await sendForParts(url, `{ ${TELNYX} ... @defer { emsConnections { nodes { name } } } }`);
    const [answer] = await rest();
    expect(answer).toMatchObject({ data: null, errors: [{ extensions: { code: 'ANSWER_TOO_LARGE' } }] });
  });

  test('cost', async () => {
    const carriers = 'emsConnections(first: 1) { nodes { streams { name } } }';
    const rich = { ...emsRow({ id: 1 }) };
    const [socket, stack] = rich['stack'] as Record<string, object[]>[];
    const streams = Array.from({ length: 200 }, () => stack?.['streams']?.[0]);
    const { url, ems } = await start({ limits: { maxCost: 750 } });
    const { next, rest } = await sendForParts(url, `{ __typename ... @defer { ${carriers} } }`);
    expect((await next()).data).toEqual({ __typename: 'Query' });
    await ems.respond(emsBody([{ ...rich, stack: [socket, { ...stack, streams }] }]));
    expect(codesOf((await rest()).at(-1).incremental[0].errors)).toEqual(['COST_LIMIT_EXCEEDED']);
  });

  test('the budget of upstream requests', async () => {
    const { url, telnyx, operation } = await start({ limits: { maxUpstreamRequests: 3 } });
    const { rest } = await sendForParts(
      url,
      '{ telnyxConnections { nodes { name ... @defer { activeCalls { totalCount } } } } }',
    );
    const parts = (await rest()).flatMap(({ incremental = [] }) => incremental);
    expect(parts).toHaveLength(3);
    expect(telnyx.requests).toHaveLength(3);
    expect(codesOf(parts.flatMap(({ errors = [] }) => errors))).toEqual(['UPSTREAM_BUDGET_EXHAUSTED']);
    expect(await operation()).toMatchObject({ outcome: 'partial', codes: ['UPSTREAM_BUDGET_EXHAUSTED'] });
  });

  test('the deadline', async () => {
    const { url, telnyx } = await start({ operationTimeoutMs: 200 });
    const { rest } = await sendForParts(url, `{ ${TELNYX} ... @defer { emsConnections { nodes { name } } } }`);
    const [, last] = await rest();
    expect(codesOf(last.incremental[0].errors)).toEqual(['UPSTREAM_TIMEOUT']);
    expect(telnyx.requests).toHaveLength(1);
  });
});

test('the cost is in the last part, for the client that asks for it', async () => {
  const ems = await startEms([emsRow({ id: 1 })]);
  const { url } = await startSwitchboardWith({}, ems.settings);
  const { rest } = await sendForParts(url, '{ sources { name } ... @defer { emsConnections { nodes { name } } } }', {
    headers: { 'x-graphql-cost': 'true' },
  });
  const parts = await rest();
  expect(parts[0].extensions).toBeUndefined();
  expect(parts.at(-1).extensions.cost).toMatchObject({ actual: 5, upstreamRequests: { ems: 1, telnyx: 0, x: 0 } });
});

test('an operation has one log line, with the error codes of all its parts', async () => {
  const { url, ems, operation, lines } = await start();
  const { next, rest } = await sendForParts(
    url,
    'query Board { telnyxConnections { nodes { name } } ... @defer { emsConnections { totalCount } } }',
  );
  await next();
  expect(lines.filter(({ msg }) => msg === 'operation')).toEqual([]);
  await ems.respond('no JSON');
  await rest();
  expect(await operation()).toMatchObject({
    operationName: 'Board',
    outcome: 'partial',
    codes: ['UPSTREAM_MALFORMED'],
    from: 'execution',
  });
});

test('when the client disconnects after the first part, upstream requests are aborted', async () => {
  const { url, ems, operation } = await start();
  const { next, disconnect } = await sendForParts(
    url,
    '{ telnyxConnections { nodes { name } } ... @defer { emsConnections { totalCount } } }',
  );
  await next();
  await until(() => ems.held.length > 0);
  const [held] = ems.held;
  const aborted = new Promise((resolve) => held?.on('close', resolve));
  disconnect();
  await aborted;
  expect(await operation()).toMatchObject({ outcome: 'cancelled' });
});
