import { expect } from 'vitest';
import type { PageArguments } from './readPages.ts';
import type { Switchboard } from './switchboard.ts';

export interface CallsPage {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly callLegId: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
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

/** A page of the calls on an account's newest connection; fails the test if there are errors. */
export async function readCalls({ query }: Switchboard, page: PageArguments): Promise<CallsPage> {
  const { data, errors } = await query(document, { ...page });
  expect(errors).toEqual([]);
  return data.telnyxConnections.nodes[0].activeCalls;
}

export function legsOf(pages: readonly CallsPage[]): string[] {
  return pages.flatMap(({ edges }) => edges.map(({ node }) => node.callLegId));
}
