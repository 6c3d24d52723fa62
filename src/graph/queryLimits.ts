import {
  type FieldNode,
  GraphQLError,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
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
const onlyDefinedOperationTypes: ValidationRule = (context) => ({
  OperationDefinition: (operation) => {
    if (context.getSchema().getRootType(operation.operation)) return;
    context.reportError(new GraphQLError(`This graph has no ${operation.operation}s.`, { nodes: operation }));
  },
});

/**
 * Rejects recursive fields that are nested in themselves. Recursive fields lead back to their own type, such as the streams of the
 * connection of a stream. Nested in themselves they return nothing new, but the answer grows many times larger with each level.
 */
function noRecursiveFieldWithinItself(schema: GraphQLSchema): ValidationRule {
  const recursive = recursiveFields(schema);
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
      const within = recursive.has(coordinate) ? [...ancestors, coordinate] : ancestors;
      visit(selectionSet, field && getNamedType(field.type), within);
    }
    return {
      OperationDefinition: ({ operation, selectionSet }) => visit(selectionSet, schema.getRootType(operation), []),
    };
  };
}

/** The fields, as `Type.field`, through which a query can return to the type that has the field. */
function recursiveFields(schema: GraphQLSchema): ReadonlySet<string> {
  const reachable = new Map(Object.values(schema.getTypeMap()).map((type) => [type, reachableFrom(schema, type)]));
  return new Set(
    [...reachable.keys()].filter(isComposite).flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => reachable.get(getNamedType(field.type))?.has(type))
        .map((field) => `${type.name}.${field.name}`),
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

type Maybe<Value> = Value | null | undefined;

export function validationRulesFor(schema: GraphQLSchema): readonly ValidationRule[] {
  return [onlyDefinedOperationTypes, noRecursiveFieldWithinItself(schema)];
}
