import type { ServerResponse } from 'node:http';
import { request } from 'undici';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { makeApiKey } from '../../src/config/apiKey.ts';
import { ems } from '../../src/providers/ems/index.ts';
import type { DataSource } from '../../src/providers/provider.ts';
import { toGlobalId } from '../../src/relay/globalId.ts';
import { IdenticalOperations } from '../../src/server/identicalOperations.ts';
import { startServer } from '../../src/server/server.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { apiKeyOf, authWith } from '../support/authenticated.ts';
import { DEFAULTS } from '../support/serverDefaults.ts';
import { type SwitchboardOptions, startSwitchboardWith } from '../support/switchboard.ts';
import { startServerOf } from '../support/upstreams.ts';

const LIST = 'query ($first: Int) { emsConnections(first: $first) { totalCount } }';
const EMPTY = '{"data":null,"description":"","status":"SUCCESS"}';

interface Sent {
  readonly id: string;
  readonly first?: number;
  readonly authorization?: string;
  readonly signal?: AbortSignal;
}

/** Waits until as many requests have joined an execution, or started one. */
function joins() {
  const join = vi.spyOn(IdenticalOperations.prototype, 'join');
  onTestFinished(() => join.mockRestore());
  return (count: number) => vi.waitUntil(() => join.mock.calls.length === count, { interval: 2 });
}

async function post(url: string, query: string, { id, first = 1, authorization, signal }: Sent) {
  const response = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': id, ...(authorization && { authorization }) },
    body: JSON.stringify({ query, variables: { first } }),
    ...(signal && { signal }),
  });
  return { id: response.headers['x-request-id'], body: await response.body.text() };
}

/** Starts Switchboard, which knows the document, with an upstream that responds when the test says so. */
async function start(options: SwitchboardOptions = {}, authorization?: string) {
  const lines: Record<string, unknown>[] = [];
  const log = createLog('info', { write: (line) => void lines.push(JSON.parse(line)) });
  const held: ServerResponse[] = [];
  let isHolding = false;
  const upstream = await startServerOf((_request, response) => {
    if (isHolding) held.push(response);
    else response.end(EMPTY);
  });
  const { url } = await startSwitchboardWith({ ...options, log }, { provider: 'EMS', name: 'ems', url: upstream.url });
  await post(url, LIST, { id: 'first', ...(authorization && { authorization }) });
  isHolding = true;
  const joined = joins();
  /** The log lines of the other operations, when there are as many: request ID, origin of the answer, outcome. */
  const operations = async (count: number) => {
    const logged = () => lines.filter(({ msg, requestId }) => msg === 'operation' && requestId !== 'first');
    await vi.waitUntil(() => logged().length === count, { interval: 2 });
    return logged()
      .map(({ requestId, from, outcome }) => `${requestId} ${from} ${outcome}`)
      .sort();
  };
  return {
    joined,
    operations,
    held,
    requests: upstream.requests,
    send: (sent: Sent) => post(url, LIST, sent),
    /** An answer for which no upstream request is sent. */
    ping: () => fetch(new URL('/health/live', url)),
    respond: async () => {
      await vi.waitUntil(() => held.length > 0, { interval: 2 });
      for (const response of held.splice(0)) response.end(EMPTY);
    },
  };
}

