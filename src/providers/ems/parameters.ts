import { isKeyLike } from '../../redaction/keyLikeText.ts';
import { MASK } from '../../redaction/mask.ts';
import type { Redactor } from '../../redaction/redactor.ts';

/*
 * EMS returns the parameters of its commands in clear text, including the password of a camera, up to four times in one connection.
 * Only parameters that are known to be harmless are shown, so that a new one with a secret is safe too. The names are those of
 * EvoStream's help (release 1.7.1), of its documentation of 2.x, and of recordings (10_listConnections_full, 62_pull_with_credentials).
 *
 * Not shown although they are known: `targetStreamName` and `publishingPoint`, which are the stream key and the address that
 * video platforms hand out; `sdpCustParams`, which can be anything; and the codec bytes of RTP streams.
 */

/** The commands whose parameters EMS returns. Values of the schema's enum `EmsSettingsKind`. */
export type EmsCommand = 'PULL' | 'PUSH' | 'HLS' | 'HDS' | 'MSS' | 'DASH' | 'RECORD';

const OF_ALL = 'configId keepAlive localStreamName operationType uri targetUri';
const OF_NETWORK = 'emulateUserAgent forceTcp httpProxy pageUrl swfUrl tcUrl tos ttl';
const OF_FILES = `bandwidth chunkBaseName chunkLength chunkOnIDR cleanupDestination configIds groupName groupTargetFolder localStreamNames
  overwriteDestination playlistLength playlistType staleRetentionCount streamNames targetFolder timestamp`;

const SHOWN: Readonly<Record<EmsCommand, ReadonlySet<string>>> = {
  PULL: names(
    OF_ALL,
    OF_NETWORK,
    `height isAudio rangeEnd rangeStart rangeTimeEnd rangeTimeStart rtcpDetectionInterval sendRenewStream serializeToConfig sourceType
     ssmIp videoSourceIndex width`,
  ),
  PUSH: names(
    OF_ALL,
    OF_NETWORK,
    'localUniqueStreamId rtmpAbsoluteTimestamps sendChunkSizeRequest targetStreamType useSourcePts',
  ),
  HLS: names(
    OF_ALL,
    OF_FILES,
    `AESKeyCount audioOnly bandwidths cleanupOnClose createMasterPlaylist drmType encryptStream fileLength hlsResume hlsVersion
     masterPlaylistPath maxChunkLength offsetTime playlistName startOffset useByteRange useSystemTime`,
  ),
  HDS: names(OF_ALL, OF_FILES, 'bandwidths createMasterPlaylist manifestName'),
  MSS: names(
    OF_ALL,
    OF_FILES,
    `audioBitrate audioBitrates audioFolder bandwidths bitrates ingestMode isAutoMSS isLive ismType lookahead manifestName videoBitrate
     videoBitrates videoFolder`,
  ),
  DASH: names(OF_ALL, OF_FILES, 'audioFolder bandwidths dynamicProfile isAutoDASH manifestName videoFolder'),
  RECORD: names(
    OF_ALL,
    `chunkLength computedPathToFile dateFolderStructure hasAudio overwrite pathToFile preset type waitForIDR winQtCompat`,
  ),
};

function names(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.join(' ').split(/\s+/));
}

/** Parameters with the name of a stream, or a name that EMS makes of it. */
const STREAM_NAMES = names(
  'chunkBaseName groupName localStreamName localStreamNames manifestName playlistName streamNames',
);

/** What looks different may be a secret itself. */
const PLAUSIBLE_NAME = /^[a-z][a-z0-9]{0,31}$/i;

/**
 * The parameters of a command, with `***` for the values of all that are not known to be harmless. URI objects become text. Internal
 * members (`_callback`) are left out.
 */
export function redactedParameters(
  parameters: Readonly<Record<string, unknown>>,
  command: EmsCommand,
  redactor: Redactor,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([name]) => PLAUSIBLE_NAME.test(name) && !isKeyLike(name))
      .map(([name, value]) => [name, SHOWN[command].has(name) ? redacted(name, value, redactor) : masked(value)]),
  );
}

/** An empty value has no secret. */
function masked(value: unknown): unknown {
  return value === null || value === '' ? value : MASK;
}

function redacted(name: string, value: unknown, redactor: Redactor): unknown {
  if (typeof value === 'string') return STREAM_NAMES.has(name) ? redactor.streamName(value) : redactor.text(value);
  // JSON cannot represent a bigint.
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value))
    return value.map((item) => (typeof item === 'object' ? masked(item) : redacted(name, item, redactor)));
  const uri = uriOf({ ...value });
  return uri === null ? MASK : redactor.text(uri);
}

/** EMS lists the URI of a connection as an object of its parts, which repeat its credentials. */
function uriOf({ fullUri, originalUri, scheme, host, port, fullDocumentPath }: Readonly<Record<string, unknown>>) {
  if (typeof fullUri === 'string') return fullUri;
  if (typeof originalUri === 'string') return originalUri;
  if (typeof scheme !== 'string' || typeof host !== 'string') return null;
  const withPort = typeof port === 'number' ? `${host}:${port}` : host;
  return `${scheme}://${withPort}${typeof fullDocumentPath === 'string' ? fullDocumentPath : ''}`;
}
