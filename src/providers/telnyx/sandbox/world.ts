import { type MockRow, seededRandom } from '../../../sandbox/mockServer.ts';

/** The data of the mock Telnyx account: its connections and their active calls. */
export interface TelnyxWorld {
  /** All connections of the account at a time, in the vendor's JSON shape, in any order. */
  connections(now: number): readonly MockRow[];
  /** Active calls of a connection, oldest first; null if Telnyx responds with 422 and code 10015. */
  activeCalls(connectionId: string, now: number): readonly MockRow[] | null;
  /**
   * Domain names of a connection, for `filter[fqdn]`. They are not part of the connection's row: in Telnyx they are a
   * separate resource (`/v2/fqdns`) that refers to the connection.
   */
  fqdns?(connectionId: string): readonly string[];
}

const busyTrunk = 'Contact centre trunk';

/** The names of the connections, by `record_type`. Two are "Test", because names need not be unique. */
const namesByType: Readonly<Record<string, readonly string[]>> = {
  ip_connection: [
    'Warehouse SBC 1',
    'Warehouse SBC 2',
    'Headquarters PBX',
    'Plant North gateway',
    'Plant South gateway',
    'Data centre trunk A',
    'Data centre trunk B',
    'Carrier interconnect',
    'Fax gateway',
    'Disaster recovery trunk',
    'Lab SBC',
    'Test',
  ],
  call_control_application: [
    'Support line EU',
    'Support line US',
    'Billing IVR',
    'Outage hotline',
    'Appointment reminders',
    'Driver dispatch',
    'Night desk',
    'Callback queue',
    'Callback queue (staging)',
    'Voice verification',
    'Survey bot',
  ],
  credential_connection: [
    'Reception phones',
    'Remote agents EMEA',
    'Remote agents APAC',
    'Field engineers',
    'Conference rooms',
    'Lobby phone',
    'Softphone pilot',
    'Temporary staff',
    'Branch office 1',
    'Branch office 2',
    'Branch office 3',
    'Branch office 4',
    'Branch office 5',
    'Branch office 6',
    'Test',
  ],
  fqdn_connection: [
    busyTrunk,
    'Call recording relay',
    'Branch SBC Lisbon',
    'Branch SBC Oslo',
    'Paging system',
    'Lift phones',
    'Alarm lines',
  ],
  texml_application: [
    'Store locator menu',
    'Holiday greeting',
    'Delivery status line',
    'Visitor intercom',
    'Legacy IVR import',
  ],
  external_connection: ['Teams direct routing', 'Teams resource accounts', 'Zoom phone'],
  uac_connection: ['Partner PBX registration', 'Hotel PBX registration'],
  mobile_voice_connection: ['Company mobiles', 'Courier mobiles'],
  fax_application: ['Invoice fax', 'Orders fax', 'Clinic fax'],
};

/** Unusual values that a client must handle, by name. */
const unusual = new Map<string, MockRow>([
  // The vendor documents milliseconds (data-standards/parameters-fields), but not every old row has them.
  ['Legacy IVR import', { active: false, created_at: '2024-10-14T08:30:00Z', updated_at: '2024-10-14T08:30:00Z' }],
  // A site that is not in the published list of anchorsite_override.
  ['Lab SBC', { anchorsite_override: 'Singapore, Singapore' }],
  [busyTrunk, { webhook_event_url: 'https://hooks.example.com/contact-centre-trunk' }],
  ['Disaster recovery trunk', { active: false }],
  ['Softphone pilot', { active: false }],
  ['Temporary staff', { active: false }],
  ['Callback queue (staging)', { active: false }],
  ['Test', { active: false }],
]);

const anchorsites = [
  'Chicago, IL',
  'Ashburn, VA',
  'San Jose, CA',
  'Sydney, Australia',
  'Amsterdam, Netherlands',
  'London, UK',
  'Toronto, Canada',
  'Vancouver, Canada',
  'Frankfurt, Germany',
];
const tagSets = [[], ['production'], ['production', 'eu'], ['staging']];

// Fixed dates: the creation time of a connection must not change while the mock server runs.
const accountOpened = Date.UTC(2024, 9, 1, 6, 0, 0, 17);
const lastChange = Date.UTC(2026, 8, 30, 16, 45, 12, 340);
const branchImport = Date.UTC(2025, 2, 11, 9, 14, 3, 118);

/**
 * Mock data: an account with calls at all hours. It is computed from the seed and the time alone, so any time can be requested
 * more than once and in any order, with the same result.
 */
export function createTelnyxWorld(seed = 1): TelnyxWorld {
  const random = seededRandom(seed);
  const profiles = Array.from({ length: 4 }, () => vendorId(random));
  const rows: MockRow[] = [];
  const traffic = new Map<string, Traffic>();
  const fqdns = new Map<string, readonly string[]>();

  for (const [recordType, names] of Object.entries(namesByType)) {
    for (const name of names) {
      const id = vendorId(random);
      const row = connection(id, recordType, name, profiles, random);
      rows.push(row);
      if (recordType === 'fqdn_connection') fqdns.set(id, [`${slug(name)}.sip.example.com`]);
      if (canHaveActiveCalls(row)) traffic.set(id, trafficOf(row, random));
    }
  }
  return {
    connections: () => rows,
    activeCalls: (connectionId, now) => {
      const found = traffic.get(connectionId);
      return found === undefined ? null : callsAt(found, now);
    },
    fqdns: (connectionId) => fqdns.get(connectionId) ?? [],
  };
}

