import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { emsRow } from './fixtures/ems.ts';
import { telnyxRow } from './fixtures/telnyx.ts';
import { xRow } from './fixtures/xstream.ts';
import { answers, telnyxLimit, xLimit } from './support/faults.ts';
import { startSwitchboard } from './support/switchboard.ts';
import { startEms, startServerOf, startTelnyx } from './support/upstreams.ts';

const ANSWER = JSON.stringify({ data: [xRow(1)], meta: {} });

const OUTCOMES = 'outcomes { ok problem { code httpStatus retryable retryAt } }';
const X_LIST = `{ xStreamConnections { nodes { name } ${OUTCOMES} } }`;
const OTHER_LIST = `{ xStreamConnections(status: ALL) { ${OUTCOMES} } }`;

const NOT_ASKED = { code: 'UPSTREAM_UNAVAILABLE', httpStatus: null };

/** Longer than a test may take. */
const PATIENT = { timeoutMs: 600_000 };

/** An X that does as it is told, and can be told otherwise. */
async function startXOf(listener: RequestListener, settings: Readonly<Record<string, unknown>> = {}) {
  const x = { does: listener };
  const { url, requests } = await startServerOf((request, response) => x.does(request, response));
  return Object.assign(x, {
    requests,
    settings: { name: 'x', bearerToken: 'token', baseUrl: url, ...settings, provider: 'X' },
  });
}

/** Keeps the answers to its requests until they are taken, one after the other. */
function keeper() {
  const kept: ServerResponse[] = [];
  let tell = Promise.withResolvers<void>();
  const listener: RequestListener = (_request, response) => {
    kept.push(response);
    tell.resolve();
  };
  const next = async (): Promise<ServerResponse> => {
    await tell.promise;
    const response = kept.shift();
    if (response === undefined) throw new Error('Told of a request that is not there');
    if (kept.length === 0) tell = Promise.withResolvers();
    return response;
  };
  return { listener, next };
}

/** A query whose caller can go away. */
function ask(url: string, query: string) {
  const caller = new AbortController();
  const answer = request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    signal: caller.signal,
  });
  return { answer: answer.then(({ body }) => body.json()), leave: () => caller.abort() };
}

/** Asks again and again until a request goes out, and waits for no answer then. */
async function askUntilSent<Answer>(ask: () => Promise<Answer>, next: () => Promise<ServerResponse>) {
  const sent = next();
  for (;;) {
    const answer = ask();
    const upstream = await Promise.race([sent, answer.then(() => null)]);
    // Not the answer itself, which would be waited for here.
    if (upstream !== null) return { upstream, answer };
  }
}

describe('when a caller goes away', () => {
  test('what was asked upstream on its account ends', async () => {
    const { listener, next } = keeper();
    const x = await startXOf(listener, PATIENT);
    const { url } = await startSwitchboard(x.settings);
    const { answer, leave } = ask(url, X_LIST);
    const upstream = await next();
    const ended = once(upstream, 'close');

    leave();

    await expect(answer).rejects.toThrow();
    await ended;
    expect(upstream.writableFinished).toBe(false);
    expect(x.requests).toHaveLength(1);
  });

  test('another one who waits for the same answer gets it', async () => {
    const [list, own] = [keeper(), keeper()];
    const x = await startXOf(list.listener, PATIENT);
    const telnyx = await startServerOf(own.listener);
    const { promise: otherWaits, resolve: otherCame } = Promise.withResolvers<void>();
    const ems = await startEms(() => {
      otherCame();
      return [emsRow({ id: 1, stream: 'studio' })];
    });
    const telnyxSettings = { provider: 'TELNYX', name: 'telnyx', apiKey: 'key', baseUrl: telnyx.url, ...PATIENT };
    const { url, query } = await startSwitchboard(x.settings, telnyxSettings, ems.settings);
    const { answer, leave } = ask(
      url,
      '{ xStreamConnections { nodes { name } } telnyxConnections { nodes { name } } }',
    );
    const [shared, onItsAccount] = [await list.next(), await own.next()];
    const other = query('{ xStreamConnections { nodes { name } } emsConnections { nodes { name } } }');
    await otherWaits;
    const ended = once(onItsAccount, 'close');

    leave();
    await expect(answer).rejects.toThrow();
    // Now Switchboard knows that it has gone.
    await ended;
    shared.end(ANSWER);

    expect(await other).toEqual({
      data: {
        xStreamConnections: { nodes: [{ name: 'filtered_stream' }] },
        emsConnections: { nodes: [{ name: 'studio' }] },
      },
      errors: [],
      status: 200,
    });
    expect(x.requests).toHaveLength(1);
  });
});

