import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { BadUserInputError } from '../../errors.ts';
import type { SchemaRules } from './fieldRules.ts';
import type { PlannedField } from './plan.ts';
import type { PlannedArguments } from './plannedArguments.ts';

/** In Unicode characters. Names of sources, streams and connections are shorter. */
const MAX_TEXT_LENGTH = 256;

/** Lists of names, types and endpoints. `nodes` accepts as many IDs. */
const MAX_LIST_LENGTH = 100;

/** IDs and cursors are longer than other texts, and have a limit of their own where they are read. */
const OPAQUE: ReadonlySet<string> = new Set(['id', 'ids', 'after', 'before']);

/** A scope that an argument requires. */
export interface ArgumentScope {
  readonly argument: string;
  readonly scope: string;
}

/**
 * Checks the sizes of the arguments of fields, because a long text can be compared with thousands of rows.
 *
 * @returns the scopes that the given arguments require
 * @throws BadUserInputError naming the argument and the rule
 */
export function checkArguments(
  fields: readonly PlannedField[],
  argumentsOf: PlannedArguments,
  rules: SchemaRules,
): readonly ArgumentScope[] {
  const scopes: ArgumentScope[] = [];

  function check(place: string, argument: GraphQLArgument | GraphQLInputField, value: unknown): void {
    if (value === undefined || value === null) return;
    const scope = rules.scopeOfArgument(argument);
    if (scope !== null) scopes.push({ argument: place, scope });
    checkValue(place, argument.name, argument.type, value);
  }

  function checkValue(place: string, name: string, nullableType: GraphQLInputType, value: unknown): void {
    const type = getNullableType(nullableType);
    if (isListType(type)) {
      if (!Array.isArray(value)) return;
      if (value.length > MAX_LIST_LENGTH) {
        throw new BadUserInputError(place, `must contain at most ${MAX_LIST_LENGTH} items, not ${value.length}.`);
      }
      for (const [index, item] of value.entries()) checkValue(`${place}[${index}]`, name, type.ofType, item);
    } else if (isInputObjectType(type)) {
      const members = Object(value);
      for (const field of Object.values(type.getFields())) check(`${place}.${field.name}`, field, members[field.name]);
    } else if (typeof value === 'string' && !OPAQUE.has(name) && isLongerThan(MAX_TEXT_LENGTH, value)) {
      throw new BadUserInputError(place, `must be at most ${MAX_TEXT_LENGTH} characters.`);
    }
  }

  for (const field of fields) {
    const values = argumentsOf(field);
    if (values === null) continue;
    for (const argument of field.definition.args) check(argument.name, argument, values[argument.name]);
  }
  return scopes;
}

/** Counts no more characters than needed. A character has one or two code units. */
function isLongerThan(limit: number, text: string): boolean {
  return text.length > limit && [...text.slice(0, 2 * limit + 1)].length > limit;
}
