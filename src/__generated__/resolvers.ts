import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { NodeModel, ConnectionModel, SourceModel, ConnectionConnectionModel, ConnectionEdgeModel, SourceOutcomeModel } from '../providers/connectionModel.ts';
import type { Quality as FreshnessModel } from '../upstream/quality.ts';
import type { PageInfo as PageInfoModel } from '../relay/relayConnection.ts';
import type { ActiveCallModel, ActiveCallConnectionModel, ActiveCallEdgeModel } from '../providers/telnyx/activeCallModel.ts';
import type { EmsCarrierModel, EmsConnectionModel, EmsConnectionConnectionModel, EmsConnectionEdgeModel, EmsConnectionsCountLimitModel, EmsProtocolModel } from '../providers/ems/model.ts';
import type { EmsSource as EmsSourceModel } from '../providers/ems/source.ts';
import type { EmsStreamModel, EmsTrackModel, EmsVideoTrackModel } from '../providers/ems/streamModel.ts';
import type { TelnyxConnectionModel, TelnyxConnectionConnectionModel, TelnyxConnectionEdgeModel } from '../providers/telnyx/model.ts';
import type { TelnyxSource as TelnyxSourceModel } from '../providers/telnyx/source.ts';
import type { XSource as XSourceModel } from '../providers/xstream/source.ts';
import type { XStreamConnectionModel, XStreamConnectionConnectionModel, XStreamConnectionEdgeModel } from '../providers/xstream/model.ts';
import type { Context } from '../context.ts';
export type Maybe<T> = T | null | undefined;
export type InputMaybe<T> = T | null | undefined;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /**
   * Integer of up to 64 bits. Returned as a JSON number up to 9007199254740991 (2^53 - 1), and as a string of digits above
   * that, so that clients lose no precision.
   */
  BigInt: { input: bigint | number; output: bigint | number; }
  /**
   * RFC 3339 timestamp. Returned in UTC with milliseconds, such as `2026-03-01T09:30:00.125Z`. Arguments must include a UTC
   * offset: `Z`, or a time difference such as `+01:00`.
   */
  DateTime: { input: Date; output: Date; }
  /** IPv4 or IPv6 address, as text. */
  IP: { input: string; output: string; }
  /** JSON object whose keys are defined by the provider. */
  JSONObject: { input: Record<string, unknown>; output: Record<string, unknown>; }
  /** TCP or UDP port number, from 1 to 65535. */
  Port: { input: number; output: number; }
  /** Absolute URL. */
  URL: { input: string; output: string; }
};

/** One leg of an active call. Telnyx sends no caller, callee or direction here; these are only in its webhooks. */
export type ActiveCall = Node & {
  readonly __typename?: 'ActiveCall';
  /**
   * Call control ID, which Call Control commands require. Null if unknown. Anyone who has this ID and an API key of the
   * account can control the call.
   */
  readonly callControlId?: Maybe<Scalars['String']['output']>;
  /** Telnyx's ID of this call leg, the same as in webhooks. */
  readonly callLegId: Scalars['ID']['output'];
  /** Identifies the call session; shared by all legs of a call. */
  readonly callSessionId: Scalars['ID']['output'];
  /**
   * Client state that your application last set on the call, as sent by Telnyx: arbitrary bytes in base64. If the bytes are
   * text with secrets, such as JSON with a `token`, `***` stands for these in the text. Null if there is none.
   */
  readonly clientState?: Maybe<Scalars['String']['output']>;
  /**
   * The connection that carries this call. An error if the connection no longer exists.
   *
   * Upstream cost: none if this operation has already read the connection, otherwise one request.
   */
  readonly connection: TelnyxConnection;
  /** Call duration in seconds, at the time `freshness.observedAt`. 0 if unknown or invalid. */
  readonly durationSeconds: Scalars['Int']['output'];
  /** Age of the data. */
  readonly freshness: Freshness;
  /** Opaque global ID, stable for the lifetime of the call leg. */
  readonly id: Scalars['ID']['output'];
  /** Record type. Currently always `call`. New values may appear. */
  readonly recordType: Scalars['String']['output'];
};

/** One page of a list of active calls. */
export type ActiveCallConnection = {
  readonly __typename?: 'ActiveCallConnection';
  /** The items with their cursors. */
  readonly edges: ReadonlyArray<ActiveCallEdge>;
  /** Age of the data. */
  readonly freshness: Freshness;
  /** The items without cursors. */
  readonly nodes: ReadonlyArray<ActiveCall>;
  /** Position of this page in the list. */
  readonly pageInfo: PageInfo;
  /**
   * Number of active calls on this connection, as counted by Telnyx. Omitted calls are included.
   *
   * If Telnyx reports neither a total nor whether calls follow, and sends 250 calls, the number is unknown. Selecting it is
   * then an error, which makes `activeCalls` null; the calls can be read without it. The same applies to
   * `pageInfo.hasNextPage`.
   *
   * Upstream cost: none beyond the list. If Telnyx reports no total, all calls are read and counted, with one request per
   * 250 calls.
   */
  readonly totalCount: Scalars['Int']['output'];
};

/** One item of a page, with its cursor. */
export type ActiveCallEdge = {
  readonly __typename?: 'ActiveCallEdge';
  /**
   * Opaque position of this item in the list, at most 600 characters. It stays valid when calls start or end, including
   * this one. If the call and the seven calls on either side of it have all ended, calls near it can be repeated.
   */
  readonly cursor: Scalars['String']['output'];
  /** The active call. */
  readonly node: ActiveCall;
};

/**
 * A connection held by a provider: a streaming connection of a media server, a SIP trunk or voice application, or a client
 * connection to a streaming endpoint. This interface has the fields that all providers share. For other fields, use inline
 * fragments, such as `... on TelnyxConnection`.
 */
export type Connection = {
  /** EMS: connected and not being torn down. Telnyx: enabled. X: still open. */
  readonly active: Scalars['Boolean']['output'];
  /**
   * EMS: the time when the connection was established. Telnyx: the time when the connection was configured. X: the time
   * when the client connected. Null if unknown.
   */
  readonly createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** Age of the data. */
  readonly freshness: Freshness;
  /** Opaque global ID, stable for the lifetime of the provider's connection. */
  readonly id: Scalars['ID']['output'];
  /**
   * Display name. EMS: the stream name. Telnyx: the connection name. X: the endpoint name. Secrets in it are masked (`***`),
   * followed by a fingerprint that tells names apart.
   */
  readonly name: Scalars['String']['output'];
  /** The provider's own ID, as text. Null if the provider sends none, which only X does. */
  readonly nativeId?: Maybe<Scalars['String']['output']>;
  /** The provider that holds this connection. */
  readonly provider: Provider;
  /** The configured server or account that this connection was read from. */
  readonly source: Source;
};

/** One page of a list of connections of all providers. */
export type ConnectionConnection = {
  readonly __typename?: 'ConnectionConnection';
  /** The items with their cursors. */
  readonly edges: ReadonlyArray<ConnectionEdge>;
  /** The items without cursors. */
  readonly nodes: ReadonlyArray<Connection>;
  /** One entry per source that was queried: whether it answered, and how complete and current its answer is. */
  readonly outcomes: ReadonlyArray<SourceOutcome>;
  /** Position of this page in the list. */
  readonly pageInfo: PageInfo;
  /**
   * Number of matching connections in the sources that answered. Computed only if selected.
   *
   * Upstream cost: see `Query.connections`.
   */
  readonly totalCount: Scalars['Int']['output'];
};

/** One item of a page, with its cursor. */
export type ConnectionEdge = {
  readonly __typename?: 'ConnectionEdge';
  /** Opaque position of this item in the list. It stays valid when items are added or removed, including this one. */
  readonly cursor: Scalars['String']['output'];
  /** The connection. */
  readonly node: Connection;
};