describe('a source that fails again and again', () => {
  test('is not asked for a while, and says until when', async () => {
    const x = await startXOf(answers(503), { breakAfter: 3, breakMs: 60_000 });
    const { query } = await startSwitchboard(x.settings);
    const earliest = Date.now() + 60_000;
    for (let failures = 0; failures < 3; failures += 1) await query(X_LIST);
    const latest = Date.now() + 60_000;

    const { data, errors } = await query(X_LIST);

    expect(x.requests).toHaveLength(3);
    const [{ ok, problem }] = data.xStreamConnections.outcomes;
    expect({ ok, problem }).toEqual({
      ok: false,
      problem: { code: 'UPSTREAM_UNAVAILABLE', httpStatus: null, retryable: true, retryAt: expect.any(String) },
    });
    expect(Date.parse(problem.retryAt)).toBeGreaterThanOrEqual(earliest);
    expect(Date.parse(problem.retryAt)).toBeLessThanOrEqual(latest);
    expect(errors).toMatchObject([{ path: ['xStreamConnections'], extensions: { ...problem, source: 'x' } }]);
  });

  test('costs no more requests than that, its retries among them', async () => {
    const x = await startXOf(answers(503), { breakAfter: 4, breakMs: 60_000, retries: 2 });
    const { query } = await startSwitchboard(x.settings);

    for (let operations = 0; operations < 4; operations += 1) await query(X_LIST);

    expect(x.requests).toHaveLength(4);
  });

  test('is tried by one request after that while, and asked as before when that succeeds', async () => {
    const x = await startXOf(answers(503), { breakAfter: 1, breakMs: 100 });
    const { query } = await startSwitchboard(x.settings);
    const problem = { code: 'UPSTREAM_UNAVAILABLE', httpStatus: 503 };
    expect((await query(X_LIST)).data.xStreamConnections.outcomes).toMatchObject([{ ok: false, problem }]);
    const { listener, next } = keeper();
    x.does = listener;
    const { upstream, answer: probe } = await askUntilSent(() => query(X_LIST), next);

    // While it is under way, another question is not sent, nor does it wait.
    const { data } = await query(OTHER_LIST);
    expect(data.xStreamConnections.outcomes).toMatchObject([{ ok: false, problem: NOT_ASKED }]);
    expect(x.requests).toHaveLength(2);

    x.does = answers(200, ANSWER);
    upstream.end(ANSWER);
    const well = { nodes: [{ name: 'filtered_stream' }], outcomes: [{ ok: true, problem: null }] };
    expect((await probe).data.xStreamConnections).toEqual(well);
    expect((await query(X_LIST)).data.xStreamConnections).toEqual(well);
    expect(x.requests).toHaveLength(3);
  });

  test('is tried again when the caller of that one request has gone', async () => {
    const x = await startXOf(answers(503), { breakAfter: 1, breakMs: 100 });
    const { url, query } = await startSwitchboard(x.settings);
    await query(X_LIST);
    const { listener, next } = keeper();
    x.does = listener;
    let leave: (() => void) | undefined;
    const askAndLeave = () => {
      const asked = ask(url, X_LIST);
      leave = asked.leave;
      return asked.answer;
    };
    const { upstream, answer } = await askUntilSent(askAndLeave, next);
    const ended = once(upstream, 'close');

    leave?.();
    await expect(answer).rejects.toThrow();
    await ended;

    // Still one at a time: that request has proved nothing.
    const second = await askUntilSent(() => query(X_LIST), next);
    const { data } = await query(OTHER_LIST);
    expect(data.xStreamConnections.outcomes).toMatchObject([{ ok: false, problem: NOT_ASKED }]);
    expect(x.requests).toHaveLength(3);
    second.upstream.end(ANSWER);
    expect((await second.answer).data.xStreamConnections.outcomes).toEqual([{ ok: true, problem: null }]);
  });

  test('is known to fail, though it was not asked a second time', async () => {
    const x = await startXOf(answers(503), { breakAfter: 1, breakMs: 60_000, retries: 2 });
    const { query } = await startSwitchboard(x.settings);

    const { data } = await query(X_LIST);

    expect(x.requests).toHaveLength(1);
    expect(data.xStreamConnections.outcomes).toMatchObject([{ ok: false, problem: { code: 'UPSTREAM_UNAVAILABLE' } }]);
    const { sources } = (await query('{ sources { status lastProblem { code httpStatus } } }')).data;
    expect(sources).toEqual([{ status: 'DOWN', lastProblem: { code: 'UPSTREAM_UNAVAILABLE', httpStatus: 503 } }]);
  });

  test.each([
    ['refuses our credentials', answers(401)],
    ['forbids it', answers(403)],
    ['knows nothing of it', answers(404)],
    ['makes no sense', answers(200, 'words')],
  ])('is asked every time if it %s: it works', async (_what, listener) => {
    const x = await startXOf(listener, { breakAfter: 1, breakMs: 60_000 });
    const { query } = await startSwitchboard(x.settings);

    for (let failures = 0; failures < 3; failures += 1) await query(X_LIST);

    expect(x.requests).toHaveLength(3);
  });
});

