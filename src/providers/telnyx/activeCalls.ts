import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { BadUserInputError } from '../../errors.ts';
import { readOpaqueText, toOpaqueText } from '../../relay/opaqueText.ts';
import { type PageArguments, readPageSize } from '../../relay/pageArguments.ts';
import { lazyEdge, type RelayConnection, toRelayConnection } from '../../relay/relayConnection.ts';
import { combineQualities, type Quality } from '../../upstream/quality.ts';
import { MAX_PAGE_SIZE } from './api.ts';
import type { ActiveCallModel } from './model.ts';
import { EndlessPagesError } from './unreadable.ts';

/*
 * Telnyx pages active calls by marks around whole pages; Relay wants a cursor for each call, that holds when calls end. So a
 * cursor says from which mark its page was read, and which calls lie between that mark and its own: whatever is left of them
 * shows where to go on. Telnyx documents no order, only that pages follow each other, and no more is relied on.
 */

type Side = 'after' | 'before';

/** Where a page was read from: behind or in front of one of Telnyx's marks; the start of the list where there is none. */
interface Anchor {
  readonly side: Side;
  readonly mark: string | null;
}

export interface CallsQuery {
  readonly after?: string;
  readonly before?: string;
  readonly limit: number;
}

/** One of Telnyx's pages. */
export interface Calls {
  readonly calls: readonly ActiveCallModel[];
  /** Marks around the page; null where nothing is beyond. */
  readonly after: string | null;
  readonly before: string | null;
  readonly total: number | null;
  readonly quality: Quality;
}

export type ReadCalls = (query: CallsQuery) => Promise<Calls>;

/** So many pages are 25,000 calls on one connection. */
const MAX_PAGES = 100;

/** A page, and how it was come by. */
interface Frame extends Calls {
  readonly anchor: Anchor;
}

/** A call's place in a frame. */
interface Place {
  readonly frame: Frame;
  readonly index: number;
}

/** A page to read, as checked. */
export interface CallsRequest {
  readonly count: number;
  readonly backwards: boolean;
  /** The call that the page begins behind, or ends in front of. */
  readonly from: Cursor | null;
}

interface Cursor {
  readonly anchor: Anchor;
  /** Fingerprints of the calls from the anchor to the cursor's own, which is the last. */
  readonly legs: readonly number[];
  /** Telnyx's own marks next to the call, if it was at the rim of its page. */
  readonly marks: Readonly<Record<Side, string | null>>;
}

const mark = z.string().nullable();
const legs = z.array(z.int().nonnegative()).min(1).max(MAX_PAGE_SIZE);
const cursorJson = z.tuple([z.int(), z.enum(['after', 'before']), mark, legs, mark, mark]);

/** @throws BadUserInputError naming the argument and the rule */
export function readCallsRequest(connectionId: string, pageArguments: PageArguments): CallsRequest {
  const { count, backwards } = readPageSize(pageArguments);
  const { after, before } = pageArguments;
  if (after != null && before != null) {
    throw new BadUserInputError('before', 'must not be given together with "after".');
  }
  if (after != null && backwards) throw new BadUserInputError('after', 'must be given together with "first" here.');
  if (before != null && !backwards) throw new BadUserInputError('before', 'must be given together with "last" here.');
  const [argument, cursor] = backwards ? (['before', before] as const) : (['after', after] as const);
  return { count, backwards, from: cursor == null ? null : decodeCursor(argument, connectionId, cursor) };
}

/** One page of a connection's calls. */
export async function readActiveCalls(
  read: ReadCalls,
  { count, backwards, from }: CallsRequest,
): Promise<RelayConnection<ActiveCallModel> & { readonly total: number | null; readonly freshness: Quality }> {
  // A list without a mark at its end can be read backwards only by reading it whole.
  const fromTheEnd = backwards && from === null;
  const walk = new Walk(read, backwards && !fromTheEnd ? 'before' : 'after');
  if (from !== null) await walk.resume(from, count);
  else await walk.start(fromTheEnd ? Number.POSITIVE_INFINITY : count);

  const taken = fromTheEnd ? walk.places.slice(-count) : walk.places.slice(0, count);
  const beyond = walk.places.length > taken.length || walk.more;
  const inOrder = backwards && !fromTheEnd ? taken.reverse() : taken;
  const edges = inOrder.flatMap((place) => {
    const call = place.frame.calls[place.index];
    return call === undefined ? [] : [lazyEdge(call, () => encodeCursor(place))];
  });
  return {
    ...toRelayConnection(
      edges,
      backwards
        ? { hasPreviousPage: beyond, hasNextPage: from !== null }
        : { hasPreviousPage: from !== null, hasNextPage: beyond },
    ),
    total: walk.total,
    freshness: walk.quality,
  };
}

/** All calls of a connection, page after page; as far as the page of the call `until`, if there is one. */
export async function readAllCalls(read: ReadCalls, until?: string): Promise<readonly ActiveCallModel[]> {
  const walk = new Walk(read, 'after', until);
  await walk.start(Number.POSITIVE_INFINITY);
  return walk.places.flatMap(({ frame, index }) => frame.calls[index] ?? []);
}

