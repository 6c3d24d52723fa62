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
 * What a query may not be, whatever it asks for: each of these would cost this process more than any upstream.
 */

/**
 * The most tokens of a query, where a name, a number or a bracket is one. It bounds how deep a query can be nested, and so
 * what it takes of the stack.
 */
export const MAX_TOKENS = 5000;

/** graphql-js validates a mutation where there are none, and fails in executing it, as if the server were at fault. */
const onlyWhatThereIs: ValidationRule = (context) => ({
  OperationDefinition: (operation) => {
    if (context.getSchema().getRootType(operation.operation)) return;
    context.reportError(new GraphQLError(`There is no ${operation.operation} in this graph.`, { nodes: operation }));
  },
});

/**
 * Recursive fields lead back to their own type, such as the connection of a call, or the streams that a stream feeds. Nested in
 * themselves they say nothing new, cost no upstream request, and grow many-fold with each step. So does a list that leads back to
 * a type which the query left for one object: the viewers of the publisher of each viewer are the square of the viewers.
 */
function noWayBack(schema: GraphQLSchema): ValidationRule {
  const recursive = recursiveFields(schema);
  const lists = new Set([...recursive].filter(([, field]) => isList(field)).map(([coordinate]) => coordinate));
  return (context) => {
    /** Fragments already visited, with the recursive fields around them. */
    const seen = new Set<string>();

    function visit({ selections }: SelectionSetNode, parent: Maybe<GraphQLNamedType>, around: readonly string[]): void {
      for (const selection of selections) {
        if (selection.kind === Kind.FRAGMENT_SPREAD) {
          const fragment = context.getFragment(selection.name.value);
          const key = [selection.name.value, ...around.toSorted()].join();
          if (fragment && !seen.has(key)) {
            seen.add(key);
            visit(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value), around);
          }
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          const type = selection.typeCondition ? schema.getType(selection.typeCondition.name.value) : parent;
          visit(selection.selectionSet, type, around);
        } else if (selection.selectionSet) {
          visitField(selection, selection.selectionSet, parent, around);
        }
      }
    }

    function visitField(
      node: FieldNode,
      selectionSet: SelectionSetNode,
      parent: Maybe<GraphQLNamedType>,
      around: readonly string[],
    ): void {
      const name = node.name.value;
      const field = isComposite(parent) ? parent.getFields()[name] : undefined;
      const coordinate = `${parent?.name}.${name}`;
      if (around.includes(coordinate)) {
        context.reportError(new GraphQLError(`Field "${name}" must not be nested in itself.`, { nodes: node }));
        return;
      }
      const type = field && getNamedType(field.type);
      const left =
        field && isList(field) ? around.find((one) => one.startsWith(`${type?.name}.`) && !lists.has(one)) : undefined;
      if (left !== undefined) {
        const message = `Field "${name}" must not be nested in "${left.split('.')[1]}": it would list the same objects again.`;
        context.reportError(new GraphQLError(message, { nodes: node }));
        return;
      }
      const within = recursive.has(coordinate) ? [...around, coordinate] : around;
      visit(selectionSet, type, within);
    }
    return {
      OperationDefinition: ({ operation, selectionSet }) => visit(selectionSet, schema.getRootType(operation), []),
    };
  };
}

/** The fields, by `Type.field`, from whose type a query can come back to the type they belong to. */
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
  return [onlyWhatThereIs, noWayBack(schema)];
}
