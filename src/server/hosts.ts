import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import type { onRequestAsyncHookHandler } from 'fastify';
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
export function rejectOtherHosts({ host, allowedHosts, isAuthenticated }: HostOptions): onRequestAsyncHookHandler {
  const names = WILDCARDS.includes(host) ? allowedHosts : [isIPv6(host) ? `[${host}]` : host, ...allowedHosts];
  const accepted = names.flatMap((name) => parseHost(name) ?? []);
  const acceptsAll = isAuthenticated && allowedHosts.length === 0;
  return async ({ raw }) => {
    const requested = hostOf(raw);
    if (requested === null) throw new RejectedRequestError(BAD_HOST);
    if (
      acceptsAll ||
      isLoopback(requested.name.replace(/^\[|\]$/g, '')) ||
      accepted.some((one) => includes(one, requested))
    )
      return;
    throw new RejectedRequestError(HOST_NOT_ALLOWED);
  };
}

/** The host that the client used; null if it is missing, invalid or ambiguous. Proxies' own headers are not trusted. */
export function hostOf({ headersDistinct }: IncomingMessage): HostAndPort | null {
  const [host = '', ...others] = headersDistinct.host ?? [];
  return others.length > 0 ? null : parseHost(host);
}

function includes(accepted: HostAndPort, { name, port }: HostAndPort): boolean {
  return accepted.name === name && (accepted.port === '' || accepted.port === port);
}
