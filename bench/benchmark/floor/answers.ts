import { CALLS_PER_CONNECTION, type WorkloadName } from '../workloads.ts';
import type { UpstreamGet } from './get.ts';
import {
  type CallRow,
  type EmsRow,
  emsFields,
  globalId,
  type TelnyxRow,
  telnyxFields,
  type XRow,
  xFields,
} from './rows.ts';

/** Bodies of the upstreams, as far as the workloads need them. */
interface TelnyxList {
  readonly data: readonly TelnyxRow[];
}
interface CallList {
  readonly data: readonly CallRow[];
}
interface EmsList {
  readonly data: readonly EmsRow[];
}
interface XList {
  readonly data: readonly XRow[];
}

const X_FIELDS = 'client_ip,connected_at,disconnect_reason,disconnected_at,endpoint_name,id';

const telnyxPath = (size: number) => `/connections?page[number]=1&page[size]=${size}&sort=-created_at`;

/** The `data` of each workload, made by hand: what an answer costs without GraphQL. Each upstream request is made once. */
export const ANSWERS: Readonly<Record<WorkloadName, (get: UpstreamGet, first: number) => Promise<object>>> = {
  async W1(get, first) {
    const { data } = await get<TelnyxList>('telnyx', telnyxPath(first));
    const nodes = data.map((row) => ({
      id: globalId('TelnyxConnection', 'telnyx', row.id),
      connectionName: row.connection_name,
      recordType: row.record_type,
      active: row.active,
      createdAt: row.created_at,
    }));
    return { telnyxConnections: { nodes } };
  },

  async W2(get, first) {
    const [ems, telnyx, x] = await Promise.all([
      get<EmsList>('ems', '/listConnections'),
      get<TelnyxList>('telnyx', telnyxPath(first)),
      get<XList>('x', `/2/connections?status=all&max_results=100&connection.fields=${X_FIELDS}`),
    ]);
    const nodes = [...ems.data.map(emsFields), ...telnyx.data.map(telnyxFields), ...x.data.map(xFields)];
    nodes.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    return { connections: { nodes: nodes.slice(0, first) } };
  },

  async W3(get, first) {
    const { data } = await get<TelnyxList>('telnyx', telnyxPath(first));
    const nodes = await Promise.all(
      data.map(async (row) => {
        const path = `/connections/${row.id}/active_calls?page[limit]=${CALLS_PER_CONNECTION}`;
        const calls = await get<CallList>('telnyx', path);
        return {
          id: globalId('TelnyxConnection', 'telnyx', row.id),
          connectionName: row.connection_name,
          active: row.active,
          activeCalls: { nodes: calls.data.map(callFields) },
        };
      }),
    );
    return { telnyxConnections: { nodes } };
  },
};

function callFields(call: CallRow) {
  return {
    callLegId: call.call_leg_id,
    callSessionId: call.call_session_id,
    recordType: call.record_type,
    durationSeconds: call.call_duration,
    clientState: call.client_state,
  };
}
