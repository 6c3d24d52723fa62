/**
 * A query string in the form that the vendors' SDKs use: percent-encoded, including brackets and commas, with spaces as %20. Parameters that
 * are undefined are left out.
 */
export function queryText(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const pairs: string[] = [];
  for (const name in parameters) {
    const value = parameters[name];
    // Only well-formed text can be encoded.
    if (value !== undefined)
      pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(String(value).toWellFormed())}`);
  }
  return pairs.join('&');
}
