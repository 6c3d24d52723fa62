import { expect } from 'vitest';
import { toGlobalId } from '../../src/relay/globalId.ts';
import type { MockRow } from '../../src/sandbox/mockServer.ts';
import { epoch } from '../fixtures/ems.ts';
import { telnyxRow } from '../fixtures/telnyx.ts';
import type { Page, PageArguments } from './readPages.ts';
import type { Switchboard } from './switchboard.ts';

export type Sort = 'CREATED_AT_ASC' | 'CREATED_AT_DESC' | 'CONNECTION_NAME_ASC';

export interface ListPage extends Page {
  readonly nodes: readonly { readonly id: string; readonly nativeId: string }[];
}

const document = /* GraphQL */ `
  query Page($first: Int, $after: String, $last: Int, $before: String, $sort: TelnyxConnectionSort) {
    telnyxConnections(first: $first, after: $after, last: $last, before: $before, sort: $sort) {
      nodes { id nativeId }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`;

/** A page of `telnyxConnections`. Fails the test if there are errors. */
export async function readList({ query }: Switchboard, sort: Sort, page: PageArguments): Promise<ListPage> {
  const { data, errors } = await query(document, { ...page, sort });
  expect(errors).toEqual([]);
  return data.telnyxConnections;
}

/** A row created `tick` milliseconds after the epoch. Rows with the same tick tie. */
export function rowAt(number: number, tick: number): MockRow {
  return telnyxRow(number, { created_at: new Date(epoch + tick).toISOString() });
}

/** Global IDs of rows in the order that the schema promises for a list by creation time: ties by global ID, ascending. */
export function inOrder(rows: readonly MockRow[], sort: Sort): string[] {
  const sign = sort === 'CREATED_AT_ASC' ? 1 : -1;
  return rows
    .map((row) => ({ at: String(row.created_at), id: toGlobalId('TelnyxConnection', 'telnyx', String(row.id)) }))
    .sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -sign : sign))
    .map(({ id }) => id);
}
