import type { Redactor } from '../../redaction/redactor.ts';
import type { Quality } from '../../upstream/quality.ts';
import type { SourceModel } from '../connectionModel.ts';
import type { EmsConnectionJson } from './api.ts';
import { type EmsConnectionModel, type EmsListingContext, toEmsConnection } from './model.ts';
import { StreamLinks } from './streamLinks.ts';

export interface EmsListingModel {
  readonly connections: readonly EmsConnectionModel[];
  /** Number of rows that could not be mapped, or that have the ID of another row. */
  readonly omittedRows: number;
}

/** The connections of one listing, with links between their streams. */
export function toEmsListing(
  rows: readonly EmsConnectionJson[],
  source: SourceModel,
  redactor: Redactor,
  freshness: Quality,
): EmsListingModel {
  const connections: EmsConnectionModel[] = [];
  const listing = { source, redactor, freshness, links: new StreamLinks(connections) };
  const seenIds = new Set<string>();
  for (const row of rows) {
    const connection = connectionOf(row, listing);
    if (connection === null || seenIds.has(connection.id)) continue;
    seenIds.add(connection.id);
    connections.push(connection);
  }
  return { connections, omittedRows: rows.length - connections.length };
}

/** Null for a row that cannot be mapped, so that the other rows can still be read. */
function connectionOf(row: EmsConnectionJson, listing: EmsListingContext): EmsConnectionModel | null {
  try {
    return toEmsConnection(row, listing);
  } catch {
    return null;
  }
}
