import { describe, expect, test } from 'vitest';
import { Signal } from '../../src/upstream/signal.ts';
import { until } from '../support/until.ts';
import { LEFT } from './requesterUnderTest.ts';
import { get, problemOf, startUpstream } from './upstreamUnderTest.ts';

type Settings = NonNullable<Parameters<typeof startUpstream>[1]>;

/** Responds with these statuses in turn. The provider's code has a bug that shows at HTTP 400. */
function startWith(statuses: readonly number[], settings: Settings = {}) {
  const left = [...statuses];
  return startUpstream((_request, response) => response.writeHead(left.shift() ?? 200).end('"response"'), {
    readFailure: ({ status }) => {
      if (status === 400) throw new TypeError('A bug');
      return {};
    },
    ...settings,
  });
}

describe('a request that ends with an internal error', () => {
  test('gives back its place in the queue', async () => {
    const started = await startWith([400, 200], { concurrency: 1 });

    await expect(get(started)).rejects.toThrow('A bug');

    expect(started.upstream.load).toEqual({ inFlight: 0, waiting: 0 });
    expect(await get(started)).toMatchObject({ value: '"response"' });
  });

  test('does not keep the circuit breaker from sending the next probe request', async () => {
    const started = await startWith([500, 400, 200], { breakAfter: 1, breakMs: 1 });
    await problemOf(get(started));
    const openedAt = Date.now();
    await until(() => Date.now() > openedAt + 1);

    await expect(get(started)).rejects.toThrow('A bug');
    expect(await get(started)).toMatchObject({ value: '"response"' });

    expect(started.circuit).toEqual(['open', 'half-open', 'open', 'half-open', 'closed']);
  });
});

describe('a failed request', () => {
  test('counts for the health if the client disconnects before the retry', async () => {
    const started = await startUpstream((_request, response) => response.writeHead(503, { 'retry-after': '1' }).end(), {
      retries: 1,
    });
    const client = new Signal();
    const result = problemOf(get(started, { signal: client }));
    await until(() => started.ended.length === 1);
    expect(started.ended[0]?.retryInMs).toBeGreaterThan(0);

    client.abort(LEFT);
    await result;
    await until(() => started.upstream.health.lastProblem !== null);

    expect(started.upstream.health).toMatchObject({ status: 'DOWN', lastProblem: { httpStatus: 503 } });
    expect(started.requests).toHaveLength(1);
  });
});
