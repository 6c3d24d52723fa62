/** What `readPages` has to know of a page. */
export interface Page {
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

export interface PageArguments {
  readonly first?: number;
  readonly after?: string | null;
  readonly last?: number;
  readonly before?: string | null;
}

export interface Direction {
  readonly backwards: boolean;
  readonly size: number;
  /** Where to begin; the end of the list that reading starts from, if not given. */
  readonly from?: string | null;
}

/**
 * Reads a list as a client does, page after page by the cursors of `pageInfo`, until it is told that there are no more.
 *
 * @param betweenPages for the world to change
 * @returns the pages in list order, whichever way they were read
 */
export async function readPages<One extends Page>(
  { backwards, size, from = null }: Direction,
  readPage: (pageArguments: PageArguments) => Promise<One>,
  betweenPages?: () => void,
): Promise<One[]> {
  const pages: One[] = [];
  let cursor = from;
  while (pages.length < 2000) {
    const page = await readPage(backwards ? { last: size, before: cursor } : { first: size, after: cursor });
    pages.push(page);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    if (!(backwards ? hasPreviousPage : hasNextPage)) return backwards ? pages.reverse() : pages;
    cursor = backwards ? startCursor : endCursor;
    if (cursor === null) throw new Error('An empty page says that there are more');
    betweenPages?.();
  }
  throw new Error('The pages never end');
}
