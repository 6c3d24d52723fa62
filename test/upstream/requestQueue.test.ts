import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Requester } from '../../src/upstream/operation.ts';
import { Requesters } from '../../src/upstream/requesters.ts';
import { RequestQueue } from '../../src/upstream/requestQueue.ts';
import { Signal } from '../../src/upstream/signal.ts';
import { LEFT, requester } from './requesterUnderTest.ts';

/** A queue, and the names of the requests that left it, with how. */
function start(concurrency: number, maxWaiting = 100) {
  const queue = new RequestQueue(concurrency, maxWaiting);
  const ended: string[] = [];
  return {
    queue,
    ended,
    /** Lets a request wait. */
    enter(name: string, first: Requester) {
      const controller = new Signal();
      const requesters = new Requesters(first);
      void Promise.resolve(queue.enter({ signal: controller, requesters })).then((how) => ended.push(`${name} ${how}`));
      return { requesters, abort: () => controller.abort(LEFT) };
    },
    /** Gives one place back, and waits until the next request has it. */
    async leave(times = 1) {
      for (let left = 0; left < times; left += 1) {
        queue.leave();
        await settled();
      }
    },
  };
}

/** After all promises that are settled already. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('a place', () => {
  test('is given at once while there are any, and then to the next request that waits', async () => {
    const { queue, ended, enter, leave } = start(2);
    for (const name of ['1', '2', '3', '4']) enter(name, requester());
    await settled();
    expect(ended).toEqual(['1 entered', '2 entered']);
    expect([queue.inFlight, queue.waiting]).toEqual([2, 2]);

    await leave(2);
    expect(ended.slice(2)).toEqual(['3 entered', '4 entered']);

    await leave(2);
    expect([queue.inFlight, queue.waiting]).toEqual([0, 0]);
  });

  test('goes to a small operation before most of a large one, of another caller or of the same', async () => {
    const { ended, enter, leave } = start(1);
    const large = requester();
    for (let number = 0; number < 50; number += 1) enter(`large ${number}`, large);
    enter('small', requester());
    enter('other caller', requester({ key: 'other' }));

    await leave(5);

    expect(ended).toEqual([
      'large 0 entered',
      'large 1 entered',
      'other caller entered',
      'small entered',
      'large 2 entered',
      'large 3 entered',
    ]);
  });

  test('goes to no request that was aborted', async () => {
    const { queue, ended, enter, leave } = start(1);
    const one = requester();
    enter('1', one);
    const aborted = [enter('2', one), enter('3', one)];
    enter('4', one);
    for (const { abort } of aborted) abort();
    expect(queue.waiting).toBe(1);

    await leave();

    expect(ended).toEqual(['1 entered', '2 aborted', '3 aborted', '4 entered']);
  });

  test('goes to a shared request as early as to any operation that waits for it', async () => {
    const { queue, ended, enter, leave } = start(1);
    const large = requester();
    enter('first', large);
    const shared = Array.from({ length: 20 }, (_, number) => enter(`large ${number}`, large));
    const joined = requester();
    shared[19]?.requesters.add(joined);
    shared[19]?.requesters.add(joined);
    expect(queue.waiting).toBe(20);

    await leave(3);

    expect(ended).toEqual(['first entered', 'large 0 entered', 'large 19 entered', 'large 1 entered']);
    expect(queue.waiting).toBe(17);
  });

  test('is not given twice to a request that another operation joins after it was sent', async () => {
    const { queue, enter, leave } = start(1);
    const { requesters } = enter('1', requester());
    await settled();
    requesters.add(requester());
    expect(queue.waiting).toBe(0);
    await leave();
    expect([queue.inFlight, queue.waiting]).toEqual([0, 0]);

    const waiting = [enter('2', requester()), enter('3', requester())];
    await leave();
    waiting[1]?.requesters.add(requester());
    expect(queue.waiting).toBe(0);
  });
});

describe('a full queue', () => {
  test('refuses the operation that has the most waiting', async () => {
    const { queue, ended, enter } = start(1, 3);
    const one = requester();
    for (const name of ['1', '2', '3', '4', '5']) enter(name, one);
    await settled();

    expect(ended).toEqual(['1 entered', '5 full']);
    expect(queue.waiting).toBe(3);
  });

  test('has room for other operations, at the expense of the one that has the most waiting', async () => {
    const { queue, ended, enter, leave } = start(1, 4);
    const [large, medium] = [requester(), requester()];
    for (const name of ['1', '2', '3', '4']) enter(name, large);
    enter('medium 1', medium);
    enter('medium 2', medium);
    enter('small', requester());
    await settled();
    expect(ended).toEqual(['1 entered', '2 full', '3 full']);
    expect(queue.waiting).toBe(4);

    await leave(4);
    expect(ended.slice(3)).toEqual(['4 entered', 'medium 1 entered', 'small entered', 'medium 2 entered']);
  });
});

test('with any callers and operations waiting, each caller gets a place within as many places as there are callers', async () => {
  const names = fc.array(fc.constantFrom('a1', 'a2', 'a3', 'b1', 'b2', 'c1', 'd1'), { minLength: 1, maxLength: 80 });
  await fc.assert(
    fc.asyncProperty(names, async (waiting) => {
      const { ended, enter, leave } = start(1, 1000);
      const requesters = new Map(waiting.map((name) => [name, requester({ key: name.slice(0, 1) })]));
      enter('x', requester({ key: 'x' }));
      for (const name of waiting) enter(name, requesters.get(name) ?? requester());

      await leave(waiting.length);

      const callers = ended.slice(1).map((name) => name.slice(0, 1));
      expect(callers).toHaveLength(waiting.length);
      while (callers.length > 0) {
        const left = new Set(callers);
        expect(new Set(callers.slice(0, left.size))).toEqual(left);
        callers.shift();
      }
    }),
  );
});
