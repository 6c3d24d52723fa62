import type { RequestListener } from 'node:http';
import { onTestFinished } from 'vitest';
import { httpError } from '../../src/upstream/httpError.ts';
import type { UpstreamCall, UpstreamObserver } from '../../src/upstream/observer.ts';
import type { Operation } from '../../src/upstream/operation.ts';
import { type Question, Upstream, type UpstreamResponse, type UpstreamSettings } from '../../src/upstream/upstream.ts';
import { startServerOf } from '../support/upstreams.ts';

type Answered = Parameters<UpstreamObserver['answered']>[0];
type CircuitChange = Parameters<UpstreamObserver['circuitChanged']>[0];

/** An upstream of one kind, "rows", in front of a server that does what the test wants; and all that is told of it. */
export async function startUpstream(
  handle: RequestListener,
  settings: Partial<UpstreamSettings<'rows'>> & { readonly lifetimeMs?: number; readonly staleMs?: number } = {},
) {
  const { url, requests } = await startServerOf(handle);
  const { lifetimeMs = 0, staleMs = 0, ...others } = settings;
  const calls: UpstreamCall[] = [];
  const answers: Answered['from'][] = [];
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
    cacheBytes: 1_000_000,
    lifetimes: { rows: { lifetimeMs, staleMs } },
    observer: {
      called: (call) => calls.push(call),
      answered: ({ from }) => answers.push(from),
      circuitChanged: ({ state }) => circuit.push(state),
    },
    ...others,
  });
  onTestFinished(() => upstream.close());
  return { upstream, url, requests, calls, answers, circuit };
}

/** An operation with plenty of time. */
export function operation(options: Partial<Operation> = {}): Operation {
  return { requestId: 'r1', signal: new AbortController().signal, deadline: Date.now() + 60_000, ...options };
}

/** For a path, its body as JSON; what is not 200 is an error by its status. */
export function rows(target = '/rows', reload = false): Question<'rows', unknown> {
  return { kind: 'rows', target, reload, decode: (response) => decode(response) };
}

function decode({ status, body }: UpstreamResponse): unknown {
  if (status !== 200) throw new Error(`HTTP ${status}`);
  return JSON.parse(body);
}

export type Started = Awaited<ReturnType<typeof startUpstream>>;

/** Asks as a provider does: what is not 200 is an error by its status, and the answer is the body as it stands. */
export function ask({ upstream }: Pick<Started, 'upstream'>, options: Partial<Operation> = {}, target = '/rows') {
  const decode = (response: UpstreamResponse) => {
    if (response.status !== 200) throw httpError(upstream, response, {});
    return response.body;
  };
  return upstream.get({ ...rows(target), decode }, operation(options));
}

/** Why there is no answer; null if there is one. */
export function problemOf(answer: Promise<unknown>) {
  return answer.then(
    () => null,
    ({ problem }) => problem,
  );
}
