/**
 * What the custom scalars are in JSON, for GraphQL Code Generator: `scalars` in the `config` of a client. Without it, their types
 * would be `unknown`.
 */
export const scalars = {
  /** A string of digits above 2^53 - 1. */
  BigInt: { input: 'number | string', output: 'number | string' },
  DateTime: 'string',
  ID: 'string',
  IP: 'string',
  JSONObject: 'Record<string, unknown>',
  Port: 'number',
  URL: 'string',
} as const;
