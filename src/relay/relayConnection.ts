/** A page of a list, with the fields that Relay's specification defines. https://relay.dev/graphql/connections.htm */
export interface RelayConnection<Node> {
  readonly edges: readonly RelayEdge<Node>[];
  readonly nodes: readonly Node[];
  readonly pageInfo: PageInfo;
}

export interface RelayEdge<Node> {
  readonly node: Node;
  readonly cursor: string;
}

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** An edge whose cursor is made when it is read. Most queries do not select cursors. */
export function lazyEdge<Node>(node: Node, makeCursor: () => string): RelayEdge<Node> {
  return {
    node,
    get cursor() {
      return makeCursor();
    },
  };
}

/** @param more whether there are items before and after the page, in list order */
export function toRelayConnection<Node>(
  edges: readonly RelayEdge<Node>[],
  more: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean },
): RelayConnection<Node> {
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      ...more,
      get startCursor() {
        return edges[0]?.cursor ?? null;
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null;
      },
    },
  };
}
