import { getNamedType, isObjectType } from 'graphql';
import type { Context } from '../../context.ts';
import { providers } from '../../providers/index.ts';
import type { Source } from '../../providers/provider.ts';
import { parseGlobalId } from '../../relay/globalId.ts';
import type { Plan, PlannedField } from './plan.ts';
import type { PlannedArguments } from './plannedArguments.ts';

/**
 * The number of upstream requests that an operation cannot do without if nothing is cached: one for each list and each of its
 * sources, and one for each source of an ID. Lists that read the same responses count once.
 */
export function requiredRequests(plan: Plan, argumentsOf: PlannedArguments, context: Context): number {
  const requests = new Set<string>();
  for (const field of rootFieldsOf(plan)) {
    for (const request of requestsOf(field, argumentsOf(field) ?? {}, context)) requests.add(request);
  }
  return requests.size;
}

/** No operation of this plan requires more: a field reads from each source once. */
export function maxRequiredRequests(plan: Plan, { sources }: Context): number {
  return rootFieldsOf(plan).length * sources.length;
}

function rootFieldsOf({ root, rootType }: Plan): readonly PlannedField[] {
  return root.fieldsByType.get(rootType.name) ?? [];
}

function requestsOf(field: PlannedField, given: Readonly<Record<string, unknown>>, context: Context): string[] {
  const ids = idsOf(field, given);
  if (ids !== null) {
    return ids.flatMap((one) => {
      const parts = typeof one === 'string' ? parseGlobalId(one) : null;
      const source = context.sources.find(({ name }) => name === parts?.source);
      return source === undefined || source.id === one ? [] : [`${source.name} nodes`];
    });
  }
  const item = itemTypeOf(field);
  if (item === null) return [];
  const { providers: wanted, sources: filtered } = Object(given['filter']);
  const names = given['sources'] ?? filtered;
  return providers
    .filter(({ name, nodeTypes }) => nodeTypes.includes(item) || (item === 'Connection' && isWanted(wanted, name)))
    .flatMap((provider) =>
      context.sources
        .filter((source) => isRead(source, provider.name, names, context))
        .map(({ name }) => `${name} ${JSON.stringify(provider.requestKey(given))}`),
    );
}

/** The IDs of `node`, `nodes` and `_entities`; null for another field. */
function idsOf({ definition }: PlannedField, given: Readonly<Record<string, unknown>>): readonly unknown[] | null {
  const { id, ids = [], representations = [] } = given;
  if (definition.name === 'node') return [id];
  if (definition.name === 'nodes') return [ids].flat();
  if (definition.name === '_entities') return [representations].flat().map((one) => Object(one)['id']);
  return null;
}

function isRead(source: Source, provider: string, names: unknown, context: Context): boolean {
  return source.provider === provider && isWanted(names, source.name) && context.mayRead(source);
}

function isWanted(names: unknown, name: string): boolean {
  return !Array.isArray(names) || names.includes(name);
}

/** The type of the items of a list of connections; null for another field. */
function itemTypeOf({ definition }: PlannedField): string | null {
  const type = getNamedType(definition.type);
  const nodes = isObjectType(type) ? type.getFields()['nodes'] : undefined;
  return nodes === undefined ? null : getNamedType(nodes.type).name;
}
