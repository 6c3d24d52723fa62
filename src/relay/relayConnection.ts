/** A page of a list as Relay defines it, without `totalCount` and the like. */
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

/** An edge that makes its cursor only when it is selected: most queries do not. */
export function lazyEdge<Node>(node: Node, makeCursor: () => string): RelayEdge<Node> {
  return {
    node,
    get cursor() {
      return makeCursor();
    },
  };
}

/** @param more whether there are items beyond the page, in list order */
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
