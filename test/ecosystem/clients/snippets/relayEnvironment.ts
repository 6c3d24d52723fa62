// relayEnvironment.ts
import { Environment, type GraphQLResponse, Network, RecordSource, Store } from 'relay-runtime';

export const createEnvironment = (url: string) =>
  new Environment({
    network: Network.create(async ({ text, name }, variables) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: text, operationName: name, variables }),
      });
      return (await response.json()) as GraphQLResponse;
    }),
    store: new Store(new RecordSource()),
  });
