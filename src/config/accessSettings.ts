import { isIP } from 'node:net';
import { z } from 'zod';
import { onOrOff, wholeNumberIn } from '../providers/settings.ts';

/** How callers are told apart and limited, and what they may read without authentication. */
export interface AccessSettings {
  /** Addresses and networks of the proxies whose `X-Forwarded-…` headers are believed. */
  readonly trustedProxies: readonly string[];
  /** Operations per caller; null: no limit. */
  readonly operationsPerMinute: number | null;
  /** Whether `/metrics` needs no credentials, even if authentication is configured. */
  readonly publicMetrics: boolean;
}

const DEFAULT_OPERATIONS_PER_MINUTE = 600;

const trustedProxies = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine((parts) => parts.every(isAddressOrNetwork), {
    error: 'must be IP addresses or networks such as 10.0.0.0/8, separated by commas',
    abort: true,
  })
  // The header would say who a client is, and any client can send it.
  .refine((parts) => !parts.some((part) => part.endsWith('/0')), 'must not be a network of all addresses')
  .default([]);

/** The environment variables of these settings. */
export const accessVariables = {
  TRUSTED_PROXIES: trustedProxies,
  RATE_LIMIT_PER_MINUTE: wholeNumberIn(0, 1_000_000).optional(),
  PUBLIC_METRICS: onOrOff.default(false),
  ALLOW_UNAUTHENTICATED_ACCESS: onOrOff.default(false),
};

type Variables = z.infer<z.ZodObject<typeof accessVariables>>;

/** @param isAuthenticated whether callers are authenticated. If not, operations are limited only if the setting says so. */
export function toAccessSettings(
  { TRUSTED_PROXIES, RATE_LIMIT_PER_MINUTE, PUBLIC_METRICS }: Variables,
  isAuthenticated: boolean,
): AccessSettings {
  const limit = RATE_LIMIT_PER_MINUTE ?? (isAuthenticated ? DEFAULT_OPERATIONS_PER_MINUTE : 0);
  return {
    trustedProxies: TRUSTED_PROXIES,
    operationsPerMinute: limit === 0 ? null : limit,
    publicMetrics: PUBLIC_METRICS,
  };
}

function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = address.includes('%') ? 0 : isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^(?:0|[1-9]\d{0,2})$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
