import { directionOfStream } from './direction.ts';
import type { EmsConnectionModel, EmsStreamLinks, EmsStreamModel } from './model.ts';

interface Index {
  readonly byNativeId: ReadonlyMap<string, EmsStreamModel>;
  readonly connections: ReadonlyMap<EmsStreamModel, EmsConnectionModel>;
}

/**
 * The links between the streams of one listing. Stream IDs are unique only within a server, so links never leave the listing. Links
 * are computed once, when they are first selected, because a listing can have 10,000 streams.
 */
export class StreamLinks implements EmsStreamLinks {
  readonly #connections: readonly EmsConnectionModel[];
  readonly #outStreams = new Map<EmsStreamModel, readonly EmsStreamModel[]>();
  readonly #viewerCounts = new Map<EmsStreamModel, number>();
  #index: Index | null = null;

  /** @param connections of the whole listing. Connections can be added until the first link is read. */
  constructor(connections: readonly EmsConnectionModel[]) {
    this.#connections = connections;
  }

  inStreamOf({ inStreamNativeId }: EmsStreamModel): EmsStreamModel | null {
    return inStreamNativeId === null ? null : (this.#streams.byNativeId.get(inStreamNativeId) ?? null);
  }

  outStreamsOf(stream: EmsStreamModel): readonly EmsStreamModel[] {
    const known = this.#outStreams.get(stream);
    if (known !== undefined) return known;
    const { byNativeId } = this.#streams;
    const outStreams = [...new Set(stream.outStreamNativeIds)].flatMap((id) => byNativeId.get(id) ?? []);
    this.#outStreams.set(stream, outStreams);
    return outStreams;
  }

  viewerCountOf(stream: EmsStreamModel): number {
    if (directionOfStream(stream.type) === 'OUT') return 0;
    const known = this.#viewerCounts.get(stream);
    if (known !== undefined) return known;
    const count = this.outStreamsOf(stream).filter(isViewer).length;
    this.#viewerCounts.set(stream, count);
    return count;
  }

  connectionOf(stream: EmsStreamModel): EmsConnectionModel {
    const connection = this.#streams.connections.get(stream);
    if (connection === undefined) throw new TypeError('The stream is not in this listing');
    return connection;
  }

  get #streams(): Index {
    this.#index ??= indexOf(this.#connections);
    return this.#index;
  }
}

function indexOf(connections: readonly EmsConnectionModel[]): Index {
  const carried = connections.flatMap((connection) =>
    connection.streams.map((stream) => [stream, connection] as const),
  );
  return {
    byNativeId: new Map(carried.map(([stream]) => [stream.nativeId, stream])),
    connections: new Map(carried),
  };
}

/** An outgoing network stream (`ON…`; files are `OF…`) that a client opened: a push is opened by the server itself. */
function isViewer({ type, operation }: EmsStreamModel): boolean {
  return type.startsWith('ON') && operation !== 'PUSH';
}
