import type {
  FieldNode,
  FragmentDefinitionNode,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { PlannedInfo } from '../../relay/selection.ts';
import type { PlannedField } from '../plan/plan.ts';
import type { Execution } from './execution.ts';
import type { Path } from './path.ts';

/** The fourth argument of a resolver. Its members are computed when they are read, because few resolvers read any. */
export class ResolveInfo implements PlannedInfo {
  readonly #field: PlannedField;
  readonly #execution: Execution;
  readonly #parent: Path | undefined;

  constructor(field: PlannedField, execution: Execution, parent: Path | undefined) {
    this.#field = field;
    this.#execution = execution;
    this.#parent = parent;
  }

  get fieldName(): string {
    return this.#field.definition.name;
  }

  get fieldNodes(): readonly FieldNode[] {
    return this.#field.nodes;
  }

  get returnType(): GraphQLOutputType {
    return this.#field.definition.type;
  }

  get parentType(): GraphQLObjectType {
    return this.#field.parentType;
  }

  get path(): Path {
    const { responseKey, parentType } = this.#field;
    return { prev: this.#parent, key: responseKey, typename: parentType.name };
  }

  get schema(): GraphQLSchema {
    return this.#execution.schema;
  }

  get fragments(): Readonly<Record<string, FragmentDefinitionNode>> {
    return this.#execution.plan.fragments;
  }

  get rootValue(): undefined {
    return undefined;
  }

  get operation(): OperationDefinitionNode {
    return this.#execution.plan.operation;
  }

  get variableValues(): { readonly [variable: string]: unknown } {
    return this.#execution.variables;
  }

  get selectedNames(): ReadonlySet<string> {
    return this.#field.selection?.names ?? NONE;
  }

  get selectedAnywhere(): ReadonlySet<string> {
    return this.#execution.plan.names;
  }
}

const NONE: ReadonlySet<string> = new Set();
