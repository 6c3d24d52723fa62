import type { Measured, Results } from './compareServers.ts';

/** The results as Markdown tables, one for each number of clients and latency. */
export function tables(results: Results): string[] {
  const rounds = new Map(
    results.measured.map(({ clients, latencyMs }) => [`${clients} ${latencyMs}`, { clients, latencyMs }]),
  );
  return [
    ...[...rounds.values()].map(({ clients, latencyMs }) => {
      const measured = results.measured.filter((one) => one.clients === clients && one.latencyMs === latencyMs);
      const title = `${clients} ${clients === 1 ? 'client' : 'identical clients'}, upstreams take ${latencyMs} ms`;
      return `### ${title}\n\n${roundTable(results, measured)}`;
    }),
    `### Processes\n\n${totalsTable(results)}`,
  ];
}

function roundTable({ totals }: Results, measured: readonly Measured[]): string {
  const workloads = [...new Set(measured.map(({ workload }) => workload))];
  const columns: readonly (readonly [string, (one: Measured) => string])[] = [
    ['CPU, µs', ({ cpuMicros }) => cpuMicros.toFixed(0)],
    ['requests/s', ({ requestsPerSecond }) => requestsPerSecond.toFixed(0)],
    ['p50, ms', ({ p50Ms }) => p50Ms.toFixed(1)],
    ['p99, ms', ({ p99Ms }) => p99Ms.toFixed(1)],
    ['upstream requests', ({ upstreamRequests }) => upstreamRequests.toFixed(2)],
  ];
  const titles = columns.map(([title]) => `${title}: ${workloads.join(' / ')}`);
  const rows = totals.map(({ server, title }) => {
    const own = workloads.map((workload) => measured.find((one) => one.server === server && one.workload === workload));
    return [title, ...columns.map(([, read]) => own.map((one) => (one === undefined ? '–' : read(one))).join(' / '))];
  });
  return markdown(['server', ...titles], rows);
}

function totalsTable({ totals }: Results): string {
  const rows = totals.map(({ title, coldStartMs, peakMemoryMiB }) => [
    title,
    coldStartMs.toFixed(0),
    peakMemoryMiB.toFixed(0),
  ]);
  return markdown(['server', 'start to first answer, ms', 'peak memory, MiB'], rows);
}

export function markdown(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}
