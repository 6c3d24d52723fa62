import { expect } from 'vitest';
import type { Page, PageArguments } from './readPages.ts';
import type { Switchboard } from './switchboard.ts';

export interface CallsPage extends Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly callLegId: string } }[];
}

const document = /* GraphQL */ `
  query Calls($first: Int, $after: String, $last: Int, $before: String) {
    telnyxConnections(first: 1) {
      nodes {
        activeCalls(first: $first, after: $after, last: $last, before: $before) {
          edges { cursor node { callLegId } }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
      }
    }
  }
`;

/** A page of active calls of the newest connection. Fails the test if there are errors. */
export async function readCalls({ query }: Switchboard, page: PageArguments): Promise<CallsPage> {
  const { data, errors } = await query(document, { ...page });
  expect(errors).toEqual([]);
  return data.telnyxConnections.nodes[0].activeCalls;
}

export function legsOf(pages: readonly CallsPage[]): string[] {
  return pages.flatMap(({ edges }) => edges.map(({ node }) => node.callLegId));
}
