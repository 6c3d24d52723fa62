import type { GraphQLError, GraphQLSchema } from 'graphql';
import type { Plan } from '../plan/plan.ts';
import type { Members } from './compiledObject.ts';
import { type CompiledSelection, CompiledSelections } from './compiledSelection.ts';
import type { Execution } from './execution.ts';

export interface Answer {
  readonly data: Members | null;
  readonly errors: readonly GraphQLError[];
}

/** A plan that can be executed many times. What does not depend on the request is prepared once. */
export class ExecutablePlan {
  readonly #schema: GraphQLSchema;
  readonly #plan: Plan;
  readonly #root: CompiledSelection;

  constructor(schema: GraphQLSchema, plan: Plan) {
    this.#schema = schema;
    this.#plan = plan;
    this.#root = new CompiledSelections().of(plan.root);
  }

  /**
   * Executes the query as graphql-js does: the same data, and the same errors except for their order. Measures the answer, and stops
   * when the answer exceeds a limit.
   */
  async execute(given: Omit<Execution, 'schema' | 'plan' | 'errors'>): Promise<Answer> {
    const errors: GraphQLError[] = [];
    const data = await this.#dataOf({ ...given, schema: this.#schema, plan: this.#plan, errors });
    const problem = given.meter.problem();
    return problem === null ? { data, errors } : { data: null, errors: [problem] };
  }

  async #dataOf(execution: Execution): Promise<Members | null> {
    try {
      return await this.#root.complete(undefined, execution, undefined);
    } catch (error) {
      // A field that cannot be null has failed.
      execution.errors.push(error as GraphQLError);
      return null;
    }
  }
}
