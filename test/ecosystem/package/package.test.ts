import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMockServer } from '../../../src/sandbox/mockServer.ts';
import { run, send, urlOf } from '../../support/program.ts';

const exec = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
/** What the build reads. The folder is a copy, because `npm pack` writes to it. */
const SOURCES = ['package.json', 'package-lock.json', 'README.md', 'LICENSE', 'operations', 'schema', 'src', 'scripts'];

let folder = '';
/** An empty project, where the package is installed. */
let project = '';
let packed: { readonly filename: string; readonly files: readonly { readonly path: string }[] };
const installed = (path: string) => join(project, 'node_modules/switchboard', path);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'package-'));
  project = join(folder, 'project');
  const clone = join(folder, 'clone');
  for (const path of SOURCES) cpSync(join(root, path), join(clone, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
  // The result is JSON on the last lines, after what the scripts print.
  const { stdout } = await exec('npm', ['pack', '--json', '--foreground-scripts=false'], { cwd: clone });
  [packed] = JSON.parse(stdout.slice(stdout.indexOf('[')));
  expect(readFileSync(join(clone, 'package.json'), 'utf8')).toBe(readFileSync(join(root, 'package.json'), 'utf8'));

  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true }');
  const options = ['--omit=dev', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  await exec('npm', ['install', ...options, join(clone, packed.filename)], { cwd: project });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the installed command. */
const switchboard = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  run({ ...env }, { args: [join(project, 'node_modules/.bin/switchboard'), ...args], cwd: project });

describe('the package', () => {
  test('contains the bundle, the schema, what clients import, the licences and nothing else', () => {
    const paths = packed.files.map(({ path }) => path);
    const isChunk = (path: string) => /^dist\/chunks\/[\w.-]+\.cjs$/.test(path);
    const clientModules = ['graphcache', 'operations', 'possibleTypes', 'scalars'];
    const operations = readdirSync(join(root, 'operations')).map((file) => `dist/operations/${file}`);
    expect(operations.length).toBeGreaterThan(5);
    expect(paths.filter((path) => !isChunk(path)).sort()).toEqual([
      'LICENSE',
      'README.md',
      'dist/LICENCES.txt',
      ...clientModules.flatMap((path) => [`dist/client/${path}.d.ts`, `dist/client/${path}.js`]),
      'dist/healthcheck.cjs',
      ...operations.sort(),
      'dist/schema.federated.graphql',
      'dist/schema.graphql',
      'dist/start.js',
      'dist/switchboard.cjs',
      'package.json',
    ]);
    expect(paths.some(isChunk)).toBe(true);
  });

  test('installs only what the bundle does not contain', () => {
    const { dependencies, devDependencies, scripts, engines } = JSON.parse(
      readFileSync(installed('package.json'), 'utf8'),
    );
    const ofSources = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(Object.keys(dependencies)).toEqual([
      '@graphql-typed-document-node/core',
      '@opentelemetry/api',
      '@opentelemetry/sdk-node',
    ]);
    expect(ofSources.dependencies).toMatchObject(dependencies);
    expect(engines).toEqual(ofSources.engines);
    expect([devDependencies, scripts]).toEqual([undefined, undefined]);
  });

  test('has the licence of each package in the bundle', () => {
    const notices = readFileSync(installed('dist/LICENCES.txt'), 'utf8');
    for (const name of ['@apollo/server', 'fastify', 'graphql', 'undici', 'zod']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(MIT\\)$`, 'm'));
    }
    expect(notices).toContain('Copyright (c) Matteo Collina and Undici contributors');
  });

  test('exports the schema that the command prints', async () => {
    const script = "console.log(require.resolve('switchboard/schema.graphql'))";
    const { stdout } = await exec(process.execPath, ['-e', script], { cwd: project });
    const sdl = readFileSync(stdout.trim(), 'utf8');
    expect(buildSchema(sdl).getQueryType()?.getFields()).toHaveProperty('connections');
    expect((await switchboard(['schema']).ended).stdout).toBe(sdl);
  });
});

describe('a client', () => {
  const names = ['graphcache', 'operations', 'possibleTypes', 'scalars'];

  test('imports and requires the modules of the package', async () => {
    const script = `
      const names = ${JSON.stringify(names)};
      const required = names.map((name) => require('switchboard/' + name));
      Promise.all(names.map((name) => import('switchboard/' + name))).then((imported) => {
        for (const modules of [required, imported]) {
          const [graphcache, operations, possibleTypes, scalars] = modules;
          const { kind } = operations.ConnectionsDocument;
          console.log(typeof graphcache.schema, kind, Object.keys(possibleTypes.default), scalars.scalars.DateTime);
        }
      });`;
    const { stdout } = await exec(process.execPath, ['-e', script], { cwd: project });
    expect(stdout).toBe("object Document [ 'possibleTypes' ] string\n".repeat(2));
  });

  test('gets types with them, as an ES module and as CommonJS', async () => {
    const code = `
      import { schema } from 'switchboard/graphcache';
      import { ConnectionsDocument, type ConnectionsQuery } from 'switchboard/operations';
      import possibleTypes from 'switchboard/possibleTypes';
      import { scalars } from 'switchboard/scalars';
      type ResultOf<Document> = Document extends { __apiType?: (variables: infer _) => infer Result } ? Result : never;
      export const name = (data: ResultOf<typeof ConnectionsDocument>): string | undefined => data.connections.edges[0]?.node.name;
      export const same: (data: ConnectionsQuery) => string | undefined = name;
      // @ts-expect-error There is no such field.
      export const wrong = (data: ResultOf<typeof ConnectionsDocument>) => data.connections.edges[0]?.node.nickname;
      export const types: string[] | undefined = possibleTypes.possibleTypes['Connection'];
      export const dateTime: 'string' = scalars.DateTime;
      export const query: string = schema.__schema.queryType.name;
    `;
    for (const file of ['client.mts', 'client.cts']) writeFileSync(join(project, file), code);
    const options = ['--noEmit', '--strict', '--module', 'nodenext', 'client.mts', 'client.cts'];
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { stdout } = await exec(process.execPath, [tsc, ...options], { cwd: project }).catch((error) => error);
    expect(stdout).toBe('');
  });
});

describe('the installed command', () => {
  test('starts the sandbox in an empty folder, answers, and stops', async () => {
    const program = switchboard(['sandbox'], { PORT: '0' });

    const { answer } = await send(await urlOf(program), '{ connections { totalCount outcomes { ok } } }');

    expect(answer.errors).toBeUndefined();
    expect(answer.data.connections.outcomes).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
    program.child.kill('SIGINT');
    expect(await program.ended).toMatchObject({ code: 0, stderr: '' });
  });

  test('keeps its compiled code for the next start', async () => {
    const files = () => readdirSync(installed('node_modules/.cache/switchboard'), { recursive: true });
    expect((await switchboard(['schema']).ended).code).toBe(0);
    expect(files().length).toBeGreaterThan(2);
  });

  test('is found by npx', async () => {
    const { version } = JSON.parse(readFileSync(installed('package.json'), 'utf8'));
    const { stdout } = await exec('npx', ['--no-install', 'switchboard', '--version'], { cwd: project });
    expect(stdout).toBe(`${version}\n`);
  });

  test('checks a source, and exits with code 1 because nothing listens', async () => {
    const { code, stdout } = await switchboard(['check'], { EMS_URL: 'http://127.0.0.1:1', EMS_RETRIES: '0' }).ended;
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ems +EMS +UPSTREAM_UNAVAILABLE /m);
  });

  test('reads a configuration file and checks JWTs', async () => {
    const file = join(project, 'switchboard.yaml');
    const sources = '  - { provider: EMS, name: studio, url: "http://127.0.0.1:1" }';
    const jwt =
      '  jwt: { jwksUrl: "http://127.0.0.1:1/keys", issuer: "https://issuer.example/", audience: switchboard }';
    writeFileSync(file, `sources:\n${sources}\nauth:\n${jwt}\n`);
    const program = switchboard(['start'], { PORT: '0', SWITCHBOARD_CONFIG: file });
    const authorization = 'Bearer eyJhbGciOiJFUzI1NiIsImtpZCI6IjEifQ.e30.AAAA';
    const { answer } = await send(await urlOf(program), '{ sources { name } }', { authorization });
    expect(answer.errors[0].extensions.code).toBe('AUTHENTICATION_UNAVAILABLE');
  });

  test('runs without the rights to write files and start programs, as in the image', async () => {
    const args = ['--permission', '--allow-fs-read=*', installed('dist/start.js')];
    const program = run({ PORT: '0' }, { args });
    const url = await urlOf(program);
    const { answer } = await send(url, '{ connections { outcomes { ok } } }');
    expect(answer.data.connections.outcomes).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
    expect(program.printed.stderr).toBe('');
    const { port: PORT } = new URL(url);
    expect((await run({ PORT }, { args: [installed('dist/healthcheck.cjs')] }).ended).code).toBe(0);
  });

  test('sends traces with the OpenTelemetry SDK that is installed beside it', async () => {
    const { promise: received, resolve } = Promise.withResolvers<string>();
    const collector = await startMockServer((request, response) => {
      resolve(request.url ?? '');
      response.end('{}');
    });
    const OTEL_EXPORTER_OTLP_ENDPOINT = collector.url;
    const program = switchboard(['sandbox'], { PORT: '0', SHUTDOWN_DELAY_MS: '0', OTEL_EXPORTER_OTLP_ENDPOINT });
    await send(await urlOf(program), '{ __typename }');
    program.child.kill('SIGTERM');
    expect(await received).toBe('/v1/traces');
    expect((await program.ended).code).toBe(0);
    await collector.close();
  });

  test('is rejected by an old Node.js with one sentence', () => {
    const start = readFileSync(installed('dist/start.js'), 'utf8');
    expect(start).toMatch(/^#!\/usr\/bin\/env node$/m);
    expect(start).not.toMatch(/^import |\?\.|\?\?|^await /m);
    expect(start).toContain("import('./switchboard.cjs')");
  });
});
