import { describe, expect, test } from 'vitest';
import { hashApiKey, makeApiKey } from '../../src/config/apiKey.ts';
import { linesOf, run, send, urlOf } from '../support/program.ts';

const EMS_URL = 'http://127.0.0.1:1';
const KEY = makeApiKey();
const SWITCHBOARD_API_KEY_SHA256 = hashApiKey(KEY).toString('hex');

describe('without authentication', () => {
  test('real sources are served on loopback, and the log says so', async () => {
    const program = run({ PORT: '0', EMS_URL });
    await urlOf(program);
    await expect.poll(() => linesOf(program)).toHaveLength(2);
    expect(linesOf(program)[1]).toEqual({
      level: 'warn',
      time: expect.any(String),
      msg: 'No authentication is configured: only this machine is served, and every program on it can read everything',
    });
  });

  test('real sources are not served elsewhere', async () => {
    const { code, stdout, stderr } = await run({ PORT: '0', HOST: '0.0.0.0', EMS_URL }).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      'Invalid configuration:\n  - HOST: must be a loopback address, because no authentication is configured (see ' +
        '"Authentication" in the README). With ALLOW_UNAUTHENTICATED_ACCESS=on, everyone who can connect to it can read everything.\n',
    );
  });

  test('unless a setting allows it, and the log says what that means', async () => {
    const program = run({ PORT: '0', HOST: '0.0.0.0', EMS_URL, ALLOW_UNAUTHENTICATED_ACCESS: 'on' });
    await urlOf(program);
    await expect.poll(() => linesOf(program)).toHaveLength(2);
    expect(linesOf(program)[1]).toMatchObject({
      level: 'warn',
      msg: 'No authentication is configured: everyone who can connect can read everything (ALLOW_UNAUTHENTICATED_ACCESS)',
    });
  });

  test('the sandbox is served elsewhere, because its data is mock data', async () => {
    const program = run({ PORT: '0', HOST: '0.0.0.0' });
    const { answer } = await send(await urlOf(program), '{ sources { name } }');
    expect(answer.data.sources).toHaveLength(3);
    expect(program.printed.stdout).not.toContain('authentication');
  });
});

describe('with an API key in an environment variable', () => {
  test.each([
    ['real sources are', { HOST: '0.0.0.0', EMS_URL }],
    ['the sandbox is', {}],
  ])('%s served to callers who have the key', async (_case, settings) => {
    const program = run({ PORT: '0', SWITCHBOARD_API_KEY_SHA256, ...settings });
    const url = await urlOf(program);

    const rejected = await send(url, '{ __typename }');
    const accepted = await send(url, '{ __typename }', { authorization: `Bearer ${KEY}` });

    expect(rejected.answer.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(accepted.answer).toEqual({ data: { __typename: 'Query' } });
    expect(accepted.headers['ratelimit-limit']).toBe('600');
    expect(program.printed.stdout).not.toContain('No authentication');
    program.child.kill('SIGTERM');
    const { stdout, stderr } = await program.ended;
    for (const secret of [KEY, SWITCHBOARD_API_KEY_SHA256]) expect(stdout + stderr).not.toContain(secret);
  });
});
