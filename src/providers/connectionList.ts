import type { GraphQLResolveInfo } from 'graphql';
import type { Context } from '../context.ts';
import { BadUserInputError } from '../errors.ts';
import { type MergedList, readMergedList, type SourcePage, type Window } from '../relay/mergedList.ts';
import type { Ordering, Sortable } from '../relay/ordering.ts';
import type { PageArguments } from '../relay/pageArguments.ts';
import { wantedOf } from '../relay/selection.ts';
import type { Source } from './provider.ts';

/**
 * A list of connections over several sources. Each source that fails gets its entry in `errors`, beside its outcome; one whose
 * last answer stands in for a new one is marked in its outcome only, for nothing is missing then.
 */
export async function listConnections<Item extends Sortable, OneSource extends Source>(
  sources: readonly OneSource[],
  pageArguments: PageArguments,
  ordering: Ordering,
  context: Context,
  info: GraphQLResolveInfo,
  read: (source: OneSource, window: Window) => Promise<SourcePage<Item>>,
): Promise<MergedList<Item, Source>> {
  const readers = sources.map((source) => ({ source, read: (window: Window) => read(source, window) }));
  const list = await readMergedList<Item, Source>(readers, pageArguments, ordering, wantedOf(info));
  for (const { error, stale } of list.outcomes) {
    if (error !== null && !stale) context.report(error, info);
  }
  return list;
}

/**
 * The sources of these names; all of them if none are given.
 *
 * @throws BadUserInputError naming `argument` if there is no such source
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
    throw new BadUserInputError(argument, `names no such source: "${unknown}". There are: ${known}.`);
  }
  return sources.filter(({ name }) => names.includes(name));
}

/** A provider's own sources of these names; all of them if none are given. */
export function sourcesOf<OneSource extends Source>(
  kind: new (...settings: never[]) => OneSource,
  { sources }: Context,
  names: readonly string[] | null | undefined,
): readonly OneSource[] {
  const own = sources.filter((source): source is OneSource => source instanceof kind);
  return sourcesNamed(own, names, 'sources');
}
