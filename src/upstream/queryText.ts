/** A query string in the form that the vendors' SDKs use: percent-encoded, including brackets and commas, with spaces as %20. */
export function queryText(parameters: URLSearchParams): string {
  return parameters.toString().replaceAll('+', '%20');
}