function connection(
  id: string,
  recordType: string,
  name: string,
  profiles: readonly string[],
  random: () => number,
): MockRow {
  const isApplication = recordType.endsWith('_application');
  const hook = `https://hooks.example.com/${slug(name)}`;
  // A TeXML application needs its XML request URL, which this summary of a connection does not show.
  const hasHook = recordType !== 'texml_application' && (isApplication || random() < 0.4);
  // Rows that were imported together have the same creation time, so `sort=created_at` does not define their order.
  const created = name.startsWith('Branch office') ? branchImport : between(random, accountOpened, lastChange);
  return {
    id,
    record_type: recordType,
    active: true,
    anchorsite_override: random() < 0.5 ? 'Latency' : pick(random, anchorsites),
    connection_name: name,
    created_at: new Date(created).toISOString(),
    updated_at: new Date(between(random, created, lastChange)).toISOString(),
    webhook_event_url: hasHook ? hook : null,
    webhook_event_failover_url: hasHook && random() < 0.3 ? `${hook}/failover` : random() < 0.2 ? null : '',
    webhook_api_version: recordType === 'texml_application' ? 'texml' : random() < 0.6 ? '2' : '1',
    ...(random() < 0.6 && { outbound_voice_profile_id: pick(random, profiles) }),
    ...(random() < 0.65 && { tags: pick(random, tagSets) }),
    ...unusual.get(name),
  };
}

/**
 * "SIP connections with webhook_url or xml_request_url, call control or texml", according to
 * https://developers.telnyx.com/api-reference/call-information/list-all-active-calls-for-given-connection
 */
function canHaveActiveCalls({ record_type: type, webhook_event_url: webhook }: MockRow): boolean {
  if (type === 'call_control_application' || type === 'texml_application') return true;
  return type !== 'fax_application' && webhook !== null;
}

/**
 * How calls arrive on one connection. Time is divided into slots. At most one call starts in each; its start and its length
 * are computed from the slot's number. So all calls that are active at a time started in the slots within the longest call
 * length before it.
 */
interface Traffic {
  readonly salt: number;
  /** Infinity if there are no calls. */
  readonly slotMs: number;
  /** The period in which the load rises and falls; null if it stays at its peak. */
  readonly swingMs: number | null;
}

const shortestCallMs = 15_000;
const longestCallMs = 600_000;
// Call lengths are the square of a uniform distribution, because short calls are more common: a third of the range on average.
const averageCallMs = shortestCallMs + (longestCallMs - shortestCallMs) / 3;

function trafficOf(row: MockRow, random: () => number): Traffic {
  const salt = between(random, 0, 2 ** 32);
  const swingMs = between(random, 20 * 60_000, 45 * 60_000);
  const callsAtPeak = 1 + 28 * random() ** 2;
  if (row.active !== true) return { salt, swingMs, slotMs: Infinity };
  if (row.connection_name === busyTrunk) return { salt, swingMs: null, slotMs: averageCallMs / 300 };
  return { salt, swingMs, slotMs: averageCallMs / callsAtPeak };
}

function callsAt({ salt, slotMs, swingMs }: Traffic, now: number): readonly MockRow[] {
  const calls: MockRow[] = [];
  if (slotMs === Infinity) return calls;
  for (let slot = Math.floor((now - longestCallMs) / slotMs); slot * slotMs <= now; slot += 1) {
    const random = slotRandom(salt, slot);
    const load = swingMs === null ? 1 : 0.5 + 0.5 * Math.sin((slot * slotMs * 2 * Math.PI) / swingMs + salt);
    if (random() >= load) continue;
    const begun = (slot + random()) * slotMs;
    const ends = begun + shortestCallMs + (longestCallMs - shortestCallMs) * random() ** 2;
    if (begun <= now && now < ends) calls.push(call(salt, slot, begun, now, random));
  }
  return calls;
}

function call(salt: number, slot: number, begun: number, now: number, random: () => number): MockRow {
  // A transferred call: two legs, one session.
  const sessionSlot = random() < 0.15 ? slot - 1 : slot;
  const state = { step: pick(random, ['greeting', 'menu', 'queue', 'agent']), caller: documentationNumber(random) };
  return {
    call_control_id: `v3:${bytes(random, 40).toString('base64url')}`,
    call_duration: Math.floor((now - begun) / 1000),
    call_leg_id: uuid(random),
    call_session_id: uuid(slotRandom(~salt, sessionSlot)),
    // The specification requires client_state, but it is null for a call that never had one.
    client_state: random() < 0.4 ? null : Buffer.from(JSON.stringify(state)).toString('base64'),
    record_type: 'call',
  };
}

function slotRandom(salt: number, slot: number): () => number {
  return seededRandom(Math.imul(salt, 0x9e3779b1) ^ Math.imul(slot, 0x85ebca6b));
}

/** IDs of Telnyx are decimal strings of 19 digits, more than a JavaScript number can hold. */
function vendorId(random: () => number): string {
  const digits = Array.from({ length: 18 }, () => between(random, 0, 10));
  return `${between(random, 1, 4)}${digits.join('')}`;
}

function uuid(random: () => number): string {
  const hex = bytes(random, 16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** +1 202 555 01xx is reserved for examples. */
function documentationNumber(random: () => number): string {
  return `+120255501${between(random, 10, 100)}`;
}

function bytes(random: () => number, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => between(random, 0, 256)));
}

function between(random: () => number, from: number, below: number): number {
  return from + Math.floor(random() * (below - from));
}

function pick<T>(random: () => number, from: readonly T[]): T | undefined {
  return from[between(random, 0, from.length)];
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '');
}
