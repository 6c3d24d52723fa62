import { setTimeout as sleep } from 'node:timers/promises';
import closeWithGrace from 'close-with-grace';
import { type Config, ConfigError, readConfig } from './config.ts';
import { providers } from './providers/index.ts';
import { type Sandbox, startSandbox } from './sandbox/sandbox.ts';
import { ListenError, type Server, startServer } from './server/server.ts';
import { createLog, type Log } from './telemetry/log.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { startTracing } from './telemetry/tracing.ts';

try {
  await main();
} catch (error) {
  // A mistake in the settings is told by its message; anything else is ours, and its stack tells more.
  console.error(error instanceof ConfigError || error instanceof ListenError ? error.message : error);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const stopTracing = await startTracing(process.env);
  const sandbox = config.sources.length === 0 ? await startSandbox() : null;
  const server = await startServer({
    host: config.host,
    port: config.port,
    sources: sandbox?.sources ?? config.sources,
    operationTimeoutMs: config.operationTimeoutMs,
    telemetry: { log, metrics: createMetrics({ ofProcess: true }) },
  }).catch(async (error: unknown) => {
    // Or the stand-ins would keep the process alive.
    await sandbox?.close();
    throw error;
  });
  if (sandbox === null) {
    log.happened(`Switchboard is at ${server.url} and reads ${config.sources.map(({ name }) => name).join(', ')}`);
  } else {
    console.log(welcome(server, sandbox));
  }
  stopWithGrace(config, log, server, async () => {
    await sandbox?.close();
    await stopTracing();
  });
}

/** Stops when a signal says so, or a mistake that nobody caught: within the time there is for it. A second one stops at once. */
function stopWithGrace(
  { shutdownDelayMs, shutdownTimeoutMs }: Config,
  log: Log,
  server: Server,
  afterServer: () => Promise<void>,
): void {
  closeWithGrace(
    {
      delay: shutdownTimeoutMs,
      logger: {
        error: (problem: unknown) =>
          problem instanceof Error ? log.unexpected(problem, null) : log.happened(String(problem), 'error'),
      },
      onTimeout: () =>
        log.happened(`Not everything was answered within ${shutdownTimeoutMs} ms; it ends all the same`, 'error'),
    },
    async ({ signal, err }) => {
      server.beginStop();
      if (err !== undefined) log.unexpected(err, null);
      log.happened(`Switchboard stops: ${signal ?? 'a mistake of its own'}`);
      // Somebody at the keyboard has no load balancer to be told.
      if (signal === 'SIGTERM') await sleep(shutdownDelayMs);
      await server.close();
      await afterServer();
      log.happened('Switchboard has stopped');
    },
  );
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
