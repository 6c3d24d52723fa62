import { setTimeout as sleep } from 'node:timers/promises';
import closeWithGrace from 'close-with-grace';
import { isLoopback } from './config/loopback.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { TrustedDocumentsError } from './graph/trustedDocuments.ts';
import { providers } from './providers/index.ts';
import { type Sandbox, startSandbox } from './sandbox/sandbox.ts';
import { ListenError, type Server, startServer } from './server/server.ts';
import { createLog, type Log } from './telemetry/log.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { startTracing } from './telemetry/tracing.ts';

/**
 * Starts Switchboard with the settings of the process, and stops it on a signal.
 *
 * @param sandbox whether to serve mock data; by default only if no source is configured
 * @returns false if it cannot start. The reason was printed.
 */
export async function main(sandbox?: 'sandbox'): Promise<boolean> {
  try {
    await start(sandbox === 'sandbox');
    return true;
  } catch (error) {
    // The messages of these tell the operator what to do. Any other error is a bug, and its stack is needed.
    const isForOperator = [ConfigError, ListenError, TrustedDocumentsError].some((type) => error instanceof type);
    console.error(isForOperator ? (error as Error).message : error);
    return false;
  }
}

async function start(isSandboxWanted: boolean): Promise<void> {
  const config = readConfig(process.env, isSandboxWanted);
  const log = createLog(config.logLevel);
  for (const warning of config.warnings) log.message(warning, 'warn');
  const stopTracing = await startTracing(process.env);
  const sandbox = isSandboxWanted || config.sources.length === 0 ? await startSandbox() : null;
  const server = await startServer({
    host: config.host,
    port: config.port,
    sources: sandbox?.sources ?? config.sources,
    operationTimeoutMs: config.operationTimeoutMs,
    auth: config.auth,
    access: config.access,
    limits: config.limits,
    web: config.web,
    documents: config.documents,
    federation: config.federation,
    telemetry: { log, metrics: createMetrics({ ofProcess: true }) },
  }).catch(async (error: unknown) => {
    // The mock servers would keep the process alive.
    await sandbox?.close();
    throw error;
  });
  if (sandbox === null) {
    log.message(
      `Switchboard is running at ${server.url} with the sources ${config.sources.map(({ name }) => name).join(', ')}`,
    );
    if (config.auth === null) log.message(exposure(config), 'warn');
  } else {
    console.log(welcome(server, sandbox, config));
  }
  shutDownWithGrace(config, log, server, async () => {
    await sandbox?.close();
    await stopTracing();
  });
}

/** Shuts down on a signal or an uncaught exception, within the configured time. A second signal ends the process at once. */
function shutDownWithGrace(
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
          problem instanceof Error ? log.unexpected(problem, null) : log.message(String(problem), 'error'),
      },
      onTimeout: () => log.message(timedOut(shutdownTimeoutMs, server.requestsInFlight()), 'error'),
      onSecondSignal: (signal) => log.message(`${signal} received again: exiting without waiting`, 'error'),
    },
    async ({ signal, err }) => {
      server.beginShutdown();
      if (err !== undefined) log.unexpected(err, null);
      log.message(`Shutting down: ${signal ?? 'uncaught exception'}`);
      // Orchestrators send SIGTERM, and load balancers need time to notice. SIGINT comes from a keyboard.
      if (signal === 'SIGTERM') await sleep(shutdownDelayMs);
      await server.close();
      await afterServer();
      log.message('Shutdown complete');
    },
  );
}

/** What it means that no authentication is configured. */
function exposure({ host }: Config): string {
  return isLoopback(host)
    ? 'No authentication is configured: only this machine is served, and every program on it can read everything'
    : 'No authentication is configured: everyone who can connect can read everything (ALLOW_UNAUTHENTICATED_ACCESS)';
}

function timedOut(timeoutMs: number, requests: number): string {
  return `Shutdown timed out after ${timeoutMs} ms; ${requests} ${requests === 1 ? 'request was' : 'requests were'} dropped`;
}

function welcome({ url }: Server, { summary }: Sandbox, { auth, sources }: Config): string {
  const isConfigured = sources.length > 0;
  return [
    '',
    `  Switchboard is running at ${url}`,
    '',
    `  ${isConfigured ? 'In the sandbox, it' : 'No source is configured, so it'} shows mock data from built-in mock servers:`,
    ...summary.map((line) => `    - ${line}`),
    '',
    ...(auth === null
      ? []
      : ['  Every operation needs an API key or a JWT. The explorer is off unless EXPLORER=on.', '']),
    ...(isConfigured
      ? ['  To use the configured sources, run "switchboard start".']
      : [
          `  To use real accounts, set one or more of ${providers.map(({ variable }) => variable).join(', ')}`,
          '  or SWITCHBOARD_CONFIG, and restart. See "Connect real accounts" in the README.',
        ]),
    '',
  ].join('\n');
}
