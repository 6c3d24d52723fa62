import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import type { Context } from '../../context.ts';
import { BadUserInputError } from '../../errors.ts';
import { providers } from '../../providers/index.ts';
import { Admission, type AdmissionLimits, type Admitted, tooComplexError } from '../plan/admission.ts';
import { type Plan, TooComplexError } from '../plan/plan.ts';
import { Plans } from '../plan/plans.ts';
import { forbiddenErrors } from '../plan/requiredScopes.ts';
import { AnswerMeter } from './answerMeter.ts';
import { ExecutablePlan } from './executablePlan.ts';
import { type AnswerInParts, checkStreams, PartsExecutor } from './partsExecutor.ts';
import { checkVariableSizes } from './variables.ts';

export interface ExecutorLimits extends AdmissionLimits {
  readonly maxAnswerBytes: number;
}

/** One operation of a document that is valid for the schema. */
export interface Request {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As sent by the client. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: Context;
  /** Whether the answer has `extensions.cost`. */
  readonly wantsCost: boolean;
}

/** The result of an operation. */
export interface Executed extends ExecutionResult {
  /** Whether the same upstream responses make the same result for all callers with the same scopes. */
  readonly isLasting: boolean;
}

/** Plans, admits and executes operations. The result of a rejected operation has no `data`. */
export class Executor {
  readonly #schema: GraphQLSchema;
  readonly #limits: ExecutorLimits;
  readonly #plans: Plans<PreparedPlan>;
  readonly #parts: PartsExecutor;

  constructor(schema: GraphQLSchema, limits: ExecutorLimits) {
    this.#schema = schema;
    this.#limits = limits;
    this.#plans = new Plans(schema, (plan, rules) => ({
      admission: new Admission(plan, rules),
      executable: new ExecutablePlan(schema, plan),
      plan,
    }));
    this.#parts = new PartsExecutor(schema);
  }

  async execute(request: Request): Promise<Executed> {
    const { context, wantsCost } = request;
    const admitted = this.#admit(request, this.#limits);
    if ('errors' in admitted) return { ...admitted, isLasting: false };
    const { executable, plan, variables, argumentsOf, forbidden, cost } = admitted;
    const meter = meterWith(this.#limits);
    const { data, errors } = await executable.execute({ variables, argumentsOf, context, forbidden, meter });
    return {
      data,
      errors: [...errors, ...forbiddenErrors(forbidden)],
      isLasting: !plan.isVolatile,
      ...(wantsCost && { extensions: costOf(cost, meter, context) }),
    };
  }

  /** Executes an operation of a document with `@defer` or `@stream`. */
  async executeInParts(request: Request): Promise<ExecutionResult | AnswerInParts> {
    const { document, operation, variables, context, wantsCost } = request;
    const limits = { ...this.#limits, maxCost: Math.floor(this.#limits.maxCost * PARTS_SHARE) };
    const admitted = this.#admit(request, limits, checkStreams);
    if ('errors' in admitted) return admitted;
    const meter = meterWith(limits);
    return this.#parts.execute({
      document,
      operation,
      variables,
      context,
      meter,
      errors: forbiddenErrors(admitted.forbidden),
      extensions: () => (wantsCost ? costOf(admitted.cost, meter, context) : undefined),
    });
  }

  /** The errors, if the operation is rejected. */
  #admit(
    { document, operation, variables: sent, context }: Request,
    limits: ExecutorLimits,
    check: (plan: Plan, variables: Request['variables']) => void = () => undefined,
  ): AdmittedOperation | { readonly errors: readonly GraphQLError[] } {
    try {
      checkVariableSizes(sent);
      const { errors, coerced: variables } = getVariableValues(
        this.#schema,
        operation.variableDefinitions ?? [],
        sent,
        { maxErrors: MAX_VARIABLE_ERRORS },
      );
      if (errors) return { errors: errors.map(asBadUserInput) };
      const { admission, executable, plan } = this.#plans.planOf(document, operation, variables);
      check(plan, variables);
      return { executable, plan, variables, ...admission.admit(variables, context, limits) };
    } catch (error) {
      return { errors: [rejectionOf(error, limits)] };
    }
  }
}

/** Of `maxCost`: a field that is a part of its own takes several times as long as another. */
const PARTS_SHARE = 0.2;

function meterWith({ maxCost, maxAnswerBytes: maxBytes }: ExecutorLimits): AnswerMeter {
  return new AnswerMeter({ maxCost, maxBytes });
}

/** What is kept of a plan. */
interface PreparedPlan {
  readonly admission: Admission;
  readonly executable: ExecutablePlan;
  readonly plan: Plan;
}

interface AdmittedOperation extends Admitted, Pick<PreparedPlan, 'executable' | 'plan'> {
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** @throws the error itself, if it is no rejection */
function rejectionOf(error: unknown, { maxCost }: ExecutorLimits): GraphQLError {
  if (error instanceof TooComplexError) return tooComplexError(maxCost);
  if (error instanceof BadUserInputError) return badRequest(error, error.extensions);
  if (error instanceof GraphQLError) return error;
  throw error;
}

function costOf(requested: number, { cost: actual }: AnswerMeter, context: Context) {
  return { cost: { requested, actual, upstreamRequests: requestsOf(context) } };
}

/** The upstream requests that the operation has sent, by provider. */
function requestsOf({ budget }: Context): Readonly<Record<string, number>> {
  const { spent } = budget;
  return Object.fromEntries(providers.map(({ name }) => [name.toLowerCase(), spent.get(name) ?? 0]));
}

/** Each repeats the variable that it is about. */
const MAX_VARIABLE_ERRORS = 5;

function asBadUserInput(error: GraphQLError): GraphQLError {
  return badRequest(error, { code: 'BAD_USER_INPUT', ...error.extensions });
}

function badRequest(error: Error, extensions: object): GraphQLError {
  const nodes = error instanceof GraphQLError ? (error.nodes ?? null) : null;
  return new GraphQLError(error.message, { nodes, extensions: { ...extensions, http: { status: 400 } } });
}
