/** A query string as the vendors' SDKs write it: everything percent-encoded, brackets and commas too, spaces as %20. */
export function queryText(parameters: URLSearchParams): string {
  return parameters.toString().replaceAll('+', '%20');
}
