import { mkdirSync, writeFileSync } from 'node:fs';
import { startChild } from './child.ts';
import { compareServers } from './compareServers.ts';
import { type Section, writeSection } from './document.ts';
import { goalsTable } from './goals.ts';
import type { Load } from './load/client.ts';
import { machine } from './machine.ts';
import { measureMixed, mixedTable } from './mixed/mixed.ts';
import { readOptions } from './options.ts';
import { installPeers } from './peers.ts';
import { measureProcesses, processesTable } from './processes/processes.ts';
import { measureScale, scaleTable } from './scale/scale.ts';
import { tables } from './tables.ts';
import type { UpstreamsQuestion } from './upstreams/process.ts';

/*
 * `npm run bench`: measures Switchboard against a proxy written by hand and against other GraphQL servers. See docs/PERFORMANCE.md.
 */

const CONNECTIONS_PER_SOURCE = 100;
const RESULTS = new URL('../results/', import.meta.url);

const options = readOptions(process.argv.slice(2));
const { servers, workloads, repetitions } = options;
if (servers.some(({ isPeer }) => isPeer)) installPeers();
const upstreams = new URL('upstreams/process.ts', import.meta.url);
const bench = {
  upstreams: startChild<UpstreamsQuestion>(upstreams, [String(CONNECTIONS_PER_SOURCE)]),
  client: startChild<Load>(new URL('load/client.ts', import.meta.url)),
};
const report = (text: string) => console.error(text);

/** Each section measures, and returns its figures and its tables. */
const SECTIONS: Readonly<Record<Section, () => Promise<{ readonly results: unknown; readonly markdown: string }>>> = {
  async servers() {
    const results = await compareServers(bench, options, report);
    return { results, markdown: [goalsTable(results), ...tables(results)].join('\n\n') };
  },
  async mixed() {
    const results = await measureMixed(bench, servers, repetitions);
    return { results, markdown: mixedTable(results) };
  },
  async scale() {
    const results = await measureScale(bench.client, servers, report);
    return { results, markdown: scaleTable(results) };
  },
  async processes() {
    const results = await measureProcesses(bench, servers, workloads, repetitions);
    return { results, markdown: processesTable(results) };
  },
};

try {
  const { results, markdown } = await SECTIONS[options.section]();
  const { text, ...parts } = machine();
  const dated = `${text}\n\n${markdown}`;
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(new URL(`${options.section}.json`, RESULTS), JSON.stringify({ machine: parts, results }, null, 2));
  if (options.write) writeSection(options.section, dated);
  console.log(dated);
} finally {
  bench.client.end();
  bench.upstreams.end();
}