/** Filter for `Query.connections`. All conditions must match (AND). */
export type ConnectionFilter = {
  /**
   * Return only active connections (true) or only inactive ones (false). X applies this filter itself. For EMS and Telnyx,
   * Switchboard applies it.
   */
  readonly active?: InputMaybe<Scalars['Boolean']['input']>;
  /** Return only connections created at or after this time. Connections without `createdAt` do not match. */
  readonly createdAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Return only connections created before this time. Connections without `createdAt` do not match. */
  readonly createdBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /**
   * Return only connections whose `name` contains this text. Case-insensitive. An empty text matches every name. Names are
   * compared without their secrets.
   *
   * Telnyx connections are compared by `connectionName`, so those without one do not match. From three characters, Telnyx
   * applies this filter itself.
   */
  readonly nameContains?: InputMaybe<Scalars['String']['input']>;
  /** Return only connections of these providers. All providers by default; an empty list matches nothing. */
  readonly providers?: InputMaybe<ReadonlyArray<Provider>>;
  /**
   * Return only connections of the sources with these names. All sources by default; an empty list matches nothing. An
   * unknown name is rejected.
   */
  readonly sources?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
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

/** A network socket of a media server. */
export type EmsCarrier = {
  readonly __typename?: 'EmsCarrier';
  /** Bytes received since the socket was opened. For RTSP over UDP, only those of the control socket. */
  readonly bytesReceived: Scalars['BigInt']['output'];
  /** Bytes sent since the socket was opened. For RTSP over UDP, only those of the control socket. Null for UDP. */
  readonly bytesSent?: Maybe<Scalars['BigInt']['output']>;
  /** Remote address. Null for UDP. */
  readonly farIp?: Maybe<Scalars['IP']['output']>;
  /** Remote port. Null for UDP. */
  readonly farPort?: Maybe<Scalars['Port']['output']>;
  /** The server's ID of the socket. Sockets, protocols and streams are numbered separately, so this is not the connection's ID. */
  readonly nativeId: Scalars['ID']['output'];
  /** Local address. */
  readonly nearIp?: Maybe<Scalars['IP']['output']>;
  /** Local port. */
  readonly nearPort?: Maybe<Scalars['Port']['output']>;
  /** Socket type: `IOHT_TCP_CARRIER` or `IOHT_UDP_CARRIER`. New values may appear. */
  readonly type: Scalars['String']['output'];
};

/**
 * A connection of a media server: a publisher, a player, a pull, a push, or an output to files. EMS lists RTMP, RTSP, MPEG-TS,
 * LiveFLV and pass-through connections, including idle MPEG-TS listeners on UDP. It does not list WebRTC and HTTP sessions.
 *
 * EMS calls the local side of a connection *near* and the remote side *far*.
 */
export type EmsConnection = Connection & Node & {
  readonly __typename?: 'EmsConnection';
  /** Whether the connection is up and not being torn down. */
  readonly active: Scalars['Boolean']['output'];
  /** The network socket. Null for file outputs, and if the server could not report its addresses and counters. */
  readonly carrier?: Maybe<EmsCarrier>;
  /** Time at which the connection was created, by the server's clock. */
  readonly createdAt?: Maybe<Scalars['DateTime']['output']>;
  /**
   * The direction in which media flows, from the types of the connection's streams. Without streams, from the command that created
   * it: a pull is `IN`; a push and an output to files are `OUT`. Otherwise from its protocol: MPEG-TS and LiveFLV are `IN`.
   * Null if unknown, such as an RTMP or RTSP client that has not requested a stream yet, and if its streams flow in both
   * directions.
   */
  readonly direction?: Maybe<EmsDirection>;
  /** Age of the data. */
  readonly freshness: Freshness;
  /**
   * Opaque global ID. It includes the creation time, because EMS counts its IDs from 1 again after a restart: the ID of a
   * closed connection never identifies a different one.
   */
  readonly id: Scalars['ID']['output'];
  /**
   * Display name: the name of its first stream, else the local stream name in its settings, else its type and native ID, such as
   * `RTSP 361`. A publisher, its players and its file outputs all have the name of their stream; see `direction`. Secrets are
   * masked as in `EmsStream.name`.
   */
  readonly name: Scalars['String']['output'];
  /** The server's ID of the connection: the `nativeId` of the last item in `stack`. */
  readonly nativeId?: Maybe<Scalars['String']['output']>;
  /** Always `EMS`. */
  readonly provider: Provider;
  /** The command that created the connection. Null if it was opened by a client, and for connections of edge processes. */
  readonly settings?: Maybe<EmsSettings>;
  /** The server that holds the connection. */
  readonly source: Source;
  /** The protocol stack, from the socket (first) to the local end (last). */
  readonly stack: ReadonlyArray<EmsProtocol>;
  /**
   * The streams of all items in `stack`, in order. Empty before the handshake has finished, for idle connections, and for MPEG-TS
   * listeners. MPEG-TS pulls have a stream of type `INS`.
   */
  readonly streams: ReadonlyArray<EmsStream>;
  /**
   * Protocol of the local end, as EMS abbreviates it: `IR` and `OR` RTMP, `RTSP`, `ITS` MPEG-TS, `PT` pass-through and file
   * outputs, `ILFL` LiveFLV. New values may appear. The `I` and `O` of RTMP show who opened the connection (`IR` the remote side,
   * `OR` the server), not the direction of the media: a publisher and a player are both `IR`.
   */
  readonly type: Scalars['String']['output'];
};

/** One page of EMS connections. */
export type EmsConnectionConnection = {
  readonly __typename?: 'EmsConnectionConnection';
  /** The items with their cursors. */
  readonly edges: ReadonlyArray<EmsConnectionEdge>;
  /** The items without cursors. */
  readonly nodes: ReadonlyArray<EmsConnection>;
  /** One entry per server that was queried: whether it answered, and how complete and current its answer is. */
  readonly outcomes: ReadonlyArray<SourceOutcome>;
  /** Position of this page in the list. */
  readonly pageInfo: PageInfo;
  /** Number of matching connections on the servers that answered. No additional upstream request. */
  readonly totalCount: Scalars['Int']['output'];
};

/** One item of a page of EMS connections. */
export type EmsConnectionEdge = {
  readonly __typename?: 'EmsConnectionEdge';
  /**
   * Opaque position of this item in the list. It stays valid when items are added or removed, including this one. For the orders
   * by bytes, see `EmsConnectionOrderField`.
   */
  readonly cursor: Scalars['String']['output'];
  /** The connection. */
  readonly node: EmsConnection;
};

/** Conditions for `Query.emsConnections`. All conditions must match (AND). A condition that is null or not given is ignored. */
export type EmsConnectionFilter = {
  /** Created at this time or later. */
  readonly createdAfter?: InputMaybe<Scalars['DateTime']['input']>;
  /** Created before this time. */
  readonly createdBefore?: InputMaybe<Scalars['DateTime']['input']>;
  /** Media flows in this direction. Connections whose direction is unknown do not match. */
  readonly direction?: InputMaybe<EmsDirection>;
  /**
   * The remote address is this one. Addresses are compared by value, not as text: `::1` matches `0:0:0:0:0:0:0:1`, and
   * `::ffff:192.0.2.7` matches `192.0.2.7`. Connections without a remote address (UDP, file outputs) do not match.
   */
  readonly farIp?: InputMaybe<Scalars['IP']['input']>;
  /**
   * The connection's name contains this text. Case-insensitive. An empty text matches every connection. Names are compared without
   * their secrets.
   */
  readonly nameContains?: InputMaybe<Scalars['String']['input']>;
  /** The connection was created by this kind of command. Connections without `settings` do not match. */
  readonly settingsKind?: InputMaybe<EmsSettingsKind>;
  /**
   * At least one of the connection's streams has exactly this name. Case-sensitive. Names are compared as `EmsStream.name` returns
   * them: without their secrets.
   */
  readonly streamName?: InputMaybe<Scalars['String']['input']>;
  /** The connection's `type` is one of these, such as `IR` or `RTSP`. Exact match. An empty list matches nothing. */
  readonly types?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
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

/** The number of open sockets of a server, and its limit. */
export type EmsConnectionsCountLimit = {
  readonly __typename?: 'EmsConnectionsCountLimit';
  /** Number of sockets open now, counted as for `EmsSource.connectionsCount`. */
  readonly current: Scalars['Int']['output'];
  /** Maximum number of sockets; 0 means unlimited. */
  readonly limit: Scalars['Int']['output'];
};

/** The direction in which media flows, seen from the media server. */
export type EmsDirection =
  /** Into the server: publishers, pulls, and MPEG-TS and LiveFLV receivers. */
  | 'IN'
  /** Out of the server: players, pushes, and outputs to files. */
  | 'OUT';

/** What created a stream. */
export type EmsOperation =
  /** An output to DASH files. */
  | 'DASH'
  /** An output to HDS files. */
  | 'HDS'
  /** An output to HLS files. */
  | 'HLS'
  /** A process started by the server. */
  | 'LAUNCH_PROCESS'
  /** Metadata. */
  | 'METADATA'
  /** An output to MSS files. */
  | 'MSS'
  /** A pull. */
  | 'PULL'
  /** A push. */
  | 'PUSH'
  /** A recording. */
  | 'RECORD'
  /** A service restart. */
  | 'RESTART_SERVICE'
  /** A client that connected to publish or play. */
  | 'STANDARD'
  /** A WebRTC session. */
  | 'WEBRTC';

/** One protocol in the stack of a connection. */
export type EmsProtocol = {
  readonly __typename?: 'EmsProtocol';
  /** The server's ID of the internal application that handles the protocol; `0` if there is none. */
  readonly applicationId: Scalars['ID']['output'];
  /** Time at which the protocol was created, by the server's clock. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Whether the server is tearing the protocol down. */
  readonly enqueuedForDelete: Scalars['Boolean']['output'];
  /** The server's ID of the protocol. */
  readonly nativeId: Scalars['ID']['output'];
  /** Time at which the server took these values, by its own clock. */
  readonly queriedAt: Scalars['DateTime']['output'];
  /** Number of RTMP invokes received. Null for other protocols. */
  readonly rxInvokes?: Maybe<Scalars['BigInt']['output']>;
  /** Server name that the remote server reported, with secrets masked. Null if it reported none. */
  readonly serverAgent?: Maybe<Scalars['String']['output']>;
  /** The streams that this protocol carries. */
  readonly streams: ReadonlyArray<EmsStream>;
  /** Number of RTMP invokes sent. Null for other protocols. */
  readonly txInvokes?: Maybe<Scalars['BigInt']['output']>;
  /** Protocol, as EMS abbreviates it: `TCP`, `UDP`, `IR`, `OR`, `RTSP`, `ITS`, `PT`, `ISSL` and others. New values may appear. */
  readonly type: Scalars['String']['output'];
  /** User agent that the remote client reported, with secrets masked. Null if it reported none. */
  readonly userAgent?: Maybe<Scalars['String']['output']>;
};

/** The parameters of the command that created a connection or a stream. */
export type EmsSettings = {
  readonly __typename?: 'EmsSettings';
  /** The command. */
  readonly kind: EmsSettingsKind;
  /** Name of the local stream that the command concerns. Secrets are masked as in `EmsStream.name`. Null if it names none. */
  readonly localStreamName?: Maybe<Scalars['String']['output']>;
  /**
   * All parameters, under the names that EMS uses. Only the values of parameters that are known to be harmless are returned, redacted
   * like `uri`, or like `EmsStream.name` if they are names of streams. `***` stands for every other value that is not empty.
   *
   * Always masked, because they are keys: the name of a push at its destination (`targetStreamName`), which video platforms use as
   * a stream key; the ingest address of MSS (`publishingPoint`); `sdpCustParams`; the codec bytes of RTP pulls. Left out:
   * internal parameters such as `_callback`, and names that are not 1 to 32 letters and digits. URI objects become text.
   */
  readonly parameters: Scalars['JSONObject']['output'];
  /** Destination of a push, redacted like `uri`. Null for other commands. */
  readonly targetUri?: Maybe<Scalars['String']['output']>;
  /**
   * Source of a pull. Null for other commands. User info is removed. `***` stands for the values in its query and fragment, values
   * behind labels (`/user=***_password=***_channel=1.sdp`), path parameters, and long random segments of its path.
   */
  readonly uri?: Maybe<Scalars['String']['output']>;
};

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

/** One EvoStream Media Server. */
export type EmsSource = Node & Source & {
  readonly __typename?: 'EmsSource';
  /**
   * Number of network sockets the server has open. It includes the socket of this request, other CLI requests and the media
   * sockets of RTSP over UDP, but not file outputs. It is therefore not the number of connections in the list.
   *
   * Upstream cost: one request; none of its own if `connectionsCountLimit` is selected in the same operation, because both
   * are then read with one request. Null, with an entry in `errors`, if the request fails.
   */
  readonly connectionsCount?: Maybe<Scalars['Int']['output']>;
  /** The socket count and the limit on it. Upstream cost: one request. Null, with an entry in `errors`, if the request fails. */
  readonly connectionsCountLimit?: Maybe<EmsConnectionsCountLimit>;
  /** Opaque global ID, stable as long as the source keeps its configured name. */
  readonly id: Scalars['ID']['output'];
  /** The most recent error, kept after recovery. Null if there has been none since startup. */
  readonly lastProblem?: Maybe<UpstreamProblem>;
  /** Time of the most recent error. Null if there has been none since startup. */
  readonly lastProblemAt?: Maybe<Scalars['DateTime']['output']>;
  /** Time of the last successful response. Null if there has been none since startup. */
  readonly lastSuccessAt?: Maybe<Scalars['DateTime']['output']>;
  /** Configured name, unique among all sources. */
  readonly name: Scalars['String']['output'];
  /** Always `EMS`. */
  readonly provider: Provider;
  /** Always null: EMS has no rate limit. */
  readonly rateLimit?: Maybe<RateLimit>;
  /** Health derived from recent requests. Reading it makes no upstream request. */
  readonly status: SourceStatus;
};

/**
 * A stream in a media server: an incoming one, or an outgoing one to a player, another server or files. The links between streams
 * (`inStream`, `outStreams`, `viewerCount`, `connection`) are resolved within the listing already read. They make no additional
 * upstream request. Following them back, such as `outStreams` within `inStream`, repeats the same streams, and each repetition counts
 * towards the cost of the operation.
 */
export type EmsStream = {
  readonly __typename?: 'EmsStream';
  /** Alias under which the stream was requested. Secrets are masked as in `name`. Null if none. */
  readonly alias?: Maybe<Scalars['String']['output']>;
  /** Name of the server application that the stream belongs to, with secrets masked. */
  readonly appName?: Maybe<Scalars['String']['output']>;
  /** Audio codec and counters. Null if there is no audio, or if the server did not report all counters. */
  readonly audio?: Maybe<EmsTrack>;
  /** Whether the server may drop frames for a slow client. Null for incoming streams. */
  readonly canDropFrames?: Maybe<Scalars['Boolean']['output']>;
  /** The connection that carries this stream. */
  readonly connection: EmsConnection;
  /** Time at which the stream was created, by the server's clock. */
  readonly createdAt?: Maybe<Scalars['DateTime']['output']>;
  /**
   * Bit rate that the publisher declared, in kbit/s. It does not change during the stream's life and is not the measured
   * throughput. Null if none was declared.
   */
  readonly declaredBitrateKbps?: Maybe<Scalars['Int']['output']>;
  /** Remote address. Null for files. */
  readonly farIp?: Maybe<Scalars['IP']['output']>;
  /** Remote port. Null for files. */
  readonly farPort?: Maybe<Scalars['Port']['output']>;
  /** For an outgoing stream: the incoming stream that feeds it. Null otherwise, and if the listing does not contain it. */
  readonly inStream?: Maybe<EmsStream>;
  /** For an outgoing stream: the ID of the incoming stream that feeds it. Null otherwise. */
  readonly inStreamNativeId?: Maybe<Scalars['ID']['output']>;
  /** Ingest point to which the stream was published. Secrets are masked as in `name`. Null if none. */
  readonly ingestPoint?: Maybe<Scalars['String']['output']>;
  /**
   * The stream's name, as its publisher chose it. Bytes that are not valid UTF-8 appear as U+FFFD.
   *
   * Everything from the first `?`, `#` or `;` on is a secret, because players and publishers send tokens there. So are user info,
   * values behind labels such as `password=`, and everything beyond 2,048 characters. `***` stands for secrets, followed by a
   * fingerprint that tells names apart: `s1?token=X` is `s1?***4f2a9c`. Names with equal secrets have equal fingerprints, on all
   * instances of Switchboard with the same configuration.
   */
  readonly name: Scalars['String']['output'];
  /** The server's ID of the stream. Unique on one server only. */
  readonly nativeId: Scalars['ID']['output'];
  /** Local address. Null for files. */
  readonly nearIp?: Maybe<Scalars['IP']['output']>;
  /** Local port. Null for files. */
  readonly nearPort?: Maybe<Scalars['Port']['output']>;
  /** What created the stream. Null if unknown. */
  readonly operation?: Maybe<EmsOperation>;
  /** For an incoming stream: the IDs of all streams that it feeds, including streams that the listing does not contain. */
  readonly outStreamNativeIds: ReadonlyArray<Scalars['ID']['output']>;
  /**
   * For an incoming stream: the streams that it feeds. Streams that the listing does not contain, such as those of WebRTC players, are
   * omitted; `outStreamNativeIds` includes them.
   */
  readonly outStreams: ReadonlyArray<EmsStream>;
  /** RTMP page URL, redacted like `EmsSettings.uri`. Null if none. */
  readonly pageUrl?: Maybe<Scalars['String']['output']>;
  /** Operating system process ID of the server process that holds the stream. */
  readonly processId?: Maybe<Scalars['Int']['output']>;
  /** Kind of server process that holds the stream: `origin` or `edge`. New values may appear. */
  readonly processType?: Maybe<Scalars['String']['output']>;
  /** Time at which the server took these values, by its own clock. */
  readonly queriedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Server name that the remote server reported, with secrets masked. Null if it reported none. */
  readonly serverAgent?: Maybe<Scalars['String']['output']>;
  /** The command that created the stream. Null if it was opened by a client. */
  readonly settings?: Maybe<EmsSettings>;
  /** RTMP player URL, redacted like `EmsSettings.uri`. Null if none. */
  readonly swfUrl?: Maybe<Scalars['String']['output']>;
  /** RTMP application URL, redacted like `EmsSettings.uri`. Null if none. */
  readonly tcUrl?: Maybe<Scalars['String']['output']>;
  /**
   * Stream type, as EMS abbreviates it. The first letter is the direction (`I` in, `O` out), the second the medium (`N` network, `F`
   * file): `INR` and `ONR` RTMP, `INP` and `ONP` RTSP, `INS` an MPEG-TS pull, `OFHLS` an output to HLS files. New values may
   * appear.
   */
  readonly type: Scalars['String']['output'];
  /** The numeric form of `type`, exact. */
  readonly typeNumeric?: Maybe<Scalars['BigInt']['output']>;
  /** Age of the stream in milliseconds. */
  readonly uptimeMs?: Maybe<Scalars['Float']['output']>;
  /** User agent that the remote client reported, with secrets masked. Null if it reported none. */
  readonly userAgent?: Maybe<Scalars['String']['output']>;
  /** Video codec and counters. Null if there is no video, or if the server did not report all counters. */
  readonly video?: Maybe<EmsVideoTrack>;
  /**
   * Number of viewers: the outgoing network streams in `outStreams` that were opened by a client. Outputs to files and the server's own
   * pushes are not counted. Always 0 for outgoing streams.
   */
  readonly viewerCount: Scalars['Int']['output'];
};

/** Audio of a stream. All counters are totals since the stream began. */
export type EmsTrack = {
  readonly __typename?: 'EmsTrack';
  /** Bytes processed. */
  readonly bytes: Scalars['BigInt']['output'];
  /** Codec, as EMS abbreviates it: `AAAC` AAC, `AMP3` MP3, `AG711U` G.711, `AUNK` unknown and others. New values may appear. */
  readonly codec?: Maybe<Scalars['String']['output']>;
  /** The numeric form of `codec`, exact. */
  readonly codecNumeric?: Maybe<Scalars['BigInt']['output']>;
  /** Bytes dropped. */
  readonly droppedBytes: Scalars['BigInt']['output'];
  /** Packets dropped. */
  readonly droppedPackets: Scalars['BigInt']['output'];
  /** Packets processed. */
  readonly packets: Scalars['BigInt']['output'];
};

/** Video of a stream. All counters are totals since the stream began. */
export type EmsVideoTrack = {
  readonly __typename?: 'EmsVideoTrack';
  /** Bytes processed. */
  readonly bytes: Scalars['BigInt']['output'];
  /** Codec, as EMS abbreviates it: `VH264` H.264, `VVP6` VP6, `VUNK` unknown and others. New values may appear. */
  readonly codec?: Maybe<Scalars['String']['output']>;
  /** The numeric form of `codec`, exact. */
  readonly codecNumeric?: Maybe<Scalars['BigInt']['output']>;
  /** Bytes dropped. */
  readonly droppedBytes: Scalars['BigInt']['output'];
  /** Packets dropped. */
  readonly droppedPackets: Scalars['BigInt']['output'];
  /** Picture height in pixels; 0 while unknown. */
  readonly height?: Maybe<Scalars['Int']['output']>;
  /** H.264 level times ten: 30 is level 3.0. */
  readonly level?: Maybe<Scalars['Int']['output']>;
  /** Packets processed. */
  readonly packets: Scalars['BigInt']['output'];
  /** H.264 profile number: 66 is Baseline, 77 Main, 100 High. */
  readonly profile?: Maybe<Scalars['Int']['output']>;
  /** Picture width in pixels; 0 while unknown. */
  readonly width?: Maybe<Scalars['Int']['output']>;
};

/** Age of the data. */
export type Freshness = {
  readonly __typename?: 'Freshness';
  /** Time since `observedAt`, in milliseconds. */
  readonly ageMs: Scalars['Int']['output'];
  /** Time when the upstream response arrived. If the data comes from several responses, the time of the oldest. */
  readonly observedAt: Scalars['DateTime']['output'];
  /**
   * True if the data is past its cache lifetime because the upstream failed or is slow. Slow means that a refresh took
   * longer than the setting `maxRefreshWaitMs` (default 1000); the refresh then continues in the background.
   *
   * Default cache lifetimes: 1 second for EMS and for active calls, 5 seconds for Telnyx connections, 30 seconds for X.
   * Stale data is served for at most 5 minutes past that by default (setting `staleMs`).
   */
  readonly stale: Scalars['Boolean']['output'];
};

/**
 * An object with a global ID. Clients can cache the object by its `id` and read it again with `Query.node`. Only types
 * that implement `Node` have a field named `id`.
 */
export type Node = {
  /**
   * Opaque global ID, unique in the whole graph. The same object has the same ID in every answer, for as long as it
   * exists.
   */
  readonly id: Scalars['ID']['output'];
};

/** Sort direction. */
export type OrderDirection =
  /** Ascending: smallest, oldest or A first. */
  | 'ASC'
  /** Descending: largest, newest or Z first. */
  | 'DESC';

/**
 * Position of a page in its list. For the next page, pass `endCursor` to `after`. For the previous page, pass
 * `startCursor` to `before`.
 *
 * Use a cursor only in the list that returned it, with the same sort order. Every Switchboard instance with the same
 * sources accepts it. A cursor that does not belong to the list, or that is longer than 4 KB, is rejected with
 * `BAD_USER_INPUT`.
 */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** Cursor of the last item of this page, for use in `after`. Null if the page is empty. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  /**
   * True if more items follow this page. If the query has both `first` and `before`, only items before `before` count.
   * With `last`, this field only shows whether `before` was given.
   */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /**
   * True if items precede this page. If the query has both `last` and `after`, only items after `after` count. Without
   * `last`, this field only shows whether `after` was given.
   */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** Cursor of the first item of this page, for use in `before`. Null if the page is empty. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** The supported providers. */
export type Provider =
  /** EvoStream Media Server, read through its HTTP CLI. */
  | 'EMS'
  /** Telnyx voice: SIP trunks and voice applications. */
  | 'TELNYX'
  /** X API v2: streaming connections of a developer app. */
  | 'X';

/**
 * Entry points for reading the live connections of EvoStream Media Servers (EMS), Telnyx accounts and X developer apps.
 * This graph is read-only.
 *
 * An invalid argument is rejected with the code `BAD_USER_INPUT`, and the message names the argument. If the field cannot
 * be null, as with every list of `Query`, `data` is then null.
 *
 * An operation has a cost: the number of fields in its answer, where some fields count more (`@cost`). Before it runs, the cost is computed
 * with the page sizes that it requests (`@listSize`). A cost above 75,000 (setting `MAX_COST`) is rejected with `COST_LIMIT_EXCEEDED`. An
 * answer of more than 16 MB (setting `MAX_ANSWER_BYTES`) fails with `ANSWER_TOO_LARGE`. The header `x-graphql-cost: true` adds the cost to
 * `extensions`. A text argument may have 256 characters, and a list argument 100 items.
 *
 * "Upstream cost" is the number of HTTP requests to the provider, without retries. A cached response costs nothing.
 * Identical requests in flight are shared. One operation causes at most 300 upstream requests by default (setting
 * `MAX_UPSTREAM_REQUESTS`), and uses at most half of a source's rate limit. What it has not read by then fails with
 * `UPSTREAM_BUDGET_EXHAUSTED`, and the rest of the answer stays.
 */
export type Query = {
  readonly __typename?: 'Query';
  /**
   * The connections of all providers in one list.
   *
   * Never null. A failing source omits only its own items; see `outcomes` and `errors`.
   *
   * Upstream cost:
   * - EMS: one request per server.
   * - X: one request per 100 connections of the app, because X guarantees no order.
   * - Telnyx, sorted by `CREATED_AT`: only the rows of the page, usually one request per account. With a filter that
   *   Telnyx cannot apply (`active`, `createdAfter`, `createdBefore`, or fewer than three characters in `nameContains`):
   *   one request per 250 connections until the page is full, or for the whole account if `totalCount` is selected. With
   *   `nameContains` and `totalCount`: one request per 250 matching connections.
   * - Telnyx, sorted by `NAME`: one request per 250 connections of the account.
   *
   * Limits: 10,000 connections of an X app, and 25,000 of a Telnyx account that must be read whole. Beyond that, the X
   * connections are missing and the Telnyx account fails, both with `UPSTREAM_MALFORMED` in `outcomes` and `errors`.
   */
  readonly connections: ConnectionConnection;
  /**
   * The streaming connections of EvoStream Media Servers (EMS), newest first unless `orderBy` says otherwise.
   *
   * Upstream cost: one request per server, whatever the page, filter and order. EMS has no paging and no filters, so
   * Switchboard reads the whole listing and applies them itself.
   *
   * Rows that cannot be read, or that repeat another row's ID, are omitted and reported in `outcomes` and `errors`.
   */
  readonly emsConnections: EmsConnectionConnection;
  /**
   * One object by its global ID. Null if the object does not exist, or no longer exists.
   *
   * If X returned only some of its pages, an X connection that was not found is an error, not null.
   *
   * Upstream cost:
   * - Source: none.
   * - EMS connection: one request.
   * - X connection: one request per 100 connections of the app.
   * - Telnyx connection: one request.
   * - Active call: one request per 250 calls of its connection, up to the page that has the call.
   *
   * Several IDs in one operation share their requests, as in `nodes`.
   */
  readonly node?: Maybe<Node>;
  /**
   * Many objects by their global IDs, in the order of `ids`. Null in place of an object that does not exist, or no longer
   * exists. An ID that fails is also null, and adds one entry to `errors` with its index in the path. The other IDs are
   * not affected.
   *
   * Upstream cost:
   * - Sources: none.
   * - EMS connections: one request per server.
   * - X connections: one request per 100 connections of the app.
   * - Telnyx connections: per account, about one request per ID or one per 250 connections, whichever is fewer.
   * - Active calls: per connection, one request per 250 calls, up to the page that has the last of these calls.
   */
  readonly nodes: ReadonlyArray<Maybe<Node>>;
  /**
   * The configured servers and accounts, with their health.
   *
   * Upstream cost: none. Only `EmsSource` has fields that make an upstream request.
   */
  readonly sources: ReadonlyArray<Source>;
  /**
   * The connections of Telnyx accounts: SIP trunks and voice applications of every kind.
   *
   * Never null. A failing source omits only its own items; see `outcomes` and `errors`.
   *
   * Upstream cost:
   * - Sorted by `CREATED_AT_ASC` or `CREATED_AT_DESC`: only the rows of the page, usually one request per account. `last`
   *   without `before` takes a second request for an account with more than 250 matching connections.
   * - Other sort orders: one request per 250 matching connections of the account, because Telnyx does not document how it
   *   compares names and breaks ties.
   * - With `filter.connectionNameContains` and `totalCount`: one request per 250 matching connections of the account. Telnyx
   *   also finds secrets in names, which Switchboard masks, so its own total is not used.
   * - Some servers accept Telnyx's documented sort values only, which are ascending. Lists that start with the newest
   *   connections are then read from the end. For an account with more than 250 matching connections this takes one or two
   *   requests more, because the position of the end must be known. The log reports it once.
   *
   * A row that cannot be read is omitted, with an entry in `errors`, and counted in `outcomes.omittedRows`. So is a row
   * without an ID, with an ID that is not 1 to 64 letters, digits, `_` or `-`, or with the ID of an earlier row in the same
   * response.
   *
   * Limit: 25,000 connections of an account that must be read whole. An account with more fails with `UPSTREAM_MALFORMED`.
   */
  readonly telnyxConnections: TelnyxConnectionConnection;
  /**
   * The streaming connections of X developer apps, latest `connectedAt` first. Connections without `connectedAt` come
   * last. Ties are broken by `id`, ascending.
   *
   * Never null. A failing source omits only its own items; see `outcomes` and `errors`. If a later page of X fails, the
   * pages before it are kept: the outcome has `ok: true` with a `problem`, and `errors` has an entry.
   *
   * Upstream cost: one request per 100 connections that match `status` and `endpoints`, for a page of any size, because X
   * guarantees no order.
   *
   * Limit: 100 pages of X, which is 10,000 matching connections of an app. The connections beyond are missing and reported
   * as `UPSTREAM_MALFORMED` in `outcomes` and `errors`.
   */
  readonly xStreamConnections: XStreamConnectionConnection;
};


/**
 * Entry points for reading the live connections of EvoStream Media Servers (EMS), Telnyx accounts and X developer apps.
 * This graph is read-only.
 *
 * An invalid argument is rejected with the code `BAD_USER_INPUT`, and the message names the argument. If the field cannot
 * be null, as with every list of `Query`, `data` is then null.
 *
 * An operation has a cost: the number of fields in its answer, where some fields count more (`@cost`). Before it runs, the cost is computed
 * with the page sizes that it requests (`@listSize`). A cost above 75,000 (setting `MAX_COST`) is rejected with `COST_LIMIT_EXCEEDED`. An
 * answer of more than 16 MB (setting `MAX_ANSWER_BYTES`) fails with `ANSWER_TOO_LARGE`. The header `x-graphql-cost: true` adds the cost to
 * `extensions`. A text argument may have 256 characters, and a list argument 100 items.
 *
 * "Upstream cost" is the number of HTTP requests to the provider, without retries. A cached response costs nothing.
 * Identical requests in flight are shared. One operation causes at most 300 upstream requests by default (setting
 * `MAX_UPSTREAM_REQUESTS`), and uses at most half of a source's rate limit. What it has not read by then fails with
 * `UPSTREAM_BUDGET_EXHAUSTED`, and the rest of the answer stays.
 */
export type QueryConnectionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ConnectionFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<ConnectionOrder>;
};


/**
 * Entry points for reading the live connections of EvoStream Media Servers (EMS), Telnyx accounts and X developer apps.
 * This graph is read-only.
 *
 * An invalid argument is rejected with the code `BAD_USER_INPUT`, and the message names the argument. If the field cannot
 * be null, as with every list of `Query`, `data` is then null.
 *
 * An operation has a cost: the number of fields in its answer, where some fields count more (`@cost`). Before it runs, the cost is computed
 * with the page sizes that it requests (`@listSize`). A cost above 75,000 (setting `MAX_COST`) is rejected with `COST_LIMIT_EXCEEDED`. An
 * answer of more than 16 MB (setting `MAX_ANSWER_BYTES`) fails with `ANSWER_TOO_LARGE`. The header `x-graphql-cost: true` adds the cost to
 * `extensions`. A text argument may have 256 characters, and a list argument 100 items.
 *
 * "Upstream cost" is the number of HTTP requests to the provider, without retries. A cached response costs nothing.
 * Identical requests in flight are shared. One operation causes at most 300 upstream requests by default (setting
 * `MAX_UPSTREAM_REQUESTS`), and uses at most half of a source's rate limit. What it has not read by then fails with
 * `UPSTREAM_BUDGET_EXHAUSTED`, and the rest of the answer stays.
 */
export type QueryEmsConnectionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  excludeNonNetworkProtocols?: InputMaybe<Scalars['Boolean']['input']>;
  filter?: InputMaybe<EmsConnectionFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<EmsConnectionOrder>;
  sources?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};


