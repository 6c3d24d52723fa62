import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { run } from '../support/program.ts';

/** Starts the program with an invalid setting, on a Node.js that reports this version. */
async function startOn(version: string) {
  const overrideVersion = `
    Object.defineProperty(process, 'version', { value: 'v${version}' });
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`;
  return run({ PORT: 'none', NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(overrideVersion)}` })
    .ended;
}

describe('Node.js', () => {
  test.each(['12.22.12', '20.20.2', '22.18.0', '23.5.0'])('%s is rejected with one sentence', async (version) => {
    expect(await startOn(version)).toEqual({
      code: 1,
      signal: null,
      stdout: '',
      stderr: `Switchboard needs Node.js 22.19 or later; this is v${version}.\n`,
    });
  });

  test.each(['22.19.0', '23.6.0'])('%s is accepted', async (version) => {
    expect((await startOn(version)).stderr).toContain('PORT');
  });

  test('has the version range in package.json that the dependencies require', () => {
    const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(engines).toEqual({ node: '^22.19.0 || >=23.6.0' });
    const undici = JSON.parse(readFileSync(new URL('../../node_modules/undici/package.json', import.meta.url), 'utf8'));
    expect(undici.engines).toEqual({ node: '>=22.19.0' });
  });
});
