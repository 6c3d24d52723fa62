import type { GraphQLResolveInfo } from 'graphql';
import type { Context } from '../context.ts';
import { BadUserInputError } from '../errors.ts';
import type { NodeModel } from '../providers/connectionModel.ts';
import { forbiddenError } from '../providers/forbiddenSource.ts';
import { providers } from '../providers/index.ts';
import { type GlobalId, parseGlobalId } from '../relay/globalId.ts';

/**
 * The object of a global ID, or null if there is none.
 *
 * @param argument where the ID is, for errors
 */
export async function readNode(id: string, argument: string, context: Context): Promise<NodeModel | null> {
  const parts = partsOf(id, argument);
  const source = context.sources.find(({ name }) => name === parts.source);
  if (source === undefined) return null;
  if (!context.mayRead(source)) throw forbiddenError(source);
  if (source.id === id) return source;
  const provider = providers.find(({ name }) => name === source.provider);
  if (!provider?.nodeTypes.includes(parts.type)) return null;
  const node = await source.dataSource(context).node(id, parts);
  // An ID with additional parts could find the object too, and clients would cache the object under two IDs.
  return node?.id === id ? node : null;
}

/**
 * What a global ID consists of.
 *
 * @throws BadUserInputError naming the argument
 */
export function partsOf(id: unknown, argument: string): GlobalId {
  const parts = typeof id === 'string' ? parseGlobalId(id) : null;
  if (parts === null) throw new BadUserInputError(argument, 'must be an ID that this graph returned.');
  return parts;
}

/** Reads an object for each item. What fails is null, and adds an entry to `errors` with its index. */
export function readEach<Item>(
  items: readonly Item[],
  read: (item: Item, index: number) => Promise<NodeModel | null>,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<(NodeModel | null)[]> {
  return Promise.all(
    items.map((item, index) =>
      read(item, index).catch((error: Error) => {
        context.report(error, info, index);
        return null;
      }),
    ),
  );
}
