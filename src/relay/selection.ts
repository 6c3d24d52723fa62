import { collectSubFields } from '@graphql-tools/utils';
import { type GraphQLResolveInfo, getNamedType, isObjectType } from 'graphql';
import type { Wanted } from './mergedList.ts';

/** What of a list is selected, through fragments and directives too, so that no more is read than is shown. */
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
