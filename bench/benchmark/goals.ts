import type { Results } from './compareServers.ts';
import { markdown } from './tables.ts';
import { WORKLOADS, type WorkloadName } from './workloads.ts';

type PerWorkload = (workload: WorkloadName) => number | undefined;

/** What is compared with a goal, for one client and the shipped configuration without authentication. */
interface Goal {
  readonly title: string;
  readonly value: PerWorkload;
  /** For W1, W2 and W3: the figure to reach, and the figure to aim at. */
  readonly goals: readonly [string, string, string];
}

/** The goals of the project next to the figures of a run. What was not measured is a dash. */
export function goalsTable({ measured, totals }: Results): string {
  const find = (server: string, workload: WorkloadName, clients = 1, latencyMs = 0) =>
    measured.find(
      (one) =>
        one.server === server && one.workload === workload && one.clients === clients && one.latencyMs === latencyMs,
    );
  const cpu = (server: string, workload: WorkloadName) => find(server, workload)?.cpuMicros;
  const total = (server: string) => totals.find((one) => one.server === server);

  const perWorkload: Goal[] = [
    {
      title: "floor's CPU / Switchboard's, cold",
      value: (workload) => ratio(cpu('floor', workload), cpu('switchboard', workload)),
      goals: ['0.50 → 0.85', '0.55 → 0.75', '0.50 → 0.85'],
    },
    {
      title: "Apollo Server's CPU / Switchboard's, cold",
      value: (workload) => ratio(cpu('apollo', workload), cpu('switchboard', workload)),
      goals: ['1.9 → 3.3', '2.8 → 3.9', '2.5 → 4.4'],
    },
    {
      title: "CPU of the floor with a cache / Switchboard's, warm",
      value: (workload) => ratio(cpu('floor-cached', workload), cpu('switchboard-warm', workload)),
      goals: ['0.6 → 1', '0.8 → 1', '0.8 → 1'],
    },
    {
      title: 'the same without the reuse of finished answers',
      value: (workload) => ratio(cpu('floor-cached', workload), cpu('switchboard-warm-no-reuse', workload)),
      goals: ['', '', ''],
    },
    {
      title: 'upstream requests per request, cold',
      value: (workload) => find('switchboard', workload)?.upstreamRequests,
      goals: ['1', '3', '51'],
    },
    {
      title: 'the same, 64 identical clients, upstreams take 20 ms',
      value: (workload) => find('switchboard', workload, 64, 20)?.upstreamRequests,
      goals: ['≤ 0.05', '≤ 0.1', '≤ 1.5'],
    },
  ];
  const cell = (value: number | undefined, goal: string) =>
    `${value === undefined ? '–' : value.toFixed(2)}${goal === '' ? '' : ` (${goal})`}`;
  const rows = perWorkload.map(({ title, value, goals }) => [
    title,
    ...WORKLOADS.map(({ name }, index) => cell(value(name), goals[index] ?? '')),
  ]);
  const ofFloor = (read: 'coldStartMs' | 'peakMemoryMiB') =>
    ratio(total('switchboard')?.[read], total('floor')?.[read]);
  rows.push(
    ["start to first answer / floor's", cell(ofFloor('coldStartMs'), '≤ 3 → 2.3'), '', ''],
    ["peak memory / floor's", cell(ofFloor('peakMemoryMiB'), '≤ 1.35'), '', ''],
  );
  return `### Goals\n\n${markdown(['figure (goal)', ...WORKLOADS.map(({ name }) => name)], rows)}`;
}

function ratio(dividend: number | undefined, divisor: number | undefined): number | undefined {
  return dividend === undefined || divisor === undefined ? undefined : dividend / divisor;
}
