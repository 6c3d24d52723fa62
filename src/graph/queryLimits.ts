import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

/*
 * Limits on the text of a query. They keep validation and planning cheap, and reject obvious abuse with a clear message. What a query
 * may cost is limited by its plan.
 */

/** Maximum number of tokens in a query. A name, a number or a bracket is one token. */
export const MAX_TOKENS = 2000;

/** The longest query of a code generator that we know of has fewer than half of each. */
const LIMITS = { depth: 20, aliases: 100, rootFields: 20, directives: 100, definitions: 100 };

/** graphql-js accepts a mutation in a schema without mutations, and fails during execution, as if it were an internal error. */
export const onlyDefinedOperationTypes: ValidationRule = (context) => ({
  OperationDefinition: (operation) => {
    if (context.getSchema().getRootType(operation.operation)) return;
    context.reportError(new GraphQLError(`This graph has no ${operation.operation}s.`, { nodes: operation }));
  },
});

/** Limits the number of definitions, aliases and directives, which stand in the document. */
const documentLimits: ValidationRule = (context) => {
  let aliases = 0;
  let directives = 0;
  return {
    Document: {
      enter: ({ definitions }) => reportIfMore(context, 'definitions', definitions.length),
      leave() {
        reportIfMore(context, 'aliases', aliases);
        reportIfMore(context, 'directives', directives);
      },
    },
    Field: ({ alias }) => {
      if (alias) aliases += 1;
    },
    Directive: () => {
      directives += 1;
    },
  } satisfies ASTVisitor;
};

/** Limits the depth and the number of root fields of each operation, which its fragments add to. */
const operationLimits: ValidationRule = (context) => ({
  OperationDefinition: (operation) => {
    reportIfMore(context, 'levels', depthOf(operation, context), operation);
    reportIfMore(context, 'root fields', rootFieldsOf(operation, context), operation);
  },
});

export const validationRules: readonly ValidationRule[] = [onlyDefinedOperationTypes, documentLimits, operationLimits];

const LIMIT_BY_NAME = {
  levels: LIMITS.depth,
  'root fields': LIMITS.rootFields,
  aliases: LIMITS.aliases,
  directives: LIMITS.directives,
  definitions: LIMITS.definitions,
};

/** The extension of errors about a limit. Apollo Server gives the errors of all validation rules the same code. */
export const QUERY_LIMIT = 'queryLimit';

function reportIfMore(
  context: ValidationContext,
  name: keyof typeof LIMIT_BY_NAME,
  count: number,
  operation?: OperationDefinitionNode,
): void {
  const limit = LIMIT_BY_NAME[name];
  if (count <= limit) return;
  const message = `The query has ${count} ${name}, more than the limit of ${limit}.`;
  const extensions = { [QUERY_LIMIT]: name, limit };
  context.reportError(new GraphQLError(message, { ...(operation && { nodes: operation }), extensions }));
}

/** Number of levels of fields. Fragments that contain themselves are rejected by another rule. */
function depthOf(operation: OperationDefinitionNode, context: ValidationContext): number {
  const known = new Map<FragmentDefinitionNode, number>();

  function depthOfSet({ selections }: SelectionSetNode): number {
    return selections.reduce((deepest, selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = context.getFragment(selection.name.value);
        return fragment ? Math.max(deepest, depthOfFragment(fragment)) : deepest;
      }
      const ofField = selection.kind === Kind.FIELD ? 1 : 0;
      return Math.max(deepest, ofField + (selection.selectionSet ? depthOfSet(selection.selectionSet) : 0));
    }, 0);
  }

  function depthOfFragment(fragment: FragmentDefinitionNode): number {
    const before = known.get(fragment);
    if (before !== undefined) return before;
    known.set(fragment, 0);
    const depth = depthOfSet(fragment.selectionSet);
    known.set(fragment, depth);
    return depth;
  }

  return depthOfSet(operation.selectionSet);
}

function rootFieldsOf(operation: OperationDefinitionNode, context: ValidationContext): number {
  const responseKeys = new Set<string>();
  const seen = new Set<FragmentDefinitionNode>();

  function visit({ selections }: SelectionSetNode): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        responseKeys.add(selection.alias?.value ?? selection.name.value);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        visit(selection.selectionSet);
      } else {
        const fragment = context.getFragment(selection.name.value);
        if (!fragment || seen.has(fragment)) continue;
        seen.add(fragment);
        visit(fragment.selectionSet);
      }
    }
  }

  visit(operation.selectionSet);
  return responseKeys.size;
}
