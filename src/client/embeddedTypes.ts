/**
 * The object types without an `id`. A normalised cache keeps them inside of the object that they belong to, instead of by a key of
 * their own: `keys` of urql's graphcache.
 */
export const embeddedTypes = [
  'ActiveCallConnection',
  'ActiveCallEdge',
  'ConnectionConnection',
  'ConnectionEdge',
  'EmsCarrier',
  'EmsConnectionConnection',
  'EmsConnectionEdge',
  'EmsConnectionsCountLimit',
  'EmsProtocol',
  'EmsSettings',
  'EmsStream',
  'EmsTrack',
  'EmsVideoTrack',
  'Freshness',
  'PageInfo',
  'RateLimit',
  'SourceOutcome',
  'TelnyxConnectionConnection',
  'TelnyxConnectionEdge',
  'UpstreamProblem',
  'XStreamConnectionConnection',
  'XStreamConnectionEdge',
] as const;
