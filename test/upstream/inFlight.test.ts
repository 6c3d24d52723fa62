import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { operation, rows, startUpstream } from './upstreamUnderTest.ts';

/** Answers when it is told to. */
async function startPatient(settings: Parameters<typeof startUpstream>[1] = {}) {
  const held: ServerResponse[] = [];
  let closed = 0;
  const started = await startUpstream((_request, response) => {
    held.push(response);
    response.once('close', () => {
      if (!response.writableFinished) closed += 1;
    });
  }, settings);
  const answer = () => {
    for (const response of held.splice(0)) response.end('"answer"');
  };
  const asked = (times: number) => until(() => started.requests.length === times);
  return { ...started, held, answer, asked, closed: () => closed };
}

describe('the same question asked while it is under way', () => {
  test('is sent once, and answered to all', async () => {
    const { upstream, answer, asked, served } = await startPatient();

    const waiting = Array.from({ length: 20 }, (_, number) =>
      upstream.get(rows(), operation({ requestId: `r${number}` })),
    );
    await asked(1);
    answer();

    expect(new Set(await Promise.all(waiting).then((all) => all.map(({ value }) => value)))).toEqual(
      new Set(['answer']),
    );
    expect(served).toEqual(['upstream', ...Array(19).fill('coalesced')]);
    await asked(1);
  });

  test('fails for all at once', async () => {
    const { upstream, requests } = await startUpstream((_request, response) => response.destroy());

    const all = await Promise.allSettled([upstream.get(rows(), operation()), upstream.get(rows(), operation())]);

    expect(all).toMatchObject(Array(2).fill({ reason: { problem: { code: 'UPSTREAM_UNAVAILABLE' } } }));
    expect(requests).toHaveLength(1);
  });

  test('is tried for as long as the most patient of them waits', async () => {
    const { upstream, answer, asked, held } = await startPatient({ retries: 1 });
    const hasty = upstream.get(rows(), operation({ deadline: Date.now() + 1 }));
    const patient = upstream.get(rows(), operation());
    await asked(1);
    held.splice(0)[0]?.destroy();
    await asked(2);
    answer();

    expect(await Promise.all([hasty, patient])).toMatchObject(Array(2).fill({ value: 'answer' }));
  });

  test('other questions are sent beside it', async () => {
    const { upstream, answer, asked } = await startPatient();

    const both = Promise.all([upstream.get(rows('/1'), operation()), upstream.get(rows('/2'), operation())]);
    await asked(2);
    answer();

    expect(await both).toHaveLength(2);
  });
});

describe('a caller that goes away', () => {
  test('takes its request along', async () => {
    const caller = new AbortController();
    const { upstream, asked, closed, ended } = await startPatient();

    const get = upstream.get(rows(), operation({ signal: caller.signal }));
    await asked(1);
    caller.abort();

    await expect(get).rejects.toMatchObject({ problem: { code: 'UPSTREAM_TIMEOUT' } });
    await until(() => closed() === 1);
    await until(() => ended.length === 1);
    expect(ended).toMatchObject([{ sent: true, abandoned: true, problem: null }]);
    expect(upstream.health.status).toBe('UNKNOWN');
    expect(upstream.load).toEqual({ inFlight: 0, waiting: 0 });
  });

  test('because its time is up shows that the upstream has not answered', async () => {
    const caller = new AbortController();
    const { upstream, asked, ended } = await startPatient();

    const get = upstream.get(rows(), operation({ signal: caller.signal }));
    await asked(1);
    caller.abort(new DOMException('', 'TimeoutError'));

    await expect(get).rejects.toMatchObject({ problem: { code: 'UPSTREAM_TIMEOUT' } });
    await until(() => ended.length === 1);
    expect(ended).toMatchObject([{ sent: true, abandoned: true, problem: { code: 'UPSTREAM_TIMEOUT' } }]);
    expect(upstream.health).toMatchObject({ status: 'DOWN', lastProblem: { code: 'UPSTREAM_TIMEOUT' } });
    expect(upstream.circuit).toBe('closed');
  });

  test('leaves the answer to the others who wait for it', async () => {
    const caller = new AbortController();
    const { upstream, answer, asked, closed } = await startPatient();

    const [gone, stays] = [
      upstream.get(rows(), operation({ signal: caller.signal })),
      upstream.get(rows(), operation()),
    ];
    await asked(1);
    caller.abort();
    await expect(gone).rejects.toThrow();
    answer();

    expect(await stays).toMatchObject({ value: 'answer' });
    expect(closed()).toBe(0);
  });

  test('does not keep a newcomer from asking again', async () => {
    const caller = new AbortController();
    const { upstream, answer, asked } = await startPatient();
    const gone = expect(upstream.get(rows(), operation({ signal: caller.signal }))).rejects.toThrow();
    await asked(1);
    caller.abort();
    const newcomer = upstream.get(rows(), operation());
    await asked(2);
    answer();

    await gone;
    expect(await newcomer).toMatchObject({ value: 'answer' });
  });

  test('is not waited for in the queue', async () => {
    const caller = new AbortController();
    const { upstream, answer, asked, requests } = await startPatient({ concurrency: 1 });
    const first = upstream.get(rows('/1'), operation());
    await asked(1);
    const gone = upstream.get(rows('/2'), operation({ signal: caller.signal }));
    const last = upstream.get(rows('/3'), operation());
    caller.abort();
    await expect(gone).rejects.toThrow();
    answer();
    await first;
    await asked(2);
    answer();
    await last;

    expect(requests.map(({ path }) => path)).toEqual(['/1', '/3']);
  });

  test('that has gone already asks nothing', async () => {
    const { upstream, requests } = await startPatient();

    await expect(upstream.get(rows(), operation({ signal: AbortSignal.abort() }))).rejects.toThrow();

    expect(requests).toEqual([]);
  });
});
