import { request } from 'undici';
import { expect, onTestFinished } from 'vitest';
import { hashApiKey } from '../../src/config/apiKey.ts';
import type { ApiKeySettings, AuthSettings } from '../../src/config/authSettings.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { type SourceSettings, type SwitchboardOptions, startSwitchboardWith } from './switchboard.ts';

/** The settings that accept this key. */
export function apiKeyOf(name: string, key: string, scopes: ApiKeySettings['scopes'] = null): ApiKeySettings {
  return { name, sha256: hashApiKey(key).toString('hex'), scopes };
}

export function authWith(auth: Partial<AuthSettings>): AuthSettings {
  return { apiKeys: [], jwt: null, ...auth };
}

interface Sent {
  readonly path?: string;
  readonly method?: 'GET' | 'POST';
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Starts Switchboard for one test, and collects its log. Fails the test if credentials that were sent appear anywhere in its answers
 * or in its log.
 */
export async function startAuthenticated(options: SwitchboardOptions, ...sources: readonly SourceSettings[]) {
  const output: string[] = [];
  const lines: Readonly<Record<string, unknown>>[] = [];
  const log = createLog('trace', {
    write: (line) => {
      output.push(line);
      lines.push(JSON.parse(line));
    },
  });
  const secrets = new Set<string>();
  onTestFinished(() => {
    for (const secret of secrets) expect(output.join()).not.toContain(secret);
  });
  const { url } = await startSwitchboardWith({ ...options, log }, ...sources);

  const send = async (
    credentials: string | null,
    { path = '/graphql', method = 'POST', query = '{ __typename }', headers = {} }: Sent = {},
  ) => {
    for (const part of credentials?.split(/[ .]/) ?? []) if (part.length > 10) secrets.add(part);
    const answer = await request(new URL(path, url), {
      method,
      headers: {
        ...(method === 'POST' && { 'content-type': 'application/json' }),
        ...(credentials !== null && { authorization: credentials }),
        ...headers,
      },
      ...(method === 'POST' && { body: JSON.stringify({ query }) }),
    });
    const text = await answer.body.text();
    output.push(text, JSON.stringify(answer.headers));
    const isJson = String(answer.headers['content-type']).startsWith('application/json');
    return { status: answer.statusCode, headers: answer.headers, text, json: isJson ? JSON.parse(text) : null };
  };
  /** The lines with this message, when there are as many. */
  const linesWith = async (msg: string, count: number) => {
    await expect.poll(() => lines.filter((line) => line['msg'] === msg)).toHaveLength(count);
    return lines.filter((line) => line['msg'] === msg);
  };
  return { url, send, linesWith, bearer: (token: string) => send(`Bearer ${token}`) };
}

/** The answer to a request without valid credentials. */
export const UNAUTHENTICATED = {
  status: 401,
  json: { errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }] },
};

/** The answer to `{ __typename }`. */
export const ANSWERED = { status: 200, json: { data: { __typename: 'Query' } } };
