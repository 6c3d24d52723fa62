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

/** Makes the cursors of one page when they are selected. Most queries do not select cursors. */
export interface PageCursors {
  /** Number of items on the page. */
  readonly length: number;
  /** @param index of the item, in list order */
  cursorOf(index: number): string;
}

/** @param nodes in list order */
export function edgesOf<Node>(nodes: readonly Node[], cursors: PageCursors): readonly RelayEdge<Node>[] {
  return nodes.map((node, index) => new Edge(node, index, cursors));
}

class Edge<Node> implements RelayEdge<Node> {
  readonly node: Node;
  readonly #index: number;
  readonly #cursors: PageCursors;

  constructor(node: Node, index: number, cursors: PageCursors) {
    this.node = node;
    this.#index = index;
    this.#cursors = cursors;
  }

  get cursor(): string {
    return this.#cursors.cursorOf(this.#index);
  }
}

/** The cursors at both ends of a page. */
export class PageEnds {
  readonly #cursors: PageCursors;

  constructor(cursors: PageCursors) {
    this.#cursors = cursors;
  }

  get startCursor(): string | null {
    return this.#cursors.length === 0 ? null : this.#cursors.cursorOf(0);
  }

  get endCursor(): string | null {
    const { length } = this.#cursors;
    return length === 0 ? null : this.#cursors.cursorOf(length - 1);
  }
}
