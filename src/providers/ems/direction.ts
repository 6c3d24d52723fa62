import type { EmsSettingsModel } from './settings.ts';

/** Value of the schema's enum of the same name. */
export type EmsDirection = 'IN' | 'OUT';

/*
 * Which way media flows, which EMS does not say of a connection. `IR` and `OR` do not tell: `IR` is whoever called the server,
 * publisher and player alike. The rule comes from the recordings of a running server (10_listConnections_full,
 * 60_badnames, 62_pull_with_credentials), in which the first letter of a stream's type is always its direction.
 */

/**
 * The streams decide. A connection without streams, such as a pull that is still connecting, goes by the command that made it,
 * and an idle one by its protocol. Streams in both directions are possible over RTMP: then there is no one direction.
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
  // MPEG-TS listeners have `"pullSettings":{"uri":null}` though nothing was pulled.
  return settings.parameters['uri'] == null ? null : 'IN';
}

/** The protocols that go one way only: MPEG-TS and LiveFLV are received, never served, by connections of these types. */
const PROTOCOL_DIRECTIONS: ReadonlyMap<string, EmsDirection> = new Map([
  ['ITS', 'IN'],
  ['ILFL', 'IN'],
]);
