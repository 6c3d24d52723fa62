import { collectSubFields } from '@graphql-tools/utils';
import {
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Wanted } from './mergedList.ts';

/** Which parts of a list are selected, with fragments and directives taken into account. Other parts are not read. */
export function wantedOf(info: GraphQLResolveInfo): Wanted {
  const type = getNamedType(info.returnType);
  if (!isObjectType(type)) throw new TypeError(`${type.name} is not a list type`);
  const variables = { coerced: info.variableValues, sources: {} };
  const { fields } = collectSubFields(info.schema, info.fragments, variables, type, [...info.fieldNodes]);
  const names = new Set([...fields.values()].flatMap((nodes) => nodes.map((node) => node.name.value)));
  return {
    items: names.has('edges') || names.has('nodes') || names.has('pageInfo'),
    total: names.has('totalCount'),
  };
}

/** Whether an operation selects a field of this name anywhere, with fragments and directives taken into account. */
export function selectsField({ operation, fragments, variableValues }: GraphQLResolveInfo, name: string): boolean {
  const seenFragments = new Set<string>();
  const isIncluded = (selection: SelectionNode) =>
    getDirectiveValues(GraphQLSkipDirective, selection, variableValues)?.['if'] !== true &&
    getDirectiveValues(GraphQLIncludeDirective, selection, variableValues)?.['if'] !== false;
  const selects = ({ selections }: SelectionSetNode): boolean => selections.filter(isIncluded).some(selectsIn);
  const selectsIn = (selection: SelectionNode): boolean => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = fragments[selection.name.value];
      if (fragment === undefined || seenFragments.has(selection.name.value)) return false;
      seenFragments.add(selection.name.value);
      return selects(fragment.selectionSet);
    }
    if (selection.kind === Kind.FIELD && selection.name.value === name) return true;
    return selection.selectionSet !== undefined && selects(selection.selectionSet);
  };
  return selects(operation.selectionSet);
}
