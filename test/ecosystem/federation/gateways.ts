import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { parse } from 'graphql';
import { onTestFinished } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { FederationSettings } from '../../../src/config/federationSettings.ts';
import { readmeSnippet } from '../readme.ts';

export interface GatewayAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what its query selects
  readonly data?: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

export interface Gateway {
  query(request: GatewayRequest): Promise<GatewayAnswer>;
}

export interface GatewayRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface GatewayUnderTest {
  readonly start: (supergraph: string) => Promise<Gateway>;
  /** How Switchboard is configured for it. */
  readonly federation: Partial<FederationSettings>;
  /** Whether it passes on errors about data that is not null, or null within a list; see docs/FEDERATION.md. */
  readonly keepsErrors: boolean;
  /** Whether it resolves fields of `@interfaceObject` in lists of one type too, not only in those of the interface. */
  readonly resolvesInterfaceObjects: boolean;
}

/** Starts each gateway for one test, with the configuration in the README. */
export const GATEWAYS: Readonly<Record<string, GatewayUnderTest>> = {
  '@apollo/gateway, configured as Apollo Router': {
    start: startApolloGateway,
    // It supports neither `@authenticated` nor `@requiresScopes`.
    federation: { accessDirectives: false },
    keepsErrors: true,
    resolvesInterfaceObjects: true,
  },
  "Hive's gateway runtime": {
    start: async (supergraph) => startHiveGateway(supergraph),
    federation: {},
    keepsErrors: false,
    resolvesInterfaceObjects: false,
  },
};

interface RouterConfig {
  readonly headers: {
    readonly subgraphs: Readonly<
      Record<string, { readonly request: readonly { readonly propagate: { readonly named: string } }[] }>
    >;
  };
}

/** Plans and executes as Apollo Router does. It forwards the headers that `router.yaml` names. */
export async function startApolloGateway(supergraph: string, snippet = 'router.yaml'): Promise<Gateway> {
  const { headers: rules } = parseYaml(readmeSnippet(snippet)) as RouterConfig;
  const gateway = new ApolloGateway({
    supergraphSdl: supergraph,
    buildService: ({ name, url }) =>
      new RemoteGraphQLDataSource({
        ...(url !== undefined && { url }),
        willSendRequest: ({ request, context }) => {
          for (const { propagate } of rules.subgraphs[name]?.request ?? []) {
            const value = (context['headers'] as GatewayRequest['headers'])?.[propagate.named];
            if (value !== undefined) request.http?.headers.set(propagate.named, value);
          }
        },
      }),
  });
  const { executor, schema } = await gateway.load();
  onTestFinished(() => gateway.stop());
  return {
    // What Apollo Server hands to a gateway. It is not installed beside this gateway, which has a graphql of its own.
    query: async ({ query, variables = {}, headers = {} }) =>
      executor({
        schema,
        request: { query, variables },
        document: parse(query),
        queryHash: query,
        source: query,
        context: { headers },
        metrics: {},
      } as never) as Promise<GatewayAnswer>,
  };
}

/** Evaluates the configuration, and replaces the file of the supergraph. */
function startHiveGateway(supergraph: string): Gateway {
  const code = readmeSnippet('gateway.config.ts')
    .replace(/^import .*$/m, '')
    .replace('export const gatewayConfig =', 'return');
  const config = new Function('defineConfig', code)((given: object) => given) as object;
  const gateway = createGatewayRuntime({ ...config, supergraph, logging: false });
  onTestFinished(async () => gateway[Symbol.asyncDispose]());
  return {
    query: async ({ headers = {}, ...body }) => {
      const answer = await gateway.fetch('http://gateway.example/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      return answer.json() as Promise<GatewayAnswer>;
    },
  };
}
