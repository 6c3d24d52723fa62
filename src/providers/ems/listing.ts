import type { Quality } from '../../upstream/quality.ts';
import type { SourceModel } from '../connectionModel.ts';
import type { EmsConnectionJson } from './api.ts';
import { type EmsConnectionModel, toEmsConnection } from './model.ts';
import { StreamLinks } from './streamLinks.ts';

/** The connections that the rows of one listing describe, with their streams linked to each other. */
export function toEmsConnections(
  rows: readonly EmsConnectionJson[],
  source: SourceModel,
  freshness: Quality,
): readonly EmsConnectionModel[] {
  const connections: EmsConnectionModel[] = [];
  const links = new StreamLinks(connections);
  for (const row of rows) {
    const connection = toEmsConnection(row, source, freshness, links);
    if (connection !== null) connections.push(connection);
  }
  return connections;
}