describe('identical operations in flight', () => {
  test('are executed once, and each has its own ID and log line', async () => {
    const { send, joined, respond, operations, requests } = await start();
    const answers = ['a', 'b', 'c'].map((id) => send({ id }));
    await joined(3);
    await respond();

    const received = await Promise.all(answers);

    expect(received.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(new Set(received.map(({ body }) => body))).toEqual(
      new Set(['{"data":{"emsConnections":{"totalCount":0}}}']),
    );
    const origins = (await operations(3)).map((line) => line.slice(2));
    expect(origins.sort()).toEqual(['coalesced ok', 'coalesced ok', 'execution ok']);
    // The first one was for another operation, before.
    expect(requests).toHaveLength(2);
  });

  test('continue when the client that started them disconnects', async () => {
    const { send, joined, respond, operations } = await start();
    const client = new AbortController();
    const left = send({ id: 'a', signal: client.signal });
    await joined(1);
    const stays = send({ id: 'b' });
    await joined(2);

    client.abort();
    await expect(left).rejects.toThrow();
    expect(await operations(1)).toEqual(['a execution cancelled']);
    await respond();

    expect((await stays).body).toBe('{"data":{"emsConnections":{"totalCount":0}}}');
    expect(await operations(2)).toEqual(['a execution cancelled', 'b coalesced ok']);
  });

  test('end when the last client has disconnected, and the next one starts again', async () => {
    const { send, ping, joined, operations, respond, held, requests } = await start();
    const client = new AbortController();
    const left = [send({ id: 'a', signal: client.signal }), send({ id: 'b', signal: client.signal })];
    await joined(2);
    await vi.waitUntil(() => held.length === 1);

    client.abort();
    await Promise.allSettled(left);
    await vi.waitUntil(() => held.shift()?.destroyed !== false, { interval: 2 });
    expect((await operations(2)).map((line) => line.slice(2))).toEqual(['execution cancelled', 'execution cancelled']);
    // Whatever the server sends for those who have left would be there before this.
    for (let times = 0; times < 5; times += 1) await ping();
    expect(requests).toHaveLength(2);
    const next = send({ id: 'c' });
    await respond();

    expect((await next).body).toBe('{"data":{"emsConnections":{"totalCount":0}}}');
    expect(requests).toHaveLength(3);
  });

  test('with other variables are executed on their own', async () => {
    const { send, joined, respond, operations } = await start();
    const answers = [1, 2].map((first) => send({ id: `${first}`, first }));
    await joined(2);
    await respond();
    await Promise.all(answers);
    expect(await operations(2)).toEqual(['1 execution ok', '2 execution ok']);
  });

  test('of another caller are executed on their own, because each caller has its share of the queue', async () => {
    const keys = [makeApiKey(), makeApiKey()];
    const apiKeys = keys.map((key, index) => apiKeyOf(`caller-${index}`, key));
    const authorizations = keys.map((key) => `Bearer ${key}`);
    const { send, joined, respond, operations } = await start({ auth: authWith({ apiKeys }) }, authorizations[0]);
    const answers = authorizations.map((authorization, index) => send({ id: `${index}`, authorization }));
    await joined(2);
    await respond();
    await Promise.all(answers);
    expect(await operations(2)).toEqual(['0 execution ok', '1 execution ok']);
  });

  test('do not share an internal error, which has the ID of its request', async () => {
    const gates: (() => void)[] = [];
    const fail = () => new Promise<never>((_resolve, reject) => gates.push(() => reject(new TypeError('bug'))));
    const intact = ems.source.parse({ name: 'ems', url: 'http://127.0.0.1:0' });
    const dataSource = (): DataSource => ({ connections: fail, node: fail });
    const logged: (string | null)[] = [];
    const log = { ...createLog('silent'), unexpected: (_error: unknown, id: string | null) => void logged.push(id) };
    const server = await startServer({
      ...DEFAULTS,
      sources: [{ name: 'ems', create: (observer) => Object.assign(intact.create(observer), { dataSource }) }],
      telemetry: { log, metrics: createMetrics() },
    });
    onTestFinished(() => server.close());
    const query = `{ node(id: "${toGlobalId('EmsConnection', 'ems', '1', '1')}") { id } }`;
    const open = async (count: number) => {
      await vi.waitUntil(() => gates.length === count, { interval: 2 });
      for (const gate of gates.splice(0)) gate();
    };
    const first = post(server.url, query, { id: 'first' });
    await open(1);
    await first;

    const joined = joins();
    const answers = ['a', 'b'].map((id) => post(server.url, query, { id }));
    await joined(2);
    await open(1);
    await open(1);

    for (const { id, body } of await Promise.all(answers)) {
      expect(JSON.parse(body).errors[0].extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', requestId: id });
    }
    expect(logged.sort()).toEqual(['a', 'b', 'first']);
  });
});