/**
 * Entry points for reading the live connections of EvoStream Media Servers (EMS), Telnyx accounts and X developer apps.
 * This graph is read-only.
 *
 * An invalid argument is rejected with the code `BAD_USER_INPUT`, and the message names the argument. If the field cannot
 * be null, as with every list of `Query`, `data` is then null.
 *
 * An operation has a cost: the number of fields in its answer, where some fields count more (`@cost`). Before it runs, the cost is computed
 * with the page sizes that it requests (`@listSize`). A cost above 75,000 (setting `MAX_COST`) is rejected with `COST_LIMIT_EXCEEDED`. An
 * answer of more than 16 MB (setting `MAX_ANSWER_BYTES`) fails with `ANSWER_TOO_LARGE`. The header `x-graphql-cost: true` adds the cost to
 * `extensions`. A text argument may have 256 characters, and a list argument 100 items.
 *
 * "Upstream cost" is the number of HTTP requests to the provider, without retries. A cached response costs nothing.
 * Identical requests in flight are shared. One operation causes at most 300 upstream requests by default (setting
 * `MAX_UPSTREAM_REQUESTS`), and uses at most half of a source's rate limit. What it has not read by then fails with
 * `UPSTREAM_BUDGET_EXHAUSTED`, and the rest of the answer stays.
 */
