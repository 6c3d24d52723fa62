import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { startSwitchboard } from '../support/switchboard.ts';
import { startEms, startServerOf } from '../support/upstreams.ts';

async function get(url: string, path: string, headers: Readonly<Record<string, string>> = {}) {
  const response = await request(new URL(path, url), { headers });
  return { status: response.statusCode, headers: response.headers, text: await response.body.text() };
}

describe('the probes', () => {
  test.each([
    ['/health/live', { status: 'live' }],
    ['/health/ready', { status: 'ready' }],
  ])('%s returns HTTP 200 even if an upstream is down, and sends no upstream request', async (path, expected) => {
    const upstream = await startServerOf((_request, response) => void response.destroy());
    const source = { provider: 'EMS', name: 'ems', url: upstream.url };
    const { url, query } = await startSwitchboard(source);
    expect((await query('{ connections { totalCount } }')).errors).toHaveLength(1);
    const requestsBefore = upstream.requests.length;

    const { status, headers, text } = await get(url, path);

    expect({ status, answer: JSON.parse(text) }).toEqual({ status: 200, answer: expected });
    expect(headers['cache-control']).toBe('no-store');
    expect(upstream.requests).toHaveLength(requestsBefore);
  });
});

describe('every answer has an x-request-id', () => {
  const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

  test.each(['/health/live', '/metrics', '/nowhere', '/%ZZ', '/graphql'])('from %s', async (path) => {
    const { url } = await startSwitchboard((await startEms([])).settings);
    const ids = [await get(url, path), await get(url, path)].map(({ headers }) => headers['x-request-id']);
    expect(ids).toEqual([expect.stringMatching(UUID), expect.stringMatching(UUID)]);
    expect(ids[0]).not.toBe(ids[1]);
  });

  test.each(['a', 'trace:1.2_3-B', 'x'.repeat(128)])('which is that of the request, such as %s', async (id) => {
    const { url } = await startSwitchboard((await startEms([])).settings);
    expect((await get(url, '/graphql', { 'x-request-id': id })).headers['x-request-id']).toBe(id);
  });

  test.each(['two words', '"', 'x'.repeat(129), 'ü', ''])(
    'which is a new one if that of the request is invalid, such as %j',
    async (id) => {
      const { url } = await startSwitchboard((await startEms([])).settings);
      expect((await get(url, '/graphql', { 'x-request-id': id })).headers['x-request-id']).toMatch(UUID);
    },
  );
});

test('an invalid Host header is rejected with HTTP 400, and ignored by the probes', async () => {
  const { url } = await startSwitchboard((await startEms([])).settings);
  expect((await get(url, '/graphql', { host: 'a b' })).status).toBe(400);
  expect((await get(url, '/health/ready', { host: 'a b' })).status).toBe(200);
});
