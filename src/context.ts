import { type GraphQLError, type GraphQLResolveInfo, locatedError, responsePathAsArray } from 'graphql';
import type { Source } from './providers/provider.ts';

/** What one operation gets. Sources keep its loaders by it, so that what it reads is read once. */
export class Context {
  readonly sources: readonly Source[];
  /** Not private by `#`: Apollo Server hands resolvers a clone of its context. */
  readonly reported: GraphQLError[] = [];

  constructor(sources: readonly Source[]) {
    this.sources = sources;
  }

  /**
   * Adds an entry to `errors` at a field that has a value all the same.
   *
   * @param index of the item it is about, where the field is a list
   */
  report(error: Error, { fieldNodes, path }: GraphQLResolveInfo, index?: number): void {
    const steps = responsePathAsArray(path);
    this.reported.push(locatedError(error, fieldNodes, index === undefined ? steps : [...steps, index]));
  }
}
