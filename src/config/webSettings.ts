import { z } from 'zod';
import { onOrOff, wholeNumber } from '../providers/settings.ts';
import { parseHost } from './hostNames.ts';

export type Switch = 'on' | 'off';

/** Who may reach the server over HTTP, and what it offers besides operations. */
export interface WebSettings {
  /** Hosts that clients may use in the URL, besides loopback and `HOST`. Without a port, any port. */
  readonly allowedHosts: readonly string[];
  /** Other sites whose pages may send requests. */
  readonly corsOrigins: readonly string[];
  readonly introspection: Switch;
  /** Undefined: not configured. */
  readonly explorer: Switch | undefined;
  /** Apollo's automatic persisted queries. */
  readonly persistedQueries: Switch;
  readonly metrics: Switch;
  readonly maxConnections: number;
  /** Per client address. */
  readonly maxConnectionsPerClient: number;
}

/** The origin of its Sandbox too. */
const APOLLO_STUDIO = 'https://studio.apollographql.com';

/** A list of texts, separated by commas. */
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== ''),
);

export const switchSetting = onOrOff.transform((isOn): Switch => (isOn ? 'on' : 'off'));

/** The environment variables of these settings. */
export const webVariables = {
  ALLOWED_HOSTS: list
    .refine(
      (hosts) => hosts.every((host) => !host.includes('*') && parseHost(host) !== null),
      'must be host names, each optionally with a port, such as graph.example or 10.0.0.5:4000. Patterns and URLs are not allowed',
    )
    .default([]),
  CORS_ORIGINS: list
    .transform((origins) => origins.map((origin) => (origin === 'studio' ? APOLLO_STUDIO : origin)))
    .refine(
      (origins) => !origins.includes('*'),
      'must not be *, because every page of the internet could read the data. List the origins',
    )
    .refine(
      (origins) => origins.every((origin) => origin === '*' || isOrigin(origin)),
      'must be origins, such as https://app.example or http://localhost:3000, without a path, or the word studio',
    )
    .optional(),
  INTROSPECTION: switchSetting.default('on'),
  EXPLORER: switchSetting.optional(),
  PERSISTED_QUERIES: switchSetting.default('off'),
  METRICS: switchSetting.default('on'),
  MAX_CONNECTIONS: wholeNumber(1, 100_000, 1_000),
  MAX_CONNECTIONS_PER_CLIENT: wholeNumber(1, 100_000, 250),
};

type Variables = z.infer<z.ZodObject<typeof webVariables>>;

/** @param isSandbox whether there is only mock data, which Apollo Studio may read unless the setting says otherwise */
export function toWebSettings(variables: Variables, isSandbox: boolean): WebSettings {
  return {
    allowedHosts: variables.ALLOWED_HOSTS,
    corsOrigins: variables.CORS_ORIGINS ?? (isSandbox ? [APOLLO_STUDIO] : []),
    introspection: variables.INTROSPECTION,
    explorer: variables.EXPLORER,
    persistedQueries: variables.PERSISTED_QUERIES,
    metrics: variables.METRICS,
    maxConnections: variables.MAX_CONNECTIONS,
    maxConnectionsPerClient: variables.MAX_CONNECTIONS_PER_CLIENT,
  };
}

/** Whether browsers send exactly this text as `Origin`. */
function isOrigin(text: string): boolean {
  return /^https?:[^*]*$/.test(text) && URL.parse(text)?.origin === text;
}
