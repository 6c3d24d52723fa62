import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { emsRow } from '../fixtures/ems.ts';
import { telnyxRow } from '../fixtures/telnyx.ts';
import { xRow } from '../fixtures/xstream.ts';
import { responds, telnyxRateLimit, xRateLimit } from '../support/faults.ts';
import { startSwitchboard } from '../support/switchboard.ts';
import { startEms, startServerOf, startTelnyx } from '../support/upstreams.ts';

const RESPONSE = JSON.stringify({ data: [xRow(1)], meta: {} });

const OUTCOMES = 'outcomes { ok problem { code httpStatus retryable retryAt } }';
const X_LIST = `{ xStreamConnections { nodes { name } ${OUTCOMES} } }`;
const ALL_X_LIST = `{ xStreamConnections(status: ALL) { ${OUTCOMES} } }`;

const CIRCUIT_OPEN = { code: 'UPSTREAM_UNAVAILABLE', httpStatus: null };

/** Longer than a test may take. */
const NO_TIMEOUT = { timeoutMs: 600_000 };

/** An X whose server has a handler that can be replaced. */
async function startXOf(handle: RequestListener, settings: Readonly<Record<string, unknown>> = {}) {
  const x = { handle };
  const { url, requests } = await startServerOf((request, response) => x.handle(request, response));
  return Object.assign(x, {
    requests,
    settings: { name: 'x', bearerToken: 'token', baseUrl: url, ...settings, provider: 'X' },
  });
}

/** A handler that leaves its responses to the test: `next` gives them in the order of their requests. */
function holdResponses() {
  const held: ServerResponse[] = [];
  let arrival = Promise.withResolvers<void>();
  const listener: RequestListener = (_request, response) => {
    held.push(response);
    arrival.resolve();
  };
  const next = async (): Promise<ServerResponse> => {
    await arrival.promise;
    const response = held.shift();
    if (response === undefined) throw new Error('There is no response to a request that arrived');
    if (held.length === 0) arrival = Promise.withResolvers();
    return response;
  };
  return { listener, next };
}

/** A query whose client can disconnect. */
function queryFrom(url: string, query: string) {
  const client = new AbortController();
  const answer = request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    signal: client.signal,
  });
  return { answer: answer.then(({ body }) => body.json()), disconnect: () => client.abort() };
}

/** Repeats a query until it causes an upstream request. Does not wait for the answer of that query. */
async function repeatUntilSent<Answer>(send: () => Promise<Answer>, next: () => Promise<ServerResponse>) {
  const sent = next();
  for (;;) {
    const answer = send();
    const upstream = await Promise.race([sent, answer.then(() => null)]);
    // In an object, because a returned promise would be awaited.
    if (upstream !== null) return { upstream, answer };
  }
}

