import type { GraphQLResolveInfo } from 'graphql';
import type { Context } from '../context.ts';
import { BadUserInputError } from '../errors.ts';
import {
  type MergedList,
  readMergedList,
  type SourcePage,
  type SourceReader,
  type Window,
} from '../relay/mergedList.ts';
import type { Ordering, Sortable } from '../relay/ordering.ts';
import type { PageArguments } from '../relay/pageArguments.ts';
import { wantedOf } from '../relay/selection.ts';
import type { SourceModel } from './connectionModel.ts';
import { forbiddenError, withoutDetails } from './forbiddenSource.ts';
import type { Source } from './provider.ts';
import { reportableError } from './sourceOutcome.ts';

/**
 * A list of connections from several sources. A source that fails or omits rows has an entry in `errors` in addition to its outcome.
 * A source with stale data has only its outcome, because nothing is missing.
 */
export async function listConnections<Item extends Sortable, OneSource extends Source>(
  sources: readonly OneSource[],
  pageArguments: PageArguments,
  ordering: Ordering,
  context: Context,
  info: GraphQLResolveInfo,
  read: (source: OneSource, window: Window) => Promise<SourcePage<Item>>,
): Promise<MergedList<Item, SourceModel>> {
  const readers = sources.map(
    (source): SourceReader<Item, SourceModel> =>
      context.mayRead(source)
        ? { source, read: (window) => read(source, window) }
        : { source: withoutDetails(source), read: () => Promise.reject(forbiddenError(source)) },
  );
  const list = await readMergedList<Item, SourceModel>(readers, pageArguments, ordering, wantedOf(info));
  for (const outcome of list.outcomes) {
    const error = reportableError(outcome);
    if (error !== null) context.report(error, info);
  }
  return list;
}

/** How much of an unknown source name an error repeats. */
const MAX_SHOWN_LENGTH = 64;

/**
 * The sources with these names; all of them if no names are given.
 *
 * @throws BadUserInputError naming `argument` if a source does not exist
 */
export function sourcesNamed<OneSource extends Source>(
  sources: readonly OneSource[],
  names: readonly string[] | null | undefined,
  argument: string,
): readonly OneSource[] {
  if (names == null) return sources;
  const unknown = names.find((name) => sources.every((source) => source.name !== name));
  if (unknown !== undefined) {
    const known = sources.map(({ name }) => `"${name}"`).join(', ') || 'none';
    const name = unknown.slice(0, MAX_SHOWN_LENGTH);
    throw new BadUserInputError(argument, `contains an unknown source name: "${name}". Known sources: ${known}.`);
  }
  return sources.filter(({ name }) => names.includes(name));
}

/** The sources of one provider with these names; all of them if no names are given. */
export function sourcesOf<OneSource extends Source>(
  kind: new (...settings: never[]) => OneSource,
  { sources }: Context,
  names: readonly string[] | null | undefined,
): readonly OneSource[] {
  const own = sources.filter((source): source is OneSource => source instanceof kind);
  return sourcesNamed(own, names, 'sources');
}

/** A source as its provider's class. */
export function sourceOf<OneSource extends Source>(
  kind: new (...settings: never[]) => OneSource,
  source: SourceModel,
): OneSource {
  if (source instanceof kind) return source;
  throw new TypeError(`Source "${source.name}" is not a ${kind.name}`);
}
