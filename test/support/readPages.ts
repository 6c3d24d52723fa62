/** What `readPages` needs of a page. */
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
  /** The cursor to start from. Default: the first page, or the last page when reading backwards. */
  readonly from?: string | null;
}

/**
 * Reads a list as a client does, page after page with the cursors of `pageInfo`, until there is no next page.
 *
 * @param betweenPages may change the upstream's data
 * @returns the pages in list order, in both directions
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
    if (cursor === null) throw new Error('An empty page has a next page');
    betweenPages?.();
  }
  throw new Error('The list did not end within 2000 pages');
}
