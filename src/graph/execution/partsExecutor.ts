import { execute, type SubsequentIncrementalExecutionResult } from '@graphql-tools/executor';
import { GraphQLStreamDirective } from '@graphql-tools/utils';
import {
  BREAK,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  getDirectiveValues,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import type { Context } from '../../context.ts';
import { BadUserInputError } from '../../errors.ts';
import type { Plan } from '../plan/plan.ts';
import { AnswerMeter } from './answerMeter.ts';
import { guardedSchema } from './guardedSchema.ts';
import { type LaterPart, measurePart, takeErrorsIn } from './parts.ts';

/** An admitted operation. */
export interface PartsRequest {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** As sent by the client. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: Context;
  readonly meter: AnswerMeter;
  /** The errors that the plan found. They are in the first part. */
  readonly errors: readonly GraphQLError[];
  /** The extensions of the last part. */
  readonly extensions: () => ExecutionResult['extensions'];
}

/** What is sent together after the first part. */
export interface LaterParts {
  readonly incremental?: readonly LaterPart[];
  readonly hasNext: boolean;
  readonly extensions?: ExecutionResult['extensions'];
}

/** An answer in several parts. */
export interface AnswerInParts {
  readonly first: ExecutionResult;
  readonly later: AsyncGenerator<LaterParts, void, void>;
}

/** Whether a document has `@defer` or `@stream`. */
export function asksForParts(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Directive: ({ name }) => {
      found = name.value === 'defer' || name.value === 'stream';
      return found ? BREAK : false;
    },
  });
  return found;
}

/** @throws BadUserInputError if a list is to be streamed from before its start */
export function checkStreams({ fields }: Plan, variables: Readonly<Record<string, unknown>>): void {
  for (const node of fields.flatMap(({ nodes }) => nodes)) {
    const stream = getDirectiveValues(GraphQLStreamDirective, node, variables);
    if (Number(stream?.['initialCount']) < 0) throw new BadUserInputError('initialCount', 'must be 0 or more.');
  }
}

/**
 * Executes operations with `@defer` and `@stream`, with the same limits, scopes and errors as a whole answer. It uses
 * @graphql-tools/executor, because graphql-js 16 and `ExecutablePlan` make whole answers only.
 */
export class PartsExecutor {
  readonly #original: GraphQLSchema;
  /** Made for the first operation. */
  #schema: GraphQLSchema | null = null;

  constructor(schema: GraphQLSchema) {
    this.#original = schema;
  }

  /** The result has one part if nothing is deferred after all. */
  async execute(request: PartsRequest): Promise<ExecutionResult | AnswerInParts> {
    const { document, operation, variables, context, meter } = request;
    this.#schema ??= guardedSchema(this.#original, (of) => this.#meterOf(of));
    context.kept.set(this, meter);
    const result = await execute({
      schema: this.#schema,
      document,
      operationName: operation.name?.value ?? null,
      variableValues: variables,
      contextValue: context,
    });
    if (!('initialResult' in result)) return this.#whole(result, request);
    const { data, errors = [] } = result.initialResult;
    measurePart({ data, errors }, meter);
    if (meter.problem() !== null) {
      await result.subsequentResults.return();
      return this.#whole({ data: null }, request);
    }
    const reported = takeErrorsIn({ data }, context.reported);
    const first = withErrors({ ...(data !== undefined && { data }) }, [...errors, ...reported, ...request.errors]);
    return { first, later: laterParts(result.subsequentResults, request) };
  }

  #whole(
    { data, errors = [] }: ExecutionResult,
    { context, meter, errors: planned, extensions }: PartsRequest,
  ): ExecutionResult {
    measurePart({ data, errors }, meter);
    const reported = context.reported.splice(0);
    const problem = meter.problem();
    const all = problem === null ? [...errors, ...reported, ...planned] : [problem];
    const shown = extensions();
    return {
      ...withErrors({ data: problem === null ? (data ?? null) : null }, all),
      ...(shown && { extensions: shown }),
    };
  }

  #meterOf(context: Context): AnswerMeter {
    const meter = context.kept.get(this);
    if (!(meter instanceof AnswerMeter)) throw new TypeError('The operation has no meter');
    return meter;
  }
}

/** Measures the parts, and gives each the errors that resolvers reported for it. Ends early when the answer exceeds a limit. */
async function* laterParts(
  results: AsyncGenerator<SubsequentIncrementalExecutionResult, void, void>,
  { context, meter, extensions }: PartsRequest,
): AsyncGenerator<LaterParts, void, void> {
  for await (const { incremental = [], hasNext } of results) {
    for (const part of incremental) measurePart(part, meter);
    const problem = meter.problem();
    if (problem !== null) {
      yield { incremental: [{ path: [], data: null, errors: [problem] }], hasNext: false };
      return;
    }
    const parts = incremental.map((part: LaterPart) => {
      return withErrors(part, [...(part.errors ?? []), ...takeErrorsIn(part, context.reported)]);
    });
    // A field that cannot be null has failed above these.
    const rest = hasNext ? [] : context.reported.splice(0);
    if (rest.length > 0) parts.push({ path: [], data: {}, errors: rest });
    const shown = hasNext ? undefined : extensions();
    yield { ...(parts.length > 0 && { incremental: parts }), hasNext, ...(shown && { extensions: shown }) };
  }
}

function withErrors<Part extends object>(part: Part, errors: readonly GraphQLError[]) {
  return errors.length === 0 ? part : { ...part, errors };
}
