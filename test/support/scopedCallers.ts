import { makeApiKey } from '../../src/config/apiKey.ts';
import type { Scope } from '../../src/providers/scopes.ts';
import { emsRow, emsStream } from '../fixtures/ems.ts';
import { callRow, telnyxId, telnyxRow } from '../fixtures/telnyx.ts';
import { xRow } from '../fixtures/xstream.ts';
import { apiKeyOf, authWith, startAuthenticated } from './authenticated.ts';
import type { Answer, SwitchboardOptions } from './switchboard.ts';
import { startEms, startTelnyx, startX } from './upstreams.ts';

const URLS = {
  pageUrl: 'http://example.com/page',
  swfUrl: 'http://example.com/player.swf',
  tcUrl: 'rtmp://example.com/live',
};

/** A row in which every field that requires a scope has a value. */
function wholeEmsRow() {
  const row = emsRow({ id: 1, stream: null });
  const [socket, nearEnd] = row['stack'] as object[];
  const pullSettings = { localStreamName: 'cam1', uri: 'rtsp://example.com/cam1' };
  const stream = { ...emsStream('cam1'), ...URLS, pullSettings };
  return { ...row, pullSettings, stack: [socket, { ...nearEnd, streams: [stream] }] };
}

/** A server with a source of each provider, and one API key for each of these sets of scopes. */
export async function startWithCallers(
  granted: readonly (readonly Scope[] | null)[],
  options: SwitchboardOptions = {},
) {
  const ems = await startEms([wholeEmsRow()]);
  const telnyx = await startTelnyx(
    [telnyxRow(1, { webhook_event_failover_url: 'https://example.com/failover' })],
    new Map([[telnyxId(1), [callRow(1)]]]),
  );
  const x = await startX([xRow(1)]);
  const keys = granted.map(() => makeApiKey());
  const apiKeys = granted.map((scopes, index) =>
    apiKeyOf(`caller-${index}`, keys[index] ?? '', scopes && new Set(scopes)),
  );
  const { send } = await startAuthenticated(
    { ...options, auth: authWith({ apiKeys }), access: { operationsPerMinute: null } },
    ems.settings,
    telnyx.settings,
    x.settings,
  );
  return {
    upstreams: { ems, telnyx, x },
    /** Queries as the caller with the scopes at this index. */
    queryAs: async (index: number, query: string): Promise<Answer> => {
      const { json, status } = await send(`Bearer ${keys[index]}`, { query });
      const { data = null, errors = [] } = json;
      return { data, errors, status };
    },
  };
}
