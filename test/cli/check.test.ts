import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { emsRow } from '../fixtures/ems.ts';
import { telnyxRow } from '../fixtures/telnyx.ts';
import { xRow } from '../fixtures/xstream.ts';
import { runCommand } from '../support/terminal.ts';
import { fileWith } from '../support/trustedDocuments.ts';
import { startEms, startServerOf, startTelnyx, startX } from '../support/upstreams.ts';

const SECRET = 'hunter2';

/** Environment variables of a Telnyx account with this response. */
async function telnyxResponding(status: number, body: string) {
  const { url, requests } = await startServerOf((_request, response) => response.writeHead(status).end(body));
  return { requests, env: { TELNYX_API_KEY: SECRET, TELNYX_BASE_URL: `${url}/v2-${SECRET}`, TELNYX_RETRIES: '0' } };
}

/** The cells of the table, a list for each source. */
function rowsIn(stdout: string): readonly (readonly string[])[] {
  const [, table = ''] = stdout.split('\n\n');
  return table
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(/ {2,}/));
}

/** The names and results of the sources. */
function resultsIn(stdout: string) {
  return rowsIn(stdout).map(([name, , result]) => [name, result]);
}

describe('sources that answer', () => {
  test('are listed with their time and rate limit, after one request each', async () => {
    const ems = await startEms([emsRow({ id: 1 })]);
    const telnyx = await startTelnyx([telnyxRow(1), telnyxRow(2)]);
    const x = await startX([xRow(1)], 'x', { rateLimit: 25 });

    const { code, stdout, stderr } = await runCommand(['check'], {
      EMS_URL: `studio=${ems.settings.url}`,
      TELNYX_API_KEY: telnyx.settings.apiKey,
      TELNYX_BASE_URL: telnyx.settings.baseUrl,
      X_BEARER_TOKEN: x.settings.bearerToken,
      X_BASE_URL: x.settings.baseUrl,
    });

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')[0]).toBe('The configuration is valid.');
    const ms = expect.stringMatching(/^\d+ ms$/);
    expect(rowsIn(stdout)).toEqual([
      ['studio', 'EMS', 'ok', ms, 'not reported'],
      ['telnyx', 'TELNYX', 'ok', ms, expect.any(String)],
      ['x', 'X', 'ok', ms, expect.stringMatching(/^24 of 25 left, resets at \d{4}-\d\d-\d\dT/)],
    ]);
    expect([ems, telnyx, x].map(({ requests }) => requests.length)).toEqual([1, 1, 1]);
  });

  test('but not completely are reported with what is missing', async () => {
    const ems = await startEms([emsRow({ id: 1 }), { id: 'none' }]);
    const { code, stdout } = await runCommand(['check'], { EMS_URL: ems.settings.url });
    expect(code).toBe(0);
    expect(stdout).toContain('ems: Rows that could not be read, and are omitted: 1');
  });
});

