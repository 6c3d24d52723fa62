import { expect, test } from 'vitest';
import { CONNECTIONS_WITHOUT_X, startAll } from './upstreams.ts';

test('fetch gets the data of the other sources and the reason why one is missing', async () => {
  const { url } = await startAll({ down: true });
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ connections { totalCount outcomes { ok source { name } } } }' }),
  });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    data: {
      connections: {
        totalCount: CONNECTIONS_WITHOUT_X,
        outcomes: expect.arrayContaining([{ ok: false, source: { name: 'x' } }]),
      },
    },
    errors: [{ path: ['connections'], extensions: { code: 'UPSTREAM_UNAVAILABLE', source: 'x' } }],
  });
});
