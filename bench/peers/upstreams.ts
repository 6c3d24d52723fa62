import { createGet, type UpstreamGet } from '../benchmark/floor/get.ts';
import type { CallRow, EmsRow, TelnyxRow, XRow } from '../benchmark/floor/rows.ts';
import type { UpstreamEnvironment } from '../benchmark/upstreams/upstreams.ts';
import { X_FIELDS } from './paths.ts';
import type { Upstreams } from './resolvers.ts';

/** The upstreams by way of `UPSTREAM_CLIENT`: `fetch`, or `undici` for the client of the floor. */
export function createUpstreams(): Upstreams {
  const environment = process.env as unknown as UpstreamEnvironment;
  const get = process.env['UPSTREAM_CLIENT'] === 'undici' ? createGet(environment) : getWithFetch(environment);
  const dataOf = async <Row>(...request: Parameters<UpstreamGet>) =>
    (await get<{ readonly data: readonly Row[] }>(...request)).data;
  return {
    emsConnections: () => dataOf<EmsRow>('ems', '/listConnections'),
    telnyxConnections: (first) =>
      dataOf<TelnyxRow>('telnyx', `/connections?page[number]=1&page[size]=${first}&sort=-created_at`),
    activeCalls: (connectionId, first) =>
      dataOf<CallRow>('telnyx', `/connections/${encodeURIComponent(connectionId)}/active_calls?page[limit]=${first}`),
    xConnections: () => dataOf<XRow>('x', `/2/connections?status=all&max_results=100&connection.fields=${X_FIELDS}`),
  };
}

function getWithFetch(environment: UpstreamEnvironment): UpstreamGet {
  const upstreams = {
    ems: { url: environment.EMS_URL.replace(/\/$/, ''), headers: {} },
    telnyx: {
      url: environment.TELNYX_BASE_URL,
      headers: { authorization: `Bearer ${environment.TELNYX_API_KEY}` },
    },
    x: { url: environment.X_BASE_URL, headers: { authorization: `Bearer ${environment.X_BEARER_TOKEN}` } },
  };
  return async <Body>(name: keyof typeof upstreams, path: string) => {
    const { url, headers } = upstreams[name];
    const response = await fetch(url + path, { headers });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return (await response.json()) as Body;
  };
}
