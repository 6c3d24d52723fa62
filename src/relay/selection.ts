import {
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Wanted } from './mergedList.ts';

/**
 * The `info` of Switchboard's own executor. It has the names of the selected fields from the plan of the document. graphql-js's `info` does
 * not have them, and the document is read.
 */
export interface PlannedInfo extends GraphQLResolveInfo {
  /** The fields that are selected on the value of the resolver. */
  readonly selectedNames: ReadonlySet<string>;
  /** All fields of the operation. */
  readonly selectedAnywhere: ReadonlySet<string>;
}

/** Which parts of a list are selected, with fragments and directives taken into account. Other parts are not read. */
export function wantedOf(info: GraphQLResolveInfo): Wanted {
  const names = isPlanned(info) ? info.selectedNames : namesIn(info, setsOf(info), false);
  return {
    items: names.has('edges') || names.has('nodes') || names.has('pageInfo'),
    total: names.has('totalCount'),
  };
}

/** Whether an operation selects a field of this name anywhere, with fragments and directives taken into account. */
export function selectsField(info: GraphQLResolveInfo, name: string): boolean {
  const names = isPlanned(info) ? info.selectedAnywhere : namesIn(info, [info.operation.selectionSet], true);
  return names.has(name);
}

function isPlanned(info: GraphQLResolveInfo): info is PlannedInfo {
  return 'selectedNames' in info;
}

function setsOf({ fieldNodes }: GraphQLResolveInfo): SelectionSetNode[] {
  return fieldNodes.flatMap(({ selectionSet }) => selectionSet ?? []);
}

/**
 * The names of the fields in these selections. Type conditions are ignored: on a value of one object type, those of a valid document
 * apply.
 *
 * @param deep whether to include the fields of fields
 */
function namesIn(
  { fragments, variableValues }: GraphQLResolveInfo,
  sets: readonly SelectionSetNode[],
  deep: boolean,
): ReadonlySet<string> {
  const names = new Set<string>();
  const pending = new Set(sets);
  const isIncluded = (selection: SelectionNode) =>
    getDirectiveValues(GraphQLSkipDirective, selection, variableValues)?.['if'] !== true &&
    getDirectiveValues(GraphQLIncludeDirective, selection, variableValues)?.['if'] !== false;
  // A set visits what is added to it meanwhile, and each selection once.
  for (const { selections } of pending) {
    for (const selection of selections.filter(isIncluded)) {
      if (selection.kind === Kind.FIELD) names.add(selection.name.value);
      if (selection.kind === Kind.FIELD && !deep) continue;
      const within =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? fragments[selection.name.value]?.selectionSet
          : selection.selectionSet;
      if (within !== undefined) pending.add(within);
    }
  }
  return names;
}