export type QueryNodeArgs = {
  id: Scalars['ID']['input'];
};


/**
 * Entry points for reading the live connections of EvoStream Media Servers (EMS), Telnyx accounts and X developer apps.
 * This graph is read-only.
 *
 * An invalid argument is rejected with the code `BAD_USER_INPUT`, and the message names the argument. If the field cannot
 * be null, as with every list of `Query`, `data` is then null.
 *
 * An operation has a cost: the number of fields in its answer, where some fields count more (`@cost`). Before it runs, the cost is computed
 * with the page sizes that it requests (`@listSize`). A cost above 75,000 (setting `MAX_COST`) is rejected with `COST_LIMIT_EXCEEDED`. An
 * answer of more than 16 MB (setting `MAX_ANSWER_BYTES`) fails with `ANSWER_TOO_LARGE`. The header `x-graphql-cost: true` adds the cost to
 * `extensions`. A text argument may have 256 characters, and a list argument 100 items.
 *
 * "Upstream cost" is the number of HTTP requests to the provider, without retries. A cached response costs nothing.
 * Identical requests in flight are shared. One operation causes at most 300 upstream requests by default (setting
 * `MAX_UPSTREAM_REQUESTS`), and uses at most half of a source's rate limit. What it has not read by then fails with
 * `UPSTREAM_BUDGET_EXHAUSTED`, and the rest of the answer stays.
 */
export type QueryNodesArgs = {
  ids: ReadonlyArray<Scalars['ID']['input']>;
};


/**
 * Entry points for reading the live connections of EvoStream Media Servers (EMS), Telnyx accounts and X developer apps.
 * This graph is read-only.
 *
 * An invalid argument is rejected with the code `BAD_USER_INPUT`, and the message names the argument. If the field cannot
 * be null, as with every list of `Query`, `data` is then null.
 *
 * An operation has a cost: the number of fields in its answer, where some fields count more (`@cost`). Before it runs, the cost is computed
 * with the page sizes that it requests (`@listSize`). A cost above 75,000 (setting `MAX_COST`) is rejected with `COST_LIMIT_EXCEEDED`. An
 * answer of more than 16 MB (setting `MAX_ANSWER_BYTES`) fails with `ANSWER_TOO_LARGE`. The header `x-graphql-cost: true` adds the cost to
 * `extensions`. A text argument may have 256 characters, and a list argument 100 items.
 *
 * "Upstream cost" is the number of HTTP requests to the provider, without retries. A cached response costs nothing.
 * Identical requests in flight are shared. One operation causes at most 300 upstream requests by default (setting
 * `MAX_UPSTREAM_REQUESTS`), and uses at most half of a source's rate limit. What it has not read by then fails with
 * `UPSTREAM_BUDGET_EXHAUSTED`, and the rest of the answer stays.
 */
export type QuerySourcesArgs = {
  provider?: InputMaybe<Provider>;
};


