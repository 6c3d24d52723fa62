/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Filter for `Query.connections`. All conditions must match (AND). */
export type ConnectionFilter = {
  /**
   * Return only active connections (true) or only inactive ones (false). X applies this filter itself. For EMS and Telnyx,
   * Switchboard applies it.
   */
  readonly active?: boolean | null | undefined;
  /** Return only connections created at or after this time. Connections without `createdAt` do not match. */
  readonly createdAfter?: string | null | undefined;
  /** Return only connections created before this time. Connections without `createdAt` do not match. */
  readonly createdBefore?: string | null | undefined;
  /**
   * Return only connections whose `name` contains this text. Case-insensitive. An empty text matches every name. Names are
   * compared without their secrets.
   *
   * Telnyx connections are compared by `connectionName`, so those without one do not match. From three characters, Telnyx
   * applies this filter itself.
   */
  readonly nameContains?: string | null | undefined;
  /** Return only connections of these providers. All providers by default; an empty list matches nothing. */
  readonly providers?: ReadonlyArray<Provider> | null | undefined;
  /**
   * Return only connections of the sources with these names. All sources by default; an empty list matches nothing. An
   * unknown name is rejected.
   */
  readonly sources?: ReadonlyArray<string> | null | undefined;
};

/** Sort order of `Query.connections`. Ties are broken by `id`, ascending. */
export type ConnectionOrder = {
  /** Sort direction. */
  readonly direction?: OrderDirection;
  /** The field to sort by. */
  readonly field?: ConnectionOrderField;
};

/** Fields by which connections can be sorted. */
export type ConnectionOrderField =
  /** By `createdAt`. Connections without `createdAt` come last in both directions. */
  | 'CREATED_AT'
  /** By `name`, case-insensitive. Names with the same first 128 characters are sorted in an arbitrary but fixed order. */
  | 'NAME';

/** Conditions for `Query.emsConnections`. All conditions must match (AND). A condition that is null or not given is ignored. */
export type EmsConnectionFilter = {
  /** Created at this time or later. */
  readonly createdAfter?: string | null | undefined;
  /** Created before this time. */
  readonly createdBefore?: string | null | undefined;
  /** Media flows in this direction. Connections whose direction is unknown do not match. */
  readonly direction?: EmsDirection | null | undefined;
  /**
   * The remote address is this one. Addresses are compared by value, not as text: `::1` matches `0:0:0:0:0:0:0:1`, and
   * `::ffff:192.0.2.7` matches `192.0.2.7`. Connections without a remote address (UDP, file outputs) do not match.
   */
  readonly farIp?: string | null | undefined;
  /**
   * The connection's name contains this text. Case-insensitive. An empty text matches every connection. Names are compared without
   * their secrets.
   */
  readonly nameContains?: string | null | undefined;
  /** The connection was created by this kind of command. Connections without `settings` do not match. */
  readonly settingsKind?: EmsSettingsKind | null | undefined;
  /**
   * At least one of the connection's streams has exactly this name. Case-sensitive. Names are compared as `EmsStream.name` returns
   * them: without their secrets.
   */
  readonly streamName?: string | null | undefined;
  /** The connection's `type` is one of these, such as `IR` or `RTSP`. Exact match. An empty list matches nothing. */
  readonly types?: ReadonlyArray<string> | null | undefined;
};

/** A sort order of EMS connections. Ties are sorted by `id`, ascending. */
export type EmsConnectionOrder = {
  /** The sort direction. */
  readonly direction?: OrderDirection;
  /** The value to sort by. */
  readonly field?: EmsConnectionOrderField;
};

/** The values that EMS connections can be sorted by. Connections without the value come last in both directions. */
export type EmsConnectionOrderField =
  /**
   * By `carrier.bytesReceived`. Byte counters change all the time, so paging in this order is exact only while the pages are
   * read from the same cached listing (one second by default). After that, a connection can be repeated or missed.
   */
  | 'BYTES_RECEIVED'
  /**
   * By `carrier.bytesSent`. Byte counters change all the time, so paging in this order is exact only while the pages are read
   * from the same cached listing (one second by default). After that, a connection can be repeated or missed.
   */
  | 'BYTES_SENT'
  /** By `createdAt`. */
  | 'CREATED_AT'
  /** By `name`, case-insensitive. Names with the same first 128 characters are sorted in an arbitrary but fixed order. */
  | 'NAME';

