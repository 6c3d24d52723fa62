import { type FieldNode, type GraphQLField, getArgumentValues, Kind, type ValueNode } from 'graphql';

/** Coerced, by the name of the argument. */
export type ArgumentValues = Readonly<Record<string, unknown>>;

/** Null if the arguments depend on variables, or are invalid. */
export function constantArgumentsOf(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
): ArgumentValues | null {
  if (definition.args.length === 0) return NO_ARGUMENTS;
  return node.arguments?.some(({ value }) => hasVariable(value)) ? null : readArguments(definition, node, {});
}

const NO_ARGUMENTS: ArgumentValues = {};

/** Null if the arguments are invalid, which is reported at execution. */
export function readArguments(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): ArgumentValues | null {
  try {
    return getArgumentValues(definition, node, variables);
  } catch {
    return null;
  }
}

function hasVariable(value: ValueNode): boolean {
  if (value.kind === Kind.LIST) return value.values.some(hasVariable);
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => hasVariable(field.value));
  return value.kind === Kind.VARIABLE;
}