/**
 * Entry points for reading the live connections of EvoStream Media Servers (EMS), Telnyx accounts and X developer apps.
 * This graph is read-only.
 *
 * An invalid argument is rejected with the code `BAD_USER_INPUT`, and the message names the argument. If the field cannot
 * be null, as with every list of `Query`, `data` is then null.
 *
 * An operation has a cost: the number of fields in its answer, where some fields count more (`@cost`). Before it runs, the cost is computed
 * with the page sizes that it requests (`@listSize`). A cost above 75,000 (setting `MAX_COST`) is rejected with `COST_LIMIT_EXCEEDED`. An
 * answer of more than 16 MB (setting `MAX_ANSWER_BYTES`) fails with `ANSWER_TOO_LARGE`. The header `x-graphql-cost: true` adds the cost to
 * `extensions`. A text argument may have 256 characters, and a list argument 100 items.
 *
 * "Upstream cost" is the number of HTTP requests to the provider, without retries. A cached response costs nothing.
 * Identical requests in flight are shared. One operation causes at most 300 upstream requests by default (setting
 * `MAX_UPSTREAM_REQUESTS`), and uses at most half of a source's rate limit. What it has not read by then fails with
 * `UPSTREAM_BUDGET_EXHAUSTED`, and the rest of the answer stays.
 */
export type QueryTelnyxConnectionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<TelnyxConnectionFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  sort?: InputMaybe<TelnyxConnectionSort>;
  sources?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};


/**
 * Entry points for reading the live connections of EvoStream Media Servers (EMS), Telnyx accounts and X developer apps.
 * This graph is read-only.
 *
 * An invalid argument is rejected with the code `BAD_USER_INPUT`, and the message names the argument. If the field cannot
 * be null, as with every list of `Query`, `data` is then null.
 *
 * An operation has a cost: the number of fields in its answer, where some fields count more (`@cost`). Before it runs, the cost is computed
 * with the page sizes that it requests (`@listSize`). A cost above 75,000 (setting `MAX_COST`) is rejected with `COST_LIMIT_EXCEEDED`. An
 * answer of more than 16 MB (setting `MAX_ANSWER_BYTES`) fails with `ANSWER_TOO_LARGE`. The header `x-graphql-cost: true` adds the cost to
 * `extensions`. A text argument may have 256 characters, and a list argument 100 items.
 *
 * "Upstream cost" is the number of HTTP requests to the provider, without retries. A cached response costs nothing.
 * Identical requests in flight are shared. One operation causes at most 300 upstream requests by default (setting
 * `MAX_UPSTREAM_REQUESTS`), and uses at most half of a source's rate limit. What it has not read by then fails with
 * `UPSTREAM_BUDGET_EXHAUSTED`, and the rest of the answer stays.
 */
export type QueryXStreamConnectionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  endpoints?: InputMaybe<ReadonlyArray<XStreamEndpoint>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  sources?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  status?: InputMaybe<XStreamConnectionStatus>;
};

/**
 * Rate limit of a source, as reported in the response headers of its provider.
 *
 * When the rate limit is exhausted, further requests are not sent. They wait for the reset for up to 2 seconds by default
 * (setting `waitMs`). If the reset is later than that, they fail with `UPSTREAM_RATE_LIMITED` and `retryAt`.
 */
export type RateLimit = {
  readonly __typename?: 'RateLimit';
  /** Number of requests allowed per rate-limit window. Null if unknown. */
  readonly limit?: Maybe<Scalars['Int']['output']>;
  /** Number of requests left in the current window, at the time of the last response that reported it. Null if unknown. */
  readonly remaining?: Maybe<Scalars['Int']['output']>;
  /** Time when the current window ends and the next one begins. Null if unknown. */
  readonly resetsAt?: Maybe<Scalars['DateTime']['output']>;
};

/** One configured server or account of a provider. */
export type Source = {
  /** Opaque global ID, stable as long as the source keeps its configured name. */
  readonly id: Scalars['ID']['output'];
  /** The most recent error, kept after recovery. Null if there has been none since startup. */
  readonly lastProblem?: Maybe<UpstreamProblem>;
  /** Time of the most recent error. Null if there has been none since startup. */
  readonly lastProblemAt?: Maybe<Scalars['DateTime']['output']>;
  /** Time of the last successful response. Null if there has been none since startup. */
  readonly lastSuccessAt?: Maybe<Scalars['DateTime']['output']>;
  /** Configured name, unique among all sources. */
  readonly name: Scalars['String']['output'];
  /** The provider of this source. */
  readonly provider: Provider;
  /**
   * Rate limit, as last reported in response headers. Null if none has been reported since startup. Always null for EMS,
   * which has no rate limit.
   */
  readonly rateLimit?: Maybe<RateLimit>;
  /** Health derived from recent requests. Reading it makes no upstream request. */
  readonly status: SourceStatus;
};

/** Result of querying one source. */
export type SourceOutcome = {
  readonly __typename?: 'SourceOutcome';
  /**
   * True if data of this source is available. If false, all items of this source are missing, and `problem` has the
   * reason.
   *
   * If true together with a `problem`, the list has data, but a stale cached response was served, rows were omitted, a
   * later page of the source failed, or X reported an error in addition to its data. `errors` has an entry whenever something is
   * missing. Data that is only stale has no entry.
   */
  readonly ok: Scalars['Boolean']['output'];
  /**
   * Number of rows in the upstream response that are missing from this list, because they could not be read, have no usable
   * ID, or have the ID of another row. Usually 0. If `stale` is true, of the cached response.
   */
  readonly omittedRows: Scalars['Int']['output'];
  /**
   * The reason why data of this source is missing or stale; if both, why it is stale. Null if the data is complete and
   * current.
   */
  readonly problem?: Maybe<UpstreamProblem>;
  /** The source that was queried. */
  readonly source: Source;
  /**
   * True if the data is past its cache lifetime because the upstream failed or is slow. `problem` has the reason. The age
   * of each item is in its `freshness`.
   *
   * Stale data is never served after `UPSTREAM_UNAUTHENTICATED`, `UPSTREAM_FORBIDDEN` or `UPSTREAM_REJECTED`.
   */
  readonly stale: Scalars['Boolean']['output'];
};

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

/** Sites where Telnyx can handle media. */
export type TelnyxAnchorsite =
  /** `Amsterdam, Netherlands` */
  | 'AMSTERDAM_NETHERLANDS'
  /** `Ashburn, VA` */
  | 'ASHBURN_VA'
  /** `Chicago, IL` */
  | 'CHICAGO_IL'
  /** `Frankfurt, Germany` */
  | 'FRANKFURT_GERMANY'
  /** `Latency`: Telnyx selects the site with the lowest round-trip time to the user's connection. */
  | 'LATENCY'
  /** `London, UK` */
  | 'LONDON_UK'
  /** `San Jose, CA` */
  | 'SAN_JOSE_CA'
  /** `Sydney, Australia` */
  | 'SYDNEY_AUSTRALIA'
  /** `Toronto, Canada` */
  | 'TORONTO_CANADA'
  /** `Vancouver, Canada` */
  | 'VANCOUVER_CANADA';

/** A SIP trunk or voice application of a Telnyx account, with its active calls. */
export type TelnyxConnection = Connection & Node & {
  readonly __typename?: 'TelnyxConnection';
  /** True if the connection is enabled, or if unknown, because true is Telnyx's default. */
  readonly active: Scalars['Boolean']['output'];
  /**
   * Active calls, in the order Telnyx returns them.
   *
   * Null without an error if this connection cannot have active calls (HTTP 422 with code 10015 from Telnyx). Only voice
   * applications, and SIP connections with a webhook URL, can. Null with an entry in `errors` if the request fails. If
   * only some calls cannot be read, these are omitted, with an entry in `errors`: calls without a leg ID, calls with the leg
   * ID of an earlier call in the same response, and the calls after a page cursor that Telnyx sends twice.
   *
   * Upstream cost: usually one request per connection. One request per 250 calls with `last` but no `before`, which reads
   * all calls; also with `before`, if Telnyx sends no page cursors. One request more if Telnyx does not report whether
   * calls follow, or if the call of a cursor has ended.
   * Selecting only `totalCount` transfers a single call.
   *
   * Limit: 25,000 calls of a connection whose calls must all be read. A connection with more fails with
   * `UPSTREAM_MALFORMED`.
   */
  readonly activeCalls?: Maybe<ActiveCallConnection>;
  /**
   * Site where Telnyx handles the media. Null if unknown, or if the site is not in this enum; see
   * `anchorsiteOverrideText`.
   */
  readonly anchorsiteOverride?: Maybe<TelnyxAnchorsite>;
  /** Site where Telnyx handles the media, as sent by Telnyx, with secrets masked. Null if unknown. New values may appear. */
  readonly anchorsiteOverrideText?: Maybe<Scalars['String']['output']>;
  /**
   * Name of the connection in the account. Null if the connection has no name. `***` stands for secrets, such as user info and
   * the value behind `password=`, followed by a fingerprint that tells names apart (`Gate password=***4f2a9c`).
   */
  readonly connectionName?: Maybe<Scalars['String']['output']>;
  /** Time when the connection was configured. A time that Telnyx sends without an offset is UTC. Null if unknown. */
  readonly createdAt?: Maybe<Scalars['DateTime']['output']>;
  /** Age of the data. */
  readonly freshness: Freshness;
  /** Opaque global ID, stable as long as the connection exists in the account. */
  readonly id: Scalars['ID']['output'];
  /** Display name: the `connectionName`, or `<recordType> <nativeId>` if there is none. */
  readonly name: Scalars['String']['output'];
  /** Telnyx's ID of the connection, usually 19 digits. Always text, never null. */
  readonly nativeId?: Maybe<Scalars['String']['output']>;
  /** ID of the outbound voice profile, which outbound calls use. Null if there is none. */
  readonly outboundVoiceProfileId?: Maybe<Scalars['ID']['output']>;
  /** Always `TELNYX`. */
  readonly provider: Provider;
  /**
   * Connection type, such as `ip_connection`, `credential_connection`, `fqdn_connection` or `call_control_application`.
   * The text `unknown` if Telnyx sends none. New values may appear.
   */
  readonly recordType: Scalars['String']['output'];
  /** The account that this connection was read from. */
  readonly source: Source;
  /** Tags of the connection, with secrets masked as in `connectionName`. Empty if there are none. */
  readonly tags: ReadonlyArray<Scalars['String']['output']>;
  /** Time of the last configuration change. Null if unknown. */
  readonly updatedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Webhook format: `1`, `2` or `texml`. Null if unknown. New values may appear. */
  readonly webhookApiVersion?: Maybe<Scalars['String']['output']>;
  /**
   * URL that receives the webhooks if `webhookEventUrl` fails, redacted like that one. Null if there is none, if it is
   * invalid, and if it has neither `http` nor `https`; see `webhookEventFailoverUrlText`.
   */
  readonly webhookEventFailoverUrl?: Maybe<Scalars['URL']['output']>;
  /**
   * URL that receives the webhooks if `webhookEventUrl` fails, as `webhookEventFailoverUrl`. If that is null: the text that
   * Telnyx sent, with secrets masked. Null if there is none.
   */
  readonly webhookEventFailoverUrlText?: Maybe<Scalars['String']['output']>;
  /**
   * URL that receives the webhooks of this connection: scheme, host, port and path. User info, query and fragment are removed.
   * `***` stands for each segment of the path that does not consist of words, because it can be a key
   * (`https://hooks.slack.com/services/***\/***\/***`). Words are up to 20 letters with numbers of up to 6 digits, separated by
   * `-`, `_`, `.` or `~`. Null if there is none, if it is invalid, and if it has neither `http` nor `https`; see
   * `webhookEventUrlText`.
   */
  readonly webhookEventUrl?: Maybe<Scalars['URL']['output']>;
  /**
   * URL that receives the webhooks of this connection, as `webhookEventUrl`. If that is null: the text that Telnyx sent, with
   * secrets masked. Null if there is none.
   */
  readonly webhookEventUrlText?: Maybe<Scalars['String']['output']>;
};


