import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'undici';
import type { ServerKind } from './servers.ts';
import type { UpstreamEnvironment } from './upstreams/upstreams.ts';

/** A server that runs in a process of its own. */
export interface RunningServer {
  readonly kind: ServerKind;
  readonly url: string;
  readonly pid: number;
  /** Sends one operation. */
  send(body: string): Promise<{ readonly status: number; readonly bytes: Uint8Array }>;
  end(): Promise<void>;
}

/**
 * Starts a server as a user would, with its log in a pipe, and waits until it listens.
 *
 * @param nodeArguments for Node.js, such as `--import`
 */
export async function startServerProcess(
  kind: ServerKind,
  upstreams: UpstreamEnvironment,
  nodeArguments: readonly string[] = [],
): Promise<RunningServer> {
  const child = spawn(process.execPath, [...nodeArguments, kind.file], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...upstreams, ...kind.environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      // Later lines are read and dropped, so that the pipe is never full.
      if (printed.length > 10_000) return;
      printed += text;
      const [found] = /http:\S+\/graphql/.exec(printed) ?? [];
      if (found !== undefined) resolve(found);
    });
    ended.then(
      () => reject(new Error(`${kind.name} has ended, and printed ${printed}`)),
      () => undefined,
    );
  });
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...kind.headers };
  return {
    kind,
    url,
    pid: child.pid ?? 0,
    async send(body) {
      const answer = await request(url, { method: 'POST', headers, body });
      return { status: answer.statusCode, bytes: new Uint8Array(await answer.body.arrayBuffer()) };
    },
    async end() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
