import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { type HostAndPort, parseHost } from '../config/hostNames.ts';
import { isLoopback } from '../config/loopback.ts';
import { RejectedRequestError, type Rejection } from './rejection.ts';

export interface HostOptions {
  /** The configured listen address. */
  readonly host: string;
  /** More hosts that clients may use. */
  readonly allowedHosts: readonly string[];
  /** Whether every operation needs credentials. Then a page of another site has none, and any host is accepted by default. */
  readonly isAuthenticated: boolean;
}

/** Listen addresses that mean every address of the machine. */
const WILDCARDS = ['0.0.0.0', '::'];

const BAD_HOST: Rejection = {
  status: 400,
  code: 'BAD_REQUEST',
  message: 'The Host header is missing or invalid.',
};

const HOST_NOT_ALLOWED: Rejection = {
  status: 421,
  code: 'HOST_NOT_ALLOWED',
  message: 'This host name is not allowed. The operator can add it to ALLOWED_HOSTS.',
};

/**
 * Rejects requests to a host name that is not the server's. Without this check any web page could read the data by DNS rebinding: its
 * own name gets the address of this server, and the browser takes the two for the same site.
 */
export function rejectOtherHosts({
  host,
  allowedHosts,
  isAuthenticated,
}: HostOptions): (request: FastifyRequest) => void {
  const names = WILDCARDS.includes(host) ? allowedHosts : [isIPv6(host) ? `[${host}]` : host, ...allowedHosts];
  const accepted = names.flatMap((name) => parseHost(name) ?? []);
  const acceptsAll = isAuthenticated && allowedHosts.length === 0;
  const isAccepted = (requested: HostAndPort) =>
    acceptsAll ||
    isLoopback(requested.name.replace(/^\[|\]$/g, '')) ||
    accepted.some((one) => includes(one, requested));
  // Nearly all requests have the same header as the one before.
  let lastAccepted: string | null = null;
  return ({ raw }) => {
    const header = hostHeaderOf(raw);
    if (header !== null && header === lastAccepted) return;
    const requested = header === null ? null : parseHost(header);
    if (requested === null) throw new RejectedRequestError(BAD_HOST);
    if (!isAccepted(requested)) throw new RejectedRequestError(HOST_NOT_ALLOWED);
    lastAccepted = header;
  };
}

/** The host that the client used; null if it is missing, invalid or ambiguous. Proxies' own headers are not trusted. */
export function hostOf(message: IncomingMessage): HostAndPort | null {
  const header = hostHeaderOf(message);
  return header === null ? null : parseHost(header);
}

/** Null if there are several. */
function hostHeaderOf({ rawHeaders, headers: { host = '' } }: IncomingMessage): string | null {
  let count = 0;
  // Names and values take turns.
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === HOST.length && name.toLowerCase() === HOST) count += 1;
  }
  return count > 1 ? null : host;
}

const HOST = 'host';

function includes(accepted: HostAndPort, { name, port }: HostAndPort): boolean {
  return accepted.name === name && (accepted.port === '' || accepted.port === port);
}
