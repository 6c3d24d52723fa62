/** A query string as the vendors' own SDKs write it: everything percent-encoded, brackets and commas too, a space as %20. */
export function queryText(parameters: URLSearchParams): string {
  return parameters.toString().replaceAll('+', '%20');
}