/** A SIP trunk or voice application of a Telnyx account, with its active calls. */
export type TelnyxConnectionActiveCallsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

/** One page of a list of Telnyx connections. */
export type TelnyxConnectionConnection = {
  readonly __typename?: 'TelnyxConnectionConnection';
  /** The items with their cursors. */
  readonly edges: ReadonlyArray<TelnyxConnectionEdge>;
  /** The items without cursors. */
  readonly nodes: ReadonlyArray<TelnyxConnection>;
  /** One entry per account that was queried: whether it answered, and how complete and current its answer is. */
  readonly outcomes: ReadonlyArray<SourceOutcome>;
  /** Position of this page in the list. */
  readonly pageInfo: PageInfo;
  /**
   * Number of matching connections in the accounts that answered, as counted by Telnyx. Omitted rows are included.
   *
   * Upstream cost: none beyond the list. If Telnyx reports no total, the account is read whole, with one request per 250
   * connections.
   */
  readonly totalCount: Scalars['Int']['output'];
};

/** One item of a page, with its cursor. */
export type TelnyxConnectionEdge = {
  readonly __typename?: 'TelnyxConnectionEdge';
  /** Opaque position of this item in the list. It stays valid when items are added or removed, including this one. */
  readonly cursor: Scalars['String']['output'];
  /** The connection. */
  readonly node: TelnyxConnection;
};

/** Filter for `Query.telnyxConnections`. All conditions must match (AND). */
export type TelnyxConnectionFilter = {
  /**
   * Return only connections whose `connectionName` contains this text. Case-insensitive. From 3 to 256 characters, without
   * control characters. Names are compared without their secrets.
   */
  readonly connectionNameContains?: InputMaybe<Scalars['String']['input']>;
  /**
   * Return only the connection with exactly this domain name (FQDN). Case-sensitive. From 1 to 256 characters, without
   * control characters.
   */
  readonly fqdn?: InputMaybe<Scalars['String']['input']>;
  /** Return only connections that use this outbound voice profile. From 1 to 256 characters, without control characters. */
  readonly outboundVoiceProfileId?: InputMaybe<Scalars['ID']['input']>;
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

/** A Telnyx account. */
export type TelnyxSource = Node & Source & {
  readonly __typename?: 'TelnyxSource';
  /** Opaque global ID, stable as long as the source keeps its configured name. */
  readonly id: Scalars['ID']['output'];
  /** The most recent error, kept after recovery. Null if there has been none since startup. */
  readonly lastProblem?: Maybe<UpstreamProblem>;
  /** Time of the most recent error. Null if there has been none since startup. */
  readonly lastProblemAt?: Maybe<Scalars['DateTime']['output']>;
  /** Time of the last successful response. Null if there has been none since startup. */
  readonly lastSuccessAt?: Maybe<Scalars['DateTime']['output']>;
  /** Configured name, unique among all sources. */
  readonly name: Scalars['String']['output'];
  /** Always `TELNYX`. */
  readonly provider: Provider;
  /** Rate limit, as last reported in response headers. Null if none has been reported since startup. */
  readonly rateLimit?: Maybe<RateLimit>;
  /** Health derived from recent requests. Reading it makes no upstream request. */
  readonly status: SourceStatus;
};

/**
 * Why an upstream request failed, or why its data is incomplete or stale. An entry in `errors` has the same values in its
 * `message` and `extensions`, and also the `provider` and the name of the `source`.
 */
export type UpstreamProblem = {
  readonly __typename?: 'UpstreamProblem';
  /** Kind of problem, for programs. */
  readonly code: UpstreamProblemCode;
  /** HTTP status code of the upstream response. Null if there was no response. */
  readonly httpStatus?: Maybe<Scalars['Int']['output']>;
  /** Explanation for people. Never contains an upstream URL, header, body or credential. */
  readonly message: Scalars['String']['output'];
  /** Time before which a retry is not expected to succeed. Null if unknown. */
  readonly retryAt?: Maybe<Scalars['DateTime']['output']>;
  /** True if the same query can succeed later without a change to the query, the configuration or the account. */
  readonly retryable: Scalars['Boolean']['output'];
  /**
   * The provider's own error code. Telnyx: a numeric code, such as `10015`. X: the last segment of the problem type, such
   * as `usage-capped`, or a numeric code. Null if the provider sent none, or something else than a number or words; always
   * null for EMS. New values may appear.
   */
  readonly vendorCode?: Maybe<Scalars['String']['output']>;
};

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

/** An X developer app. */
export type XSource = Node & Source & {
  readonly __typename?: 'XSource';
  /** Opaque global ID, stable as long as the source keeps its configured name. */
  readonly id: Scalars['ID']['output'];
  /** The most recent error, kept after recovery. Null if there has been none since startup. */
  readonly lastProblem?: Maybe<UpstreamProblem>;
  /** Time of the most recent error. Null if there has been none since startup. */
  readonly lastProblemAt?: Maybe<Scalars['DateTime']['output']>;
  /** Time of the last successful response. Null if there has been none since startup. */
  readonly lastSuccessAt?: Maybe<Scalars['DateTime']['output']>;
  /** Configured name, unique among all sources. */
  readonly name: Scalars['String']['output'];
  /** Always `X`. */
  readonly provider: Provider;
  /**
   * Rate limit, as last reported in response headers. X uses windows of 15 minutes. Null if none has been reported since
   * startup.
   */
  readonly rateLimit?: Maybe<RateLimit>;
  /** Health derived from recent requests. Reading it makes no upstream request. */
  readonly status: SourceStatus;
};

/**
 * A connection of a client to one of X's streaming endpoints, open or closed. X does not document how long it keeps closed
 * connections.
 */
export type XStreamConnection = Connection & Node & {
  readonly __typename?: 'XStreamConnection';
  /** True if the connection is open. */
  readonly active: Scalars['Boolean']['output'];
  /**
   * Address of the client, as sent by X, such as `203.0.113.9:51234`, with secrets masked. This is personal data. Null if X
   * sends none.
   */
  readonly clientAddressText?: Maybe<Scalars['String']['output']>;
  /**
   * IP address of the client, without a port. This is personal data. Null if unknown, or if X sends no single IP address,
   * such as a CIDR range; see `clientAddressText`.
   */
  readonly clientIp?: Maybe<Scalars['IP']['output']>;
  /** Time when the client connected. Null if unknown. */
  readonly connectedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Time when the client connected, same as `connectedAt`. Null if unknown. */
  readonly createdAt?: Maybe<Scalars['DateTime']['output']>;
  /**
   * Reason why the connection was closed, as sent by X, such as `operator_disconnect`, with secrets masked. Null while the
   * connection is open, or if unknown. New values may appear.
   */
  readonly disconnectReason?: Maybe<Scalars['String']['output']>;
  /** Time when the connection was closed. Null while the connection is open, or if unknown. */
  readonly disconnectedAt?: Maybe<Scalars['DateTime']['output']>;
  /**
   * The endpoint. Null if the name is not in this enum; see `endpointName`. `filtered_stream` and its former name
   * `filter_stream` are both `FILTERED_STREAM`.
   */
  readonly endpoint?: Maybe<XStreamEndpoint>;
  /** Endpoint name, as sent by X, with secrets masked. The text `unknown` if X sends none. New values may appear. */
  readonly endpointName: Scalars['String']['output'];
  /** Age of the data. */
  readonly freshness: Freshness;
  /**
   * Opaque global ID. If X sends an ID, the global ID is stable.
   *
   * If X sends none, the global ID is a keyed hash of the endpoint, the client address and the connection time. It does not
   * reveal the address. The key is derived from the bearer token, so the ID is the same on all instances of Switchboard, and
   * changes with the token. Connections that are equal in all three are numbered in the order X returns them, so the ID of one
   * can later refer to another.
   */
  readonly id: Scalars['ID']['output'];
  /** Display name: the endpoint name as sent by X, same as `endpointName`. */
  readonly name: Scalars['String']['output'];
  /** X's ID of the connection, a UUID. Null if X sends none. */
  readonly nativeId?: Maybe<Scalars['String']['output']>;
  /** Always `X`. */
  readonly provider: Provider;
  /** The app that this connection was read from. */
  readonly source: Source;
};

/** One page of a list of X streaming connections. */
export type XStreamConnectionConnection = {
  readonly __typename?: 'XStreamConnectionConnection';
  /** The items with their cursors. */
  readonly edges: ReadonlyArray<XStreamConnectionEdge>;
  /** The items without cursors. */
  readonly nodes: ReadonlyArray<XStreamConnection>;
  /** One entry per app that was queried: whether it answered, and how complete and current its answer is. */
  readonly outcomes: ReadonlyArray<SourceOutcome>;
  /** Position of this page in the list. */
  readonly pageInfo: PageInfo;
  /**
   * Number of matching connections in the apps that answered. Connections on pages that failed or were not read are not
   * counted.
   *
   * Upstream cost: none beyond the list.
   */
  readonly totalCount: Scalars['Int']['output'];
};

/** One item of a page, with its cursor. */
export type XStreamConnectionEdge = {
  readonly __typename?: 'XStreamConnectionEdge';
  /** Opaque position of this item in the list. It stays valid when items are added or removed, including this one. */
  readonly cursor: Scalars['String']['output'];
  /** The connection. */
  readonly node: XStreamConnection;
};

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



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  ActiveCall: ResolverTypeWrapper<ActiveCallModel>;
  ActiveCallConnection: ResolverTypeWrapper<ActiveCallConnectionModel>;
  ActiveCallEdge: ResolverTypeWrapper<ActiveCallEdgeModel>;
  BigInt: ResolverTypeWrapper<Scalars['BigInt']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Connection: ResolverTypeWrapper<ConnectionModel>;
  ConnectionConnection: ResolverTypeWrapper<ConnectionConnectionModel>;
  ConnectionEdge: ResolverTypeWrapper<ConnectionEdgeModel>;
  ConnectionFilter: ConnectionFilter;
  ConnectionOrder: ConnectionOrder;
  ConnectionOrderField: ConnectionOrderField;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  EmsCarrier: ResolverTypeWrapper<EmsCarrierModel>;
  EmsConnection: ResolverTypeWrapper<EmsConnectionModel>;
  EmsConnectionConnection: ResolverTypeWrapper<EmsConnectionConnectionModel>;
  EmsConnectionEdge: ResolverTypeWrapper<EmsConnectionEdgeModel>;
  EmsConnectionFilter: EmsConnectionFilter;
  EmsConnectionOrder: EmsConnectionOrder;
  EmsConnectionOrderField: EmsConnectionOrderField;
  EmsConnectionsCountLimit: ResolverTypeWrapper<EmsConnectionsCountLimitModel>;
  EmsDirection: EmsDirection;
  EmsOperation: EmsOperation;
  EmsProtocol: ResolverTypeWrapper<EmsProtocolModel>;
  EmsSettings: ResolverTypeWrapper<EmsSettings>;
  EmsSettingsKind: EmsSettingsKind;
  EmsSource: ResolverTypeWrapper<EmsSourceModel>;
  EmsStream: ResolverTypeWrapper<EmsStreamModel>;
  EmsTrack: ResolverTypeWrapper<EmsTrackModel>;
  EmsVideoTrack: ResolverTypeWrapper<EmsVideoTrackModel>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  Freshness: ResolverTypeWrapper<FreshnessModel>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  IP: ResolverTypeWrapper<Scalars['IP']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  JSONObject: ResolverTypeWrapper<Scalars['JSONObject']['output']>;
  Node: ResolverTypeWrapper<NodeModel>;
  OrderDirection: OrderDirection;
  PageInfo: ResolverTypeWrapper<PageInfoModel>;
  Port: ResolverTypeWrapper<Scalars['Port']['output']>;
  Provider: Provider;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RateLimit: ResolverTypeWrapper<RateLimit>;
  Source: ResolverTypeWrapper<SourceModel>;
  SourceOutcome: ResolverTypeWrapper<SourceOutcomeModel>;
  SourceStatus: SourceStatus;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  TelnyxAnchorsite: TelnyxAnchorsite;
  TelnyxConnection: ResolverTypeWrapper<TelnyxConnectionModel>;
  TelnyxConnectionConnection: ResolverTypeWrapper<TelnyxConnectionConnectionModel>;
  TelnyxConnectionEdge: ResolverTypeWrapper<TelnyxConnectionEdgeModel>;
  TelnyxConnectionFilter: TelnyxConnectionFilter;
  TelnyxConnectionSort: TelnyxConnectionSort;
  TelnyxSource: ResolverTypeWrapper<TelnyxSourceModel>;
  URL: ResolverTypeWrapper<Scalars['URL']['output']>;
  UpstreamProblem: ResolverTypeWrapper<UpstreamProblem>;
  UpstreamProblemCode: UpstreamProblemCode;
  XSource: ResolverTypeWrapper<XSourceModel>;
  XStreamConnection: ResolverTypeWrapper<XStreamConnectionModel>;
  XStreamConnectionConnection: ResolverTypeWrapper<XStreamConnectionConnectionModel>;
  XStreamConnectionEdge: ResolverTypeWrapper<XStreamConnectionEdgeModel>;
  XStreamConnectionStatus: XStreamConnectionStatus;
  XStreamEndpoint: XStreamEndpoint;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  ActiveCall: ActiveCallModel;
  ActiveCallConnection: ActiveCallConnectionModel;
  ActiveCallEdge: ActiveCallEdgeModel;
  BigInt: Scalars['BigInt']['output'];
  Boolean: Scalars['Boolean']['output'];
  Connection: ConnectionModel;
  ConnectionConnection: ConnectionConnectionModel;
  ConnectionEdge: ConnectionEdgeModel;
  ConnectionFilter: ConnectionFilter;
  ConnectionOrder: ConnectionOrder;
  DateTime: Scalars['DateTime']['output'];
  EmsCarrier: EmsCarrierModel;
  EmsConnection: EmsConnectionModel;
  EmsConnectionConnection: EmsConnectionConnectionModel;
  EmsConnectionEdge: EmsConnectionEdgeModel;
  EmsConnectionFilter: EmsConnectionFilter;
  EmsConnectionOrder: EmsConnectionOrder;
  EmsConnectionsCountLimit: EmsConnectionsCountLimitModel;
  EmsProtocol: EmsProtocolModel;
  EmsSettings: EmsSettings;
  EmsSource: EmsSourceModel;
  EmsStream: EmsStreamModel;
  EmsTrack: EmsTrackModel;
  EmsVideoTrack: EmsVideoTrackModel;
  Float: Scalars['Float']['output'];
  Freshness: FreshnessModel;
  ID: Scalars['ID']['output'];
  IP: Scalars['IP']['output'];
  Int: Scalars['Int']['output'];
  JSONObject: Scalars['JSONObject']['output'];
  Node: NodeModel;
  PageInfo: PageInfoModel;
  Port: Scalars['Port']['output'];
  Query: Record<PropertyKey, never>;
  RateLimit: RateLimit;
  Source: SourceModel;
  SourceOutcome: SourceOutcomeModel;
  String: Scalars['String']['output'];
  TelnyxConnection: TelnyxConnectionModel;
  TelnyxConnectionConnection: TelnyxConnectionConnectionModel;
  TelnyxConnectionEdge: TelnyxConnectionEdgeModel;
  TelnyxConnectionFilter: TelnyxConnectionFilter;
  TelnyxSource: TelnyxSourceModel;
  URL: Scalars['URL']['output'];
  UpstreamProblem: UpstreamProblem;
  XSource: XSourceModel;
  XStreamConnection: XStreamConnectionModel;
  XStreamConnectionConnection: XStreamConnectionConnectionModel;
  XStreamConnectionEdge: XStreamConnectionEdgeModel;
};

