import { type ArgumentValues, readArguments } from './arguments.ts';
import type { PlannedField } from './plan.ts';

/** The arguments of a field, with the variables of the request; null if they are invalid, which is reported at execution. */
export type PlannedArguments = (field: PlannedField) => ArgumentValues | null;

/** Each field's arguments are computed once: with the plan if they are constant, otherwise once per request. */
export function plannedArguments(variables: Readonly<Record<string, unknown>>): PlannedArguments {
  const known = new Map<PlannedField, ArgumentValues | null>();
  return (field) => {
    if (field.constantArguments !== null) return field.constantArguments;
    let values = known.get(field);
    if (values === undefined) {
      values = readArguments(field.definition, field.nodes[0], variables);
      known.set(field, values);
    }
    return values;
  };
}
