import type { GraphQLScalarType } from 'graphql';
import { GraphQLBigInt, GraphQLDateTime, GraphQLIP, GraphQLJSONObject, GraphQLPort, GraphQLURL } from 'graphql-scalars';

export const scalars = {
  BigInt: { ...behaviourOf(GraphQLBigInt), serialize: toJsonNumber },
  DateTime: behaviourOf(GraphQLDateTime),
  // As the models have it: graphql-scalars knows no IPv6 zones, and would add a slash to the URL of a bare host.
  IP: { ...behaviourOf(GraphQLIP), serialize: String },
  JSONObject: behaviourOf(GraphQLJSONObject),
  Port: behaviourOf(GraphQLPort),
  URL: { ...behaviourOf(GraphQLURL), serialize: String },
};

/** What a scalar does, without what graphql-scalars says about it: the descriptions are the schema's own. */
function behaviourOf({ serialize, parseValue, parseLiteral }: GraphQLScalarType) {
  return { serialize, parseValue, parseLiteral };
}

/** A number for as long as a JSON number is exact, then a string of its digits. */
function toJsonNumber(value: unknown): number | string {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  if (typeof value === 'bigint') return value.toString();
  throw new TypeError('BigInt cannot represent what is no whole number');
}
