import type { Redactor } from '../../redaction/redactor.ts';
import type { Quality } from '../../upstream/quality.ts';
import type { SourceModel } from '../connectionModel.ts';
import { EmsConnectionModel } from './model.ts';
import type { EmsConnectionJson } from './rows.ts';
import type { EmsListingContext, EmsStreamModel } from './streamModel.ts';

/** The connections of one response. Stream IDs are unique only within a server, so links between streams never leave the listing. */
export class EmsListing implements EmsListingContext {
  readonly connections: readonly EmsConnectionModel[];
  readonly source: SourceModel;
  readonly redactor: Redactor;
  readonly freshness: Quality;
  /** Made when the first link is selected, because a listing can have 10,000 streams. */
  #streams: ReadonlyMap<string, EmsStreamModel> | null = null;

  constructor(rows: readonly EmsConnectionJson[], source: SourceModel, redactor: Redactor, freshness: Quality) {
    this.source = source;
    this.redactor = redactor;
    this.freshness = freshness;
    this.connections = rows.map((row) => new EmsConnectionModel(row, this));
  }

  stream(nativeId: string): EmsStreamModel | null {
    this.#streams ??= new Map(
      this.connections.flatMap(({ streams }) => streams.map((stream) => [stream.nativeId, stream])),
    );
    return this.#streams.get(nativeId) ?? null;
  }
}
