import { describe, expect, test } from 'vitest';
import { failWith, startEachProvider, succeed } from '../support/eachProvider.ts';

/*
 * A rejection that a client's input can cause does not change the health of a source. All other failures do.
 */

const OUTCOMES = 'outcomes { ok problem { httpStatus } }';
const LIST = `{ connections { nodes { name } ${OUTCOMES} } }`;
const WITH_INPUT = `{
  telnyxConnections(filter: { connectionNameContains: "line" }) { ${OUTCOMES} }
  xStreamConnections(endpoints: [SAMPLE_STREAM]) { ${OUTCOMES} }
}`;
const HEALTH = '{ sources { name status lastSuccessAt lastProblem { httpStatus } } }';

/** Statuses that a client's input can cause. */
const CAUSED_BY_INPUT = [400, 404, 405, 409, 410, 413, 414, 422, 431];

describe.each(CAUSED_BY_INPUT)('HTTP %i', (status) => {
  test('for a request with client input is reported, and does not change the health of the source', async () => {
    const upstreams = await startEachProvider();
    await upstreams.query(LIST);
    const before = (await upstreams.query(HEALTH)).data;
    upstreams.respond = failWith(status);

    for (let number = 1; number <= 4; number += 1) {
      const { data } = await upstreams.query(WITH_INPUT);
      const failed = { outcomes: [{ ok: false, problem: { httpStatus: status } }] };
      expect(data).toEqual({ telnyxConnections: failed, xStreamConnections: failed });
    }

    expect((await upstreams.query(HEALTH)).data).toEqual(before);
    expect(before.sources).toMatchObject(Array(3).fill({ status: 'UP', lastProblem: null }));
  });
});

test('a source whose only response was a rejection of client input is UNKNOWN', async () => {
  const upstreams = await startEachProvider();
  upstreams.respond = failWith(400);
  await upstreams.query(WITH_INPUT);

  const unknown = { status: 'UNKNOWN', lastSuccessAt: null, lastProblem: null };
  expect((await upstreams.query(HEALTH)).data.sources).toMatchObject(Array(3).fill(unknown));
});

test('a rejection of client input does not replace an earlier problem of the source', async () => {
  const upstreams = await startEachProvider();
  upstreams.respond = failWith(503);
  await upstreams.query(LIST);
  upstreams.respond = failWith(400);
  await upstreams.query(WITH_INPUT);

  const down = { status: 'DOWN', lastProblem: { httpStatus: 503 } };
  expect((await upstreams.query(HEALTH)).data.sources).toMatchObject(Array(3).fill(down));
});

test.each([400, 413, 422])('HTTP %i does not open the circuit breaker', async (status) => {
  const upstreams = await startEachProvider({ settings: { breakAfter: 1, breakMs: 600_000 } });
  upstreams.respond = failWith(status);
  await upstreams.query(LIST);
  await upstreams.query(LIST);
  upstreams.respond = succeed;

  expect((await upstreams.query(LIST)).data.connections.nodes).toHaveLength(3);
  // Telnyx may have rejected the descending sort only, so each rejected request is followed by an ascending one.
  const telnyx = status === 413 ? 3 : 5;
  expect(upstreams.requestCounts()).toEqual([3, telnyx, 3]);
});

// A request without client input that is rejected can mean that the configuration is wrong.
test.each([...CAUSED_BY_INPUT, 401, 402, 403, 408, 429, 500, 503])(
  'HTTP %i for a request without client input makes the source DEGRADED, with the status in `lastProblem`',
  async (status) => {
    const upstreams = await startEachProvider();
    await upstreams.query(LIST);
    upstreams.respond = failWith(status);
    await upstreams.query(LIST);

    const degraded = { status: 'DEGRADED', lastProblem: { httpStatus: status } };
    expect((await upstreams.query(HEALTH)).data.sources).toMatchObject(Array(3).fill(degraded));
  },
);
