import { parseArgs } from 'node:util';
import type { Section } from './document.ts';
import { baseline, SERVERS, type ServerKind } from './servers.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

/** How many clients send at once, and how long the upstreams take. */
export interface Round {
  readonly clients: number;
  readonly latencyMs: number;
}

export interface Options {
  /** What is measured. */
  readonly section: Section;
  /** Whether the tables are written to docs/PERFORMANCE.md. */
  readonly write: boolean;
  readonly servers: readonly ServerKind[];
  readonly workloads: readonly Workload[];
  readonly rounds: readonly Round[];
  readonly repetitions: number;
  /** Of one measurement. */
  readonly durationMs: number;
  /** Before the first measurement of a server with a workload: V8 goes on compiling for some seconds. */
  readonly warmUpMs: number;
}

const QUICK_SERVERS = ['floor', 'floor-cached', 'switchboard', 'switchboard-warm'];

const ALL = SERVERS.map(({ name }) => name);
const SWITCHBOARD = ['switchboard', 'switchboard-warm'];
const DEFAULT_SERVERS: Readonly<Record<Section, readonly string[]>> = {
  servers: ALL,
  // The floor answers the three workloads only.
  mixed: [...SWITCHBOARD, ...SERVERS.filter(({ isPeer }) => isPeer).map(({ name }) => name)],
  scale: SWITCHBOARD,
  processes: ['floor', ...SWITCHBOARD],
};

/** @throws Error that tells what is wrong with the arguments */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      servers: { type: 'string' },
      workloads: { type: 'string' },
      /** Numbers of clients, each with the latency of the upstreams in milliseconds: `1,64@20`. */
      clients: { type: 'string' },
      repetitions: { type: 'string' },
      /** Fewer servers and one client, in about two minutes. */
      quick: { type: 'boolean', default: false },
      mixed: { type: 'boolean', default: false },
      scale: { type: 'boolean', default: false },
      processes: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      /** Another checkout to compare with. */
      baseline: { type: 'string' },
    },
  });
  const { quick } = values;
  const others = values.baseline === undefined ? [] : baseline(values.baseline);
  const section = (['mixed', 'scale', 'processes'] as const).find((name) => values[name]) ?? 'servers';
  const names = values.servers?.split(',') ?? (quick ? QUICK_SERVERS : DEFAULT_SERVERS[section]);
  return {
    section,
    write: values.write,
    servers: [...pick(names, SERVERS), ...others],
    workloads: pick(values.workloads?.split(',') ?? ['W1', 'W2', 'W3'], WORKLOADS),
    rounds: (values.clients ?? (quick ? '1' : '1,16,64,64@20')).split(',').map(round),
    repetitions: positive(values.repetitions ?? (quick ? '3' : '5')),
    durationMs: 1_000,
    warmUpMs: quick ? 5_000 : 8_000,
  };
}

function pick<Named extends { readonly name: string }>(names: readonly string[], all: readonly Named[]): Named[] {
  return names.map((name) => {
    const found = all.find((one) => one.name === name);
    if (found === undefined) throw new Error(`Unknown: ${name}. Known: ${all.map((one) => one.name).join(', ')}`);
    return found;
  });
}

function round(text: string): Round {
  const [clients = '', latencyMs] = text.split('@');
  return { clients: positive(clients), latencyMs: latencyMs === undefined ? 0 : positive(latencyMs) };
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`Not a positive number: ${text}`);
  return value;
}
