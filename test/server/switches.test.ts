import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { makeApiKey } from '../../src/config/apiKey.ts';
import { apiKeyOf, authWith } from '../support/authenticated.ts';
import { startSwitchboardWith } from '../support/switchboard.ts';

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

async function get(url: string, path: string, headers: Readonly<Record<string, string>> = {}) {
  const { statusCode, headers: received, body } = await request(new URL(path, url), { headers });
  return { status: statusCode, type: received['content-type'], text: await body.text() };
}

describe('the explorer', () => {
  test('is shown to browsers by default', async () => {
    const { url } = await startSwitchboardWith({});
    expect(await get(url, '/graphql', BROWSER)).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
  });

  test('is not shown if it is off', async () => {
    const { url, query } = await startSwitchboardWith({ web: { explorer: 'off' } });
    for (const path of ['/graphql', '/graphql?query={__typename}']) {
      const { status, text } = await get(url, path, BROWSER);
      expect({ status, answer: JSON.parse(text) }).toEqual({
        status: 404,
        answer: {
          errors: [
            {
              message: 'There is no page here. Send GraphQL queries to this URL by POST.',
              extensions: { code: 'NOT_FOUND' },
            },
          ],
        },
      });
    }
    expect(await query('{ __typename }')).toMatchObject({ status: 200 });
    const program = { accept: 'application/json', 'apollo-require-preflight': '1' };
    expect(await get(url, '/graphql?query={__typename}', program)).toMatchObject({ status: 200 });
  });
});

describe('with authentication, the explorer', () => {
  const key = makeApiKey();
  const auth = authWith({ apiKeys: [apiKeyOf('dashboard', key)] });

  test('is not shown by default', async () => {
    const { url } = await startSwitchboardWith({ auth });
    expect(await get(url, '/graphql', BROWSER)).toMatchObject({ status: 404 });
  });

  test('is shown without credentials if it is on, because it contains no data', async () => {
    const { url, query } = await startSwitchboardWith({ auth, web: { explorer: 'on' } });
    expect(await get(url, '/graphql', BROWSER)).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
    expect(await get(url, '/graphql?query={__typename}', BROWSER)).toMatchObject({ type: 'text/html; charset=utf-8' });
    expect(await query('{ __typename }')).toMatchObject({ status: 401 });
  });
});

describe('the metrics', () => {
  test('are served by default', async () => {
    const { url } = await startSwitchboardWith({});
    expect(await get(url, '/metrics')).toMatchObject({ status: 200, text: expect.stringContaining('switchboard_') });
  });

  test('are not served if they are off', async () => {
    const { url } = await startSwitchboardWith({ web: { metrics: 'off' } });
    expect(await get(url, '/metrics')).toMatchObject({ status: 404 });
    expect(await get(url, '/health/live')).toMatchObject({ status: 200 });
  });
});
