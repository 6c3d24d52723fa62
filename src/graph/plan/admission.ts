import { GraphQLError } from 'graphql';
import type { Context } from '../../context.ts';
import { type ArgumentScope, checkArguments } from './argumentChecks.ts';
import { PlanCost } from './cost.ts';
import type { SchemaRules } from './fieldRules.ts';
import type { Plan, PlannedField } from './plan.ts';
import { type PlannedArguments, plannedArguments } from './plannedArguments.ts';
import { maxRequiredRequests, requiredRequests } from './requiredRequests.ts';
import { forbiddenFields, restrictedFields } from './requiredScopes.ts';

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

/** Admits the operations of one plan. What does not depend on the variables and the caller is computed once. */
export class Admission {
  readonly #plan: Plan;
  readonly #rules: SchemaRules;
  readonly #cost: PlanCost;
  readonly #restricted: readonly PlannedField[];
  /** Fields with arguments. */
  readonly #constant: readonly PlannedField[];
  readonly #variable: readonly PlannedField[];
  /** Of the constant arguments. Null before they were checked. */
  #constantScopes: readonly ArgumentScope[] | null = null;

  constructor(plan: Plan, rules: SchemaRules) {
    this.#plan = plan;
    this.#rules = rules;
    this.#cost = new PlanCost(plan);
    this.#restricted = restrictedFields(plan);
    const withArguments = plan.fields.filter(({ definition }) => definition.args.length > 0);
    this.#constant = withArguments.filter(({ constantArguments }) => constantArguments !== null);
    this.#variable = withArguments.filter(({ constantArguments }) => constantArguments === null);
  }

  /**
   * Decides whether an operation may be executed, before anything of it runs.
   *
   * @throws GraphQLError with the code COST_LIMIT_EXCEEDED, UPSTREAM_BUDGET_EXHAUSTED or FORBIDDEN
   * @throws BadUserInputError if an argument is too long
   */
  admit(variables: Readonly<Record<string, unknown>>, context: Context, limits: AdmissionLimits): Admitted {
    const { scopes: granted } = context.caller;
    const argumentsOf = plannedArguments(variables);
    const cost = this.#cost.of(argumentsOf);
    if (cost > limits.maxCost) throw costError(cost, limits.maxCost);
    this.#checkArguments(argumentsOf, granted);
    this.#checkRequests(argumentsOf, context, limits.maxUpstreamRequests);
    return { argumentsOf, cost, forbidden: forbiddenFields(this.#restricted, granted) };
  }

  #checkRequests(argumentsOf: PlannedArguments, context: Context, limit: number): void {
    // The requests are counted only if there could be too many.
    if (maxRequiredRequests(this.#plan, context) <= limit) return;
    const required = requiredRequests(this.#plan, argumentsOf, context);
    if (required <= limit) return;
    const message = `The operation needs at least ${required} upstream requests, more than its budget of ${limit}. Select fewer lists or sources.`;
    throw refusal('UPSTREAM_BUDGET_EXHAUSTED', 400, message, { required, limit });
  }

  #checkArguments(argumentsOf: PlannedArguments, granted: ReadonlySet<string> | null): void {
    this.#constantScopes ??= checkArguments(this.#constant, argumentsOf, this.#rules);
    const scopes = [...this.#constantScopes, ...checkArguments(this.#variable, argumentsOf, this.#rules)];
    const missing = granted === null ? undefined : scopes.find(({ scope }) => !granted.has(scope));
    if (missing === undefined) return;
    throw refusal('FORBIDDEN', 403, `Argument "${missing.argument}" requires the scope ${missing.scope}.`, missing);
  }
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
