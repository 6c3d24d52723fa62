import {
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';

/*
 * Limits on queries that would use much memory or CPU time of this process without any upstream request.
 */

/**
 * Maximum number of tokens in a query. A name, a number or a bracket is one token. This also limits how deep a query can be nested,
 * and so how much of the stack it needs.
 */
export const MAX_TOKENS = 5000;

/** graphql-js accepts a mutation in a schema without mutations, and fails during execution, as if it were an internal error. */
export const onlyDefinedOperationTypes: ValidationRule = (context) => ({
  OperationDefinition: (operation) => {
    if (context.getSchema().getRootType(operation.operation)) return;
    context.reportError(new GraphQLError(`This graph has no ${operation.operation}s.`, { nodes: operation }));
  },
});

/**
 * Rejects queries that go back to where they came from. Recursive fields lead back to their own type, such as the streams of the
 * connection of a stream. Nested in themselves they return nothing new, but the answer grows many times larger with each level.
 * The same holds for a list that leads back to a type which the query left through a single object: the viewers of the publisher of
 * each viewer are the square of the viewers.
 */
function noWayBack(schema: GraphQLSchema): ValidationRule {
  const recursive = recursiveFields(schema);
  const lists = new Set([...recursive].filter(([, field]) => isList(field)).map(([coordinate]) => coordinate));
  return (context) => {
    /** Fragments already visited, each with the recursive fields that contain it. */
    const seen = new Set<string>();

    function visit(
      { selections }: SelectionSetNode,
      parent: Maybe<GraphQLNamedType>,
      ancestors: readonly string[],
    ): void {
      for (const selection of selections) {
        if (selection.kind === Kind.FRAGMENT_SPREAD) {
          const fragment = context.getFragment(selection.name.value);
          const key = [selection.name.value, ...ancestors.toSorted()].join();
          if (fragment && !seen.has(key)) {
            seen.add(key);
            visit(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value), ancestors);
          }
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          const type = selection.typeCondition ? schema.getType(selection.typeCondition.name.value) : parent;
          visit(selection.selectionSet, type, ancestors);
        } else if (selection.selectionSet) {
          visitField(selection, selection.selectionSet, parent, ancestors);
        }
      }
    }

    function visitField(
      node: FieldNode,
      selectionSet: SelectionSetNode,
      parent: Maybe<GraphQLNamedType>,
      ancestors: readonly string[],
    ): void {
      const name = node.name.value;
      const field = isComposite(parent) ? parent.getFields()[name] : undefined;
      const coordinate = `${parent?.name}.${name}`;
      if (ancestors.includes(coordinate)) {
        context.reportError(new GraphQLError(`Field "${name}" must not be nested in itself.`, { nodes: node }));
        return;
      }
      const type = field && getNamedType(field.type);
      const left =
        field && isList(field)
          ? ancestors.find((ancestor) => ancestor.startsWith(`${type?.name}.`) && !lists.has(ancestor))
          : undefined;
      if (left !== undefined) {
        const message = `Field "${name}" must not be nested in "${left.split('.')[1]}": it would list the same objects again.`;
        context.reportError(new GraphQLError(message, { nodes: node }));
        return;
      }
      const within = recursive.has(coordinate) ? [...ancestors, coordinate] : ancestors;
      visit(selectionSet, type, within);
    }
    return {
      OperationDefinition: ({ operation, selectionSet }) => visit(selectionSet, schema.getRootType(operation), []),
    };
  };
}

/** The fields, by `Type.field`, through which a query can return to the type that has the field. */
function recursiveFields(schema: GraphQLSchema): ReadonlyMap<string, AnyField> {
  const reachable = new Map(Object.values(schema.getTypeMap()).map((type) => [type, reachableFrom(schema, type)]));
  return new Map(
    [...reachable.keys()].filter(isComposite).flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => reachable.get(getNamedType(field.type))?.has(type))
        .map((field) => [`${type.name}.${field.name}`, field]),
    ),
  );
}

function reachableFrom(schema: GraphQLSchema, start: GraphQLNamedType): ReadonlySet<GraphQLNamedType> {
  const reached = new Set([start]);
  // The set grows while it is iterated.
  for (const type of reached) {
    const fields = isComposite(type) ? Object.values(type.getFields()) : [];
    for (const field of fields) reached.add(getNamedType(field.type));
    for (const possible of isAbstractType(type) ? schema.getPossibleTypes(type) : []) reached.add(possible);
  }
  return reached;
}

function isComposite(type: Maybe<GraphQLNamedType>): type is GraphQLObjectType | GraphQLInterfaceType {
  return isObjectType(type) || isInterfaceType(type);
}

function isList({ type }: AnyField): boolean {
  return isListType(getNullableType(type));
}

type AnyField = GraphQLField<unknown, unknown>;
type Maybe<Value> = Value | null | undefined;

export function validationRulesFor(schema: GraphQLSchema): readonly ValidationRule[] {
  return [onlyDefinedOperationTypes, noWayBack(schema)];
}
