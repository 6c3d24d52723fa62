import { describe, expect, test } from 'vitest';
import { Signal } from '../../src/upstream/signal.ts';
import { until } from '../support/until.ts';
import { LEFT } from './requesterUnderTest.ts';
import { operation, rows, startHolding, startUpstream } from './upstreamUnderTest.ts';

describe('identical requests in flight', () => {
  test('are sent once, and every waiter gets the response', async () => {
    const { upstream, respond, received, served } = await startHolding();

    const waiting = Array.from({ length: 20 }, (_, number) =>
      upstream.get(rows(), operation({ requestId: `r${number}` })),
    );
    await received(1);
    respond();

    expect(new Set(await Promise.all(waiting).then((all) => all.map(({ value }) => value)))).toEqual(
      new Set(['response']),
    );
    expect(served).toEqual(['upstream', ...Array(19).fill('coalesced')]);
    await received(1);
  });

  test('are sent once, and every waiter gets the failure', async () => {
    const { upstream, requests } = await startUpstream((_request, response) => response.destroy());

    const all = await Promise.allSettled([upstream.get(rows(), operation()), upstream.get(rows(), operation())]);

    expect(all).toMatchObject(Array(2).fill({ reason: { problem: { code: 'UPSTREAM_UNAVAILABLE' } } }));
    expect(requests).toHaveLength(1);
  });

  test('are retried until the latest deadline of their waiters', async () => {
    const { upstream, respond, received, held } = await startHolding({ retries: 1 });
    const impatient = upstream.get(rows(), operation({ deadline: Date.now() + 1 }));
    const patient = upstream.get(rows(), operation());
    await received(1);
    held.splice(0)[0]?.destroy();
    await received(2);
    respond();

    expect(await Promise.all([impatient, patient])).toMatchObject(Array(2).fill({ value: 'response' }));
  });

  test('do not hold up a different request', async () => {
    const { upstream, respond, received } = await startHolding();

    const both = Promise.all([upstream.get(rows('/1'), operation()), upstream.get(rows('/2'), operation())]);
    await received(2);
    respond();

    expect(await both).toHaveLength(2);
  });
});

describe('a caller that leaves', () => {
  test('aborts its upstream request', async () => {
    const caller = new Signal();
    const { upstream, received, closed, ended } = await startHolding();

    const get = upstream.get(rows(), operation({ signal: caller }));
    await received(1);
    caller.abort(LEFT);

    await expect(get).rejects.toMatchObject({ problem: { code: 'UPSTREAM_TIMEOUT' } });
    await until(() => closed() === 1);
    await until(() => ended.length === 1);
    expect(ended).toMatchObject([{ sent: true, abandoned: true, problem: null }]);
    expect(upstream.health.status).toBe('UNKNOWN');
    expect(upstream.load).toEqual({ inFlight: 0, waiting: 0 });
  });

  test('at its deadline counts as a timeout of the upstream', async () => {
    const caller = new Signal();
    const { upstream, received, ended } = await startHolding();

    const get = upstream.get(rows(), operation({ signal: caller }));
    await received(1);
    caller.abort(new DOMException('', 'TimeoutError'));

    await expect(get).rejects.toMatchObject({ problem: { code: 'UPSTREAM_TIMEOUT' } });
    await until(() => ended.length === 1);
    expect(ended).toMatchObject([{ sent: true, abandoned: true, problem: { code: 'UPSTREAM_TIMEOUT' } }]);
    expect(upstream.health).toMatchObject({ status: 'DOWN', lastProblem: { code: 'UPSTREAM_TIMEOUT' } });
    expect(upstream.circuit).toBe('closed');
  });

  test('does not abort a request that has other waiters', async () => {
    const caller = new Signal();
    const { upstream, respond, received, closed } = await startHolding();

    const [abandoned, shared] = [
      upstream.get(rows(), operation({ signal: caller })),
      upstream.get(rows(), operation()),
    ];
    await received(1);
    caller.abort(LEFT);
    await expect(abandoned).rejects.toThrow();
    respond();

    expect(await shared).toMatchObject({ value: 'response' });
    expect(closed()).toBe(0);
  });

  test('does not fail an identical request that follows', async () => {
    const caller = new Signal();
    const { upstream, respond, received } = await startHolding();
    const abandoned = expect(upstream.get(rows(), operation({ signal: caller }))).rejects.toThrow();
    await received(1);
    caller.abort(LEFT);
    const following = upstream.get(rows(), operation());
    await received(2);
    respond();

    await abandoned;
    expect(await following).toMatchObject({ value: 'response' });
  });

  test('frees its place in the queue', async () => {
    const caller = new Signal();
    const { upstream, respond, received, requests } = await startHolding({ concurrency: 1 });
    const first = upstream.get(rows('/1'), operation());
    await received(1);
    const abandoned = upstream.get(rows('/2'), operation({ signal: caller }));
    const last = upstream.get(rows('/3'), operation());
    caller.abort(LEFT);
    await expect(abandoned).rejects.toThrow();
    respond();
    await first;
    await received(2);
    respond();
    await last;

    expect(requests.map(({ path }) => path)).toEqual(['/1', '/3']);
  });

  test('before its request is sent causes no upstream request', async () => {
    const { upstream, requests } = await startHolding();

    const caller = new Signal();
    caller.abort(LEFT);

    await expect(upstream.get(rows(), operation({ signal: caller }))).rejects.toThrow();

    expect(requests).toEqual([]);
  });
});
