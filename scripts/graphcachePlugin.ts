import {
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/*
 * A plugin of GraphQL Code Generator: what urql's graphcache has to know of the schema. `schema` is an introspection result without
 * what graphcache does not read, which is most of it.
 */

export function plugin(schema: GraphQLSchema): string {
  const query = schema.getQueryType()?.name;
  const types = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .filter(({ name }) => !name.startsWith('__'));
  const introspection = {
    queryType: { name: query },
    types: types.map((type) => ({
      kind: isObjectType(type) ? 'OBJECT' : 'INTERFACE',
      name: type.name,
      fields: Object.values(type.getFields()).map((field) => ({
        name: field.name,
        type: typeOf(field.type),
        args: [],
      })),
      interfaces: type.getInterfaces().map(({ name }) => ({ name })),
      possibleTypes: isInterfaceType(type) ? schema.getPossibleTypes(type).map(({ name }) => ({ name })) : undefined,
    })),
  };
  const keys = types
    .filter((type) => isObjectType(type) && type.name !== query && !type.getFields()['id'])
    .map(({ name }) => `  ${name}: embedded,`);
  return `/** \`schema\` of graphcache. With it, fragments on interfaces match. */
export const schema: { readonly __schema: { readonly queryType: { readonly name: string }; readonly types: readonly object[] } } = ${JSON.stringify({ __schema: introspection })};

const embedded = () => null;

/** \`keys\` of graphcache. An object without an \`id\` is kept inside of the object that it belongs to. */
export const keys: Readonly<Record<string, () => null>> = {
${keys.join('\n')}
};
`;
}

function typeOf(type: GraphQLOutputType): object {
  if (isNonNullType(type)) return { kind: 'NON_NULL', ofType: typeOf(getNullableType(type)) };
  if (isListType(type)) return { kind: 'LIST', ofType: typeOf(type.ofType) };
  // Graphcache keeps the value of a leaf as it is.
  return isLeafType(type) ? { kind: 'SCALAR', name: 'Any' } : { kind: 'OBJECT', name: type.name };
}
