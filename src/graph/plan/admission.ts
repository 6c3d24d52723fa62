import { GraphQLError } from 'graphql';
import type { Context } from '../../context.ts';
import { checkArguments } from './argumentChecks.ts';
import { type PlannedArguments, plannedArguments } from './arguments.ts';
import { costOf } from './cost.ts';
import type { SchemaRules } from './fieldRules.ts';
import type { Plan, PlannedField } from './plan.ts';
import { requiredRequests } from './requiredRequests.ts';
import { forbiddenFields } from './requiredScopes.ts';

export interface AdmissionLimits {
  readonly maxCost: number;
  readonly maxUpstreamRequests: number;
}

/** An operation that may be executed. */
export interface Admitted {
  readonly argumentsOf: PlannedArguments;
  readonly cost: number;
  /** Null in the answer, because the caller lacks their scopes. */
  readonly forbidden: ReadonlySet<PlannedField>;
}

/**
 * Decides whether an operation may be executed, before anything of it runs.
 *
 * @throws GraphQLError with the code COST_LIMIT_EXCEEDED, UPSTREAM_BUDGET_EXHAUSTED or FORBIDDEN
 * @throws BadUserInputError if an argument is too long
 */
export function admit(
  plan: Plan,
  variables: Readonly<Record<string, unknown>>,
  context: Context,
  rules: SchemaRules,
  limits: AdmissionLimits,
): Admitted {
  const granted = context.caller.scopes;
  const argumentsOf = plannedArguments(variables);
  const cost = costOf(plan, argumentsOf);
  if (cost > limits.maxCost) throw costError(cost, limits.maxCost);
  const missing = checkArguments(plan, argumentsOf, rules, granted);
  if (missing !== null) {
    throw refusal('FORBIDDEN', 403, `Argument "${missing.argument}" requires the scope ${missing.scope}.`, missing);
  }
  const requests = requiredRequests(plan, argumentsOf, context);
  const { maxUpstreamRequests } = limits;
  if (requests > maxUpstreamRequests) {
    const message = `The operation needs at least ${requests} upstream requests, more than its budget of ${maxUpstreamRequests}. Select fewer lists or sources.`;
    throw refusal('UPSTREAM_BUDGET_EXHAUSTED', 400, message, { required: requests, limit: maxUpstreamRequests });
  }
  return { argumentsOf, cost, forbidden: forbiddenFields(plan, granted) };
}

function costError(cost: number, limit: number): GraphQLError {
  const message = `The operation costs ${cost}, more than the limit of ${limit}. Request smaller pages, fewer fields or fewer nested lists.`;
  return refusal('COST_LIMIT_EXCEEDED', 400, message, { cost, limit });
}

/** For a document whose cost cannot be computed, because its fragments can be merged in too many ways. */
export function tooComplexError(limit: number): GraphQLError {
  const message = `The operation is too complex: its cost is beyond the limit of ${limit}. Nest fewer fragments.`;
  return refusal('COST_LIMIT_EXCEEDED', 400, message, { cost: null, limit });
}

function refusal(code: string, status: number, message: string, details: object): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...details, http: { status } } });
}