/** The direction in which media flows, seen from the media server. */
export type EmsDirection =
  /** Into the server: publishers, pulls, and MPEG-TS and LiveFLV receivers. */
  | 'IN'
  /** Out of the server: players, pushes, and outputs to files. */
  | 'OUT';

/** The commands whose parameters EMS reports. */
export type EmsSettingsKind =
  /** `createDASHStream`. */
  | 'DASH'
  /** `createHDSStream`. */
  | 'HDS'
  /** `createHLSStream`. */
  | 'HLS'
  /** `createMSSStream`. */
  | 'MSS'
  /** `pullStream`. EMS also reports this for MPEG-TS listeners that pull nothing; these have no `uri`. */
  | 'PULL'
  /** `pushStream`. */
  | 'PUSH'
  /** `record`. */
  | 'RECORD';

/** Sort direction. */
export type OrderDirection =
  /** Ascending: smallest, oldest or A first. */
  | 'ASC'
  /** Descending: largest, newest or Z first. */
  | 'DESC';

/** The supported providers. */
export type Provider =
  /** EvoStream Media Server, read through its HTTP CLI. */
  | 'EMS'
  /** Telnyx voice: SIP trunks and voice applications. */
  | 'TELNYX'
  /** X API v2: streaming connections of a developer app. */
  | 'X';

/**
 * Health of a source, derived from the requests since startup. A failed request counts once, after its retries. Requests
 * that were not sent do not count, and neither do requests that the upstream rejected because of client input, such as a filter
 * or an ID.
 */
export type SourceStatus =
  /** The last request, or the last two, failed. An earlier request succeeded. */
  | 'DEGRADED'
  /** The last three or more requests failed, or no request has ever succeeded. */
  | 'DOWN'
  /** No request has succeeded or failed yet. */
  | 'UNKNOWN'
  /** The last request succeeded. The source can still be out of requests; see `rateLimit`. */
  | 'UP';

/** Filter for `Query.telnyxConnections`. All conditions must match (AND). */
export type TelnyxConnectionFilter = {
  /**
   * Return only connections whose `connectionName` contains this text. Case-insensitive. From 3 to 256 characters, without
   * control characters. Names are compared without their secrets.
   */
  readonly connectionNameContains?: string | null | undefined;
  /**
   * Return only the connection with exactly this domain name (FQDN). Case-sensitive. From 1 to 256 characters, without
   * control characters.
   */
  readonly fqdn?: string | null | undefined;
  /** Return only connections that use this outbound voice profile. From 1 to 256 characters, without control characters. */
  readonly outboundVoiceProfileId?: string | null | undefined;
};

/** Sort order of `Query.telnyxConnections`. Ties are broken by `id`, ascending. */
export type TelnyxConnectionSort =
  /** By `active`, disabled connections first. */
  | 'ACTIVE_ASC'
  /** By `active`, enabled connections first. */
  | 'ACTIVE_DESC'
  /** By `name`, A first, case-insensitive. */
  | 'CONNECTION_NAME_ASC'
  /** By `name`, Z first, case-insensitive. */
  | 'CONNECTION_NAME_DESC'
  /** By `createdAt`, oldest first. Connections without `createdAt` come last. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, newest first. Connections without `createdAt` come last. */
  | 'CREATED_AT_DESC';

