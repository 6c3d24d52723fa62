import { request as httpRequest } from 'node:http';
import { type GraphQLField, getNamedType, isInterfaceType, isLeafType, isObjectType } from 'graphql';
import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { makeApiKey } from '../../src/config/apiKey.ts';
import { createSchema } from '../../src/graph/schema.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { emsRow } from '../fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { xRow } from '../fixtures/xstream.ts';
import { everythingOf } from '../secrets/everything.ts';
import { apiKeyOf, authWith } from '../support/authenticated.ts';
import { stopClock } from '../support/clock.ts';
import { type SourceSettings, type SwitchboardOptions, startSwitchboardWith } from '../support/switchboard.ts';
import { startEms, startServerOf, startTelnyx, startX } from '../support/upstreams.ts';

const schema = createSchema();
const LIST = 'query Board($first: Int) { telnyxConnections(first: $first) { nodes { id name } } }';
const LIFETIME_SECONDS = 100;
const CACHED = {
  cacheBytes: 10_000_000,
  connectionsLifetimeMs: LIFETIME_SECONDS * 1000,
};

/** An upstream that can be down, in front of another one. */
async function breakable(settings: SourceSettings & { readonly url?: string; readonly baseUrl?: string }) {
  const origin = new URL(settings.url ?? settings.baseUrl ?? '');
  const state = { isDown: false };
  const { url } = await startServerOf(({ url: path, headers }, response) => {
    if (state.isDown) response.destroy();
    else {
      httpRequest({ host: origin.hostname, port: origin.port, path, headers, agent: false }, (received) => {
        response.writeHead(received.statusCode ?? 0, received.headers);
        received.pipe(response);
      }).end();
    }
  });
  const path = origin.pathname === '/' ? '' : origin.pathname;
  const moved = settings.url === undefined ? { baseUrl: `${url}${path}` } : { url: `${url}${path}` };
  return { state, settings: { ...settings, ...moved, ...CACHED } };
}

/** Starts Switchboard with a source of each provider. Change `rows` to change the account. */
async function start(options: SwitchboardOptions = {}) {
  const clock = stopClock();
  const rows = [telnyxRow(1), telnyxRow(2)];
  const telnyx = await startTelnyx(() => rows, new Map([[telnyxId(1), [callRow(1)]]]));
  const upstreams = [
    await breakable({ ...(await startEms([emsRow({ id: 1 })])).settings, countsLifetimeMs: LIFETIME_SECONDS * 1000 }),
    await breakable({ ...telnyx.settings, activeCallsLifetimeMs: LIFETIME_SECONDS * 1000 }),
    await breakable((await startX([xRow(1)])).settings),
  ];
  const lines: Record<string, unknown>[] = [];
  const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line)) });
  const { url } = await startSwitchboardWith(
    { ...options, log, limits: { maxCost: 100_000_000, ...options.limits } },
    ...upstreams.map(({ settings }) => settings),
  );
  let sent = 0;
  /** Sends an operation. `from` is where its answer came from, as the log says. */
  const send = async (query: string, variables: object | string = {}, headers = {}) => {
    sent += 1;
    const answer = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      // A text is JSON that JSON.stringify would not write.
      body: `{"query":${JSON.stringify(query)},"variables":${typeof variables === 'string' ? variables : JSON.stringify(variables)}}`,
    });
    const body = await answer.body.text();
    const operations = () => lines.filter(({ msg }) => msg === 'operation');
    await expect.poll(() => operations().length, { interval: 2 }).toBe(sent);
    return { from: operations().at(-1)?.['from'], ...JSON.parse(body) };
  };
  /** Sends an operation until its answer is finished and kept, if that is possible. */
  const prepare = async (query: string, variables = {}) => {
    await send(query, variables);
    await send(query, variables);
  };
  const setDown = (isDown: boolean) => {
    for (const { state } of upstreams) state.isDown = isDown;
  };
  return { url, clock, rows, send, prepare, setDown, requests: telnyx.requests };
}

