import { printPlainSdl } from '../../src/graph/sdl.ts';
import type { CallRow, EmsRow, TelnyxRow, XRow } from '../benchmark/floor/rows.ts';
import { globalId, nearEndOf } from '../benchmark/floor/rows.ts';

/** Where the resolvers get their rows: one method per upstream request. */
export interface Upstreams {
  emsConnections(): Promise<readonly EmsRow[]>;
  telnyxConnections(first: number): Promise<readonly TelnyxRow[]>;
  activeCalls(connectionId: string, first: number): Promise<readonly CallRow[]>;
  xConnections(): Promise<readonly XRow[]>;
}

export interface PeerContext {
  readonly upstreams: Upstreams;
}

interface First {
  readonly first: number;
}

/** The schema of Switchboard. */
export const typeDefs = printPlainSdl();

type AnyRow = { readonly __typename: string };
type Ems = EmsRow & AnyRow;
type Telnyx = TelnyxRow & AnyRow;
type X = XRow & AnyRow;

/** Adds the type's name, which GraphQL needs to tell the members of an interface apart. */
const typed = <Row extends object>(__typename: string, rows: readonly Row[]) =>
  rows.map((row) => ({ ...row, __typename }));

const emsCreatedAt = (row: EmsRow) => new Date(nearEndOf(row).creationTimestamp).toISOString();

function createdAtOf(row: Ems | Telnyx | X): string {
  if ('created_at' in row) return row.created_at;
  return 'connected_at' in row ? row.connected_at : emsCreatedAt(row);
}

/** Resolvers as a tutorial writes them: rows are the parents, and each field reads its member. */
export const resolvers = {
  Query: {
    async telnyxConnections(_parent: unknown, { first }: First, { upstreams }: PeerContext) {
      return { nodes: await upstreams.telnyxConnections(first) };
    },
    async connections(_parent: unknown, { first }: First, { upstreams }: PeerContext) {
      const [ems, telnyx, x] = await Promise.all([
        upstreams.emsConnections(),
        upstreams.telnyxConnections(first),
        upstreams.xConnections(),
      ]);
      const all: (Ems | Telnyx | X)[] = [
        ...typed('EmsConnection', ems),
        ...typed('TelnyxConnection', telnyx),
        ...typed('XStreamConnection', x),
      ];
      const sorted = all.map((row) => ({ row, at: createdAtOf(row) })).sort((a, b) => (a.at < b.at ? 1 : -1));
      return { nodes: sorted.slice(0, first).map(({ row }) => row) };
    },
  },
  Connection: { __resolveType: ({ __typename }: AnyRow) => __typename },
  EmsConnection: {
    id: (row: EmsRow) => {
      const { id, creationTimestamp } = nearEndOf(row);
      return globalId('EmsConnection', 'ems', String(id), String(creationTimestamp));
    },
    nativeId: (row: EmsRow) => String(nearEndOf(row).id),
    name: (row: EmsRow) => nearEndOf(row).streams?.[0]?.name,
    active: (row: EmsRow) => !nearEndOf(row).isEnqueueForDelete,
    createdAt: emsCreatedAt,
    source: () => ({ __typename: 'EmsSource', name: 'ems' }),
    type: (row: EmsRow) => nearEndOf(row).type,
    direction: (row: EmsRow) => (nearEndOf(row).streams?.[0]?.type.startsWith('I') ? 'IN' : 'OUT'),
  },
  EmsCarrier: { bytesReceived: ({ rx }: EmsRow['carrier']) => rx },
  TelnyxConnection: {
    id: ({ id }: TelnyxRow) => globalId('TelnyxConnection', 'telnyx', id),
    nativeId: ({ id }: TelnyxRow) => id,
    name: (row: TelnyxRow) => row.connection_name,
    createdAt: (row: TelnyxRow) => row.created_at,
    source: () => ({ __typename: 'TelnyxSource', name: 'telnyx' }),
    connectionName: (row: TelnyxRow) => row.connection_name,
    recordType: (row: TelnyxRow) => row.record_type,
    outboundVoiceProfileId: (row: TelnyxRow) => row.outbound_voice_profile_id,
    async activeCalls({ id }: TelnyxRow, { first }: First, { upstreams }: PeerContext) {
      return { nodes: await upstreams.activeCalls(id, first) };
    },
  },
  ActiveCall: {
    callLegId: (call: CallRow) => call.call_leg_id,
    callSessionId: (call: CallRow) => call.call_session_id,
    recordType: (call: CallRow) => call.record_type,
    durationSeconds: (call: CallRow) => call.call_duration,
    clientState: (call: CallRow) => call.client_state,
  },
  XStreamConnection: {
    id: ({ id }: XRow) => globalId('XStreamConnection', 'x', id),
    nativeId: ({ id }: XRow) => id,
    name: (row: XRow) => row.endpoint_name,
    active: (row: XRow) => row.disconnected_at === undefined,
    createdAt: (row: XRow) => row.connected_at,
    source: () => ({ __typename: 'XSource', name: 'x' }),
    endpointName: (row: XRow) => row.endpoint_name,
    clientIp: (row: XRow) => row.client_ip,
  },
};
