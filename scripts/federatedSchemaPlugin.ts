import { printFederatedSdl } from '../src/graph/sdl.ts';

/** A plugin of GraphQL Code Generator: the SDL that composition reads, with everything that a subgraph can have. */
export function plugin(): string {
  return printFederatedSdl();
}
