import { providers } from '../providers/index.ts';
import type { SourceFactory } from '../providers/provider.ts';

/** Stand-ins for all upstreams, for a process that has none configured. */
export interface Sandbox {
  readonly sources: readonly SourceFactory[];
  /** What is simulated, one line a provider. */
  readonly summary: readonly string[];
  close(): Promise<void>;
}

/** Starts every provider's stand-in on a loopback port of its own. */
export async function startSandbox(): Promise<Sandbox> {
  const started = await Promise.all(
    providers.map(async (provider) => ({ provider, stand: await provider.startSandbox() })),
  );
  return {
    sources: started.map(({ provider, stand }) => provider.source.parse(stand.settings)),
    summary: started.map(({ provider, stand }) => `${provider.name}: ${stand.summary}`),
    close: async () => {
      await Promise.all(started.map(({ stand }) => stand.close()));
    },
  };
}