describe('a source that fails', () => {
  test.each([
    [401, '{}', 'UPSTREAM_UNAUTHENTICATED', 'rejected the credentials', 'TELNYX_API_KEY'],
    [403, '{}', 'UPSTREAM_FORBIDDEN', 'denied permission', 'permissions'],
    [404, '{}', 'UPSTREAM_REJECTED', 'rejected the request', 'path of its URL'],
    [429, '{}', 'UPSTREAM_RATE_LIMITED', 'rate limit is exhausted', 'until the rate limit resets'],
    [500, '{}', 'UPSTREAM_UNAVAILABLE', 'failed', 'host and port'],
    [200, '<html>', 'UPSTREAM_MALFORMED', 'HTML', 'proxy'],
  ])(
    'with HTTP %i and %s is reported with what to do, and no secret',
    async (status, body, result, problem, remedy) => {
      const { env } = await telnyxResponding(status, body);

      const { code, stdout, stderr } = await runCommand(['check'], env);

      expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
      expect(resultsIn(stdout)).toEqual([['telnyx', result]]);
      const [, , remark = ''] = stdout.split('\n\n');
      expect(remark).toMatch(/^telnyx: Source "telnyx" .*\n {2}\S.*\n$/);
      expect(remark).toContain(problem);
      expect(remark).toContain(remedy);
      expect(stdout).not.toContain(SECRET);
      expect(stdout).not.toContain(new URL(env.TELNYX_BASE_URL).port);
    },
  );

  test('does not keep the others from being checked', async () => {
    const ems = await startEms([]);
    const { env } = await telnyxResponding(401, '{}');
    const { code, stdout } = await runCommand(['check'], { EMS_URL: ems.settings.url, ...env });
    expect(code).toBe(1);
    expect(resultsIn(stdout)).toEqual([
      ['ems', 'ok'],
      ['telnyx', 'UPSTREAM_UNAUTHENTICATED'],
    ]);
  });

  test('to respond in time is reported after its timeout', async () => {
    const { url } = await startServerOf(() => undefined);
    const { code, stdout } = await runCommand(['check'], { EMS_URL: url, EMS_TIMEOUT_MS: '50', EMS_RETRIES: '0' });
    expect(code).toBe(1);
    expect(resultsIn(stdout)).toEqual([['ems', 'UPSTREAM_TIMEOUT']]);
    expect(stdout).toMatch(/within 50 ms\..*\n {2}.*firewall.*timeoutMs/);
  });

  test('to respond before the deadline of an operation is reported at the deadline', async () => {
    const { url } = await startServerOf(() => undefined);
    const { code, stdout } = await runCommand(['check'], { EMS_URL: url, OPERATION_TIMEOUT_MS: '50' });
    expect(code).toBe(1);
    expect(resultsIn(stdout)).toEqual([['ems', 'UPSTREAM_TIMEOUT']]);
  });

  test('because nothing listens is reported with the error of the system', async () => {
    const { code, stdout } = await runCommand(['check'], { EMS_URL: 'http://127.0.0.1:1', EMS_RETRIES: '0' });
    expect(code).toBe(1);
    expect(resultsIn(stdout)).toEqual([['ems', 'UPSTREAM_UNAVAILABLE']]);
    expect(stdout).toContain('(ECONNREFUSED)');
  });

  test('because its port does not speak HTTP is reported with the ports of EMS', async () => {
    const server = createServer((socket) => socket.end('220 not HTTP\r\n')).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;

    const { code, stdout } = await runCommand(['check'], { EMS_URL: `http://127.0.0.1:${port}` });

    expect(code).toBe(1);
    expect(resultsIn(stdout)).toEqual([['ems', 'UPSTREAM_MALFORMED']]);
    expect(stdout).toContain('does not speak HTTP');
    expect(stdout).toContain('7777');
  });
});

describe('the configuration', () => {
  test('without a source is valid, and the variables of sources are named', async () => {
    const { code, stdout, stderr } = await runCommand(['check']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const name of ['EMS_URL', 'TELNYX_API_KEY', 'X_BEARER_TOKEN', 'SWITCHBOARD_CONFIG']) {
      expect(stdout).toContain(name);
    }
  });

  test('with problems is reported as at the start, and no source is asked', async () => {
    const ems = await startEms([]);
    expect(await runCommand(['check'], { EMS_URL: ems.settings.url, PORT: SECRET })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'Invalid configuration:\n  - PORT: must be a whole number from 0 to 65535\n',
    });
    expect(ems.requests).toEqual([]);
  });

  test('with trusted documents that cannot be used is reported', async () => {
    const hash = 'a'.repeat(64);
    const { code, stderr } = await runCommand(['check'], {
      TRUSTED_DOCUMENTS: fileWith({ [hash]: '{ sources { id } }' }),
    });
    expect(code).toBe(1);
    expect(stderr).toContain(`${hash}: is not the SHA-256 hash of its document`);
  });

  test('with unknown variables has a warning', async () => {
    const { code, stderr } = await runCommand(['check'], { SWITCHBOARD_MODE: 'fast' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Ignored unknown environment variables: SWITCHBOARD_MODE\n' });
  });
});

describe('colours', () => {
  const ESCAPE = '\u001B[';

  test.each([
    ['are used on a terminal', { TERM: 'xterm-256color' }, true, true],
    ['are not used in a pipe', { TERM: 'xterm-256color' }, false, false],
    ['are not used with NO_COLOR', { TERM: 'xterm-256color', NO_COLOR: '1' }, true, false],
  ])('%s', async (_promise, env, isTerminal, isColoured) => {
    const ems = await startEms([]);
    const { stdout } = await runCommand(['check'], { EMS_URL: ems.settings.url, ...env }, isTerminal);
    expect(stdout.includes(ESCAPE)).toBe(isColoured);
  });
});
