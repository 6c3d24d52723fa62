import { BadUserInputError } from '../../errors.ts';
import { type PageArguments, readPageSize } from '../../relay/pageArguments.ts';
import { combineQualities, type Quality } from '../../upstream/quality.ts';
import type { ActiveCallModel, ActiveCallsPage } from './activeCallModel.ts';
import { type CallCursor, CallCursors, decodeCallCursor } from './callCursor.ts';
import { BEGINNING, type CallPages, type CallRun, type Place, type Side } from './callPages.ts';
import { readFromCursor } from './callResumption.ts';

/** A page of calls to read, validated. */
export interface CallsRequest {
  readonly count: number;
  readonly backwards: boolean;
  /** The call that the page starts after, or ends before. */
  readonly from: CallCursor | null;
}

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
  return { count, backwards, from: cursor == null ? null : decodeCallCursor(argument, connectionId, cursor) };
}

/** One page of a connection's calls; null if the connection cannot have calls. */
export function readActiveCalls(
  pages: CallPages,
  { count, backwards, from }: CallsRequest,
): Promise<ActiveCallsPage | null> {
  if (from !== null) return readFromCall(pages, from, count, backwards);
  return backwards ? readLast(pages, count) : readFirst(pages, count);
}

async function readFromCall(
  pages: CallPages,
  from: CallCursor,
  count: number,
  backwards: boolean,
): Promise<ActiveCallsPage | null> {
  const direction: Side = backwards ? 'before' : 'after';
  const run = await readFromCursor(pages, from, direction, count);
  if (run === null) return null;
  const more = run.places.length > count || run.more;
  const places = run.places.slice(0, count);
  const [morePrevious, moreNext] = backwards ? [more, true] : [true, more];
  return { ...summaryOf(run), ...itemsOf(backwards ? places.reverse() : places), morePrevious, moreNext };
}

async function readFirst(pages: CallPages, count: number): Promise<ActiveCallsPage | null> {
  const run = await pages.read(BEGINNING, count);
  if (run === null) return null;
  const more = run.places.length > count || run.more;
  const items = itemsOf(run.places.slice(0, count));
  return { ...summaryOf(run), total: totalOf(run), ...items, morePrevious: false, moreNext: more };
}

/** Telnyx gives no page cursor at the end of the list, so it is reached by reading all calls. */
async function readLast(pages: CallPages, count: number): Promise<ActiveCallsPage | null> {
  const run = await pages.readAll();
  if (run === null) return null;
  const items = itemsOf(run.places.slice(-count));
  const morePrevious = run.places.length > count;
  return { ...summaryOf(run), total: totalOf(run), ...items, morePrevious, moreNext: run.more };
}

/** The number of a connection's calls, counted by reading all; null if unknown. */
export async function countCalls(pages: CallPages): Promise<number | null> {
  const run = await pages.readAll();
  return run && totalOf(run);
}

/** Searches the pages for the call with this leg ID. `call` is null if no call that could be read has it. */
export async function findCall(
  pages: CallPages,
  callLegId: string,
): Promise<{ readonly call: ActiveCallModel | null; readonly quality: Quality } | null> {
  const isFound = (places: readonly Place[]) => places.some(({ call }) => call.callLegId === callLegId);
  const run = await pages.readAll(isFound);
  if (run === null) return null;
  const place = run.places.find(({ call }) => call.callLegId === callLegId);
  return { call: place?.call ?? null, quality: summaryOf(run).quality };
}

/** @param places in list order */
function itemsOf(places: readonly Place[]): Pick<ActiveCallsPage, 'calls' | 'cursors'> {
  return { calls: places.map(({ call }) => call), cursors: new CallCursors(places) };
}

function summaryOf({ pages, incompleteBecause }: CallRun): Pick<ActiveCallsPage, 'total' | 'quality'> {
  const quality = combineQualities(pages.map((page) => page.quality));
  return {
    total: pages[0]?.total ?? null,
    quality: { ...quality, incompleteBecause: quality.incompleteBecause ?? incompleteBecause },
  };
}

/** As Telnyx reports it, otherwise counted if all calls were read. Both include the calls that cannot be read. */
function totalOf(run: CallRun): number | null {
  const { total, quality } = summaryOf(run);
  const isWhole = run.more === false && run.incompleteBecause === null;
  return total ?? (isWhole ? run.places.length + quality.omittedRows : null);
}
