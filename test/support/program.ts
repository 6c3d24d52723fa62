import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { onTestFinished } from 'vitest';
import { startServerOf } from './upstreams.ts';

const START = fileURLToPath(new URL('../../src/start.js', import.meta.url));

/** The program with these settings and no others, and what it has printed so far. */
export function run(settings: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [START], { env: { ...settings }, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (printed.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (printed.stderr += text));
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...printed }));
  return { child, printed, ended };
}

export type Program = ReturnType<typeof run>;

/** Where it serves, once it does. */
export async function urlOf({ child, printed, ended }: Program): Promise<string> {
  const hasPrinted = () => Promise.race([once(child.stdout, 'data').then(() => true), ended.then(() => false)]);
  while (await hasPrinted()) {
    const url = /http:\S+\/graphql/.exec(printed.stdout)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error(`It ended, and printed ${JSON.stringify(printed)}`);
}

/** Asks as a client does. */
export async function send(url: string, document: string, headers: Readonly<Record<string, string>> = {}) {
  const response = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: document }),
  });
  return { headers: response.headers, answer: JSON.parse(await response.body.text()) };
}

/** The log lines that it has printed so far. */
export function linesOf({ printed }: Program) {
  const whole = printed.stdout.split('\n').slice(0, -1);
  return whole.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
}

/** The program with an operation in flight, whose upstream answers when it is released. */
export async function startBusy(settings: Readonly<Record<string, string>>) {
  const { promise: asked, resolve: nowAsked } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const ems = await startServerOf((_request, response) => {
    nowAsked();
    void released.then(() => response.end('{"data":null,"description":"","status":"SUCCESS"}'));
  });
  const program = run({ PORT: '0', EMS_URL: ems.url, ...settings });
  const url = await urlOf(program);
  const sent = send(url, '{ connections { totalCount } }');
  await asked;
  const ready = async () => {
    const { statusCode, body } = await request(new URL('/health/ready', url));
    return { statusCode, answer: await body.json() };
  };
  return { program, url, sent, release, ready };
}
