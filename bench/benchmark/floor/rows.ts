/*
 * The rows of the upstreams, and what W2 answers of them.
 */

export interface TelnyxRow {
  readonly id: string;
  readonly record_type: string;
  readonly connection_name: string;
  readonly active: boolean;
  readonly created_at: string;
  readonly outbound_voice_profile_id: string;
  readonly tags: readonly string[];
}

export interface CallRow {
  readonly call_leg_id: string;
  readonly call_session_id: string;
  readonly record_type: string;
  readonly call_duration: number;
  readonly client_state: string | null;
}

export interface EmsRow {
  readonly carrier: { readonly rx: number };
  readonly stack: readonly EmsProtocol[];
}

interface EmsProtocol {
  readonly id: number;
  readonly type: string;
  readonly creationTimestamp: number;
  readonly isEnqueueForDelete: boolean;
  readonly streams?: readonly { readonly name: string; readonly type: string }[];
}

export interface XRow {
  readonly id: string;
  readonly endpoint_name: string;
  readonly connected_at: string;
  readonly disconnected_at?: string;
  readonly client_ip: string;
}

/** The global IDs of Switchboard's schema. */
export function globalId(...parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** The protocol at the near end of a connection, which gives it its ID and its type. */
export function nearEndOf({ stack }: EmsRow): EmsProtocol {
  const nearEnd = stack.at(-1);
  if (nearEnd === undefined) throw new Error('An EMS connection without protocols');
  return nearEnd;
}

export function emsFields(row: EmsRow) {
  const { id, type, creationTimestamp, isEnqueueForDelete, streams = [] } = nearEndOf(row);
  const [stream] = streams;
  return {
    __typename: 'EmsConnection',
    id: globalId('EmsConnection', 'ems', String(id), String(creationTimestamp)),
    nativeId: String(id),
    name: stream?.name ?? '',
    active: !isEnqueueForDelete,
    createdAt: new Date(creationTimestamp).toISOString(),
    source: { name: 'ems' },
    type,
    direction: stream?.type.startsWith('I') ? 'IN' : 'OUT',
    carrier: { bytesReceived: row.carrier.rx },
  };
}

export function telnyxFields(row: TelnyxRow) {
  return {
    __typename: 'TelnyxConnection',
    id: globalId('TelnyxConnection', 'telnyx', row.id),
    nativeId: row.id,
    name: row.connection_name,
    active: row.active,
    createdAt: row.created_at,
    source: { name: 'telnyx' },
    recordType: row.record_type,
    outboundVoiceProfileId: row.outbound_voice_profile_id,
    tags: row.tags,
  };
}

export function xFields(row: XRow) {
  return {
    __typename: 'XStreamConnection',
    id: globalId('XStreamConnection', 'x', row.id),
    nativeId: row.id,
    name: row.endpoint_name,
    active: row.disconnected_at === undefined,
    createdAt: row.connected_at,
    source: { name: 'x' },
    endpointName: row.endpoint_name,
    clientIp: row.client_ip,
  };
}
