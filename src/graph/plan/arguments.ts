import { getArgumentValues } from 'graphql';
import type { PlannedField } from './plan.ts';

/** The arguments of a field, with the variables of the request; null if they are invalid, which is reported at execution. */
export type PlannedArguments = (field: PlannedField) => Readonly<Record<string, unknown>> | null;

/** Each field's arguments are computed once per request. */
export function plannedArguments(variables: Readonly<Record<string, unknown>>): PlannedArguments {
  const known = new Map<PlannedField, Readonly<Record<string, unknown>> | null>();
  return (field) => {
    let values = known.get(field);
    if (values === undefined) {
      values = readArguments(field, variables);
      known.set(field, values);
    }
    return values;
  };
}

const NO_ARGUMENTS = {};

function readArguments({ definition, nodes: [node] }: PlannedField, variables: Readonly<Record<string, unknown>>) {
  if (definition.args.length === 0) return NO_ARGUMENTS;
  try {
    return getArgumentValues(definition, node, variables);
  } catch {
    return null;
  }
}