/** Kinds of upstream problems. */
export type UpstreamProblemCode =
  /** The caller's credentials lack the scope for this source, such as `ems:read`. No request was sent. Not retryable. */
  | 'FORBIDDEN'
  /**
   * The operation reached its budget of upstream requests, 300 by default (setting `MAX_UPSTREAM_REQUESTS`), or half of
   * this source's rate limit, before this data was read. No request was sent. Not retryable: select fewer lists, or
   * smaller pages.
   */
  | 'UPSTREAM_BUDGET_EXHAUSTED'
  /** The credentials lack permission (HTTP 403), or an X account has reached its spending limit. Not retryable. */
  | 'UPSTREAM_FORBIDDEN'
  /**
   * The response could not be parsed, did not match the provider's format, was too large (setting `maxBodyBytes`), was a
   * redirect or was not HTTP, or the list has too many pages to read. Also reported for rows that could not be read. Not
   * retryable.
   */
  | 'UPSTREAM_MALFORMED'
  /**
   * Rate limit exhausted: the upstream responded with HTTP 429, or its last response reported no requests left, so that no
   * request was sent. Retryable; `retryAt` shows when. After HTTP 429 without a time to retry, the source is not queried
   * for 10 seconds.
   *
   * Not retryable if X reports `usage-capped`: the usage that the plan allows per day or month is exhausted.
   */
  | 'UPSTREAM_RATE_LIMITED'
  /**
   * The upstream rejected the request: another HTTP 4xx, such as 402 for an account without credits, or status FAIL of
   * EMS. Not retryable.
   */
  | 'UPSTREAM_REJECTED'
  /**
   * No complete response within 10 seconds by default (setting `timeoutMs`), or before the deadline of the whole
   * operation, 30 seconds by default (setting `OPERATION_TIMEOUT_MS`). Also HTTP 408, and the reason for stale data of a
   * source that is slow (setting `maxRefreshWaitMs`). Retryable.
   */
  | 'UPSTREAM_TIMEOUT'
  /** Invalid credentials (HTTP 401). Not retryable: fix the configuration. */
  | 'UPSTREAM_UNAUTHENTICATED'
  /**
   * Connection refused or reset, DNS or TLS error, HTTP 5xx, or too many requests waiting for this source. Retryable.
   *
   * After 5 consecutive requests that failed in this way or timed out (setting `breakAfter`), the circuit breaker opens.
   * The source is then not queried for 5 seconds (setting `breakMs`), and `retryAt` shows until when.
   *
   * For EMS behind an apiProxy, HTTP 401 after an earlier success is reported as `UPSTREAM_UNAVAILABLE`, because the proxy
   * sends it when the server is down.
   */
  | 'UPSTREAM_UNAVAILABLE';

/** Filter by connection status. */
export type XStreamConnectionStatus =
  /** Open connections. */
  | 'ACTIVE'
  /** Open and closed connections. */
  | 'ALL'
  /** Closed connections. */
  | 'INACTIVE';

/** Streaming endpoints of X. */
export type XStreamEndpoint =
  /** Posts that match the app's rules. X called this endpoint `filter_stream` until early 2026. */
  | 'FILTERED_STREAM'
  /** All posts. */
  | 'FIREHOSE_STREAM'
  /** All posts in English. */
  | 'FIREHOSE_STREAM_LANG_EN'
  /** All posts in Japanese. */
  | 'FIREHOSE_STREAM_LANG_JA'
  /** All posts in Korean. */
  | 'FIREHOSE_STREAM_LANG_KO'
  /** All posts in Portuguese. */
  | 'FIREHOSE_STREAM_LANG_PT'
  /** Compliance events about likes. */
  | 'LIKES_COMPLIANCE_STREAM'
  /** All likes. */
  | 'LIKES_FIREHOSE_STREAM'
  /** About 10 % of all likes. */
  | 'LIKES_SAMPLE10_STREAM'
  /** About 10 % of all posts. */
  | 'SAMPLE10_STREAM'
  /** About 1 % of all posts. */
  | 'SAMPLE_STREAM'
  /** Compliance events about posts. */
  | 'TWEETS_COMPLIANCE_STREAM'
  /** Labels applied to posts. */
  | 'TWEET_LABEL_STREAM'
  /** Compliance events about users. */
  | 'USERS_COMPLIANCE_STREAM';

export type ConnectionsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: ConnectionFilter | null | undefined;
  orderBy?: ConnectionOrder | null | undefined;
}>;


