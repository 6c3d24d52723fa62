import type { ServerResponse } from 'node:http';
import { emsBody, emsRow } from '../fixtures/ems.ts';
import { telnyxRow } from '../fixtures/telnyx.ts';
import { xRow } from '../fixtures/xstream.ts';
import { type SourceSettings, type Switchboard, startSwitchboard } from './switchboard.ts';
import { type SeenRequest, startServerOf } from './upstreams.ts';

/** Handles a request to any of the three upstreams. `listing` is the body of a successful response. */
export type Respond = (response: ServerResponse, listing: string) => void;

export interface EachProvider extends Switchboard {
  /** The names of the three sources, which are also the order of `outcomes`. */
  readonly names: readonly string[];
  /** Change it to change what all upstreams do from now on. */
  respond: Respond;
  /** How many requests each upstream has received, in the order of `names`. */
  requestCounts(): readonly number[];
}

/** What upstreams do. */
export const succeed: Respond = (response, listing) => void response.end(listing);
export const failWith =
  (status: number, headers: Readonly<Record<string, string>> = {}): Respond =>
  (response) =>
    void response.writeHead(status, headers).end();

interface Options {
  /** Adds a row that cannot be read. */
  readonly withUnreadableRow?: boolean;
  readonly settings?: Omit<SourceSettings, 'provider'>;
}

/** One source of each provider, whose upstream has one connection. */
export async function startEachProvider({ withUnreadableRow = false, settings = {} }: Options = {}) {
  const rows = <Row>(row: Row) => (withUnreadableRow ? [row, null] : [row]);
  const listings = {
    ems: emsBody(rows(emsRow({ id: 1 }))),
    telnyx: JSON.stringify({ data: rows(telnyxRow(1)), meta: { total_results: rows(1).length } }),
    x: JSON.stringify({ data: rows(xRow(1)), meta: {} }),
  };
  const requests: (readonly SeenRequest[])[] = [];
  const start = async (listing: string) => {
    const server = await startServerOf((_request, response) => eachProvider.respond(response, listing));
    requests.push(server.requests);
    return server.url;
  };
  const switchboard = await startSwitchboard(
    { name: 'ems', url: await start(listings.ems), ...settings, provider: 'EMS' },
    { name: 'telnyx', apiKey: 'key', baseUrl: await start(listings.telnyx), ...settings, provider: 'TELNYX' },
    { name: 'x', bearerToken: 'token', baseUrl: await start(listings.x), ...settings, provider: 'X' },
  );
  const eachProvider: EachProvider = {
    ...switchboard,
    names: ['ems', 'telnyx', 'x'],
    respond: succeed,
    requestCounts: () => requests.map(({ length }) => length),
  };
  return eachProvider;
}