const isVolatile = ({ astNode }: GraphQLField<unknown, unknown>) =>
  astNode?.directives?.some(({ name }) => name.value === 'volatile') ?? false;

/** The lists, with the type of each. */
const LISTS = [
  ['connections', 'ConnectionConnection'],
  ['emsConnections', 'EmsConnectionConnection'],
  ['telnyxConnections', 'TelnyxConnectionConnection'],
  ['xStreamConnections', 'XStreamConnectionConnection'],
] as const;

/** Requests that are not cached, which change the health of every source. */
const OTHER_REQUESTS = `{
  emsConnections(excludeNonNetworkProtocols: true) { totalCount }
  telnyxConnections(filter: { fqdn: "a.example" }) { totalCount }
  xStreamConnections(status: INACTIVE) { totalCount }
}`;

const COST = { 'x-graphql-cost': 'true' };

/** All fields of object types that are marked as volatile. */
const VOLATILE_FIELDS = Object.values(schema.getTypeMap()).flatMap((type) =>
  isObjectType(type) ? Object.values(type.getFields()).filter(isVolatile) : [],
);

describe('an answer is sent again', () => {
  test.each(LISTS)(
    'with the value that each field of %s would have now, however much time has passed and health has changed',
    async (list, type) => {
      const { clock, send, prepare, setDown } = await start();
      const everything = (name: string) => everythingOf(schema, name, (field) => !isVolatile(field));
      const query = `{ ${list} { ${everything(type)} } sources { ${everything('Source')} } }`;
      await prepare(query);
      clock.pass(LIFETIME_SECONDS / 2);
      setDown(true);
      expect((await send(OTHER_REQUESTS)).errors).toHaveLength(3);

      const again = await send(query);
      const executed = await send(query, {}, COST);

      expect([again.from, executed.from]).toEqual(['cache', 'execution']);
      expect(again.data[list].edges.length).toBeGreaterThan(0);
      expect(again.data).toEqual(executed.data);
      expect(again.errors).toBeUndefined();
    },
  );

  test('without an upstream request, until one is due', async () => {
    const { clock, send, prepare, requests } = await start();
    await prepare(LIST);

    clock.pass(LIFETIME_SECONDS * 0.79);
    expect((await send(LIST)).from).toBe('cache');
    expect(requests).toHaveLength(1);
    clock.pass(LIFETIME_SECONDS * 0.01);
    expect((await send(LIST)).from).toBe('execution');

    await expect.poll(() => requests.length).toBe(2);
    await send(LIST);
    expect((await send(LIST)).from).toBe('cache');
    expect(requests).toHaveLength(2);
  });

  test('until the upstream sends something else', async () => {
    const { clock, rows, send, prepare } = await start();
    await prepare(LIST);

    rows.pop();
    clock.pass(LIFETIME_SECONDS);

    const { from, data } = await send(LIST);
    expect({ from, count: data.telnyxConnections.nodes.length }).toEqual({ from: 'execution', count: 1 });
  });

  test('only for the same variables and operation', async () => {
    const { send, prepare } = await start();
    const both = `${LIST} query Other { telnyxConnections { nodes { id } } }`;
    await prepare(LIST, { first: 2 });

    expect((await send(LIST, { first: 2 })).from).toBe('cache');
    const other = await send(LIST, { first: 1 });
    expect({ from: other.from, count: other.data.telnyxConnections.nodes.length }).toEqual({
      from: 'execution',
      count: 1,
    });
    expect((await send(both)).errors).toHaveLength(1);
  });

  test('and not for a number without end, which JSON writes as null', async () => {
    const { send, prepare } = await start();
    await prepare(LIST, { first: null });

    expect((await send(LIST, { first: null })).from).toBe('cache');
    const { from, errors } = await send(LIST, '{"first":1e400}');
    expect({ from, code: errors[0].extensions.code }).toEqual({ from: 'execution', code: 'BAD_USER_INPUT' });
  });

  test('to callers with the same scopes only', async () => {
    const keys = [makeApiKey(), makeApiKey(), makeApiKey()] as const;
    const [one, same, fewer] = keys.map((key) => ({ authorization: `Bearer ${key}` }));
    const scopes = new Set(['telnyx:read', 'urls:read'] as const);
    const apiKeys = [
      apiKeyOf('one', keys[0], scopes),
      apiKeyOf('same', keys[1], new Set([...scopes].reverse())),
      apiKeyOf('fewer', keys[2], new Set(['telnyx:read'])),
    ];
    const query = '{ telnyxConnections { nodes { id webhookEventUrl } } }';
    const { send } = await start({ auth: authWith({ apiKeys }) });

    await send(query, {}, one);
    await send(query, {}, one);

    expect((await send(query, {}, same)).from).toBe('cache');
    const { from, errors } = await send(query, {}, fewer);
    expect({ from, code: errors[0].extensions.code }).toEqual({ from: 'execution', code: 'FORBIDDEN' });
  });

  test('and counts towards the rate limit of its caller', async () => {
    const { url, send, prepare } = await start({ access: { operationsPerMinute: 3 } });
    await prepare(LIST);

    expect((await send(LIST)).from).toBe('cache');
    const body = JSON.stringify({ query: LIST });
    const fourth = await request(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    await fourth.body.dump();
    expect(fourth.statusCode).toBe(429);
  });
});

describe('an operation is executed for each request', () => {
  test('that selects a volatile field', async () => {
    const { send, prepare } = await start();
    const queryOf = (volatile: unknown) => {
      const isNeeded = (field: GraphQLField<unknown, unknown>) =>
        field === volatile || !(isVolatile(field) || isLeafType(getNamedType(field.type)));
      return `{ connections { ${everythingOf(schema, 'ConnectionConnection', isNeeded)} } }`;
    };
    await prepare(queryOf(null));
    expect((await send(queryOf(null))).from).toBe('cache');

    for (const volatile of VOLATILE_FIELDS) {
      await prepare(queryOf(volatile));
      expect((await send(queryOf(volatile))).from, volatile.name).toBe('execution');
    }
    expect(VOLATILE_FIELDS.length).toBeGreaterThan(10);
  });

  test('that uses no upstream response', async () => {
    const { send, prepare } = await start();
    await prepare('{ sources { name } }');
    expect((await send('{ sources { name } }')).from).toBe('execution');
  });

  test('that has an error, although another source answers', async () => {
    const { send, prepare, setDown } = await start();
    await prepare(LIST);
    setDown(true);
    const query = '{ telnyxConnections { nodes { id name } } emsConnections { totalCount } }';
    await prepare(query);
    expect(await send(query)).toMatchObject({ from: 'execution', errors: [{}] });
  });

  test('that asks for its cost, which is the true one', async () => {
    const { send, prepare } = await start();
    await prepare(LIST);
    const { from, extensions } = await send(LIST, {}, COST);
    expect(from).toBe('execution');
    expect(extensions.cost.upstreamRequests).toEqual({ ems: 0, telnyx: 0, x: 0 });
  });

  test.each([
    ['no memory is given to finished answers', 0],
    ['its answer is too large for that memory', 1_000],
  ])('if %s', async (_why, answerCacheBytes) => {
    const { send, prepare } = await start({ limits: { answerCacheBytes } });
    await prepare(LIST);
    expect((await send(LIST)).from).toBe('execution');
  });
});

test('a field that is volatile in an interface is volatile in all types that have it', () => {
  for (const type of Object.values(schema.getTypeMap()).filter(isInterfaceType)) {
    const marked = Object.values(type.getFields()).filter(isVolatile);
    for (const { name } of marked) {
      for (const possible of schema.getPossibleTypes(type)) {
        expect(possible.getFields()[name]).toSatisfy(isVolatile);
      }
    }
  }
});
