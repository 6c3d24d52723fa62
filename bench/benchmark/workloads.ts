/** One operation that all servers answer, with the schema of Switchboard. */
export interface Workload {
  readonly name: WorkloadName;
  /** For people. */
  readonly title: string;
  /** Contains the name of the workload, which is also that of the operation. The floor reads no more of it. */
  readonly document: string;
  readonly variables: { readonly first: number };
  /** Upstream requests that its answer takes if nothing is cached. */
  readonly upstreamRequests: number;
}

export type WorkloadName = 'W1' | 'W2' | 'W3';

export const CALLS_PER_CONNECTION = 10;

export const WORKLOADS: readonly Workload[] = [
  {
    name: 'W1',
    title: '20 Telnyx connections, 5 fields',
    document: `query W1($first: Int!) {
  telnyxConnections(first: $first) {
    nodes { id connectionName recordType active createdAt }
  }
}`,
    variables: { first: 20 },
    upstreamRequests: 1,
  },
  {
    name: 'W2',
    title: '250 of 100 connections of each provider, about 10 fields',
    document: `query W2($first: Int!) {
  connections(first: $first) {
    nodes {
      __typename id nativeId name active createdAt
      source { name }
      ... on EmsConnection { type direction carrier { bytesReceived } }
      ... on TelnyxConnection { recordType outboundVoiceProfileId tags }
      ... on XStreamConnection { endpointName clientIp }
    }
  }
}`,
    variables: { first: 250 },
    upstreamRequests: 3,
  },
  {
    name: 'W3',
    title: `50 Telnyx connections with ${CALLS_PER_CONNECTION} active calls each`,
    document: `query W3($first: Int!) {
  telnyxConnections(first: $first) {
    nodes {
      id connectionName active
      activeCalls(first: ${CALLS_PER_CONNECTION}) {
        nodes { callLegId callSessionId recordType durationSeconds clientState }
      }
    }
  }
}`,
    variables: { first: 50 },
    upstreamRequests: 51,
  },
];

/** The body of the HTTP request. */
export function requestBody({ name, document, variables }: Workload): string {
  return JSON.stringify({ operationName: name, query: document, variables });
}
