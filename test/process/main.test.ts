import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { emsRow } from '../fixtures/ems.ts';
import { run, START, send, urlOf } from '../support/program.ts';
import { startEms, startServerOf } from '../support/upstreams.ts';

const query = async (url: string, document: string) => (await send(url, document)).answer;

describe('without a configured source', () => {
  test('serves mock data of all providers, and prints that it does', async () => {
    const program = run({ PORT: '0' });
    const url = await urlOf(program);

    const { data, errors } = await query(
      url,
      `{
        connections(first: 250) { totalCount nodes { __typename } outcomes { ok source { name } } }
        telnyxConnections { nodes { name activeCalls(first: 5) { totalCount nodes { durationSeconds } } } }
        xStreamConnections { nodes { endpointName } }
        emsConnections { nodes { name carrier { farIp } } }
      }`,
    );

    expect(errors).toBeUndefined();
    const types = data.connections.nodes.map(({ __typename }: { __typename: string }) => __typename);
    expect([...new Set(types)].sort()).toEqual(['EmsConnection', 'TelnyxConnection', 'XStreamConnection']);
    expect(data.connections.outcomes).toEqual(['ems', 'telnyx', 'x'].map((name) => ({ ok: true, source: { name } })));
    const calls = data.telnyxConnections.nodes.flatMap(
      ({ activeCalls }: { activeCalls: object | null }) => activeCalls ?? [],
    );
    expect(calls.length).toBeGreaterThan(0);
    expect(data.xStreamConnections.nodes.length).toBeGreaterThan(0);
    expect(data.emsConnections.nodes.length).toBeGreaterThan(0);

    const { stdout, stderr } = program.printed;
    expect(new URL(url).hostname).toBe('127.0.0.1');
    expect(stdout.trim().split('\n')[0]).toBe(`Switchboard is running at ${url}`);
    expect(stdout).toMatch(/mock data/);
    for (const line of [/^\W*EMS\W+\w/m, /^\W*TELNYX\W+\w/m, /^\W*X\W+\w/m]) expect(stdout).toMatch(line);
    for (const setting of ['EMS_URL', 'TELNYX_API_KEY', 'X_BEARER_TOKEN', 'SWITCHBOARD_CONFIG']) {
      expect(stdout).toContain(setting);
    }
    expect(stderr).toBe('');
  });
});

describe('with a configured source', () => {
  test('serves its data and no mock data', async () => {
    const ems = await startEms([emsRow({ id: 1, stream: 'studio' })]);
    const program = run({ PORT: '0', EMS_URL: `real=${ems.settings.url}` });
    const url = await urlOf(program);

    const { data } = await query(url, '{ sources { name provider } connections { nodes { name } } }');

    expect(data).toEqual({
      sources: [{ name: 'real', provider: 'EMS' }],
      connections: { nodes: [{ name: 'studio' }] },
    });
    expect(program.printed.stderr).toBe('');
    const [line = ''] = program.printed.stdout.split('\n');
    expect(JSON.parse(line)).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      msg: `Switchboard is running at ${url} with the sources real`,
    });
  });
});

describe('the command sandbox', () => {
  test('serves mock data also if a source is configured, and sends it no request', async () => {
    const ems = await startEms([emsRow({ id: 1, stream: 'studio' })]);
    const program = run({ PORT: '0', EMS_URL: `real=${ems.settings.url}` }, { args: [START, 'sandbox'] });
    const url = await urlOf(program);

    const { data } = await query(url, '{ sources { name } connections(first: 1) { outcomes { ok } } }');

    expect(data.sources).toEqual(['ems', 'telnyx', 'x'].map((name) => ({ name })));
    expect(data.connections.outcomes).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
    expect(ems.requests).toEqual([]);
    expect(program.printed.stdout).toContain('To use the configured sources, run "switchboard start"');
  });
});

describe('a shutdown signal', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('%s stops the sandbox with exit code 0', async (signal) => {
    const program = run({ PORT: '0' });
    const url = await urlOf(program);
    await query(url, '{ connections { totalCount } }');

    program.child.kill(signal);

    expect(await program.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
  });

  test('stops the process after requests in flight are answered', async () => {
    const { promise: received, resolve: onRequest } = Promise.withResolvers<void>();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const { url: EMS_URL } = await startServerOf((_request, response) => {
      onRequest();
      void released.then(() => response.end('{"data":null,"description":"","status":"SUCCESS"}'));
    });
    const program = run({ PORT: '0', EMS_URL, SHUTDOWN_DELAY_MS: '0' });
    const url = await urlOf(program);
    const sent = send(url, '{ connections { totalCount } }');
    await received;

    program.child.kill('SIGTERM');
    // New connections are refused before the upstream responds.
    await expect.poll(() => request(url, { method: 'OPTIONS' }).catch(({ code }) => code)).toBe('ECONNREFUSED');
    release();

    const { headers, answer } = await sent;
    expect(answer).toEqual({ data: { connections: { totalCount: 0 } } });
    // A connection that is kept alive would keep the process running.
    expect(headers['connection']).toBe('close');
    expect(await program.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
  });
});

describe('a failed start', () => {
  test('due to invalid settings reports all of them, and exits with code 1', async () => {
    const { code, stdout, stderr } = await run({
      PORT: 'hunter2',
      EMS_URL: 'hunter2',
      TELNYX_BASE_URL: 'https://telnyx.example/v2',
    }).ended;

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toEqual([
      'Invalid configuration:',
      '  - PORT: must be a whole number from 0 to 65535',
      '  - EMS_URL: must be an http:// or https:// URL',
      '  - TELNYX_API_KEY: is missing',
    ]);
  });

  test.each([
    ['in the sandbox', {}],
    ['with a source', { EMS_URL: 'http://127.0.0.1:1' }],
  ])('due to a port in use is reported in one line, with exit code 1 (%s)', async (_case, settings) => {
    const { url } = await startServerOf((_request, response) => response.end());
    const { port } = new URL(url);

    const { code, stdout, stderr } = await run({ PORT: port, ...settings }).ended;

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      `Cannot listen with HOST=127.0.0.1 and PORT=${port}: listen EADDRINUSE: address already in use 127.0.0.1:${port}\n`,
    );
  });
});
