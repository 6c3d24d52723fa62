import { type MockRow, seededRandom } from '../../../sandbox/mockServer.ts';

/** The data of the mock X app: its streaming connections. */
export interface XWorld {
  /** All connections at a time, open and closed, in X's JSON shape, in any order. */
  connections(now: number): readonly MockRow[];
}

// Not shared with the client: a shared typo would pass every test.
export const endpointNames: readonly string[] = [
  ...['filtered_stream', 'sample_stream', 'sample10_stream', 'firehose_stream'],
  ...['tweets_compliance_stream', 'users_compliance_stream', 'tweet_label_stream'],
  ...['firehose_stream_lang_en', 'firehose_stream_lang_ja', 'firehose_stream_lang_ko', 'firehose_stream_lang_pt'],
  ...['likes_firehose_stream', 'likes_sample10_stream', 'likes_compliance_stream'],
];

/** X's name for `filtered_stream` until February 2026. */
export const formerEndpointName = 'filter_stream';

const historySeconds = 48 * 3600;

/**
 * The clients, with the number of hours between two connections of each. A client of one endpoint reconnects at once, the others
 * pause, so 8 to 10 connections are open at a time.
 */
const clients: readonly { hours: number; endpoints: readonly string[] }[] = [
  ...[2.5, 3.5, 6].map((hours) => ({ hours, endpoints: ['filtered_stream'] })),
  ...[3, 5, 7].map((hours) => ({ hours, endpoints: ['sample_stream'] })),
  { hours: 4, endpoints: ['tweets_compliance_stream'] },
  { hours: 2.4, endpoints: endpointNames.slice(0, 8) },
  { hours: 2.8, endpoints: endpointNames.slice(6) },
];

/**
 * Mock data: an X app whose clients connect and disconnect. It is computed from the seed and the time alone, so it needs no
 * timer, and a connection keeps its ID and times.
 */
export function createXWorld(seed = 1): XWorld {
  const random = (client: number, turn: number) =>
    seededRandom(seed ^ Math.imul(client + 1, 0x9e3779b1) ^ Math.imul(turn, 0x85ebca6b));
  const startOf = (client: number, turn: number, period: number) =>
    Math.floor((turn + random(client, -1)() + random(client, turn)() / 2) * period);

  return {
    connections(now) {
      const seconds = Math.floor(now / 1000);
      const rows: MockRow[] = [];
      const add = (random: () => number, endpoint: unknown, host: number, from: number, to: number) => {
        if (from <= seconds) rows.push(connectionJson(random, endpoint, host, from, to <= seconds ? to : undefined));
      };
      // Two that never change: one to an endpoint by its former name, one to an endpoint that X does not document.
      add(
        random(-2, 0),
        formerEndpointName,
        1,
        Date.UTC(2025, 9, 2, 8, 30, 11) / 1000,
        Date.UTC(2025, 9, 3, 4, 1, 59) / 1000,
      );
      add(random(-3, 0), 'powerstream', 2, Date.UTC(2025, 9, 6, 17, 4, 52) / 1000, Number.POSITIVE_INFINITY);
      for (const [client, { hours, endpoints }] of clients.entries()) {
        const period = hours * 3600;
        const oldest = seconds - historySeconds;
        for (let turn = Math.floor(oldest / period) - 2; turn * period <= seconds; turn += 1) {
          const slot = ((turn % endpoints.length) + endpoints.length) % endpoints.length;
          const from = startOf(client, turn, period);
          const stay = Math.floor((0.2 + 0.3 * random(client + 100, turn)()) * period);
          const to = endpoints.length > 1 ? from + stay : startOf(client, turn + 1, period);
          if (to > oldest) add(random(client, turn), endpoints[slot], 10 + client * 9 + slot, from, to);
        }
      }
      return rows;
    },
  };
}

function connectionJson(random: () => number, endpoint: unknown, host: number, from: number, to?: number): MockRow {
  const words = Array.from({ length: 4 }, () => Math.floor(random() * 2 ** 32));
  const hex = words.map((word) => word.toString(16).padStart(8, '0')).join('');
  const [, ...parts] = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/.exec(hex) ?? [];
  const [a, b, c, d, e] = parts;
  const network = ['192.0.2.', '198.51.100.', '203.0.113.', '2001:db8:4::'][host % 4];
  // X does not document the reasons; only the first is in an official example.
  const reasons = ['operator_disconnect', 'client_closed_connection', 'slow_reader', 'upstream_unclean_disconnect'];
  return {
    id: `${a}-${b}-4${c}-a${d}-${e}`,
    endpoint_name: endpoint,
    connected_at: timestamp(from),
    client_ip: `${network}${host}`,
    ...(to !== undefined && {
      disconnected_at: timestamp(to),
      disconnect_reason: reasons[Math.max(0, Math.floor(random() * 16) - 12)],
    }),
  };
}

/** Without milliseconds, as X sends them. */
const timestamp = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
