import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { BadUserInputError } from '../../errors.ts';
import { readOpaqueText, toOpaqueText } from '../../relay/opaqueText.ts';
import type { PageCursors } from '../../relay/relayConnection.ts';
import { type Anchor, type AnchoredPage, BEGINNING, type Place, type Side } from './callPages.ts';

/*
 * Relay requires a cursor for each call, and the cursor must stay valid when calls end. So it names the page cursor that its page
 * was read from, and the calls around its own: any of them that is still active shows where to continue.
 */

/** Where a call was when its cursor was made. */
export interface CallCursor {
  readonly anchor: Anchor;
  /** Number of calls from the anchor to this one, which is included; 0 if unknown. */
  readonly distance: number;
  /** The calls towards the anchor, nearest first. */
  readonly inner: readonly Fingerprint[];
  readonly own: Fingerprint;
  /** The calls away from the anchor, nearest first. */
  readonly outer: readonly Fingerprint[];
  /** Telnyx's page cursor at the end of the page that is away from the anchor; null unless the call is close to that end. */
  readonly far: string | null;
  /** Telnyx's page cursor at the other end of the page; null unless the call is next to that end. */
  readonly near: string | null;
}

/** A hash of a call leg's ID. */
export type Fingerprint = number;

/** How many calls on either side of its own a cursor names. */
const NEIGHBOURS = 7;

/** Short, because a client can read 250 cursors for each connection. */
const MAX_LENGTH = 600;

/** As JSON. Those of Telnyx have fewer than 200 characters. A longer one does not fit into a cursor. */
const MAX_PAGE_CURSOR_BYTES = 320;

const FINGERPRINT_BYTES = 4;
const MAX_DISTANCE = 100_000;

const SIDES = ['after', 'before'] as const;
const pageCursor = z.string().min(1).max(MAX_PAGE_CURSOR_BYTES).nullable();

/** Side and page cursor of the anchor, distance, number of inner calls, fingerprints, far and near page cursor. */
const cursorJson = z.tuple([
  z.union([z.literal(0), z.literal(1)]),
  pageCursor,
  z.int().min(0).max(MAX_DISTANCE),
  z.int().min(0).max(NEIGHBOURS),
  z.string().regex(/^[\w-]{1,100}$/),
  pageCursor,
  pageCursor,
]);

export function fingerprintOf(callLegId: string): Fingerprint {
  return crc32(callLegId);
}

/** The cursors of calls that may come from several of Telnyx's pages. */
export class CallCursors implements PageCursors {
  readonly #places: readonly Place[];
  readonly #byPage = new Map<AnchoredPage, AnchoredCursors>();

  /** @param places in list order */
  constructor(places: readonly Place[]) {
    this.#places = places;
  }

  get length(): number {
    return this.#places.length;
  }

  cursorOf(index: number): string {
    const place = this.#places[index];
    if (place === undefined) throw new RangeError(`The page has no call ${index}`);
    const { page, call } = place;
    const cursors = this.#byPage.get(page) ?? new AnchoredCursors(page, call.connectionId);
    this.#byPage.set(page, cursors);
    return cursors.cursorOf(place.index);
  }
}

/** Makes the cursors of the calls of one of Telnyx's pages. What they share is computed once. */
class AnchoredCursors {
  readonly #page: AnchoredPage;
  readonly #connectionId: string;
  readonly #isAnchored: boolean;
  readonly #anchor: Anchor;
  /** Of the whole page, in the direction away from the anchor. */
  #fingerprints: Buffer | null = null;

  constructor(page: AnchoredPage, connectionId: string) {
    this.#page = page;
    this.#connectionId = connectionId;
    this.#isAnchored = fits(page.anchor.pageCursor);
    // Without the page cursor that leads to it, a call is searched for from the beginning of the list.
    this.#anchor = this.#isAnchored ? page.anchor : BEGINNING;
  }

  cursorOf(index: number): string {
    const { calls, before, after } = this.#page;
    const { side, pageCursor } = this.#anchor;
    const steps = side === 'after' ? index : calls.length - 1 - index;
    const distance = this.#isAnchored ? Math.min(steps + 1, MAX_DISTANCE) : 0;
    const inner = Math.min(steps, NEIGHBOURS);
    const fixed = [SIDES.indexOf(side), pageCursor, distance, inner, this.#around(steps - inner, steps + NEIGHBOURS)];
    const [end, beginning] = side === 'after' ? [after, before] : [before, after];
    const far = this.#isAnchored && steps >= calls.length - NEIGHBOURS && fits(end) ? end : null;
    const near = this.#isAnchored && steps === 0 && fits(beginning) ? beginning : null;
    // The page cursors at the ends of the page save requests, but are not necessary.
    const text = toOpaqueText([...fixed, far, near]);
    if (text.length <= MAX_LENGTH) return text;
    const shorter = toOpaqueText([...fixed, far, null]);
    return shorter.length <= MAX_LENGTH ? shorter : toOpaqueText([...fixed, null, null]);
  }

  #around(first: number, last: number): string {
    this.#fingerprints ??= this.#packFingerprints();
    const around = this.#fingerprints.subarray(first * FINGERPRINT_BYTES, (last + 1) * FINGERPRINT_BYTES);
    return Buffer.concat([pack([crc32(this.#connectionId)]), around]).toString('base64url');
  }

  #packFingerprints(): Buffer {
    const fingerprints = this.#page.calls.map(({ callLegId }) => fingerprintOf(callLegId));
    return pack(this.#anchor.side === 'after' ? fingerprints : fingerprints.reverse());
  }
}

/** @throws BadUserInputError naming `argument` */
export function decodeCallCursor(argument: Side, connectionId: string, text: string): CallCursor {
  const parsed = cursorJson.safeParse(readOpaqueText(text));
  const cursor = parsed.success ? toCursor(parsed.data, connectionId) : null;
  if (cursor === null) throw new BadUserInputError(argument, 'must be a cursor that this list returned.');
  return cursor;
}

function toCursor(json: z.infer<typeof cursorJson>, connectionId: string): CallCursor | null {
  const [side, pageCursor, distance, innerCount, packed, far, near] = json;
  const [connection, ...around] = unpack(Buffer.from(packed, 'base64url'));
  const own = around[innerCount];
  if (connection !== crc32(connectionId) || own === undefined || around.length > innerCount + 1 + NEIGHBOURS)
    return null;
  const anchor = { side: SIDES[side], pageCursor };
  // Reading backwards needs a page cursor to start from.
  if (anchor.side === 'before' && pageCursor === null) return null;
  const inner = around.slice(0, innerCount).reverse();
  return { anchor, distance, inner, own, outer: around.slice(innerCount + 1), far, near };
}

function fits(text: string | null): boolean {
  return text === null || Buffer.byteLength(JSON.stringify(text)) <= MAX_PAGE_CURSOR_BYTES;
}

function pack(fingerprints: readonly Fingerprint[]): Buffer {
  const bytes = Buffer.alloc(fingerprints.length * FINGERPRINT_BYTES);
  for (const [index, fingerprint] of fingerprints.entries())
    bytes.writeUInt32BE(fingerprint, index * FINGERPRINT_BYTES);
  return bytes;
}

/** Trailing bytes that are not a whole fingerprint are ignored. */
function unpack(bytes: Buffer): Fingerprint[] {
  const length = Math.floor(bytes.length / FINGERPRINT_BYTES);
  return Array.from({ length }, (_, index) => bytes.readUInt32BE(index * FINGERPRINT_BYTES));
}
