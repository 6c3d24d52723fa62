import { expect } from 'vitest';
import { emsRow } from '../fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { xRow } from '../fixtures/xstream.ts';
import { startSwitchboard } from './switchboard.ts';
import { startEms, startTelnyx, startX } from './upstreams.ts';

/** Every list of `Query`. */
export const LISTS = ['connections', 'emsConnections', 'telnyxConnections', 'xStreamConnections'] as const;

/** One source of each provider, each with three connections. The first Telnyx connection has three active calls. */
export async function startMisused() {
  const numbers = [1, 2, 3];
  const ems = await startEms(numbers.map((id) => emsRow({ id })));
  const calls = new Map([[telnyxId(1), numbers.map((number) => callRow(number))]]);
  const rows = numbers.map((number) => telnyxRow(number));
  const telnyx = await startTelnyx(rows, calls);
  const x = await startX(numbers.map((number) => xRow(number)));
  const { url, query } = await startSwitchboard(ems.settings, telnyx.settings, x.settings);
  const upstreams = [ems, telnyx, x];

  return {
    url,
    query,
    ems,
    upstreams,
    /**
     * Expects that the query is rejected with this message and without an upstream request, and that later queries work.
     *
     * @param expectedStatus 400 if the query is rejected before execution
     */
    async expectRejected(
      document: string,
      variables: Readonly<Record<string, unknown>>,
      argument: string,
      rule: string,
      expectedStatus = 200,
    ) {
      for (const { requests } of upstreams) requests.length = 0;

      const { data, errors, status } = await query(document, variables);

      expect({ data, status }).toEqual({ data: null, status: expectedStatus });
      expect(errors).toMatchObject([
        { message: `Argument "${argument}" ${rule}`, extensions: { code: 'BAD_USER_INPUT', argument } },
      ]);
      expect(upstreams.flatMap(({ requests }) => requests)).toEqual([]);
      expect((await query('{ sources { name } }')).errors).toEqual([]);
    },
  };
}
