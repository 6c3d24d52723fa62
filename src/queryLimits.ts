import {
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
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
 * A list within itself: the calls on the connection of a call on a connection. It says nothing new, costs no upstream call,
 * and grows 250-fold with each step.
 */
const noListWithinItself: ValidationRule = (context) => {
  const lists = listFields(context.getSchema());
  /** Fragments already looked at, with the lists they stood in. */
  const seen = new Set<string>();

  function visit({ selections }: SelectionSetNode, within: readonly string[]): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const key = [selection.name.value, ...within].join();
        const fragment = context.getFragment(selection.name.value);
        if (fragment && !seen.has(key)) {
          seen.add(key);
          visit(fragment.selectionSet, within);
        }
      } else if (selection.selectionSet) {
        const name = selection.kind === Kind.FIELD && lists.has(selection.name.value) ? [selection.name.value] : [];
        if (name.some((list) => within.includes(list))) {
          context.reportError(new GraphQLError(`List "${name}" must not be nested in itself.`, { nodes: selection }));
        } else visit(selection.selectionSet, [...within, ...name]);
      }
    }
  }
  return { OperationDefinition: ({ selectionSet }) => visit(selectionSet, []) };
};

/** The names of all fields that are lists with pages. */
function listFields(schema: GraphQLSchema): ReadonlySet<string> {
  const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) ? Object.values(type.getFields()) : [],
  );
  const isPaged = ({ type }: (typeof fields)[number]) => {
    const named = getNamedType(type);
    return isObjectType(named) && 'pageInfo' in named.getFields();
  };
  return new Set(fields.filter(isPaged).map(({ name }) => name));
}

export const validationRules: readonly ValidationRule[] = [onlyWhatThereIs, noListWithinItself];
