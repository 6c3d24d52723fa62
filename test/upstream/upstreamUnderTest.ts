import type { RequestListener, ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { UpstreamError, type UpstreamProblemCode } from '../../src/errors.ts';
import type { UpstreamObserver, UpstreamRequestEvent } from '../../src/telemetry/events.ts';
import type { UpstreamRequest } from '../../src/upstream/exchange.ts';
import type { Operation } from '../../src/upstream/operation.ts';
import { RequestBudget } from '../../src/upstream/requestBudget.ts';
import { Signal } from '../../src/upstream/signal.ts';
import { Upstream, type UpstreamSettings } from '../../src/upstream/upstream.ts';
import { deepFreeze } from '../support/deepFreeze.ts';
import { until } from '../support/until.ts';
import { startServerOf } from '../support/upstreams.ts';

type Served = Parameters<UpstreamObserver['responseServed']>[0];
type CircuitChange = Parameters<UpstreamObserver['circuitChanged']>[0];

/** An upstream with one kind of requests, "rows", to a server with the handler of the test, and all events that it reports. */
export async function startUpstream(
  handle: RequestListener,
  settings: Partial<UpstreamSettings<'rows'>> & { readonly lifetimeMs?: number; readonly staleMs?: number } = {},
) {
  const { url, requests } = await startServerOf(handle);
  const { lifetimeMs = 0, staleMs = 0, ...others } = settings;
  const ended: UpstreamRequestEvent[] = [];
  const served: Served['from'][] = [];
  const circuit: CircuitChange['state'][] = [];
  const upstream = new Upstream<'rows'>({
    provider: 'EMS',
    source: 'main',
    baseUrl: url,
    timeoutMs: 10_000,
    concurrency: 8,
    retries: 0,
    waitMs: 2_000,
    breakAfter: 1_000,
    breakMs: 60_000,
    maxBodyBytes: 1_000_000,
    maxRefreshWaitMs: 10_000,
    cacheBytes: 1_000_000,
    lifetimes: { rows: { lifetimeMs, staleMs } },
    observer: {
      requestEnded: (event) => ended.push(event),
      responseDecoded: deepFreeze,
      responseServed: ({ from }) => served.push(from),
      circuitChanged: ({ state }) => circuit.push(state),
      noticed: () => undefined,
    },
    ...others,
  });
  onTestFinished(() => upstream.close());
  return { upstream, url, requests, ended, served, circuit };
}

/** An upstream whose server holds its responses until `respond()`. */
export async function startHolding(settings: Parameters<typeof startUpstream>[1] = {}) {
  const held: ServerResponse[] = [];
  let closed = 0;
  const started = await startUpstream((_request, response) => {
    held.push(response);
    response.once('close', () => {
      if (!response.writableFinished) closed += 1;
    });
  }, settings);
  /** Sends these held responses; all of them by default. */
  const respond = (responses = held.length) => {
    for (const response of held.splice(0, responses)) response.end('"response"');
  };
  const received = (times: number) => until(() => started.requests.length === times);
  return { ...started, held, respond, received, closed: () => closed };
}

/** An operation with plenty of time, and a large budget. */
export function operation(options: Partial<Operation> = {}): Operation {
  return {
    requestId: 'r1',
    caller: { key: 'caller' },
    budget: new RequestBudget(1000),
    signal: new Signal(),
    deadline: Date.now() + 60_000,
    kept: new Map(),
    ...options,
  };
}

/** A request for a path whose body is JSON. */
export function rows(target = '/rows', reload = false): UpstreamRequest<'rows', unknown> {
  return { kind: 'rows', target, reload, decode: ({ body }) => ({ value: JSON.parse(body) }) };
}

/** The same, but its response is read as this error. */
export function failing(code: UpstreamProblemCode, target = '/rows'): UpstreamRequest<'rows', unknown> {
  const decode = () => {
    throw new UpstreamError(code, 'It failed.', { provider: 'EMS', source: 'main' });
  };
  return { ...rows(target), decode };
}

export type Started = Awaited<ReturnType<typeof startUpstream>>;

/** Requests a path; the value is the body as it is. */
export function get({ upstream }: Pick<Started, 'upstream'>, options: Partial<Operation> = {}, target = '/rows') {
  return upstream.get({ ...rows(target), decode: ({ body }) => ({ value: body }) }, operation(options));
}

/** The problem of a request that fails; null if it succeeds. */
export function problemOf(result: Promise<unknown>) {
  return result.then(
    () => null,
    ({ problem }) => problem,
  );
}
