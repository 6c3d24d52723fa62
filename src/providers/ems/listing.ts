import type { Quality } from '../../upstream/quality.ts';
import type { SourceModel } from '../connectionModel.ts';
import type { EmsConnectionJson } from './api.ts';
import { type EmsConnectionModel, type EmsStreamLinks, toEmsConnection } from './model.ts';
import { StreamLinks } from './streamLinks.ts';

export interface EmsListingModel {
  readonly connections: readonly EmsConnectionModel[];
  /** How many rows were left out: they could not be mapped, or repeat another one. */
  readonly omittedRows: number;
}

/** The connections that the rows of one listing describe, with their streams linked to each other. */
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

/** Null for a row that cannot be mapped: whatever is wrong with it must not cost the others. */
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
