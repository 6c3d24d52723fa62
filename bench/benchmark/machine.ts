import { cpus, loadavg, release, totalmem } from 'node:os';

/** What the figures depend on. */
export function machine() {
  const [cpu] = cpus();
  const parts = {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpu?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    linux: release(),
    node: process.version,
    /** Processes that wanted a core in the last minute. More than the benchmark's own three disturb it. */
    load: loadavg()[0] ?? 0,
  };
  const { date, cores, memoryGiB, linux, node, load } = parts;
  return {
    ...parts,
    text: `Measured on ${date}: ${cores} cores of ${parts.cpu}, ${memoryGiB} GiB, Linux ${linux}, Node.js ${node}. Load average at the end: ${load.toFixed(1)}.`,
  };
}
