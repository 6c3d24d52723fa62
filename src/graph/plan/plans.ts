import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type ValueNode,
  visit,
} from 'graphql';
import { SchemaRules } from './fieldRules.ts';
import { type ConditionValues, compilePlan, type Plan } from './plan.ts';

/** Plans of one document. More are needed only if clients vary many `@skip` and `@include` variables. */
const MAX_PLANS = 32;

interface PlansOfDocument<Prepared> {
  /** The variables that `@skip` and `@include` use. */
  readonly conditionVariables: readonly string[];
  readonly plans: Map<string, Prepared>;
}

/**
 * The plans of the documents in use. There is one for each operation of a document and each combination of its conditions. They live as
 * long as the document, of which Apollo Server keeps a bounded number.
 */
export class Plans<Prepared> {
  readonly #schema: GraphQLSchema;
  readonly #rules: SchemaRules;
  readonly #prepare: (plan: Plan, rules: SchemaRules) => Prepared;
  readonly #documents = new WeakMap<DocumentNode, PlansOfDocument<Prepared>>();

  /** @param prepare makes what is kept of a plan */
  constructor(schema: GraphQLSchema, prepare: (plan: Plan, rules: SchemaRules) => Prepared) {
    this.#schema = schema;
    this.#rules = new SchemaRules(schema);
    this.#prepare = prepare;
  }

  /**
   * @param document valid for the schema
   * @param variables coerced
   * @throws TooComplexError
   */
  planOf(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): Prepared {
    let known = this.#documents.get(document);
    if (known === undefined) {
      known = { conditionVariables: conditionVariablesOf(document), plans: new Map() };
      this.#documents.set(document, known);
    }
    const { conditionVariables, plans } = known;
    const values = conditionVariables.map((name) => variables[name]);
    const key = `${operation.name?.value ?? ''} ${values.map(String).join()}`;
    let plan = plans.get(key);
    if (plan === undefined) {
      const conditions: ConditionValues = Object.fromEntries(conditionVariables.map((name, at) => [name, values[at]]));
      plan = this.#prepare(compilePlan(this.#schema, this.#rules, document, operation, conditions), this.#rules);
      const [oldest] = plans.keys();
      if (plans.size >= MAX_PLANS && oldest !== undefined) plans.delete(oldest);
      plans.set(key, plan);
    }
    return plan;
  }
}

function conditionVariablesOf(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  const add = ({ value }: { readonly value: ValueNode }) => {
    if (value.kind === Kind.VARIABLE) names.add(value.name.value);
  };
  visit(document, {
    Directive: ({ name, arguments: given }) => {
      if (name.value === 'skip' || name.value === 'include') given?.forEach(add);
    },
  });
  return [...names];
}
