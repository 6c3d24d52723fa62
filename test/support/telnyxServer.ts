import { type SeenRequest, startServerOf } from './upstreams.ts';

export interface TelnyxReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A Telnyx server for one test, with responses that the mock server does not send. */
export async function startTelnyxOf(
  reply: (request: Pick<SeenRequest, 'path' | 'query'>) => TelnyxReply,
  name = 'telnyx',
) {
  const { url, requests } = await startServerOf((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://telnyx');
    const { status = 200, headers = {}, body } = reply({ path: pathname, query: searchParams });
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  return { requests, settings: { provider: 'TELNYX', name, apiKey: 'KEY-OF-A-TEST', baseUrl: `${url}/v2` } };
}

/** The range of rows that a request for a page selects. */
export function rangeOf(query: URLSearchParams): { readonly start: number; readonly end: number } {
  const size = Number(query.get('page[size]'));
  const start = (Number(query.get('page[number]')) - 1) * size;
  return { start, end: start + size };
}
