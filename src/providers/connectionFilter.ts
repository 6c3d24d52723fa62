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

/** A predicate for all conditions; null if there are none. */
export function predicateOf(filter: ConnectionFilter): ((connection: ConnectionModel) => boolean) | null {
  const { active, nameContains, createdAfter, createdBefore } = filter;
  const wantedName = nameContains?.toLowerCase() ?? null;
  if (active === null && wantedName === null && createdAfter === null && createdBefore === null) return null;
  return (connection) => {
    if (active !== null && connection.active !== active) return false;
    if (wantedName !== null && !connection.name.toLowerCase().includes(wantedName)) return false;
    if (createdAfter === null && createdBefore === null) return true;
    const { createdAt } = connection;
    return (
      createdAt !== null &&
      (createdAfter === null || createdAt >= createdAfter) &&
      (createdBefore === null || createdAt < createdBefore)
    );
  };
}
