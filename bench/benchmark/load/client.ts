import { Pool } from 'undici';
import { answerParent } from '../child.ts';
import { exchange } from '../exchange.ts';
import { percentile } from '../statistics.ts';

/*
 * Sends requests from a process of its own. Each client sends its next request when it has the answer to the one before.
 */

export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent in turn. One body: all clients send the same operation. */
  readonly bodies: readonly string[];
  /** The answer to the only body, byte for byte; null: any answer with status 200. */
  readonly expected: Uint8Array | null;
  /** Whether answers may have errors, whatever their status. */
  readonly mayFail?: boolean;
  readonly clients: number;
  readonly durationMs: number;
  /** Goes on after that time until so many requests were sent: a median of two requests says nothing. */
  readonly minRequests?: number;
  /** Stops after so many requests, if the time is not over before. */
  readonly maxRequests?: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers other than the expected one. */
  readonly wrong: number;
}

async function run({
  url,
  headers,
  bodies,
  expected,
  mayFail = false,
  clients,
  durationMs,
  minRequests = 1,
  maxRequests = Number.POSITIVE_INFINITY,
}: Load): Promise<LoadResult> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: clients });
  const allHeaders = { 'content-type': 'application/json', accept: 'application/json', ...headers };
  const latencies: number[] = [];
  let sent = 0;
  let wrong = 0;
  const started = performance.now();

  const isOn = (now: number) => sent < maxRequests && (now - started < durationMs || sent < minRequests);

  const client = async () => {
    for (let sentAt = started; isOn(sentAt); ) {
      const body = bodies[sent % bodies.length] ?? '';
      sent += 1;
      const answer = await exchange(pool, { method: 'POST', path: pathname, headers: allHeaders, body });
      const isRight = answer.status === 200 && (expected === null || answer.body.equals(expected));
      if (!isRight && !mayFail) wrong += 1;
      const now = performance.now();
      latencies.push(now - sentAt);
      sentAt = now;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - started) / 1000;
  await pool.close();
  latencies.sort((a, b) => a - b);
  return {
    requests: latencies.length,
    seconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    wrong,
  };
}

answerParent(run);
