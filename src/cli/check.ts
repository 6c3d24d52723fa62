import type { Command } from 'commander';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { createSchema } from '../graph/schema.ts';
import { readTrustedDocuments, TrustedDocumentsError } from '../graph/trustedDocuments.ts';
import { providers } from '../providers/index.ts';
import { remarksOn, tableOf } from './checkReport.ts';
import { checkSource } from './checkSource.ts';
import { coloured, FAILED, printLine, type Terminal } from './terminal.ts';

const HELP = `
Each source is asked for one connection. No server is started. The exit code is 1 if the configuration is invalid, or if a source
does not answer, or not completely.

Examples:
  $ TELNYX_API_KEY=KEY0123 switchboard check
  $ SWITCHBOARD_CONFIG=switchboard.yaml switchboard check`;

/** `switchboard check` */
export function addCheck(program: Command, terminal: Terminal): void {
  program
    .command('check')
    .description('validate the configuration, and ask every source once')
    .addHelpText('after', HELP)
    .action(async () => {
      if (!(await check(terminal))) terminal.exitCode = FAILED;
    });
}

/** @returns whether the configuration is valid, and every source has answered */
async function check(terminal: Terminal): Promise<boolean> {
  const { stdout, stderr } = terminal;
  const config = readUsableConfig(terminal);
  if (config === null) return false;
  for (const warning of config.warnings) printLine(stderr, coloured(stderr, 'yellow', warning));
  printLine(stdout, 'The configuration is valid.');
  if (config.sources.length === 0) {
    const variables = providers.map(({ variable }) => variable).join(', ');
    printLine(stdout, `It has no source, so mock data is served. Set ${variables} or SWITCHBOARD_CONFIG.`);
    return true;
  }
  const { operationTimeoutMs, limits } = config;
  const checks = await Promise.all(
    config.sources.map((source) => checkSource(source, operationTimeoutMs, limits.maxUpstreamRequests)),
  );
  printLine(
    stdout,
    ['', tableOf(checks, stdout), ...checks.flatMap(remarksOn).flatMap((text) => ['', text])].join('\n'),
  );
  return checks.every(({ problem }) => problem === null);
}

/** The configuration, or null if the server would not start with it. Why is printed. */
function readUsableConfig({ env, stderr }: Terminal): Config | null {
  try {
    const config = readConfig(env);
    const { manifest } = config.documents;
    if (manifest !== null) readTrustedDocuments(manifest, createSchema());
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof TrustedDocumentsError)) throw error;
    printLine(stderr, coloured(stderr, 'red', error.message));
    return null;
  }
}
