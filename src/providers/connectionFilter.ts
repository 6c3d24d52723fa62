import type { ConnectionModel } from './connectionModel.ts';

/** The conditions that connections of every provider can be filtered by. All must match; null means no condition. */
export interface ConnectionFilter {
  readonly active: boolean | null;
  readonly nameContains: string | null;
  /** Inclusive. */
  readonly createdAfter: Date | null;
  /** Exclusive. */
  readonly createdBefore: Date | null;
}

/** The conditions of a filter argument, without its other members. An empty `nameContains` is no condition. */
export function toConnectionFilter(
  argument: { readonly [Name in keyof ConnectionFilter]?: ConnectionFilter[Name] | undefined } | null | undefined,
): ConnectionFilter {
  const { active = null, nameContains, createdAfter = null, createdBefore = null } = argument ?? {};
  return { active, nameContains: nameContains || null, createdAfter, createdBefore };
}

export function matchesFilter(connection: ConnectionModel, filter: ConnectionFilter): boolean {
  const { active, nameContains, createdAfter, createdBefore } = filter;
  const { name, createdAt } = connection;
  return (
    (active === null || connection.active === active) &&
    (nameContains === null || name.toLowerCase().includes(nameContains.toLowerCase())) &&
    (createdAfter === null || (createdAt !== null && createdAt >= createdAfter)) &&
    (createdBefore === null || (createdAt !== null && createdAt < createdBefore))
  );
}