export type ConnectionsQuery = { readonly connections: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node:
        | { readonly __typename: 'EmsConnection', readonly type: string, readonly direction: EmsDirection | null, readonly id: string, readonly name: string, readonly active: boolean, readonly createdAt: string | null, readonly carrier: { readonly bytesReceived: number | string, readonly bytesSent: number | string | null } | null, readonly source:
            | { readonly id: string, readonly name: string, readonly provider: Provider }
            | { readonly id: string, readonly name: string, readonly provider: Provider }
            | { readonly id: string, readonly name: string, readonly provider: Provider }
          , readonly freshness: { readonly observedAt: string, readonly stale: boolean } }
        | { readonly __typename: 'TelnyxConnection', readonly recordType: string, readonly connectionName: string | null, readonly id: string, readonly name: string, readonly active: boolean, readonly createdAt: string | null, readonly source:
            | { readonly id: string, readonly name: string, readonly provider: Provider }
            | { readonly id: string, readonly name: string, readonly provider: Provider }
            | { readonly id: string, readonly name: string, readonly provider: Provider }
          , readonly freshness: { readonly observedAt: string, readonly stale: boolean } }
        | { readonly __typename: 'XStreamConnection', readonly endpointName: string, readonly disconnectedAt: string | null, readonly disconnectReason: string | null, readonly id: string, readonly name: string, readonly active: boolean, readonly createdAt: string | null, readonly source:
            | { readonly id: string, readonly name: string, readonly provider: Provider }
            | { readonly id: string, readonly name: string, readonly provider: Provider }
            | { readonly id: string, readonly name: string, readonly provider: Provider }
          , readonly freshness: { readonly observedAt: string, readonly stale: boolean } }
       }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly outcomes: ReadonlyArray<{ readonly ok: boolean, readonly stale: boolean, readonly omittedRows: number, readonly source:
        | { readonly id: string, readonly name: string, readonly provider: Provider }
        | { readonly id: string, readonly name: string, readonly provider: Provider }
        | { readonly id: string, readonly name: string, readonly provider: Provider }
      , readonly problem: { readonly code: UpstreamProblemCode, readonly message: string, readonly retryable: boolean, readonly retryAt: string | null } | null }> } };

export type EmsConnectionsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: EmsConnectionFilter | null | undefined;
  orderBy?: EmsConnectionOrder | null | undefined;
}>;


export type EmsConnectionsQuery = { readonly emsConnections: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly __typename: 'EmsConnection', readonly type: string, readonly direction: EmsDirection | null, readonly id: string, readonly name: string, readonly active: boolean, readonly createdAt: string | null, readonly streams: ReadonlyArray<{ readonly nativeId: string, readonly name: string, readonly type: string, readonly uptimeMs: number | null, readonly viewerCount: number }>, readonly carrier: { readonly bytesReceived: number | string, readonly bytesSent: number | string | null } | null, readonly source:
          | { readonly id: string, readonly name: string, readonly provider: Provider }
          | { readonly id: string, readonly name: string, readonly provider: Provider }
          | { readonly id: string, readonly name: string, readonly provider: Provider }
        , readonly freshness: { readonly observedAt: string, readonly stale: boolean } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly outcomes: ReadonlyArray<{ readonly ok: boolean, readonly stale: boolean, readonly omittedRows: number, readonly source:
        | { readonly id: string, readonly name: string, readonly provider: Provider }
        | { readonly id: string, readonly name: string, readonly provider: Provider }
        | { readonly id: string, readonly name: string, readonly provider: Provider }
      , readonly problem: { readonly code: UpstreamProblemCode, readonly message: string, readonly retryable: boolean, readonly retryAt: string | null } | null }> } };

export type OutcomeFragment = { readonly ok: boolean, readonly stale: boolean, readonly omittedRows: number, readonly source:
    | { readonly id: string, readonly name: string, readonly provider: Provider }
    | { readonly id: string, readonly name: string, readonly provider: Provider }
    | { readonly id: string, readonly name: string, readonly provider: Provider }
  , readonly problem: { readonly code: UpstreamProblemCode, readonly message: string, readonly retryable: boolean, readonly retryAt: string | null } | null };

