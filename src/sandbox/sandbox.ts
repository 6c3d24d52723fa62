import { providers } from '../providers/index.ts';
import type { SourceFactory } from '../providers/provider.ts';

/** The mock servers of all providers, for a process without configured sources. */
export interface Sandbox {
  readonly sources: readonly SourceFactory[];
  /** What the mock servers contain, one line per provider. */
  readonly summary: readonly string[];
  close(): Promise<void>;
}

/** Starts the mock server of every provider, each on a loopback port of its own. */
export async function startSandbox(): Promise<Sandbox> {
  const started = await Promise.all(
    providers.map(async (provider) => ({ provider, mock: await provider.startSandbox() })),
  );
  return {
    sources: started.map(({ provider, mock }) => provider.source.parse(mock.settings)),
    summary: started.map(({ provider, mock }) => `${provider.name}: ${mock.summary}`),
    close: async () => {
      await Promise.all(started.map(({ mock }) => mock.close()));
    },
  };
}
