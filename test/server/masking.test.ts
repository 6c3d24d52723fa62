import { request } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ems } from '../../src/providers/ems/index.ts';
import type { DataSource, SourceFactory } from '../../src/providers/provider.ts';
import { toGlobalId } from '../../src/relay/globalId.ts';
import { startServer } from '../../src/server/server.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { DEFAULTS } from '../support/serverDefaults.ts';

/** An internal error that contains secrets. */
const bug = Object.assign(new TypeError('MARKER: the password is hunter2'), {
  extensions: { code: 'MARKER', secret: 'MARKER' },
});
const throwing = () => {
  throw bug;
};

const SOURCE = toGlobalId('EmsSource', 'ems');
const CONNECTION = toGlobalId('EmsConnection', 'ems', '1', '1');

/** Switchboard with a source that has a bug, and the internal errors that are logged. */
async function start(dataSource: () => DataSource) {
  const unexpected: unknown[] = [];
  const intact = ems.source.parse({ name: 'ems', url: 'http://127.0.0.1:0' });
  const create: SourceFactory['create'] = (observer) => Object.assign(intact.create(observer), { dataSource });
  const log = { ...createLog('silent'), unexpected: (error: unknown) => unexpected.push(error) };
  const server = await startServer({
    ...DEFAULTS,
    sources: [{ name: 'ems', create }],
    telemetry: { log, metrics: createMetrics() },
  });
  onTestFinished(() => server.close());

  async function query(document: string) {
    const { body } = await request(server.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'request-1' },
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
  extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-1' },
});

describe('an internal error is logged in full and masked for clients', () => {
  test.each<[string, () => DataSource]>([
    ['thrown by a source', throwing],
    ['thrown by a data source', () => ({ connections: throwing, node: throwing })],
    [
      'a rejected promise of a data source',
      () => ({ connections: () => Promise.reject(bug), node: () => Promise.reject(bug) }),
    ],
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

  test('in one of many objects, which is null', async () => {
    const { query, unexpected } = await start(throwing);

    const { data, errors } = await query(`{ nodes(ids: ["${SOURCE}", "${CONNECTION}", "${SOURCE}"]) { id } }`);

    expect(data.nodes).toEqual([{ id: SOURCE }, null, { id: SOURCE }]);
    expect(errors).toEqual([maskedAt('nodes', 1)]);
    expect(unexpected).toEqual([bug]);
  });

  test('in a list, which makes `data` null', async () => {
    const { query, unexpected } = await start(throwing);

    const { data, errors } = await query('{ connections { totalCount } }');

    expect(data).toBeNull();
    expect(errors).toEqual([maskedAt('connections')]);
    expect(unexpected).toEqual([bug]);
  });

  test('in a field whose value does not fit its type', async () => {
    const node = { __typename: 'EmsConnection', id: CONNECTION, createdAt: 'MARKER', active: 'MARKER' };
    const { query, unexpected } = await start(() => ({ connections: throwing, node: async () => node }));

    const { data, errors } = await query(
      `{ node(id: "${CONNECTION}") { id ... on Connection { createdAt } } again: node(id: "${CONNECTION}") { ... on Connection { active } } }`,
    );

    expect(data).toEqual({ node: { id: CONNECTION, createdAt: null }, again: null });
    expect(errors).toEqual([maskedAt('node', 'createdAt'), maskedAt('again', 'active')]);
    expect(unexpected).toHaveLength(2);
  });

  test('in a non-null field without a value', async () => {
    const node = { __typename: 'EmsConnection', id: CONNECTION };
    const { query, unexpected } = await start(() => ({ connections: throwing, node: async () => node }));

    const { data, errors } = await query(`{ node(id: "${CONNECTION}") { id ... on Connection { name } } }`);

    expect(data).toEqual({ node: null });
    expect(errors).toEqual([maskedAt('node', 'name')]);
    expect(unexpected).toHaveLength(1);
  });
});
