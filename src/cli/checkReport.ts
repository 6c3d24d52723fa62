import type { Writable } from 'node:stream';
import type { UpstreamProblemCode } from '../errors.ts';
import { providers } from '../providers/index.ts';
import type { SourceCheck } from './checkSource.ts';
import { coloured } from './terminal.ts';

const HEADER = ['SOURCE', 'PROVIDER', 'RESULT', 'TIME', 'RATE LIMIT'];
const RESULT_COLUMN = 2;

/** A table with a line for each source. */
export function tableOf(checks: readonly SourceCheck[], stream: Writable): string {
  const rows = checks.map(({ source, problem, durationMs, rateLimit }) => [
    source.name,
    source.provider,
    problem?.code ?? 'ok',
    `${Math.round(durationMs)} ms`,
    describeRateLimit(rateLimit),
  ]);
  const widths = HEADER.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const aligned = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
  const lines = rows.map((row, index) => {
    const colour = checks[index]?.problem === null ? 'green' : 'red';
    return aligned(row).map((cell, column) => (column === RESULT_COLUMN ? coloured(stream, colour, cell) : cell));
  });
  return [aligned(HEADER), ...lines].map((cells) => cells.join('  ').trimEnd()).join('\n');
}

function describeRateLimit(rateLimit: SourceCheck['rateLimit']): string {
  if (rateLimit === null) return 'not reported';
  const { limit, remaining, resetsAt } = rateLimit;
  const left = `${remaining ?? '?'} of ${limit ?? '?'} left`;
  return resetsAt === null ? left : `${left}, resets at ${resetsAt.toISOString()}`;
}

/** What is wrong with a source and what to do about it, and what else an operator should know. */
export function remarksOn({ source, problem, reason, notices }: SourceCheck): readonly string[] {
  const { name, provider } = source;
  if (problem === null) return notices.map((notice) => `${name}: ${notice}`);
  const detail = reason === null ? '' : ` (${reason})`;
  const remedy = remedyFor(problem.code, provider);
  return [...notices, `${problem.message}${detail}${remedy && `\n  ${remedy}`}`].map((text) => `${name}: ${text}`);
}

/** The action to take, as in the runbook. */
function remedyFor(code: UpstreamProblemCode, provider: string): string {
  const variable = providers.find(({ name }) => name === provider)?.variable;
  switch (code) {
    case 'UPSTREAM_UNAVAILABLE':
      return `Is it running, and are the host and port of its URL correct? Certificates: NODE_EXTRA_CA_CERTS. Proxy: HTTP_PROXY, HTTPS_PROXY, NO_PROXY.`;
    case 'UPSTREAM_TIMEOUT':
      return 'Are the host and port of its URL correct, and does no firewall drop its packets? If it is slow, set a higher timeoutMs.';
    case 'UPSTREAM_RATE_LIMITED':
      return 'Wait until the rate limit resets. Does another program use the same credentials?';
    case 'UPSTREAM_UNAUTHENTICATED':
      return `Correct its credentials: ${variable}, or its entry in the file of SWITCHBOARD_CONFIG.`;
    case 'UPSTREAM_FORBIDDEN':
      return 'Check the permissions of the credentials, and the plan of the account.';
    case 'UPSTREAM_REJECTED':
      return "Is the path of its URL correct? Otherwise see the vendor's documentation of this error.";
    case 'UPSTREAM_MALFORMED':
      return 'Are the host, port and path of its URL correct? Is a proxy in between?';
    case 'UPSTREAM_BUDGET_EXHAUSTED':
      return 'Set a higher MAX_UPSTREAM_REQUESTS.';
    case 'FORBIDDEN':
      return '';
  }
}
