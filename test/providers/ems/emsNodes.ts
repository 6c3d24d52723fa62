import { expect } from 'vitest';
import { type Answer, startSwitchboard } from '../../support/switchboard.ts';
import { startEms } from '../../support/upstreams.ts';

/** The EMS connections, newest first, of a server that lists these rows. */
export async function emsNodes(rows: Parameters<typeof startEms>[0], selection: string): Promise<Answer['data']> {
  const { settings } = await startEms(rows);
  const { query } = await startSwitchboard(settings);
  const { data, errors } = await query(`{ emsConnections { nodes { ${selection} } } }`);
  expect(errors).toEqual([]);
  return data.emsConnections.nodes;
}
