import { ConfigError, readConfig } from './config.ts';
import { providers } from './providers/index.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';
import { ListenError, type Server, startServer } from './server.ts';

try {
  await main();
} catch (error) {
  // A mistake in the settings is told by its message; anything else is ours, and its stack tells more.
  console.error(error instanceof ConfigError || error instanceof ListenError ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const sandbox = config.sources.length === 0 ? await startSandbox() : null;
  const server = await startServer({
    host: config.host,
    port: config.port,
    sources: sandbox?.sources ?? config.sources,
    onUnexpectedError: (error) => console.error(error),
  }).catch(async (error: unknown) => {
    // Or the stand-ins would keep the process alive.
    await sandbox?.close();
    throw error;
  });
  const names = config.sources.map(({ name }) => name).join(', ');
  console.log(sandbox === null ? `Switchboard is at ${server.url} and reads ${names}` : welcome(server, sandbox));

  const stop = async () => {
    await server.close();
    await sandbox?.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
}

function welcome({ url }: Server, { summary }: Sandbox): string {
  return [
    '',
    `  Switchboard is at ${url}`,
    '',
    '  Nothing is configured, so the upstreams are simulated here, on ports of their own:',
    ...summary.map((line) => `    - ${line}`),
    '',
    `  To connect real accounts, set ${providers.map(({ variable }) => variable).join(', ')} (any of them)`,
    '  or SWITCHBOARD_CONFIG, and start again. The README has the details.',
    '',
  ].join('\n');
}
