import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { startMockServer } from '../../../src/sandbox/mockServer.ts';
import { startSwitchboardWith } from '../../support/switchboard.ts';
import { compose } from './composition.ts';
import { type Gateway, startApolloGateway } from './gateways.ts';
import { createProductsSchema, PRODUCTS_SDL } from './products.ts';

const require = createRequire(import.meta.url);
const suite = dirname(require.resolve('@apollo/federation-subgraph-compatibility-tests/package.json'));

interface JestResults {
  readonly numTotalTestSuites: number;
  readonly numPassedTests: number;
  readonly numTotalTests: number;
  readonly testResults: readonly { readonly name: string; readonly status: string; readonly message: string }[];
}

test("Switchboard's server passes the federation subgraph compatibility suite", async () => {
  const { url: productsUrl } = await startSwitchboardWith({
    schema: createProductsSchema(),
    federation: { tracing: 'on' },
  });
  const subgraphs = await Promise.all(
    (['inventory', 'users'] as const).map(async (name) => ({
      name,
      url: await startSubgraph(name),
      sdl: readFileSync(join(suite, `dist/subgraphs/${name}/${name}.graphql`), 'utf8'),
    })),
  );
  const supergraph = compose('@apollo/composition', [
    ...subgraphs,
    { name: 'products', url: productsUrl, sdl: PRODUCTS_SDL },
  ]);
  const routerUrl = await serve(await startApolloGateway(supergraph));

  const { numTotalTestSuites, numTotalTests, numPassedTests, testResults } = await runSuite(productsUrl, routerUrl);

  expect(testResults.filter(({ status }) => status !== 'passed').map(({ message }) => message)).toEqual([]);
  expect({ files: numTotalTestSuites, tests: numTotalTests, passed: numPassedTests }).toEqual({
    files: 12,
    tests: 23,
    passed: 23,
  });
});

/** Starts one of the two subgraphs that come with the suite. */
async function startSubgraph(name: 'inventory' | 'users'): Promise<string> {
  const port = await freePort();
  const child = spawn(process.execPath, ['index.js'], {
    cwd: join(suite, 'dist/subgraphs', name),
    env: { ...process.env, [`${name.toUpperCase()}_PORT`]: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => stop(child));
  for await (const line of createInterface({ input: child.stdout })) {
    const [url] = /http:\S+/.exec(line) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(`The subgraph ${name} did not start`);
}

async function stop(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve));
  if (child.kill()) await exited;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The gateway as an HTTP server. */
async function serve({ query }: Gateway): Promise<string> {
  const server = await startMockServer(async (request, response) => {
    const answer = await query(JSON.parse(Buffer.concat(await request.toArray()).toString()));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  onTestFinished(() => server.close());
  return server.url;
}

async function runSuite(productsUrl: string, routerUrl: string): Promise<JestResults> {
  const config = {
    rootDir: join(suite, 'dist/tests'),
    testPathIgnorePatterns: [],
    haste: { retainAllFiles: true },
    transform: {},
    setupFiles: [join(import.meta.dirname, 'compatibilitySetup.cjs')],
  };
  const options = { env: { ...process.env, PRODUCTS_URL: productsUrl, ROUTER_URL: routerUrl }, maxBuffer: 2 ** 24 };
  const jest = [require.resolve('jest/bin/jest'), '--ci', '--json', '--config', JSON.stringify(config)];
  // Jest exits with 1 if a test has failed; the results say which.
  const { stdout } = await promisify(execFile)(process.execPath, jest, options).catch((error) => error);
  return JSON.parse(stdout);
}