type ConnectionSummary_EmsConnection_Fragment = { readonly __typename: 'EmsConnection', readonly type: string, readonly direction: EmsDirection | null, readonly id: string, readonly name: string, readonly active: boolean, readonly createdAt: string | null, readonly carrier: { readonly bytesReceived: number | string, readonly bytesSent: number | string | null } | null, readonly source:
    | { readonly id: string, readonly name: string, readonly provider: Provider }
    | { readonly id: string, readonly name: string, readonly provider: Provider }
    | { readonly id: string, readonly name: string, readonly provider: Provider }
  , readonly freshness: { readonly observedAt: string, readonly stale: boolean } };

type ConnectionSummary_TelnyxConnection_Fragment = { readonly __typename: 'TelnyxConnection', readonly recordType: string, readonly connectionName: string | null, readonly id: string, readonly name: string, readonly active: boolean, readonly createdAt: string | null, readonly source:
    | { readonly id: string, readonly name: string, readonly provider: Provider }
    | { readonly id: string, readonly name: string, readonly provider: Provider }
    | { readonly id: string, readonly name: string, readonly provider: Provider }
  , readonly freshness: { readonly observedAt: string, readonly stale: boolean } };

type ConnectionSummary_XStreamConnection_Fragment = { readonly __typename: 'XStreamConnection', readonly endpointName: string, readonly disconnectedAt: string | null, readonly disconnectReason: string | null, readonly id: string, readonly name: string, readonly active: boolean, readonly createdAt: string | null, readonly source:
    | { readonly id: string, readonly name: string, readonly provider: Provider }
    | { readonly id: string, readonly name: string, readonly provider: Provider }
    | { readonly id: string, readonly name: string, readonly provider: Provider }
  , readonly freshness: { readonly observedAt: string, readonly stale: boolean } };

export type ConnectionSummaryFragment =
  | ConnectionSummary_EmsConnection_Fragment
  | ConnectionSummary_TelnyxConnection_Fragment
  | ConnectionSummary_XStreamConnection_Fragment
;

export type SourceHealthQueryVariables = Exact<{ [key: string]: never; }>;


export type SourceHealthQuery = { readonly sources: ReadonlyArray<
    | { readonly __typename: 'EmsSource', readonly id: string, readonly name: string, readonly provider: Provider, readonly status: SourceStatus, readonly lastSuccessAt: string | null, readonly lastProblemAt: string | null, readonly lastProblem: { readonly code: UpstreamProblemCode, readonly message: string, readonly retryAt: string | null } | null, readonly rateLimit: { readonly limit: number | null, readonly remaining: number | null, readonly resetsAt: string | null } | null }
    | { readonly __typename: 'TelnyxSource', readonly id: string, readonly name: string, readonly provider: Provider, readonly status: SourceStatus, readonly lastSuccessAt: string | null, readonly lastProblemAt: string | null, readonly lastProblem: { readonly code: UpstreamProblemCode, readonly message: string, readonly retryAt: string | null } | null, readonly rateLimit: { readonly limit: number | null, readonly remaining: number | null, readonly resetsAt: string | null } | null }
    | { readonly __typename: 'XSource', readonly id: string, readonly name: string, readonly provider: Provider, readonly status: SourceStatus, readonly lastSuccessAt: string | null, readonly lastProblemAt: string | null, readonly lastProblem: { readonly code: UpstreamProblemCode, readonly message: string, readonly retryAt: string | null } | null, readonly rateLimit: { readonly limit: number | null, readonly remaining: number | null, readonly resetsAt: string | null } | null }
  > };

export type StreamViewersQueryVariables = Exact<{
  streamName: string;
  first?: number | null | undefined;
}>;


export type StreamViewersQuery = { readonly emsConnections: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly name: string, readonly type: string, readonly source:
        | { readonly id: string, readonly name: string }
        | { readonly id: string, readonly name: string }
        | { readonly id: string, readonly name: string }
      , readonly streams: ReadonlyArray<{ readonly nativeId: string, readonly name: string, readonly viewerCount: number, readonly outStreams: ReadonlyArray<{ readonly nativeId: string, readonly type: string, readonly createdAt: string | null, readonly connection: { readonly id: string, readonly name: string, readonly carrier: { readonly farIp: string | null, readonly bytesSent: number | string | null } | null } }> }> }>, readonly outcomes: ReadonlyArray<{ readonly ok: boolean, readonly stale: boolean, readonly omittedRows: number, readonly source:
        | { readonly id: string, readonly name: string, readonly provider: Provider }
        | { readonly id: string, readonly name: string, readonly provider: Provider }
        | { readonly id: string, readonly name: string, readonly provider: Provider }
      , readonly problem: { readonly code: UpstreamProblemCode, readonly message: string, readonly retryable: boolean, readonly retryAt: string | null } | null }> } };

export type TelnyxConnectionCallsQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type TelnyxConnectionCallsQuery = { readonly node:
    | { readonly __typename: 'ActiveCall', readonly id: string }
    | { readonly __typename: 'EmsConnection', readonly id: string }
    | { readonly __typename: 'EmsSource', readonly id: string }
    | { readonly __typename: 'TelnyxConnection', readonly id: string, readonly recordType: string, readonly connectionName: string | null, readonly name: string, readonly active: boolean, readonly createdAt: string | null, readonly activeCalls: { readonly totalCount: number, readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly id: string, readonly callLegId: string, readonly callSessionId: string, readonly durationSeconds: number } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly freshness: { readonly observedAt: string, readonly stale: boolean } } | null, readonly source:
        | { readonly id: string, readonly name: string, readonly provider: Provider }
        | { readonly id: string, readonly name: string, readonly provider: Provider }
        | { readonly id: string, readonly name: string, readonly provider: Provider }
      , readonly freshness: { readonly observedAt: string, readonly stale: boolean } }
    | { readonly __typename: 'TelnyxSource', readonly id: string }
    | { readonly __typename: 'XSource', readonly id: string }
    | { readonly __typename: 'XStreamConnection', readonly id: string }
   | null };

export type TelnyxConnectionsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: TelnyxConnectionFilter | null | undefined;
  sort?: TelnyxConnectionSort | null | undefined;
}>;


export type TelnyxConnectionsQuery = { readonly telnyxConnections: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly __typename: 'TelnyxConnection', readonly recordType: string, readonly connectionName: string | null, readonly id: string, readonly name: string, readonly active: boolean, readonly createdAt: string | null, readonly activeCalls: { readonly totalCount: number } | null, readonly source:
          | { readonly id: string, readonly name: string, readonly provider: Provider }
          | { readonly id: string, readonly name: string, readonly provider: Provider }
          | { readonly id: string, readonly name: string, readonly provider: Provider }
        , readonly freshness: { readonly observedAt: string, readonly stale: boolean } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly outcomes: ReadonlyArray<{ readonly ok: boolean, readonly stale: boolean, readonly omittedRows: number, readonly source:
        | { readonly id: string, readonly name: string, readonly provider: Provider }
        | { readonly id: string, readonly name: string, readonly provider: Provider }
        | { readonly id: string, readonly name: string, readonly provider: Provider }
      , readonly problem: { readonly code: UpstreamProblemCode, readonly message: string, readonly retryable: boolean, readonly retryAt: string | null } | null }> } };

export type XStreamConnectionsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  status?: XStreamConnectionStatus | null | undefined;
}>;


export type XStreamConnectionsQuery = { readonly xStreamConnections: { readonly edges: ReadonlyArray<{ readonly cursor: string, readonly node: { readonly __typename: 'XStreamConnection', readonly endpoint: XStreamEndpoint | null, readonly connectedAt: string | null, readonly endpointName: string, readonly disconnectedAt: string | null, readonly disconnectReason: string | null, readonly id: string, readonly name: string, readonly active: boolean, readonly createdAt: string | null, readonly source:
          | { readonly id: string, readonly name: string, readonly provider: Provider }
          | { readonly id: string, readonly name: string, readonly provider: Provider }
          | { readonly id: string, readonly name: string, readonly provider: Provider }
        , readonly freshness: { readonly observedAt: string, readonly stale: boolean } } }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly outcomes: ReadonlyArray<{ readonly ok: boolean, readonly stale: boolean, readonly omittedRows: number, readonly source:
        | { readonly id: string, readonly name: string, readonly provider: Provider }
        | { readonly id: string, readonly name: string, readonly provider: Provider }
        | { readonly id: string, readonly name: string, readonly provider: Provider }
      , readonly problem: { readonly code: UpstreamProblemCode, readonly message: string, readonly retryable: boolean, readonly retryAt: string | null } | null }> } };

