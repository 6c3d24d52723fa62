import { type Environment, variablesOf } from '../providers/environment.ts';
import type { Provider } from '../providers/provider.ts';
import { editDistance, isSameName, nearestName } from './nearMiss.ts';
import { isPrintableName } from './printableName.ts';

/** The prefix of variables that configure Switchboard as a whole. */
const PRODUCT = 'SWITCHBOARD';

export interface UnknownVariables {
  /** Names close to one of Switchboard's variables. Ignoring them would start Switchboard with other settings than intended. */
  readonly misspelt: readonly string[];
  /** The names of other unknown variables with one of Switchboard's prefixes. They are safe to print. */
  readonly unknown: readonly string[];
}

/**
 * Finds environment variables that were probably meant for Switchboard, but that it does not know.
 *
 * @param own the process settings whose names no other software uses
 * @param used the names of variables that the configuration file refers to
 */
export function findUnknownVariables(
  environment: Environment,
  providers: readonly Provider[],
  own: readonly string[],
  used: ReadonlySet<string>,
): UnknownVariables {
  const known = [...own, ...providers.flatMap(({ prefix, settings }) => Object.values(variablesOf(prefix, settings)))];
  const foreign = new Set(providers.flatMap(({ foreignVariables }) => foreignVariables));
  const prefixes = [PRODUCT, ...providers.map(({ prefix }) => prefix)];
  const reported = [PRODUCT, ...providers.flatMap(({ prefix, sharesPrefix }) => (sharesPrefix ? [] : [prefix]))];

  const candidates = Object.entries(environment).flatMap(([name, value = '']) =>
    known.includes(name) || used.has(name) || foreign.has(name) || isInjected(name, value, prefixes) ? [] : [name],
  );
  const found = candidates.map((name) => ({ name, meant: meantBy(name, known) }));
  return {
    misspelt: found.flatMap(({ name, meant }) =>
      meant === null ? [] : [`Unknown environment variable ${name}. Did you mean ${meant}?`],
    ),
    unknown: found.flatMap(({ name, meant }) => {
      const prefix = reported.find((one) => name.startsWith(`${one}_`));
      if (meant !== null || prefix === undefined) return [];
      return [isPrintableName(name) ? name : `${prefix}_…`];
    }),
  };
}

/** Two typing mistakes at most, and one in a short name. Rejecting a correct configuration is worse than missing a mistake. */
const allowedEdits = (length: number) => Math.min(2, Math.floor(length / 6));

function meantBy(name: string, known: readonly string[]): string | null {
  const prefix = prefixOf(name);
  // A short prefix has to be exact: CMS_URL and SMS_URL belong to other software.
  const related = known.filter(
    (one) =>
      isSameName(one, name) ||
      editDistance(prefixOf(one).toLowerCase(), prefix.toLowerCase()) <= allowedEdits(prefixOf(one).length),
  );
  return nearestName(name, related, allowedEdits);
}

function prefixOf(name: string): string {
  return name.split('_', 1)[0] ?? '';
}

/**
 * Whether Kubernetes or Docker set a variable for a service or container that is named like one of the prefixes, such as
 * `EMS_PORT=tcp://10.0.0.5:7777`, `EMS_PORT_7777_TCP_ADDR`, `EMS_SERVICE_HOST`, `EMS_NAME=/web/ems`, `EMS_ENV_PATH`.
 * https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 * https://docs.docker.com/engine/network/links/#environment-variables
 */
function isInjected(name: string, value: string, prefixes: readonly string[]): boolean {
  const prefix = prefixes.find((one) => name.startsWith(`${one}_`));
  if (prefix === undefined) return false;
  return (
    /_SERVICE_(?:HOST|PORT(?:_\w+)?)$/.test(name) ||
    /_PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:ADDR|PORT|PROTO|START|END))?$/.test(name) ||
    (/_PORT(?:_(?:START|END))?$/.test(name) && /^(?:tcp|udp|sctp):\/\//.test(value)) ||
    (name === `${prefix}_NAME` && value.startsWith('/')) ||
    name.startsWith(`${prefix}_ENV_`)
  );
}
