import type { ConnectionModel } from './connectionModel.ts';

/** The conditions that every provider's connections can be filtered by; null for no condition. All must match. */
export interface ConnectionFilter {
  readonly active: boolean | null;
  readonly nameContains: string | null;
  /** Inclusive. */
  readonly createdAfter: Date | null;
  /** Exclusive. */
  readonly createdBefore: Date | null;
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
