import type { Child } from './child.ts';
import type { Load, LoadResult } from './load/client.ts';
import type { RunningServer } from './serverProcess.ts';
import type { UpstreamsQuestion } from './upstreams/process.ts';
import type { UpstreamCounts } from './upstreams/upstreams.ts';
import { cpuTimeOf } from './usage.ts';

/** What the measurements of one run share. */
export interface Bench {
  readonly upstreams: Child<UpstreamsQuestion>;
  readonly client: Child<Load>;
}

/** One measurement. */
export interface Sample {
  /** User and system time of the server's process per request, all threads, in microseconds. */
  readonly cpuMicros: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly upstreamRequests: number;
}

/** Sends load to a server, and reads from the operating system what it took. */
export async function measure(
  { upstreams, client }: Bench,
  server: RunningServer,
  load: Omit<Load, 'url' | 'headers'>,
): Promise<Sample> {
  const { url, pid, kind } = server;
  const before = await upstreams.ask<UpstreamCounts>('counts');
  const cpuBefore = cpuTimeOf(pid);
  const result = await client.ask<LoadResult>({ url, headers: kind.headers, ...load });
  const cpuMicros = cpuTimeOf(pid) - cpuBefore;
  const after = await upstreams.ask<UpstreamCounts>('counts');
  if (result.wrong > 0) throw new Error(`${kind.name} gave ${result.wrong} wrong answers of ${result.requests}`);
  if (after.refused.length > 0) throw new Error(`${kind.name} sent wrong requests upstream: ${after.refused[0]}`);
  return {
    cpuMicros: cpuMicros / result.requests,
    requestsPerSecond: result.requests / result.seconds,
    p50Ms: result.p50Ms,
    p99Ms: result.p99Ms,
    upstreamRequests: (total(after) - total(before)) / result.requests,
  };
}

function total({ requests }: UpstreamCounts): number {
  return requests.ems + requests.telnyx + requests.x;
}
