import type { Redactor } from '../../redaction/redactor.ts';
import type { EmsSettingsJson } from './api.ts';
import { type EmsCommand, redactedParameters } from './parameters.ts';

/** Value of the schema's enum of the same name. */
export type EmsSettingsKind = EmsCommand;

export interface EmsSettingsModel {
  readonly kind: EmsSettingsKind;
  readonly localStreamName: string | null;
  readonly uri: string | null;
  readonly targetUri: string | null;
  readonly parameters: Record<string, unknown>;
}

const SETTINGS: readonly (readonly [keyof EmsSettingsJson, EmsSettingsKind])[] = [
  ['pullSettings', 'PULL'],
  ['pushSettings', 'PUSH'],
  ['hlsSettings', 'HLS'],
  ['hdsSettings', 'HDS'],
  ['mssSettings', 'MSS'],
  ['dashSettings', 'DASH'],
  ['recordSettings', 'RECORD'],
];

/** The parameters of the command that created a connection or a stream; null if there was no command. */
export function toSettings(row: EmsSettingsJson, redactor: Redactor): EmsSettingsModel | null {
  for (const [member, kind] of SETTINGS) {
    const json = row[member];
    if (json === null) continue;
    const parameters = redactedParameters(json, kind, redactor);
    return {
      kind,
      localStreamName: textOf(parameters['localStreamName']),
      uri: textOf(parameters['uri']),
      targetUri: textOf(parameters['targetUri']),
      parameters,
    };
  }
  return null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
