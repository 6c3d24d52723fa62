/*
 * EMS returns the parameters of its commands in clear text, including the user and password of a camera, up to four times in one
 * connection. All parameters of commands and all URLs are redacted here before a client sees them.
 */

/** Internal members of EMS (`_callback`), and the members of a URI object that repeat its credentials and its query. */
const PRIVATE_MEMBER = /^_|^(?:userName|fullUriWithAuth|parameters|fullParameters)$|password|secret|token/i;

/** How many levels are shown. The parameters are the first level. EMS uses three. */
const MAX_LEVELS = 32;

/** A copy of a command's parameters without credentials. URI objects become text. Values that are nested too deep become null. */
export function withoutCredentials(parameters: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return cleanMembers(parameters, MAX_LEVELS);
}

function cleanMembers(members: Readonly<Record<string, unknown>>, levels: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members)
      .filter(([name]) => !PRIVATE_MEMBER.test(name))
      .map(([name, value]) => [name.toWellFormed(), clean(value, levels - 1)]),
  );
}

/** @param levels how many levels of objects and arrays may follow */
function clean(value: unknown, levels: number): unknown {
  if (typeof value === 'string') return withoutCredentialsInText(value);
  // JSON cannot represent a bigint.
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return null;
  if (Array.isArray(value)) return value.map((item) => clean(item, levels - 1));
  const members: Readonly<Record<string, unknown>> = { ...value };
  const uri = members['fullUri'] ?? members['originalUri'];
  return typeof uri === 'string' ? withoutCredentialsInText(uri) : cleanMembers(members, levels);
}

/** A text without `user:password@` before a host, and without the values in query and fragment, which can be tokens. */
export function withoutCredentialsInText(text: string): string {
  // There is no user after the last @. URI_USER is not applied there, because it would search to the end of the text once for each
  // scheme: publishers choose these texts, of any length, so that could take very long.
  const users = text.lastIndexOf('@') + 1;
  const withoutUsers = text.slice(0, users).replace(URI_USER, '$1').replace(BARE_USER, '') + text.slice(users);
  return withoutUsers.replace(QUERY_VALUE, '$1***').toWellFormed();
}

/** With a scheme. The password can contain any character unescaped. Digits before a slash are a port, anything else a password. */
const URI_USER = /([a-z][a-z0-9+.-]{0,31}:\/\/)(?:[^/?#]*@|[^/?#@:]*:(?!\d+(?:[/?#\s]|$)).*@)/gis;

/** Without a scheme. EMS accepts proxies in this form: `user:password@host:port`. */
const BARE_USER = /^[^/?#@:\s]+:[^/?#\s]*@/;

const QUERY_VALUE = /([?&#][^?=&#\s]*=)[^&#\s]*/g;
