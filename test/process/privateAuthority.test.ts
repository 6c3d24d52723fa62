import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { expect, onTestFinished, test } from 'vitest';
import { telnyxRow } from '../fixtures/telnyx.ts';
import { linesOf, run, send, urlOf } from '../support/program.ts';
import { until } from '../support/until.ts';

const QUERY = '{ telnyxConnections { nodes { name } outcomes { ok problem { code message } } } }';

/** A Telnyx with a self-signed certificate, and a file that contains it. */
async function startPrivate() {
  const altNames = [{ type: 7 as const, ip: '127.0.0.1' }];
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'A private authority' }], {
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  const server = createServer({ key, cert }, (_request, response) =>
    response.end(JSON.stringify({ data: [telnyxRow(1)], meta: { total_results: 1 } })),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-'));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  });
  const authority = join(folder, 'authority.pem');
  writeFileSync(authority, cert);
  const { port } = server.address() as AddressInfo;
  return { url: `https://127.0.0.1:${port}`, authority };
}

test('trusts a private certificate authority that NODE_EXTRA_CA_CERTS names', async () => {
  const { url, authority } = await startPrivate();
  const program = run({
    PORT: '0',
    TELNYX_API_KEY: 'KEY',
    TELNYX_BASE_URL: url,
    NODE_EXTRA_CA_CERTS: authority,
  });

  const { answer } = await send(await urlOf(program), QUERY);

  expect(answer.data.telnyxConnections).toEqual({
    nodes: [{ name: 'Line 1' }],
    outcomes: [{ ok: true, problem: null }],
  });
});

test('rejects an untrusted certificate, and logs the reason', async () => {
  const { url } = await startPrivate();
  const program = run({ PORT: '0', TELNYX_API_KEY: 'KEY', TELNYX_BASE_URL: url, TELNYX_RETRIES: '0' });

  const { answer } = await send(await urlOf(program), QUERY);

  expect(answer.data.telnyxConnections).toEqual({
    nodes: [],
    outcomes: [{ ok: false, problem: { code: 'UPSTREAM_UNAVAILABLE', message: expect.any(String) } }],
  });
  const failures = () => linesOf(program).filter(({ code }) => code === 'UPSTREAM_UNAVAILABLE');
  // The answer can arrive before the log line.
  await until(() => failures().length > 0);
  expect(failures()[0]).toMatchObject({ source: 'telnyx', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
});
