import {
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
} from 'graphql';

/** A generator of numbers from 0 to 1 that returns the same sequence for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ARGUMENTS: readonly string[] = ['first: 250', 'last: 250', 'first: 100', 'first: 20'];

/** A random query that is valid for the schema, with large pages, aliases, and links that are followed back and forth. */
export function randomQuery(schema: GraphQLSchema, random: () => number): string {
  const query = schema.getQueryType();
  if (!query) throw new Error('The schema has no query type');
  let aliases = 0;
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)];

  function selectionOn(type: GraphQLNamedType, levels: number): string {
    if (isAbstractType(type)) {
      const parts = schema.getPossibleTypes(type).map((one) => `... on ${one.name} ${selectionOn(one, levels)}`);
      return `{ ${parts.join(' ')} }`;
    }
    if (!isObjectType(type)) throw new TypeError(`${type.name} has no fields`);
    const parts = Array.from({ length: 1 + Math.floor(random() * 4) }, () => fieldOn(type, levels));
    return `{ __typename ${parts.join(' ')} }`;
  }

  function fieldOn(type: GraphQLObjectType, levels: number): string {
    const fields = Object.values(type.getFields()).filter(
      (field) =>
        field.args.every(({ name }) => name !== 'id' && name !== 'ids') &&
        (levels > 0 || isLeafType(getNamedType(field.type))),
    );
    const field = pick(fields);
    if (field === undefined) return '';
    aliases += 1;
    const pages = field.args.some(({ name }) => name === 'first');
    const given = pages ? `(${pick(ARGUMENTS)})` : '';
    const target = getNamedType(field.type);
    const selection = isLeafType(target) ? '' : selectionOn(target, levels - 1);
    return `f${aliases}: ${field.name}${given} ${selection}`;
  }

  return selectionOn(query, 4 + Math.floor(random() * 8));
}
