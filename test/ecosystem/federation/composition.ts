import { composeServices as composeWithApollo } from '@apollo/composition';
import { composeServices as composeWithHive } from '@theguild/federation-composition';
import { parse } from 'graphql';

export interface Subgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

export interface Composition {
  /** Undefined, if there are errors. */
  readonly supergraph: string | undefined;
  readonly errors: readonly string[];
}

/** Composes a supergraph, by each library. */
export const COMPOSERS: Readonly<Record<string, (subgraphs: readonly Subgraph[]) => Composition>> = {
  '@apollo/composition': (subgraphs) => {
    const { supergraphSdl: supergraph, errors = [] } = composeWithApollo(subgraphs.map(toService));
    return { supergraph, errors: errors.map(({ message }) => message) };
  },
  '@theguild/federation-composition': (subgraphs) => {
    const { supergraphSdl: supergraph, errors = [] } = composeWithHive(subgraphs.map(toService));
    return { supergraph, errors: errors.map(({ message }) => message) };
  },
};

/** @throws Error with the errors of the composition */
export function compose(composer: string, subgraphs: readonly Subgraph[]): string {
  const { supergraph, errors } = COMPOSERS[composer]?.(subgraphs) ?? { supergraph: undefined, errors: ['No composer'] };
  if (supergraph === undefined) throw new Error(errors.join('\n'));
  return supergraph;
}

function toService({ name, url, sdl }: Subgraph) {
  return { name, url, typeDefs: parse(sdl) };
}
