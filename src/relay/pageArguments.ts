import { BadUserInputError } from '../errors.ts';

/** The paging arguments of every list, as GraphQL passes them. */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** The number of items, and which end of the list they are read from. */
export interface PageSize {
  readonly count: number;
  readonly backwards: boolean;
}

export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 250;

/** @throws BadUserInputError naming the argument and the rule */
export function readPageSize({ first, last }: PageArguments): PageSize {
  if (first != null && last != null) throw new BadUserInputError('last', 'must not be given together with "first".');
  const [argument, count] = last != null ? (['last', last] as const) : (['first', first ?? DEFAULT_PAGE_SIZE] as const);
  if (count < 1 || count > MAX_PAGE_SIZE) {
    throw new BadUserInputError(argument, `must be from 1 to ${MAX_PAGE_SIZE}, not ${count}.`);
  }
  return { count, backwards: last != null };
}
