import { type GraphQLError, type GraphQLOutputType, type GraphQLSchema, isNonNullType, locatedError } from 'graphql';
import type { Plan, PlannedField } from '../plan/plan.ts';
import type { PlannedArguments } from '../plan/plannedArguments.ts';
import type { AnswerMeter } from './answerMeter.ts';
import { keysOf, type Path } from './path.ts';

/** The execution of one operation: what all its fields share, and the errors so far. */
export interface Execution {
  readonly schema: GraphQLSchema;
  readonly plan: Plan;
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly argumentsOf: PlannedArguments;
  readonly context: unknown;
  /** Null without being resolved. */
  readonly forbidden: ReadonlySet<PlannedField>;
  readonly meter: AnswerMeter;
  readonly errors: GraphQLError[];
}

/**
 * Adds an error for a value of the answer.
 *
 * @returns null, if the type allows it
 * @throws GraphQLError otherwise, so that the parent becomes null
 */
export function fail(
  raw: unknown,
  type: GraphQLOutputType,
  { nodes }: PlannedField,
  path: Path,
  { errors, meter }: Execution,
): null {
  const error = locatedError(raw, nodes, keysOf(path));
  if (isNonNullType(type)) throw error;
  errors.push(error);
  meter.error(error);
  return null;
}
