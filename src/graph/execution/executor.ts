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
import { TooComplexError } from '../plan/plan.ts';
import { Plans } from '../plan/plans.ts';
import { forbiddenErrors } from '../plan/requiredScopes.ts';
import { AnswerMeter } from './answerMeter.ts';
import { ExecutablePlan } from './executablePlan.ts';
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

  constructor(schema: GraphQLSchema, limits: ExecutorLimits) {
    this.#schema = schema;
    this.#limits = limits;
    this.#plans = new Plans(schema, (plan, rules) => ({
      admission: new Admission(plan, rules),
      executable: new ExecutablePlan(schema, plan),
      isVolatile: plan.isVolatile,
    }));
  }

  async execute({ document, operation, variables: sent, context, wantsCost }: Request): Promise<Executed> {
    const admitted = this.#admit(document, operation, sent, context);
    if ('errors' in admitted) return { ...admitted, isLasting: false };
    const { executable, isVolatile, variables, argumentsOf, forbidden, cost } = admitted;
    const { maxCost, maxAnswerBytes } = this.#limits;
    const meter = new AnswerMeter({ maxCost, maxBytes: maxAnswerBytes });
    const { data, errors } = await executable.execute({ variables, argumentsOf, context, forbidden, meter });
    return {
      data,
      errors: [...errors, ...forbiddenErrors(forbidden)],
      isLasting: !isVolatile,
      ...(wantsCost && {
        extensions: { cost: { requested: cost, actual: meter.cost, upstreamRequests: requestsOf(context) } },
      }),
    };
  }

  /** The errors, if the operation is rejected. */
  #admit(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    sent: Request['variables'],
    context: Context,
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
      const { admission, executable, isVolatile } = this.#plans.planOf(document, operation, variables);
      return { executable, isVolatile, variables, ...admission.admit(variables, context, this.#limits) };
    } catch (error) {
      return { errors: [rejectionOf(error, this.#limits)] };
    }
  }
}

/** What is kept of a plan. */
interface PreparedPlan {
  readonly admission: Admission;
  readonly executable: ExecutablePlan;
  readonly isVolatile: boolean;
}

interface AdmittedOperation extends Admitted, Pick<PreparedPlan, 'executable' | 'isVolatile'> {
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
