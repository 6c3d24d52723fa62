import { mkdirSync, writeFileSync } from 'node:fs';
import { startChild } from './child.ts';
import { compareServers } from './compareServers.ts';
import { goalsTable } from './goals.ts';
import type { Load } from './load/client.ts';
import { machine } from './machine.ts';
import { readOptions } from './options.ts';
import { installPeers } from './peers.ts';
import { tables } from './tables.ts';
import type { UpstreamsQuestion } from './upstreams/process.ts';

/*
 * `npm run bench`: measures Switchboard against a proxy written by hand and against other GraphQL servers. See docs/PERFORMANCE.md.
 */

const ROWS_PER_PROVIDER = 100;
const RESULTS = new URL('../results/', import.meta.url);

const options = readOptions(process.argv.slice(2));
if (options.servers.some(({ isPeer }) => isPeer)) installPeers();
const bench = {
  upstreams: startChild<UpstreamsQuestion>(new URL('upstreams/process.ts', import.meta.url), [
    String(ROWS_PER_PROVIDER),
  ]),
  client: startChild<Load>(new URL('load/client.ts', import.meta.url)),
};
try {
  const results = await compareServers(bench, options, (text) => console.error(text));
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(new URL('latest.json', RESULTS), JSON.stringify({ machine: machine(), ...results }, null, 2));
  console.log([machine().text, goalsTable(results), ...tables(results)].join('\n\n'));
} finally {
  bench.client.end();
  bench.upstreams.end();
}
