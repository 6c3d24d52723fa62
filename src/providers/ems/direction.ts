import type { EmsSettingsModel } from './settings.ts';

/** Value of the schema's enum of the same name. */
export type EmsDirection = 'IN' | 'OUT';

/*
 * The direction of the media. EMS does not report it for connections, and the protocol types do not show it: `IR` is a connection
 * that a client opened, whether it publishes or plays. The rule comes from the recordings of a running server
 * (10_listConnections_full, 60_badnames, 62_pull_with_credentials): the first letter of a stream's type is always its direction.
 */

/**
 * The direction of the streams. Without streams, such as while a pull is connecting, the direction of the command that opened the
 * connection; without a command, that of the protocol. Null if there are streams in both directions, which RTMP allows.
 */
export function directionOf(
  streamTypes: readonly string[],
  settings: EmsSettingsModel | null,
  type: string,
): EmsDirection | null {
  const directions = new Set(streamTypes.flatMap((streamType) => directionOfStream(streamType) ?? []));
  if (directions.size > 1) return null;
  const [ofStreams = directionOfCommand(settings) ?? PROTOCOL_DIRECTIONS.get(type) ?? null] = directions;
  return ofStreams;
}

/** `INR` is RTMP in, `ONR` RTMP out, `OFHLS` a file output. */
export function directionOfStream(streamType: string): EmsDirection | null {
  if (streamType.startsWith('I')) return 'IN';
  return streamType.startsWith('O') ? 'OUT' : null;
}

function directionOfCommand(settings: EmsSettingsModel | null): EmsDirection | null {
  if (settings === null) return null;
  if (settings.kind !== 'PULL') return 'OUT';
  // MPEG-TS listeners have `"pullSettings":{"uri":null}` although there was no pull command.
  return settings.parameters['uri'] == null ? null : 'IN';
}

/** The protocols with one direction: connections of the types for MPEG-TS and LiveFLV only receive. */
const PROTOCOL_DIRECTIONS: ReadonlyMap<string, EmsDirection> = new Map([
  ['ITS', 'IN'],
  ['ILFL', 'IN'],
]);