export const OutcomeFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Outcome"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SourceOutcome"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}},{"kind":"Field","name":{"kind":"Name","value":"omittedRows"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}}]}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAt"}}]}}]}}]} as unknown as DocumentNode<OutcomeFragment, unknown>;
export const ConnectionSummaryFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConnectionSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Connection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}}]}},{"kind":"Field","name":{"kind":"Name","value":"freshness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EmsConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"carrier"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bytesReceived"}},{"kind":"Field","name":{"kind":"Name","value":"bytesSent"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TelnyxConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordType"}},{"kind":"Field","name":{"kind":"Name","value":"connectionName"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"XStreamConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endpointName"}},{"kind":"Field","name":{"kind":"Name","value":"disconnectedAt"}},{"kind":"Field","name":{"kind":"Name","value":"disconnectReason"}}]}}]}}]} as unknown as DocumentNode<ConnectionSummaryFragment, unknown>;
export const ConnectionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Connections"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"20"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ConnectionFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ConnectionOrder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"connections"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConnectionSummary"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcomes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Outcome"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConnectionSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Connection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}}]}},{"kind":"Field","name":{"kind":"Name","value":"freshness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EmsConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"carrier"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bytesReceived"}},{"kind":"Field","name":{"kind":"Name","value":"bytesSent"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TelnyxConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordType"}},{"kind":"Field","name":{"kind":"Name","value":"connectionName"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"XStreamConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endpointName"}},{"kind":"Field","name":{"kind":"Name","value":"disconnectedAt"}},{"kind":"Field","name":{"kind":"Name","value":"disconnectReason"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Outcome"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SourceOutcome"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}},{"kind":"Field","name":{"kind":"Name","value":"omittedRows"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}}]}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAt"}}]}}]}}]} as unknown as DocumentNode<ConnectionsQuery, ConnectionsQueryVariables>;
export const EmsConnectionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EmsConnections"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"20"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"EmsConnectionFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"EmsConnectionOrder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"emsConnections"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConnectionSummary"}},{"kind":"Field","name":{"kind":"Name","value":"streams"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nativeId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"uptimeMs"}},{"kind":"Field","name":{"kind":"Name","value":"viewerCount"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcomes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Outcome"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConnectionSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Connection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}}]}},{"kind":"Field","name":{"kind":"Name","value":"freshness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EmsConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"carrier"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bytesReceived"}},{"kind":"Field","name":{"kind":"Name","value":"bytesSent"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TelnyxConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordType"}},{"kind":"Field","name":{"kind":"Name","value":"connectionName"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"XStreamConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endpointName"}},{"kind":"Field","name":{"kind":"Name","value":"disconnectedAt"}},{"kind":"Field","name":{"kind":"Name","value":"disconnectReason"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Outcome"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SourceOutcome"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}},{"kind":"Field","name":{"kind":"Name","value":"omittedRows"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}}]}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAt"}}]}}]}}]} as unknown as DocumentNode<EmsConnectionsQuery, EmsConnectionsQueryVariables>;
export const SourceHealthDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SourceHealth"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sources"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"lastSuccessAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastProblemAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastProblem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"rateLimit"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"resetsAt"}}]}}]}}]}}]} as unknown as DocumentNode<SourceHealthQuery, SourceHealthQueryVariables>;
export const StreamViewersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"StreamViewers"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"streamName"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"20"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"emsConnections"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"streamName"},"value":{"kind":"Variable","name":{"kind":"Name","value":"streamName"}}},{"kind":"ObjectField","name":{"kind":"Name","value":"direction"},"value":{"kind":"EnumValue","value":"IN"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"streams"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nativeId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"viewerCount"}},{"kind":"Field","name":{"kind":"Name","value":"outStreams"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nativeId"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"connection"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"carrier"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"farIp"}},{"kind":"Field","name":{"kind":"Name","value":"bytesSent"}}]}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcomes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Outcome"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Outcome"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SourceOutcome"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}},{"kind":"Field","name":{"kind":"Name","value":"omittedRows"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}}]}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAt"}}]}}]}}]} as unknown as DocumentNode<StreamViewersQuery, StreamViewersQueryVariables>;
export const TelnyxConnectionCallsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TelnyxConnectionCalls"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"20"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TelnyxConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConnectionSummary"}},{"kind":"Field","name":{"kind":"Name","value":"activeCalls"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"callLegId"}},{"kind":"Field","name":{"kind":"Name","value":"callSessionId"}},{"kind":"Field","name":{"kind":"Name","value":"durationSeconds"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"freshness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConnectionSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Connection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}}]}},{"kind":"Field","name":{"kind":"Name","value":"freshness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EmsConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"carrier"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bytesReceived"}},{"kind":"Field","name":{"kind":"Name","value":"bytesSent"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TelnyxConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordType"}},{"kind":"Field","name":{"kind":"Name","value":"connectionName"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"XStreamConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endpointName"}},{"kind":"Field","name":{"kind":"Name","value":"disconnectedAt"}},{"kind":"Field","name":{"kind":"Name","value":"disconnectReason"}}]}}]}}]} as unknown as DocumentNode<TelnyxConnectionCallsQuery, TelnyxConnectionCallsQueryVariables>;
export const TelnyxConnectionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"TelnyxConnections"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"20"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TelnyxConnectionFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"sort"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"TelnyxConnectionSort"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"telnyxConnections"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"sort"},"value":{"kind":"Variable","name":{"kind":"Name","value":"sort"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConnectionSummary"}},{"kind":"Field","name":{"kind":"Name","value":"activeCalls"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcomes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Outcome"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConnectionSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Connection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}}]}},{"kind":"Field","name":{"kind":"Name","value":"freshness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EmsConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"carrier"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bytesReceived"}},{"kind":"Field","name":{"kind":"Name","value":"bytesSent"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TelnyxConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordType"}},{"kind":"Field","name":{"kind":"Name","value":"connectionName"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"XStreamConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endpointName"}},{"kind":"Field","name":{"kind":"Name","value":"disconnectedAt"}},{"kind":"Field","name":{"kind":"Name","value":"disconnectReason"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Outcome"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SourceOutcome"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}},{"kind":"Field","name":{"kind":"Name","value":"omittedRows"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}}]}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAt"}}]}}]}}]} as unknown as DocumentNode<TelnyxConnectionsQuery, TelnyxConnectionsQueryVariables>;
export const XStreamConnectionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"XStreamConnections"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"20"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"status"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"XStreamConnectionStatus"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"xStreamConnections"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"status"},"value":{"kind":"Variable","name":{"kind":"Name","value":"status"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ConnectionSummary"}},{"kind":"Field","name":{"kind":"Name","value":"endpoint"}},{"kind":"Field","name":{"kind":"Name","value":"connectedAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"outcomes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Outcome"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ConnectionSummary"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Connection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}}]}},{"kind":"Field","name":{"kind":"Name","value":"freshness"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EmsConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"direction"}},{"kind":"Field","name":{"kind":"Name","value":"carrier"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bytesReceived"}},{"kind":"Field","name":{"kind":"Name","value":"bytesSent"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TelnyxConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"recordType"}},{"kind":"Field","name":{"kind":"Name","value":"connectionName"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"XStreamConnection"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"endpointName"}},{"kind":"Field","name":{"kind":"Name","value":"disconnectedAt"}},{"kind":"Field","name":{"kind":"Name","value":"disconnectReason"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Outcome"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SourceOutcome"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"stale"}},{"kind":"Field","name":{"kind":"Name","value":"omittedRows"}},{"kind":"Field","name":{"kind":"Name","value":"source"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}}]}},{"kind":"Field","name":{"kind":"Name","value":"problem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAt"}}]}}]}}]} as unknown as DocumentNode<XStreamConnectionsQuery, XStreamConnectionsQueryVariables>;