export type ArgumentRequiresScopeDirectiveArgs = {
  scope: Scalars['String']['input'];
};

export type ArgumentRequiresScopeDirectiveResolver<Result, Parent, ContextType = Context, Args = ArgumentRequiresScopeDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AuthenticatedDirectiveArgs = { };

export type AuthenticatedDirectiveResolver<Result, Parent, ContextType = Context, Args = AuthenticatedDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type CostDirectiveArgs = {
  weight: Scalars['Int']['input'];
};

export type CostDirectiveResolver<Result, Parent, ContextType = Context, Args = CostDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type DeferDirectiveArgs = {
  if?: Scalars['Boolean']['input'];
  label?: Maybe<Scalars['String']['input']>;
};

export type DeferDirectiveResolver<Result, Parent, ContextType = Context, Args = DeferDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ListSizeDirectiveArgs = {
  assumedSize?: Maybe<Scalars['Int']['input']>;
  requireOneSlicingArgument?: Maybe<Scalars['Boolean']['input']>;
  sizedFields?: Maybe<ReadonlyArray<Scalars['String']['input']>>;
  slicingArguments?: Maybe<ReadonlyArray<Scalars['String']['input']>>;
};

export type ListSizeDirectiveResolver<Result, Parent, ContextType = Context, Args = ListSizeDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type RequiresScopesDirectiveArgs = {
  scopes: ReadonlyArray<ReadonlyArray<Scalars['String']['input']>>;
};

export type RequiresScopesDirectiveResolver<Result, Parent, ContextType = Context, Args = RequiresScopesDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type StreamDirectiveArgs = {
  if?: Scalars['Boolean']['input'];
  initialCount?: Scalars['Int']['input'];
  label?: Maybe<Scalars['String']['input']>;
};

export type StreamDirectiveResolver<Result, Parent, ContextType = Context, Args = StreamDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type VolatileDirectiveArgs = { };

export type VolatileDirectiveResolver<Result, Parent, ContextType = Context, Args = VolatileDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type ActiveCallResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ActiveCall'] = ResolversParentTypes['ActiveCall']> = {
  callControlId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  callLegId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  callSessionId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  clientState?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  connection?: Resolver<ResolversTypes['TelnyxConnection'], ParentType, ContextType>;
  durationSeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  recordType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ActiveCallConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ActiveCallConnection'] = ResolversParentTypes['ActiveCallConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ActiveCallEdge']>, ParentType, ContextType>;
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['ActiveCall']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ActiveCallEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ActiveCallEdge'] = ResolversParentTypes['ActiveCallEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['ActiveCall'], ParentType, ContextType>;
};

export interface BigIntScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['BigInt'], any> {
  name: 'BigInt';
}

export type ConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Connection'] = ResolversParentTypes['Connection']> = {
  __resolveType?: TypeResolveFn<'EmsConnection' | 'TelnyxConnection' | 'XStreamConnection', ParentType, ContextType>;
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nativeId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['Provider'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
};

export type ConnectionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConnectionConnection'] = ResolversParentTypes['ConnectionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ConnectionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['Connection']>, ParentType, ContextType>;
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['SourceOutcome']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ConnectionEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['ConnectionEdge'] = ResolversParentTypes['ConnectionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Connection'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type EmsCarrierResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EmsCarrier'] = ResolversParentTypes['EmsCarrier']> = {
  bytesReceived?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  bytesSent?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  farIp?: Resolver<Maybe<ResolversTypes['IP']>, ParentType, ContextType>;
  farPort?: Resolver<Maybe<ResolversTypes['Port']>, ParentType, ContextType>;
  nativeId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  nearIp?: Resolver<Maybe<ResolversTypes['IP']>, ParentType, ContextType>;
  nearPort?: Resolver<Maybe<ResolversTypes['Port']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type EmsConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EmsConnection'] = ResolversParentTypes['EmsConnection']> = {
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  carrier?: Resolver<Maybe<ResolversTypes['EmsCarrier']>, ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  direction?: Resolver<Maybe<ResolversTypes['EmsDirection']>, ParentType, ContextType>;
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nativeId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['Provider'], ParentType, ContextType>;
  settings?: Resolver<Maybe<ResolversTypes['EmsSettings']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
  stack?: Resolver<ReadonlyArray<ResolversTypes['EmsProtocol']>, ParentType, ContextType>;
  streams?: Resolver<ReadonlyArray<ResolversTypes['EmsStream']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EmsConnectionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EmsConnectionConnection'] = ResolversParentTypes['EmsConnectionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['EmsConnectionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['EmsConnection']>, ParentType, ContextType>;
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['SourceOutcome']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type EmsConnectionEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EmsConnectionEdge'] = ResolversParentTypes['EmsConnectionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['EmsConnection'], ParentType, ContextType>;
};

export type EmsConnectionsCountLimitResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EmsConnectionsCountLimit'] = ResolversParentTypes['EmsConnectionsCountLimit']> = {
  current?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  limit?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type EmsProtocolResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EmsProtocol'] = ResolversParentTypes['EmsProtocol']> = {
  applicationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  enqueuedForDelete?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  nativeId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  queriedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  rxInvokes?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  serverAgent?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  streams?: Resolver<ReadonlyArray<ResolversTypes['EmsStream']>, ParentType, ContextType>;
  txInvokes?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  userAgent?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type EmsSettingsResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EmsSettings'] = ResolversParentTypes['EmsSettings']> = {
  kind?: Resolver<ResolversTypes['EmsSettingsKind'], ParentType, ContextType>;
  localStreamName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  parameters?: Resolver<ResolversTypes['JSONObject'], ParentType, ContextType>;
  targetUri?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  uri?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type EmsSourceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EmsSource'] = ResolversParentTypes['EmsSource']> = {
  connectionsCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  connectionsCountLimit?: Resolver<Maybe<ResolversTypes['EmsConnectionsCountLimit']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastProblem?: Resolver<Maybe<ResolversTypes['UpstreamProblem']>, ParentType, ContextType>;
  lastProblemAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastSuccessAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['Provider'], ParentType, ContextType>;
  rateLimit?: Resolver<Maybe<ResolversTypes['RateLimit']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SourceStatus'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EmsStreamResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EmsStream'] = ResolversParentTypes['EmsStream']> = {
  alias?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  appName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  audio?: Resolver<Maybe<ResolversTypes['EmsTrack']>, ParentType, ContextType>;
  canDropFrames?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  connection?: Resolver<ResolversTypes['EmsConnection'], ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  declaredBitrateKbps?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  farIp?: Resolver<Maybe<ResolversTypes['IP']>, ParentType, ContextType>;
  farPort?: Resolver<Maybe<ResolversTypes['Port']>, ParentType, ContextType>;
  inStream?: Resolver<Maybe<ResolversTypes['EmsStream']>, ParentType, ContextType>;
  inStreamNativeId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  ingestPoint?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nativeId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  nearIp?: Resolver<Maybe<ResolversTypes['IP']>, ParentType, ContextType>;
  nearPort?: Resolver<Maybe<ResolversTypes['Port']>, ParentType, ContextType>;
  operation?: Resolver<Maybe<ResolversTypes['EmsOperation']>, ParentType, ContextType>;
  outStreamNativeIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  outStreams?: Resolver<ReadonlyArray<ResolversTypes['EmsStream']>, ParentType, ContextType>;
  pageUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  processId?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  processType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  queriedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  serverAgent?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  settings?: Resolver<Maybe<ResolversTypes['EmsSettings']>, ParentType, ContextType>;
  swfUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  tcUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  typeNumeric?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  uptimeMs?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  userAgent?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  video?: Resolver<Maybe<ResolversTypes['EmsVideoTrack']>, ParentType, ContextType>;
  viewerCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type EmsTrackResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EmsTrack'] = ResolversParentTypes['EmsTrack']> = {
  bytes?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  codec?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  codecNumeric?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  droppedBytes?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  droppedPackets?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  packets?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
};

