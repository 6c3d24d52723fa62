import { Pool } from 'undici';
import { exchange } from '../exchange.ts';
import type { UpstreamEnvironment } from '../upstreams/upstreams.ts';

export type UpstreamName = 'ems' | 'telnyx' | 'x';

/** The parsed body of one upstream response. */
export type UpstreamGet = <Body>(upstream: UpstreamName, path: string) => Promise<Body>;

/** More would open hundreds of sockets for W3. */
const CONNECTIONS = 64;

/** Requests with nothing but undici's `Pool.dispatch` and `JSON.parse`. */
export function createGet(environment: UpstreamEnvironment): UpstreamGet {
  const upstreams = {
    ems: upstream(environment.EMS_URL),
    telnyx: upstream(environment.TELNYX_BASE_URL, environment.TELNYX_API_KEY),
    x: upstream(environment.X_BASE_URL, environment.X_BEARER_TOKEN),
  };
  return async <Body>(name: UpstreamName, path: string) => {
    const { pool, prefix, headers } = upstreams[name];
    const { status, body } = await exchange(pool, { method: 'GET', path: prefix + path, headers });
    if (status !== 200) throw new Error(`HTTP ${status}`);
    return JSON.parse(body.toString()) as Body;
  };
}

function upstream(url: string, token?: string) {
  const { origin, pathname } = new URL(url);
  return {
    pool: new Pool(origin, { connections: CONNECTIONS }),
    prefix: pathname.replace(/\/$/, ''),
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  };
}

/** Keeps parsed bodies for a time; requests in flight are shared. */
export function withCache(get: UpstreamGet, lifetimeMs: number): UpstreamGet {
  const cached = new Map<string, { readonly body: Promise<unknown>; readonly expiresAt: number }>();
  return <Body>(upstream: UpstreamName, path: string) => {
    const key = `${upstream} ${path}`;
    const now = performance.now();
    const entry = cached.get(key);
    if (entry !== undefined && entry.expiresAt > now) return entry.body as Promise<Body>;
    const body = get<Body>(upstream, path);
    cached.set(key, { body, expiresAt: now + lifetimeMs });
    return body;
  };
}
