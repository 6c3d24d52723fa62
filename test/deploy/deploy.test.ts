import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { run, START, send, startBusy, urlOf } from '../support/program.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const dockerfile = read('Dockerfile');
const unit = read('deploy/switchboard.service');

/** The arguments of a command such as `ENTRYPOINT ["node", "a.js"]`, without `node`. */
function argumentsOf(command: string): readonly string[] {
  const [, list = '[]'] = new RegExp(`${command} (\\[.*\\])$`, 'm').exec(dockerfile) ?? [];
  const [program, ...rest] = JSON.parse(list);
  expect(program).toBe('node');
  return rest;
}

describe('the image', () => {
  test('has the Node.js that the tests run on', () => {
    const { devDependencies } = JSON.parse(read('package.json'));
    expect(/^FROM node:([\d.]+)/m.exec(dockerfile)?.[1]).toBe(devDependencies.node);
    expect(process.versions.node).toBe(devDependencies.node);
  });

  test('runs the server without the rights to write files and start programs', async () => {
    const args = argumentsOf('ENTRYPOINT');
    expect(args).toEqual(['--max-semi-space-size=8', '--permission', '--allow-fs-read=*', 'dist/start.js']);
    // The bundle takes time to build: `npm run test:ecosystem` starts it. Here, its sources are started in the same way.
    const program = run({ PORT: '0', NODE_ENV: 'production' }, { args: args.with(-1, START) });
    const { answer } = await send(await urlOf(program), '{ connections { totalCount outcomes { ok } } }');
    expect(answer).toMatchObject({ data: { connections: { outcomes: [{ ok: true }, { ok: true }, { ok: true }] } } });
    expect(program.printed.stderr).toBe('');
  });

  test('copies nothing that .dockerignore leaves out', () => {
    const kept = [...read('.dockerignore').matchAll(/^!(.*)$/gm)].map(([, path]) => path);
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, paths = '']) =>
      paths.split(' '),
    );
    expect([...new Set(copied)].sort()).toEqual(kept.sort());
  });
});

describe('the health check', () => {
  const check = async (environment: Readonly<Record<string, string>>) => {
    expect(argumentsOf('CMD')).toEqual(['dist/healthcheck.cjs']);
    return (await run(environment, { args: [join(root, 'src/healthcheck.ts')] }).ended).code;
  };

  test('succeeds while the server is ready', async () => {
    const { port: PORT } = new URL(await urlOf(run({ PORT: '0' })));
    const codes = await Promise.all([{}, { HOST: ' ' }, { HOST: '0.0.0.0' }].map((host) => check({ PORT, ...host })));
    expect(codes).toEqual([0, 0, 0]);
  });

  test('fails during the shutdown', async () => {
    const { program, url, sent, release, ready } = await startBusy({
      SHUTDOWN_DELAY_MS: '60000',
      SHUTDOWN_TIMEOUT_MS: '60001',
    });
    const { port: PORT } = new URL(url);
    program.child.kill('SIGTERM');
    await expect.poll(async () => (await ready()).statusCode).toBe(503);
    expect(await check({ PORT })).toBe(1);
    release();
    await sent;
  });

  test('fails without a server', async () => {
    const program = run({ PORT: '0' });
    const { port: PORT } = new URL(await urlOf(program));
    program.child.kill('SIGINT');
    await program.ended;
    expect(await check({ PORT })).toBe(1);
  });
});

describe('the systemd unit', () => {
  test('starts the server as the image does, with the same limit of the heap', () => {
    const [, command = ''] = /^ExecStart=\/usr\/bin\/node (.*)$/m.exec(unit) ?? [];
    const [, heap = ''] = /NODE_OPTIONS=(\S+)/.exec(dockerfile) ?? [];
    const args = argumentsOf('ENTRYPOINT');
    expect(command.split(' ')).toEqual([heap, ...args.with(-1, `node_modules/switchboard/${args.at(-1)}`)]);
  });

  test('waits longer for the shutdown than the shutdown takes by default', () => {
    const [, seconds] = /^TimeoutStopSec=(\d+)s$/m.exec(unit) ?? [];
    expect(Number(seconds) * 1000).toBeGreaterThan(readConfig({}).shutdownTimeoutMs);
  });
});
