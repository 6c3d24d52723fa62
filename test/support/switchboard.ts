import { request } from 'undici';
import { expect, onTestFinished } from 'vitest';
import { providers } from '../../src/providers/index.ts';
import type { SourceFactory } from '../../src/providers/provider.ts';
import { startServer } from '../../src/server.ts';

/** What a client gets. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what its query asked for
  readonly data: any;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
  readonly status: number;
}

export interface Switchboard {
  readonly url: string;
  query(document: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer>;
}

/** The settings of a source, as in a configuration file. */
export type SourceSettings = Readonly<Record<string, unknown>> & { readonly provider: string };

/** The product as a client sees it, on a port of its own, for one test. It fails the test if the server meets a bug. */
export async function startSwitchboard(...sources: readonly SourceSettings[]): Promise<Switchboard> {
  const unexpected: unknown[] = [];
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    sources: sources.map(toFactory),
    onUnexpectedError: (error) => unexpected.push(error),
  });
  onTestFinished(async () => {
    await server.close();
    expect(unexpected).toEqual([]);
  });
  return {
    url: server.url,
    query: async (query, variables = {}) => {
      const { statusCode, body } = await request(server.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      const { data = null, errors = [] } = (await body.json()) as Partial<Answer>;
      return { data, errors, status: statusCode };
    },
  };
}

function toFactory({ provider: name, ...settings }: SourceSettings): SourceFactory {
  const provider = providers.find((one) => one.name === name);
  if (provider === undefined) throw new Error(`There is no provider ${name}`);
  return provider.source.parse(settings);
}