/** Collects the places of calls in one direction, nearest first. */
class Walk {
  readonly places: Place[] = [];
  /** Whether Telnyx says that there are calls beyond. */
  more = false;
  total: number | null = null;
  readonly #read: ReadCalls;
  readonly #direction: Side;
  readonly #until: string | undefined;
  readonly #qualities: Quality[] = [];
  readonly #seenMarks = new Set<string>();
  readonly #seenLegs = new Set<string | undefined>();

  /** @param until the call to stop at */
  constructor(read: ReadCalls, direction: Side, until?: string) {
    this.#read = read;
    this.#direction = direction;
    this.#until = until;
  }

  /** Of all pages together. */
  get quality(): Quality {
    return combineQualities(this.#qualities);
  }

  /** From the beginning. */
  async start(count: number): Promise<void> {
    const frame = await this.#readFrame({ side: 'after', mark: null }, count);
    this.#collect(frame, 0, frame.calls.length);
    await this.#goOn(frame.after, count);
    if (!this.more) this.total ??= this.places.length;
  }

  /** From a cursor's call, which may have ended. */
  async resume({ anchor, legs, marks }: Cursor, count: number): Promise<void> {
    const direction = this.#direction;
    if (marks[direction] !== null) return this.#goOn(marks[direction], count);

    const outwards = anchor.side === direction;
    let frame = await this.#readFrame(anchor, outwards ? legs.length + count : legs.length);
    let { known, own } = survivors(frame, legs);
    if (!own && anchor.mark === null && frame.after !== null) {
      // Ended, or pushed back by newer calls: those can come in front of all others, though not between a mark and its calls.
      frame = await this.#readFrame(anchor, MAX_PAGE_SIZE);
      ({ known, own } = survivors(frame, legs));
    }
    // The calls between anchor and cursor are the first `known` ones as seen from the anchor.
    const size = frame.calls.length;
    const forwards = anchor.side === 'after';
    if (outwards) {
      if (forwards) this.#collect(frame, known, size);
      else this.#collect(frame, 0, size - known);
    } else {
      const inner = own ? known - 1 : known;
      if (forwards) this.#collect(frame, 0, inner);
      else this.#collect(frame, size - inner, size);
    }
    await this.#goOn(frame[direction], count);
  }

  /** Reads on from a mark until there are enough. */
  async #goOn(from: string | null, count: number): Promise<void> {
    let mark = from;
    for (let pages = 1; mark !== null && this.places.length < count && !this.#seenLegs.has(this.#until); pages += 1) {
      if (pages >= MAX_PAGES || this.#seenMarks.has(mark)) throw new EndlessPagesError('its calls have no end');
      this.#seenMarks.add(mark);
      const frame = await this.#readFrame({ side: this.#direction, mark }, count - this.places.length);
      this.#collect(frame, 0, frame.calls.length);
      mark = frame[this.#direction];
    }
    this.more = mark !== null;
  }

  async #readFrame(anchor: Anchor, limit: number): Promise<Frame> {
    const { side, mark } = anchor;
    const page = await this.#read({ ...(mark !== null && { [side]: mark }), limit: Math.min(limit, MAX_PAGE_SIZE) });
    this.total ??= page.total;
    this.#qualities.push(page.quality);
    return { ...page, anchor };
  }

  /** Adds the calls from `start` up to `end`, in walking direction; those that a shifting page repeats only once. */
  #collect(frame: Frame, start: number, end: number): void {
    const added: Place[] = [];
    for (let index = start; index < end; index += 1) {
      const leg = frame.calls[index]?.callLegId;
      if (leg === undefined || this.#seenLegs.has(leg)) continue;
      this.#seenLegs.add(leg);
      added.push({ frame, index });
    }
    this.places.push(...(this.#direction === 'after' ? added : added.reverse()));
  }
}

/** How far out from the anchor the last of the cursor's calls that is still up stands, and whether it is the cursor's own. */
function survivors(frame: Frame, legs: readonly number[]): { known: number; own: boolean } {
  const outwards = frame.anchor.side === 'after' ? frame.calls : frame.calls.toReversed();
  const knownLegs = new Set(legs);
  const last = outwards.findLastIndex((call) => knownLegs.has(fingerprint(call)));
  const call = outwards[last];
  return { known: last + 1, own: call !== undefined && fingerprint(call) === legs.at(-1) };
}

/** Short, because a cursor holds up to 250 of them. */
function fingerprint(call: ActiveCallModel): number {
  return crc32(call.callLegId);
}

function encodeCursor({ frame, index }: Place): string {
  const { anchor, calls, after, before } = frame;
  const connectionId = calls[index]?.connectionId ?? '';
  const between = anchor.side === 'after' ? calls.slice(0, index + 1) : calls.slice(index).reverse();
  const json: z.infer<typeof cursorJson> = [
    crc32(connectionId),
    anchor.side,
    anchor.mark,
    between.map(fingerprint),
    index === calls.length - 1 ? after : null,
    index === 0 ? before : null,
  ];
  return toOpaqueText(json);
}

/** @throws BadUserInputError naming `argument` */
function decodeCursor(argument: Side, connectionId: string, text: string): Cursor {
  const parsed = cursorJson.safeParse(readOpaqueText(text));
  if (!parsed.success || parsed.data[0] !== crc32(connectionId)) {
    throw new BadUserInputError(argument, 'must be a cursor that this list returned.');
  }
  const [, side, mark, legs, after, before] = parsed.data;
  return { anchor: { side, mark }, legs, marks: { after, before } };
}
