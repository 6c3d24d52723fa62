import type { Redactor } from '../../redaction/redactor.ts';
import { type EmsCommand, redactedParameters } from './parameters.ts';
import type { EmsSettingsJson } from './rows.ts';

/** Value of the schema's enum of the same name. */
export type EmsSettingsKind = EmsCommand;

export interface EmsSettingsModel {
  readonly kind: EmsSettingsKind;
  readonly localStreamName: string | null;
  readonly uri: string | null;
  readonly targetUri: string | null;
  readonly parameters: Record<string, unknown>;
}

const KINDS: Readonly<Record<EmsSettingsJson['member'], EmsSettingsKind>> = {
  pullSettings: 'PULL',
  pushSettings: 'PUSH',
  hlsSettings: 'HLS',
  hdsSettings: 'HDS',
  mssSettings: 'MSS',
  dashSettings: 'DASH',
  recordSettings: 'RECORD',
};

/** The parameters of the command that created a connection or a stream. */
export function toSettings({ member, parameters: json }: EmsSettingsJson, redactor: Redactor): EmsSettingsModel {
  const kind = KINDS[member];
  const parameters = redactedParameters(json, kind, redactor);
  return {
    kind,
    localStreamName: textOf(parameters['localStreamName']),
    uri: textOf(parameters['uri']),
    targetUri: textOf(parameters['targetUri']),
    parameters,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
