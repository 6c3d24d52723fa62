import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isObjectType,
} from 'graphql';

/**
 * A selection of all fields of a type and of the types that it leads to, whatever the schema has. A type is not entered again below
 * itself, because a query must not go back to where it came from. `nodes` are the same as those of `edges`.
 *
 * @param accepts leaves out other fields
 */
export function everythingOf(schema: GraphQLSchema, name: string, accepts: Accepts = () => true): string {
  const type = schema.getType(name);
  if (type === undefined) throw new Error(`There is no type ${name}`);
  return selectionOf(schema, type, [], accepts);
}

type Accepts = (field: GraphQLField<unknown, unknown>) => boolean;

function selectionOf(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  above: readonly string[],
  accepts: Accepts,
): string {
  if (isAbstractType(type)) {
    const fragments = schema
      .getPossibleTypes(type)
      .filter(({ name }) => !above.includes(name))
      .map((possible) => `... on ${possible.name} { ${selectionOf(schema, possible, above, accepts)} }`);
    return ['__typename', ...fragments].join(' ');
  }
  if (!isObjectType(type)) throw new TypeError(`${type.name} has no fields`);
  const within = [...above, type.name];
  const fields = Object.values(type.getFields())
    .filter(({ name }) => !(name === 'nodes' && 'edges' in type.getFields()))
    .filter(accepts)
    .map((field) => {
      const target = getNamedType(field.type);
      if (isLeafType(target)) return field.name;
      return within.includes(target.name) ? '' : `${field.name} { ${selectionOf(schema, target, within, accepts)} }`;
    });
  return ['__typename', ...fields].join(' ');
}

/** The fields with texts, as `Type.field`, of the types that a connection is made of. Sources are not read from an upstream. */
export function textFieldsOfConnections(schema: GraphQLSchema): ReadonlySet<string> {
  const connection = schema.getType('Connection');
  const types = new Set<GraphQLNamedType>(isAbstractType(connection) ? schema.getPossibleTypes(connection) : []);
  const found = new Set<string>();
  // The set grows while it is iterated.
  for (const type of types) {
    for (const field of isObjectType(type) ? Object.values(type.getFields()) : []) {
      const target = getNamedType(field.type);
      if (isText(field)) found.add(`${type.name}.${field.name}`);
      else if (isObjectType(target)) types.add(target);
    }
  }
  return found;
}

function isText({ type }: GraphQLField<unknown, unknown>): boolean {
  return ['String', 'ID', 'URL', 'IP', 'JSONObject'].includes(getNamedType(type).name);
}

/** The fields that are not null anywhere in an answer, as `Type.field`. */
export function fieldsWithValues(answer: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const pending = [answer];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    const typename = Reflect.get(next, '__typename');
    for (const [name, value] of Object.entries(next)) {
      pending.push(value);
      if (typeof typename === 'string' && value !== null) found.add(`${typename}.${name}`);
    }
  }
  return found;
}
