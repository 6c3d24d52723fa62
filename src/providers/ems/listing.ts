import type { Quality } from '../../upstream/quality.ts';
import type { SourceModel } from '../connectionModel.ts';
import type { EmsConnectionJson } from './api.ts';
import { type EmsConnectionModel, type EmsStreamLinks, toEmsConnection } from './model.ts';
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
  freshness: Quality,
): EmsListingModel {
  const connections: EmsConnectionModel[] = [];
  const links = new StreamLinks(connections);
  const seenIds = new Set<string>();
  for (const row of rows) {
    const connection = connectionOf(row, source, freshness, links);
    if (connection === null || seenIds.has(connection.id)) continue;
    seenIds.add(connection.id);
    connections.push(connection);
  }
  return { connections, omittedRows: rows.length - connections.length };
}

/** Null for a row that cannot be mapped, so that the other rows can still be read. */
function connectionOf(
  row: EmsConnectionJson,
  source: SourceModel,
  freshness: Quality,
  links: EmsStreamLinks,
): EmsConnectionModel | null {
  try {
    return toEmsConnection(row, source, freshness, links);
  } catch {
    return null;
  }
}
