import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { onTestFinished } from 'vitest';
import { startServerOf } from './upstreams.ts';

/** The entry point, an argument of Node.js. */
export const START = fileURLToPath(new URL('../../src/start.js', import.meta.url));

export interface RunOptions {
  /** Arguments of Node.js. */
  readonly args?: readonly string[];
  readonly cwd?: string;
}

/** Runs the program with these environment variables and no others. `printed` is its output so far. */
export function run(environment: Readonly<Record<string, string>>, { args = [START], cwd }: RunOptions = {}) {
  const child = spawn(process.execPath, args, { env: { ...environment }, stdio: ['ignore', 'pipe', 'pipe'], cwd });
  onTestFinished(() => void child.kill('SIGKILL'));
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (printed.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (printed.stderr += text));
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...printed }));
  return { child, printed, ended };
}

export type Program = ReturnType<typeof run>;

/** Waits until the program listens, and returns the URL of its GraphQL endpoint. */
export async function urlOf({ child, printed, ended }: Program): Promise<string> {
  const hasPrinted = () => Promise.race([once(child.stdout, 'data').then(() => true), ended.then(() => false)]);
  while (await hasPrinted()) {
    const url = /http:\S+\/graphql/.exec(printed.stdout)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error(`The program ended before it listened, and printed ${JSON.stringify(printed)}`);
}

/** Sends a GraphQL request, as a client does. */
export async function send(url: string, document: string, headers: Readonly<Record<string, string>> = {}) {
  const response = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: document }),
  });
  return { headers: response.headers, answer: JSON.parse(await response.body.text()) };
}

/** The log lines that the program has printed so far. */
export function linesOf({ printed }: Program) {
  const completeLines = printed.stdout.split('\n').slice(0, -1);
  return completeLines.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
}

/** Runs the program, and sends it an operation whose upstream responds only after `release()`. */
export async function startBusy(settings: Readonly<Record<string, string>>) {
  const { promise: received, resolve: onRequest } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const ems = await startServerOf((_request, response) => {
    onRequest();
    void released.then(() => response.end('{"data":null,"description":"","status":"SUCCESS"}'));
  });
  const program = run({ PORT: '0', EMS_URL: ems.url, ...settings });
  const url = await urlOf(program);
  const sent = send(url, '{ connections { totalCount } }');
  await received;
  const ready = async () => {
    const { statusCode, body } = await request(new URL('/health/ready', url));
    return { statusCode, answer: await body.json() };
  };
  return { program, url, sent, release, ready };
}