describe('when a client disconnects', () => {
  test('its upstream request is aborted', async () => {
    const { listener, next } = holdResponses();
    const x = await startXOf(listener, NO_TIMEOUT);
    const { url } = await startSwitchboard(x.settings);
    const { answer, disconnect } = queryFrom(url, X_LIST);
    const upstream = await next();
    const ended = once(upstream, 'close');

    disconnect();

    await expect(answer).rejects.toThrow();
    await ended;
    expect(upstream.writableFinished).toBe(false);
    expect(x.requests).toHaveLength(1);
  });

  test('another client that waits for the same response gets it', async () => {
    const [xHandler, telnyxHandler] = [holdResponses(), holdResponses()];
    const x = await startXOf(xHandler.listener, NO_TIMEOUT);
    const telnyx = await startServerOf(telnyxHandler.listener);
    const { promise: emsRequested, resolve: onEmsRequest } = Promise.withResolvers<void>();
    const ems = await startEms(() => {
      onEmsRequest();
      return [emsRow({ id: 1, stream: 'studio' })];
    });
    const telnyxSettings = { provider: 'TELNYX', name: 'telnyx', apiKey: 'key', baseUrl: telnyx.url, ...NO_TIMEOUT };
    const { url, query } = await startSwitchboard(x.settings, telnyxSettings, ems.settings);
    const { answer, disconnect } = queryFrom(
      url,
      '{ xStreamConnections { nodes { name } } telnyxConnections { nodes { name } } }',
    );
    const [shared, unshared] = [await xHandler.next(), await telnyxHandler.next()];
    const other = query('{ xStreamConnections { nodes { name } } emsConnections { nodes { name } } }');
    await emsRequested;
    const ended = once(unshared, 'close');

    disconnect();
    await expect(answer).rejects.toThrow();
    // Its own request was aborted, so Switchboard knows that the client has disconnected.
    await ended;
    shared.end(RESPONSE);

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

describe('a source that keeps failing', () => {
  test('gets no requests for `breakMs`, and its problem says until when', async () => {
    const x = await startXOf(responds(503), { breakAfter: 3, breakMs: 60_000 });
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

  test('gets `breakAfter` requests at most, including retries', async () => {
    const x = await startXOf(responds(503), { breakAfter: 4, breakMs: 60_000, retries: 2 });
    const { query } = await startSwitchboard(x.settings);

    for (let operations = 0; operations < 4; operations += 1) await query(X_LIST);

    expect(x.requests).toHaveLength(4);
  });

  test('gets one probe request after `breakMs`, and all requests again when that succeeds', async () => {
    const x = await startXOf(responds(503), { breakAfter: 1, breakMs: 100 });
    const { query } = await startSwitchboard(x.settings);
    const problem = { code: 'UPSTREAM_UNAVAILABLE', httpStatus: 503 };
    expect((await query(X_LIST)).data.xStreamConnections.outcomes).toMatchObject([{ ok: false, problem }]);
    const { listener, next } = holdResponses();
    x.handle = listener;
    const { upstream, answer: probe } = await repeatUntilSent(() => query(X_LIST), next);

    // While the probe request is in flight, another query fails at once, without a request.
    const { data } = await query(ALL_X_LIST);
    expect(data.xStreamConnections.outcomes).toMatchObject([{ ok: false, problem: CIRCUIT_OPEN }]);
    expect(x.requests).toHaveLength(2);

    x.handle = responds(200, RESPONSE);
    upstream.end(RESPONSE);
    const healthy = { nodes: [{ name: 'filtered_stream' }], outcomes: [{ ok: true, problem: null }] };
    expect((await probe).data.xStreamConnections).toEqual(healthy);
    expect((await query(X_LIST)).data.xStreamConnections).toEqual(healthy);
    expect(x.requests).toHaveLength(3);
  });

  test('gets another probe request when the client of the first has disconnected', async () => {
    const x = await startXOf(responds(503), { breakAfter: 1, breakMs: 100 });
    const { url, query } = await startSwitchboard(x.settings);
    await query(X_LIST);
    const { listener, next } = holdResponses();
    x.handle = listener;
    let disconnect: (() => void) | undefined;
    const send = () => {
      const sent = queryFrom(url, X_LIST);
      disconnect = sent.disconnect;
      return sent.answer;
    };
    const { upstream, answer } = await repeatUntilSent(send, next);
    const ended = once(upstream, 'close');

    disconnect?.();
    await expect(answer).rejects.toThrow();
    await ended;

    // The aborted request proved nothing, so requests are still sent one at a time.
    const second = await repeatUntilSent(() => query(X_LIST), next);
    const { data } = await query(ALL_X_LIST);
    expect(data.xStreamConnections.outcomes).toMatchObject([{ ok: false, problem: CIRCUIT_OPEN }]);
    expect(x.requests).toHaveLength(3);
    second.upstream.end(RESPONSE);
    expect((await second.answer).data.xStreamConnections.outcomes).toEqual([{ ok: true, problem: null }]);
  });

  test('is DOWN after a single request, if that opens the circuit breaker', async () => {
    const x = await startXOf(responds(503), { breakAfter: 1, breakMs: 60_000, retries: 2 });
    const { query } = await startSwitchboard(x.settings);

    const { data } = await query(X_LIST);

    expect(x.requests).toHaveLength(1);
    expect(data.xStreamConnections.outcomes).toMatchObject([{ ok: false, problem: { code: 'UPSTREAM_UNAVAILABLE' } }]);
    const { sources } = (await query('{ sources { status lastProblem { code httpStatus } } }')).data;
    expect(sources).toEqual([{ status: 'DOWN', lastProblem: { code: 'UPSTREAM_UNAVAILABLE', httpStatus: 503 } }]);
  });

  test.each([
    ['rejects the credentials', responds(401)],
    ['denies permission', responds(403)],
    ['does not find the resource', responds(404)],
    ['sends plain text', responds(200, 'words')],
  ])('gets every request if it %s, because it is up', async (_what, handle) => {
    const x = await startXOf(handle, { breakAfter: 1, breakMs: 60_000 });
    const { query } = await startSwitchboard(x.settings);

    for (let failures = 0; failures < 3; failures += 1) await query(X_LIST);

    expect(x.requests).toHaveLength(3);
  });
});

describe('an exhausted rate limit', () => {
  test('rejects further requests until its reset, with that time', async () => {
    const x = await startXOf(xRateLimit(3600));
    const { query } = await startSwitchboard(x.settings);
    const [{ problem: first }] = (await query(X_LIST)).data.xStreamConnections.outcomes;

    const [{ problem: second }] = (await query(X_LIST)).data.xStreamConnections.outcomes;

    expect(first).toMatchObject({ code: 'UPSTREAM_RATE_LIMITED', httpStatus: 429 });
    expect(second).toEqual({ ...first, httpStatus: null });
    expect(x.requests).toHaveLength(1);
  });

  test('affects its own account only', async () => {
    const limited = await startServerOf(telnyxRateLimit(3600));
    const healthy = await startTelnyx([telnyxRow(1)]);
    const settings = { provider: 'TELNYX', name: 'limited', apiKey: 'key', baseUrl: limited.url };
    const { query } = await startSwitchboard(settings, healthy.settings);

    for (let operations = 0; operations < 2; operations += 1) {
      const { data } = await query(`{ telnyxConnections { nodes { name } ${OUTCOMES} } }`);
      expect(data.telnyxConnections).toMatchObject({
        nodes: [{ name: 'Line 1' }],
        outcomes: [{ ok: false }, { ok: true }],
      });
    }

    expect([limited.requests.length, healthy.requests.length]).toEqual([1, 2]);
  });
});

describe('an EMS that never responds', () => {
  test('does not delay queries of other sources', async () => {
    const { listener, next } = holdResponses();
    const hanging = await startServerOf(listener);
    const telnyx = await startTelnyx([telnyxRow(1)]);
    const settings = { provider: 'EMS', name: 'ems', url: hanging.url, concurrency: 1 };
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
    // End the waiting queries, so that the server can close.
    upstream.destroy();
    (await next()).destroy();
    await Promise.all(waiting);
  });
});
