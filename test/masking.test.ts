import { request } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ems } from '../src/providers/ems/index.ts';
import type { DataSource, SourceFactory } from '../src/providers/provider.ts';
import { toGlobalId } from '../src/relay/globalId.ts';
import { startServer } from '../src/server/server.ts';
import { createLog } from '../src/telemetry/log.ts';
import { createMetrics } from '../src/telemetry/metrics.ts';

/** A mistake of ours, of the sort that knows more than a client may see. */
const bug = Object.assign(new TypeError('MARKER: the password is hunter2'), {
  extensions: { code: 'MARKER', secret: 'MARKER' },
});
const throwing = () => {
  throw bug;
};

const SOURCE = toGlobalId('EmsSource', 'ems');
const CONNECTION = toGlobalId('EmsConnection', 'ems', '1', '1');

/** The product with a source that has a mistake in it, and what is said of that to whoever runs it. */
async function start(dataSource: () => DataSource) {
  const unexpected: unknown[] = [];
  const sound = ems.source.parse({ name: 'ems', url: 'http://127.0.0.1:0' });
  const create: SourceFactory['create'] = (observer) => Object.assign(sound.create(observer), { dataSource });
  const log = { ...createLog('silent'), unexpected: (error: unknown) => unexpected.push(error) };
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    sources: [{ name: 'ems', create }],
    operationTimeoutMs: 30_000,
    telemetry: { log, metrics: createMetrics() },
  });
  onTestFinished(() => server.close());

  async function query(document: string) {
    const { body } = await request(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'call-us-about-this' },
      body: JSON.stringify({ query: document }),
    });
    const text = await body.text();
    expect(text).not.toMatch(/MARKER|hunter2|TypeError|stack|\.ts:/);
    return JSON.parse(text);
  }
  return { query, unexpected };
}

const maskedAt = (...path: readonly (string | number)[]) => ({
  message: 'Internal server error',
  locations: [expect.anything()],
  path,
  extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'call-us-about-this' },
});

describe('a mistake of ours is told to us, and to the client only that there is one:', () => {
  test.each<[string, () => DataSource]>([
    ['thrown by a source', throwing],
    ['thrown by a call', () => ({ connections: throwing, node: throwing })],
    ['of a promise', () => ({ connections: () => Promise.reject(bug), node: () => Promise.reject(bug) })],
  ])('%s', async (_case, dataSource) => {
    const { query, unexpected } = await start(dataSource);

    const { data, errors } = await query(
      `{ sources { name } bad: node(id: "${CONNECTION}") { id } good: node(id: "${SOURCE}") { id } }`,
    );

    expect(data).toEqual({ sources: [{ name: 'ems' }], bad: null, good: { id: SOURCE } });
    expect(errors).toEqual([maskedAt('bad')]);
    expect(unexpected).toHaveLength(1);
    expect(unexpected[0]).toBe(bug);
  });

  test('where one object of many cannot be had', async () => {
    const { query, unexpected } = await start(throwing);

    const { data, errors } = await query(`{ nodes(ids: ["${SOURCE}", "${CONNECTION}", "${SOURCE}"]) { id } }`);

    expect(data.nodes).toEqual([{ id: SOURCE }, null, { id: SOURCE }]);
    expect(errors).toEqual([maskedAt('nodes', 1)]);
    expect(unexpected).toEqual([bug]);
  });

  test('where a list cannot be had, which is never null', async () => {
    const { query, unexpected } = await start(throwing);

    const { data, errors } = await query('{ connections { totalCount } }');

    expect(data).toBeNull();
    expect(errors).toEqual([maskedAt('connections')]);
    expect(unexpected).toEqual([bug]);
  });

  test('where a field gets what its type cannot hold', async () => {
    const node = { __typename: 'EmsConnection', id: CONNECTION, createdAt: 'MARKER', active: 'MARKER' };
    const { query, unexpected } = await start(() => ({ connections: throwing, node: async () => node }));

    const { data, errors } = await query(
      `{ node(id: "${CONNECTION}") { id ... on Connection { createdAt } } again: node(id: "${CONNECTION}") { ... on Connection { active } } }`,
    );

    expect(data).toEqual({ node: { id: CONNECTION, createdAt: null }, again: null });
    expect(errors).toEqual([maskedAt('node', 'createdAt'), maskedAt('again', 'active')]);
    expect(unexpected).toHaveLength(2);
  });

  test('where what has to be there is missing', async () => {
    const node = { __typename: 'EmsConnection', id: CONNECTION };
    const { query, unexpected } = await start(() => ({ connections: throwing, node: async () => node }));

    const { data, errors } = await query(`{ node(id: "${CONNECTION}") { id ... on Connection { name } } }`);

    expect(data).toEqual({ node: null });
    expect(errors).toEqual([maskedAt('node', 'name')]);
    expect(unexpected).toHaveLength(1);
  });
});
