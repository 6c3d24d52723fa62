import { GraphQLError, isNonNullType } from 'graphql';
import { isGranted } from './fieldRules.ts';
import type { Plan, PlannedField } from './plan.ts';

/**
 * The fields that are null if the caller lacks their scope. A field that cannot be null is a list of connections, which leaves out the
 * sources that the caller may not read.
 */
export function restrictedFields({ fields }: Plan): readonly PlannedField[] {
  return fields.filter(({ rules, definition }) => rules.scopes !== null && !isNonNullType(definition.type));
}

/** Those of the restricted fields that the caller may not read. */
export function forbiddenFields(
  restricted: readonly PlannedField[],
  granted: ReadonlySet<string> | null,
): ReadonlySet<PlannedField> {
  if (granted === null || restricted.length === 0) return NONE;
  return new Set(restricted.filter(({ rules }) => !isGranted(rules.scopes, granted)));
}

const NONE: ReadonlySet<PlannedField> = new Set();

/** One error for each selected field, however many rows it has, and however many types have it. */
export function forbiddenErrors(fields: Iterable<PlannedField>): GraphQLError[] {
  const errors = new Map<unknown, GraphQLError>();
  for (const { nodes, parentType, definition, rules, place } of fields) {
    const [node] = nodes;
    if (errors.has(node)) continue;
    const scopes = (rules.scopes ?? []).map((all) => all.join(' and ')).join(', or ');
    const message = `Field "${definition.name}" requires the scope ${scopes}.`;
    const extensions = { code: 'FORBIDDEN', field: `${parentType.name}.${definition.name}`, scopes: rules.scopes };
    errors.set(node, new GraphQLError(message, { nodes: [node], path: place.path, extensions }));
  }
  return [...errors.values()];
}
