import { startChild } from '../child.ts';
import { type Bench, measure } from '../measure.ts';
import { startServerProcess } from '../serverProcess.ts';
import type { ServerKind } from '../servers.ts';
import { markdown } from '../tables.ts';
import type { UpstreamsQuestion } from '../upstreams/process.ts';
import type { UpstreamEnvironment } from '../upstreams/upstreams.ts';
import { peakMemoryOf } from '../usage.ts';

/** Connections per source. With 10,000, the answer of EMS has 12 MB. */
const SIZES = [10, 100, 1_000, 10_000];

/** A page of 20 of each list. */
const QUERIES = {
  EMS: '{ emsConnections(first: 20) { nodes { id name active createdAt type carrier { bytesSent } } } }',
  TELNYX: '{ telnyxConnections(first: 20) { nodes { id name active createdAt recordType } } }',
  X: '{ xStreamConnections(first: 20) { nodes { id name active createdAt endpointName } } }',
} as const;

const WARM_UP_MS = 2_000;
const DURATION_MS = 3_000;
const EVENT_LOOP = new URL('eventLoop.ts', import.meta.url).pathname;

export interface ScaleResult {
  readonly server: string;
  readonly title: string;
  readonly list: keyof typeof QUERIES;
  readonly connections: number;
  readonly cpuMicros: number;
  readonly longestBlockMs: number;
  readonly peakMemoryMiB: number;
  readonly upstreamRequests: number;
}

/** Measures a page of 20 from sources of growing size, each in a new process, with one client. */
export async function measureScale(
  client: Bench['client'],
  kinds: readonly ServerKind[],
  report: (text: string) => void,
): Promise<readonly ScaleResult[]> {
  const results: ScaleResult[] = [];
  for (const connections of SIZES) {
    const upstreams = startChild<UpstreamsQuestion>(new URL('../upstreams/process.ts', import.meta.url), [
      String(connections),
    ]);
    try {
      const environment = await upstreams.ask<UpstreamEnvironment>('environment');
      for (const [list, query] of Object.entries(QUERIES)) {
        for (const kind of kinds) {
          const server = await startServerProcess(kind, environment, [`--import=${EVENT_LOOP}`]);
          try {
            const load = { bodies: [JSON.stringify({ query })], expected: null, clients: 1, minRequests: 5 };
            await measure({ upstreams, client }, server, { ...load, durationMs: WARM_UP_MS });
            await server.longestBlockMs();
            const sample = await measure({ upstreams, client }, server, { ...load, durationMs: DURATION_MS });
            results.push({
              server: kind.name,
              title: kind.title,
              list: list as ScaleResult['list'],
              connections,
              cpuMicros: sample.cpuMicros,
              longestBlockMs: await server.longestBlockMs(),
              peakMemoryMiB: peakMemoryOf(server.pid),
              upstreamRequests: sample.upstreamRequests,
            });
          } finally {
            await server.end();
          }
        }
      }
      report(`${connections} connections per source`);
    } finally {
      upstreams.end();
    }
  }
  return results;
}

export function scaleTable(results: readonly ScaleResult[]): string {
  const rows = results
    .toSorted((a, b) => a.list.localeCompare(b.list) || a.title.localeCompare(b.title) || a.connections - b.connections)
    .map((one) => [
      one.list,
      one.title,
      String(one.connections),
      one.cpuMicros.toFixed(0),
      (one.cpuMicros / one.connections).toFixed(1),
      one.longestBlockMs.toFixed(0),
      one.peakMemoryMiB.toFixed(0),
      memoryPerConnection(one, results),
      one.upstreamRequests.toFixed(2),
    ]);
  const titles = [
    'list',
    'server',
    'connections',
    'CPU, µs',
    'CPU per connection, µs',
    'longest block, ms of CPU',
    'peak memory, MiB',
    'memory per connection, KiB',
    'upstream requests',
  ];
  return `A page of 20, one client, for one source of each size. A block is CPU time of the main thread, because a busy machine stops\nprocesses for longer than they block.\n\n${markdown(titles, rows)}`;
}

/** Compared with the smallest size, which differs too little from the next ones. */
function memoryPerConnection(one: ScaleResult, results: readonly ScaleResult[]): string {
  const smallest = results.find(({ list, server }) => list === one.list && server === one.server);
  if (smallest === undefined || one.connections < Math.max(...SIZES)) return '';
  const more = one.connections - smallest.connections;
  return (((one.peakMemoryMiB - smallest.peakMemoryMiB) * 1024) / more).toFixed(1);
}
