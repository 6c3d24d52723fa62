/*
 * What the tests use of @graphql-hive/gateway-runtime. Its own types add members of graphql 17 to the types of graphql 16, so that `src`
 * would not compile with them.
 */

export interface GatewayRuntime extends AsyncDisposable {
  fetch(url: string, init: RequestInit): Promise<Response>;
}

export function createGatewayRuntime(config: object): GatewayRuntime;
