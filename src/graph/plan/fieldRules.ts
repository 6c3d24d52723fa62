import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLSchema,
  getDirectiveValues,
} from 'graphql';

/** What the directives of `schema/directives.graphql` say about a field. */
export interface FieldRules {
  /** Cost of the field itself. */
  readonly weight: number;
  readonly listSize: ListSize | null;
  /** All scopes of at least one inner list are required; null: none. */
  readonly scopes: readonly (readonly string[])[] | null;
  /** Whether the value depends on the time or on the state of the process. */
  readonly isVolatile: boolean;
}

/** The arguments of `@listSize`. */
export interface ListSize {
  readonly assumedSize: number | null;
  readonly slicingArguments: readonly string[];
  /** The fields of the field's type that have this size; empty: the field itself. */
  readonly sizedFields: readonly string[];
}

/** Reads the directives of fields and arguments, each once, because they are the same for all documents. */
export class SchemaRules {
  readonly #schema: GraphQLSchema;
  readonly #fields = new Map<GraphQLField<unknown, unknown>, FieldRules>();
  readonly #argumentScopes = new Map<GraphQLArgument | GraphQLInputField, string | null>();

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  of(field: GraphQLField<unknown, unknown>): FieldRules {
    let rules = this.#fields.get(field);
    if (rules === undefined) {
      rules = this.#read(field);
      this.#fields.set(field, rules);
    }
    return rules;
  }

  /** The scope that a caller needs to give a value for this argument; null: none. */
  scopeOfArgument(argument: GraphQLArgument | GraphQLInputField): string | null {
    let scope = this.#argumentScopes.get(argument);
    if (scope === undefined) {
      scope = (this.#valuesOf('argumentRequiresScope', argument)?.['scope'] as string | undefined) ?? null;
      this.#argumentScopes.set(argument, scope);
    }
    return scope;
  }

  #read(field: GraphQLField<unknown, unknown>): FieldRules {
    const listSize = this.#valuesOf('listSize', field) as Partial<ListSize> | undefined;
    const { assumedSize = null, slicingArguments = [], sizedFields = [] } = listSize ?? {};
    return {
      weight: (this.#valuesOf('cost', field)?.['weight'] as number | undefined) ?? 1,
      listSize: listSize === undefined ? null : { assumedSize, slicingArguments, sizedFields },
      scopes: (this.#valuesOf('requiresScopes', field)?.['scopes'] as string[][] | undefined) ?? null,
      isVolatile: this.#valuesOf('volatile', field) !== undefined,
    };
  }

  #valuesOf(
    directive: string,
    { astNode }: Pick<GraphQLArgument, 'astNode'> | Pick<GraphQLField<unknown, unknown>, 'astNode'>,
  ) {
    const definition = this.#schema.getDirective(directive);
    return definition && astNode ? getDirectiveValues(definition, astNode) : undefined;
  }
}

/** Whether a caller with these scopes meets the requirement. Null scopes: the caller may read everything. */
export function isGranted(required: FieldRules['scopes'], granted: ReadonlySet<string> | null): boolean {
  if (required === null || granted === null) return true;
  return required.some((all) => all.every((scope) => granted.has(scope)));
}
