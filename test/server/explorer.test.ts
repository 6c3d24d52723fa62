import { parse } from 'graphql';
import { request } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.ts';
import { EXAMPLES, type Example } from '../../src/server/explorer/examples.ts';
import { startServer } from '../../src/server/server.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { emsRow } from '../fixtures/ems.ts';
import { DEFAULTS } from '../support/serverDefaults.ts';
import { type SwitchboardOptions, startSwitchboardWith } from '../support/switchboard.ts';
import { startEms, startServerOf } from '../support/upstreams.ts';

const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

/** Opens the page as a browser does. `files` are the URLs that it loads. */
async function open(options: SwitchboardOptions = {}) {
  const { url } = await startSwitchboardWith(options);
  const get = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
    const { statusCode, headers: received, body } = await request(new URL(path, url), { headers });
    return { status: statusCode, headers: received, body: await body.bytes() };
  };
  const page = await get('/graphql', BROWSER);
  const html = Buffer.from(page.body).toString();
  const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = '']) => new URL(link, url).href);
  return { url, page, html, files, get };
}

describe('the page of the explorer', () => {
  test('may load files of the server itself, and nothing else', async () => {
    const { page, html, files, url } = await open();
    expect(page).toMatchObject({ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' } });
    const policy = String(page.headers['content-security-policy']);
    expect(Object.fromEntries(policy.split('; ').map((directive) => directive.split(/ (.*)/)))).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'worker-src': "'self'",
      'style-src': "'self' 'unsafe-inline'",
      'img-src': "'self' data:",
      'font-src': 'data:',
      'connect-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    });
    expect(files).toHaveLength(4);
    for (const file of files) expect(new URL(file).origin).toBe(new URL(url).origin);
    expect(html).not.toMatch(/<script>|<style| style="| on\w+="/);
  });

  test.each(['/graphql?query={__typename}', '/graphql?'])('is also shown for %s', async (path) => {
    const { get } = await open();
    expect(await get(path, BROWSER)).toMatchObject({ status: 200, headers: { 'content-type': /html/ } });
  });
});

describe('a file of the explorer', () => {
  test('is compressed, typed, and kept by browsers for ever', async () => {
    const { files, get } = await open();
    const [style = '', script = '', start = ''] = files.filter((file) => !file.endsWith('.svg'));
    const worker = new URL('graphql.worker.js', start).href;
    for (const [file, type] of [
      [style, 'text/css'],
      [script, 'text/javascript'],
      [start, 'text/javascript'],
      [worker, 'text/javascript'],
    ] as const) {
      const { status, headers, body } = await get(file, { 'accept-encoding': 'gzip, deflate' });
      expect({ status, headers }).toMatchObject({
        status: 200,
        headers: {
          'content-type': `${type}; charset=utf-8`,
          'content-encoding': 'gzip',
          'cache-control': 'public, max-age=31536000, immutable',
          'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
          'x-content-type-options': 'nosniff',
        },
      });
      expect([...body.subarray(0, 2)]).toEqual([0x1f, 0x8b]);
    }
  });

  test('is sent as it is to clients that do not accept gzip', async () => {
    const { files, get } = await open();
    const start = files.find((file) => file.endsWith('/start.js')) ?? '';
    const { headers, body } = await get(start, { 'accept-encoding': 'identity' });
    expect(headers['content-encoding']).toBeUndefined();
    expect(Buffer.from(body).toString()).toContain('renderYogaGraphiQL');
  });

  test('does not exist under another name or version', async () => {
    const { files, get } = await open();
    const [file = ''] = files;
    for (const path of [`${file}x`, file.replace(/[0-9a-f]{16}/, '0'.repeat(16)), '/graphql/explorer']) {
      const { status, body } = await get(path);
      expect({ status, answer: JSON.parse(Buffer.from(body).toString()) }).toMatchObject({
        status: 404,
        answer: { errors: [{ extensions: { code: 'NOT_FOUND' } }] },
      });
    }
  });

  test('is not served if the explorer is off', async () => {
    const { files } = await open();
    const off = await open({ web: { explorer: 'off' } });
    for (const file of files) expect(await off.get(new URL(file).pathname)).toMatchObject({ status: 404 });
  });
});

const nameOf = ({ query }: Example) => {
  const [operation] = parse(query).definitions;
  return operation?.kind === 'OperationDefinition' ? operation.name?.value : undefined;
};

describe('the tabs of the explorer', () => {
  test('have names of their own', () => {
    expect(EXAMPLES.map(nameOf)).toEqual([
      'Connections',
      'EmsStreams',
      'TelnyxActiveCalls',
      'XDisconnections',
      'OneSourceDown',
    ]);
  });

  test('all run without errors in the sandbox, and return data', async () => {
    const sandbox = await startSandbox();
    const telemetry = { log: createLog('silent'), metrics: createMetrics() };
    const server = await startServer({ ...DEFAULTS, sources: sandbox.sources, telemetry });
    onTestFinished(async () => {
      await server.close();
      await sandbox.close();
    });
    for (const example of EXAMPLES) {
      const { body } = await request(server.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(example),
      });
      const answer = Object(await body.json());
      expect({ name: nameOf(example), errors: answer.errors }).toEqual({ name: nameOf(example), errors: undefined });
      const [{ nodes }] = Object.values<{ nodes: readonly unknown[] }>(answer.data) as [{ nodes: readonly unknown[] }];
      expect(nodes.length).toBeGreaterThan(0);
    }
  });

  test('show which source is down, and the data of the others', async () => {
    const ems = await startEms([emsRow({ id: 1 })]);
    const down = await startServerOf((_request, response) => void response.destroy());
    const { query } = await startSwitchboardWith({}, ems.settings, { provider: 'EMS', name: 'down', url: down.url });
    const example = EXAMPLES.find((one) => nameOf(one) === 'OneSourceDown');
    const { data, errors } = await query(example?.query ?? '', example?.variables);
    expect(data.connections.nodes).toHaveLength(1);
    expect(data.connections.outcomes).toMatchObject([
      { ok: true, source: { name: 'ems' }, problem: null },
      { ok: false, source: { name: 'down' }, problem: { code: 'UPSTREAM_UNAVAILABLE' } },
    ]);
    expect(errors).toHaveLength(1);
  });
});
