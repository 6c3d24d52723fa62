/*
 * EMS keeps the parameters of its commands in clear, user and password of a camera among them, up to four times in one
 * connection. Everything it knows of a command passes through here on its way to a client.
 */

/** EMS's own bookkeeping (`_callback`), and what a URI object repeats of its credentials and its query. */
const PRIVATE_MEMBER = /^_|^(?:userName|fullUriWithAuth|parameters|fullParameters)$|password|secret|token/i;

/** How deep values are shown; the parameters themselves are the first level. EMS nests three levels. */
const MAX_LEVELS = 32;

/** A copy of a command's parameters without credentials. URI objects become their URI as text. Values nested too deep are null. */
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
  // JSON has no way to write a bigint.
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return null;
  if (Array.isArray(value)) return value.map((item) => clean(item, levels - 1));
  const members: Readonly<Record<string, unknown>> = { ...value };
  const uri = members['fullUri'] ?? members['originalUri'];
  return typeof uri === 'string' ? withoutCredentialsInText(uri) : cleanMembers(members, levels);
}

/** A text without `user:password@` in front of a host and without the values of query and fragment, which hold tokens. */
export function withoutCredentialsInText(text: string): string {
  // Behind the last @ there is no user. URI_USER is not shown that part, in which it would search to the end in vain, for
  // every scheme anew: the texts are of any publisher's making, and of any length.
  const users = text.lastIndexOf('@') + 1;
  const withoutUsers = text.slice(0, users).replace(URI_USER, '$1').replace(BARE_USER, '') + text.slice(users);
  return withoutUsers.replace(QUERY_VALUE, '$1***').toWellFormed();
}

/** With a scheme; the password may hold any character, unescaped: a slash is told from a port's by not being digits only. */
const URI_USER = /([a-z][a-z0-9+.-]{0,31}:\/\/)(?:[^/?#]*@|[^/?#@:]*:(?!\d+(?:[/?#\s]|$)).*@)/gis;

/** Without one, as EMS takes proxies: `user:password@host:port`. */
const BARE_USER = /^[^/?#@:\s]+:[^/?#\s]*@/;

const QUERY_VALUE = /([?&#][^?=&#\s]*=)[^&#\s]*/g;