describe('a rate limit that is spent', () => {
  test('for an hour keeps further requests back, and says until when', async () => {
    const x = await startXOf(xLimit(3600));
    const { query } = await startSwitchboard(x.settings);
    const [{ problem: refused }] = (await query(X_LIST)).data.xStreamConnections.outcomes;

    const [{ problem: keptBack }] = (await query(X_LIST)).data.xStreamConnections.outcomes;

    expect(refused).toMatchObject({ code: 'UPSTREAM_RATE_LIMITED', httpStatus: 429 });
    expect(keptBack).toEqual({ ...refused, httpStatus: null });
    expect(x.requests).toHaveLength(1);
  });

  test('costs the callers of that account alone', async () => {
    const limited = await startServerOf(telnyxLimit(3600));
    const well = await startTelnyx([telnyxRow(1)]);
    const settings = { provider: 'TELNYX', name: 'limited', apiKey: 'key', baseUrl: limited.url };
    const { query } = await startSwitchboard(settings, well.settings);

    for (let operations = 0; operations < 2; operations += 1) {
      const { data } = await query(`{ telnyxConnections { nodes { name } ${OUTCOMES} } }`);
      expect(data.telnyxConnections).toMatchObject({
        nodes: [{ name: 'Line 1' }],
        outcomes: [{ ok: false }, { ok: true }],
      });
    }

    expect([limited.requests.length, well.requests.length]).toEqual([1, 2]);
  });
});

describe('a media server that never answers', () => {
  test('does not delay who asks for something else', async () => {
    const { listener, next } = keeper();
    const dead = await startServerOf(listener);
    const telnyx = await startTelnyx([telnyxRow(1)]);
    const settings = { provider: 'EMS', name: 'ems', url: dead.url, concurrency: 1 };
    const { query } = await startSwitchboard(settings, telnyx.settings);
    let answered = false;
    const waiting = ['', '(excludeNonNetworkProtocols: true)'].map((parameters) =>
      query(`{ emsConnections${parameters} { nodes { name } } }`).finally(() => {
        answered = true;
      }),
    );
    const upstream = await next();

    const { data, errors } = await query('{ telnyxConnections { nodes { name } } }');

    expect({ data, errors }).toEqual({ data: { telnyxConnections: { nodes: [{ name: 'Line 1' }] } }, errors: [] });
    expect(answered).toBe(false);
    // Whoever waits for it may go home.
    upstream.destroy();
    (await next()).destroy();
    await Promise.all(waiting);
  });
});