export type EmsVideoTrackResolvers<ContextType = Context, ParentType extends ResolversParentTypes['EmsVideoTrack'] = ResolversParentTypes['EmsVideoTrack']> = {
  bytes?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  codec?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  codecNumeric?: Resolver<Maybe<ResolversTypes['BigInt']>, ParentType, ContextType>;
  droppedBytes?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  droppedPackets?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  height?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  level?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  packets?: Resolver<ResolversTypes['BigInt'], ParentType, ContextType>;
  profile?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  width?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type FreshnessResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Freshness'] = ResolversParentTypes['Freshness']> = {
  ageMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  observedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  stale?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export interface IpScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['IP'], any> {
  name: 'IP';
}

export interface JsonObjectScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSONObject'], any> {
  name: 'JSONObject';
}

export type NodeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Node'] = ResolversParentTypes['Node']> = {
  __resolveType?: TypeResolveFn<'ActiveCall' | 'EmsConnection' | 'EmsSource' | 'TelnyxConnection' | 'TelnyxSource' | 'XSource' | 'XStreamConnection', ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = Context, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export interface PortScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Port'], any> {
  name: 'Port';
}

export type QueryResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  connections?: Resolver<ResolversTypes['ConnectionConnection'], ParentType, ContextType, Partial<QueryConnectionsArgs>>;
  emsConnections?: Resolver<ResolversTypes['EmsConnectionConnection'], ParentType, ContextType, Partial<QueryEmsConnectionsArgs>>;
  node?: Resolver<Maybe<ResolversTypes['Node']>, ParentType, ContextType, RequireFields<QueryNodeArgs, 'id'>>;
  nodes?: Resolver<ReadonlyArray<Maybe<ResolversTypes['Node']>>, ParentType, ContextType, RequireFields<QueryNodesArgs, 'ids'>>;
  sources?: Resolver<ReadonlyArray<ResolversTypes['Source']>, ParentType, ContextType, Partial<QuerySourcesArgs>>;
  telnyxConnections?: Resolver<ResolversTypes['TelnyxConnectionConnection'], ParentType, ContextType, Partial<QueryTelnyxConnectionsArgs>>;
  xStreamConnections?: Resolver<ResolversTypes['XStreamConnectionConnection'], ParentType, ContextType, RequireFields<QueryXStreamConnectionsArgs, 'status'>>;
};

export type RateLimitResolvers<ContextType = Context, ParentType extends ResolversParentTypes['RateLimit'] = ResolversParentTypes['RateLimit']> = {
  limit?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  remaining?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  resetsAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type SourceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['Source'] = ResolversParentTypes['Source']> = {
  __resolveType?: TypeResolveFn<'EmsSource' | 'TelnyxSource' | 'XSource', ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastProblem?: Resolver<Maybe<ResolversTypes['UpstreamProblem']>, ParentType, ContextType>;
  lastProblemAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastSuccessAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['Provider'], ParentType, ContextType>;
  rateLimit?: Resolver<Maybe<ResolversTypes['RateLimit']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SourceStatus'], ParentType, ContextType>;
};

export type SourceOutcomeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['SourceOutcome'] = ResolversParentTypes['SourceOutcome']> = {
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  omittedRows?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['UpstreamProblem']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
  stale?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type TelnyxConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TelnyxConnection'] = ResolversParentTypes['TelnyxConnection']> = {
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  activeCalls?: Resolver<Maybe<ResolversTypes['ActiveCallConnection']>, ParentType, ContextType, Partial<TelnyxConnectionActiveCallsArgs>>;
  anchorsiteOverride?: Resolver<Maybe<ResolversTypes['TelnyxAnchorsite']>, ParentType, ContextType>;
  anchorsiteOverrideText?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  connectionName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nativeId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outboundVoiceProfileId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['Provider'], ParentType, ContextType>;
  recordType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
  tags?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  webhookApiVersion?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  webhookEventFailoverUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  webhookEventFailoverUrlText?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  webhookEventUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
  webhookEventUrlText?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TelnyxConnectionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TelnyxConnectionConnection'] = ResolversParentTypes['TelnyxConnectionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['TelnyxConnectionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['TelnyxConnection']>, ParentType, ContextType>;
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['SourceOutcome']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TelnyxConnectionEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TelnyxConnectionEdge'] = ResolversParentTypes['TelnyxConnectionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['TelnyxConnection'], ParentType, ContextType>;
};

export type TelnyxSourceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['TelnyxSource'] = ResolversParentTypes['TelnyxSource']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastProblem?: Resolver<Maybe<ResolversTypes['UpstreamProblem']>, ParentType, ContextType>;
  lastProblemAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastSuccessAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['Provider'], ParentType, ContextType>;
  rateLimit?: Resolver<Maybe<ResolversTypes['RateLimit']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SourceStatus'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type UpstreamProblemResolvers<ContextType = Context, ParentType extends ResolversParentTypes['UpstreamProblem'] = ResolversParentTypes['UpstreamProblem']> = {
  code?: Resolver<ResolversTypes['UpstreamProblemCode'], ParentType, ContextType>;
  httpStatus?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  retryable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  vendorCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type XSourceResolvers<ContextType = Context, ParentType extends ResolversParentTypes['XSource'] = ResolversParentTypes['XSource']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastProblem?: Resolver<Maybe<ResolversTypes['UpstreamProblem']>, ParentType, ContextType>;
  lastProblemAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  lastSuccessAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['Provider'], ParentType, ContextType>;
  rateLimit?: Resolver<Maybe<ResolversTypes['RateLimit']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SourceStatus'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type XStreamConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['XStreamConnection'] = ResolversParentTypes['XStreamConnection']> = {
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  clientAddressText?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  clientIp?: Resolver<Maybe<ResolversTypes['IP']>, ParentType, ContextType>;
  connectedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  disconnectReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  disconnectedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  endpoint?: Resolver<Maybe<ResolversTypes['XStreamEndpoint']>, ParentType, ContextType>;
  endpointName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  freshness?: Resolver<ResolversTypes['Freshness'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nativeId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['Provider'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['Source'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type XStreamConnectionConnectionResolvers<ContextType = Context, ParentType extends ResolversParentTypes['XStreamConnectionConnection'] = ResolversParentTypes['XStreamConnectionConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['XStreamConnectionEdge']>, ParentType, ContextType>;
  nodes?: Resolver<ReadonlyArray<ResolversTypes['XStreamConnection']>, ParentType, ContextType>;
  outcomes?: Resolver<ReadonlyArray<ResolversTypes['SourceOutcome']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type XStreamConnectionEdgeResolvers<ContextType = Context, ParentType extends ResolversParentTypes['XStreamConnectionEdge'] = ResolversParentTypes['XStreamConnectionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['XStreamConnection'], ParentType, ContextType>;
};

export type Resolvers<ContextType = Context> = {
  ActiveCall?: ActiveCallResolvers<ContextType>;
  ActiveCallConnection?: ActiveCallConnectionResolvers<ContextType>;
  ActiveCallEdge?: ActiveCallEdgeResolvers<ContextType>;
  BigInt?: GraphQLScalarType;
  Connection?: ConnectionResolvers<ContextType>;
  ConnectionConnection?: ConnectionConnectionResolvers<ContextType>;
  ConnectionEdge?: ConnectionEdgeResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  EmsCarrier?: EmsCarrierResolvers<ContextType>;
  EmsConnection?: EmsConnectionResolvers<ContextType>;
  EmsConnectionConnection?: EmsConnectionConnectionResolvers<ContextType>;
  EmsConnectionEdge?: EmsConnectionEdgeResolvers<ContextType>;
  EmsConnectionsCountLimit?: EmsConnectionsCountLimitResolvers<ContextType>;
  EmsProtocol?: EmsProtocolResolvers<ContextType>;
  EmsSettings?: EmsSettingsResolvers<ContextType>;
  EmsSource?: EmsSourceResolvers<ContextType>;
  EmsStream?: EmsStreamResolvers<ContextType>;
  EmsTrack?: EmsTrackResolvers<ContextType>;
  EmsVideoTrack?: EmsVideoTrackResolvers<ContextType>;
  Freshness?: FreshnessResolvers<ContextType>;
  IP?: GraphQLScalarType;
  JSONObject?: GraphQLScalarType;
  Node?: NodeResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Port?: GraphQLScalarType;
  Query?: QueryResolvers<ContextType>;
  RateLimit?: RateLimitResolvers<ContextType>;
  Source?: SourceResolvers<ContextType>;
  SourceOutcome?: SourceOutcomeResolvers<ContextType>;
  TelnyxConnection?: TelnyxConnectionResolvers<ContextType>;
  TelnyxConnectionConnection?: TelnyxConnectionConnectionResolvers<ContextType>;
  TelnyxConnectionEdge?: TelnyxConnectionEdgeResolvers<ContextType>;
  TelnyxSource?: TelnyxSourceResolvers<ContextType>;
  URL?: GraphQLScalarType;
  UpstreamProblem?: UpstreamProblemResolvers<ContextType>;
  XSource?: XSourceResolvers<ContextType>;
  XStreamConnection?: XStreamConnectionResolvers<ContextType>;
  XStreamConnectionConnection?: XStreamConnectionConnectionResolvers<ContextType>;
  XStreamConnectionEdge?: XStreamConnectionEdgeResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = Context> = {
  argumentRequiresScope?: ArgumentRequiresScopeDirectiveResolver<any, any, ContextType>;
  authenticated?: AuthenticatedDirectiveResolver<any, any, ContextType>;
  cost?: CostDirectiveResolver<any, any, ContextType>;
  defer?: DeferDirectiveResolver<any, any, ContextType>;
  listSize?: ListSizeDirectiveResolver<any, any, ContextType>;
  requiresScopes?: RequiresScopesDirectiveResolver<any, any, ContextType>;
  stream?: StreamDirectiveResolver<any, any, ContextType>;
  volatile?: VolatileDirectiveResolver<any, any, ContextType>;
};
