import { isIP } from 'node:net';
import { GraphQLError, type GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLBigInt, GraphQLDateTime, GraphQLJSONObject, GraphQLPort, GraphQLURL } from 'graphql-scalars';

export const scalars = {
  BigInt: { ...behaviourOf(GraphQLBigInt), serialize: toJsonNumber },
  DateTime: behaviourOf(GraphQLDateTime),
  // graphql-scalars would take CIDR ranges for addresses, and knows no IPv6 zones.
  IP: { serialize: String, parseValue: toIp, parseLiteral: (node: ValueNode) => toIp(textOf(node)) },
  JSONObject: behaviourOf(GraphQLJSONObject),
  Port: behaviourOf(GraphQLPort),
  // As the models have it: graphql-scalars would add a slash to the URL of a bare host.
  URL: { ...behaviourOf(GraphQLURL), serialize: String },
};

/** The behaviour of a scalar without graphql-scalars' description: the schema has its own. */
function behaviourOf({ serialize, parseValue, parseLiteral }: GraphQLScalarType) {
  return { serialize, parseValue, parseLiteral };
}

/** @throws GraphQLError if it is not an IP address */
function toIp(value: unknown): string {
  if (typeof value === 'string' && isIP(value) !== 0) return value;
  throw new GraphQLError('Must be one IPv4 or IPv6 address.');
}

function textOf(node: ValueNode): string | null {
  return node.kind === Kind.STRING ? node.value : null;
}

/** A number while JSON numbers are exact, a string of digits beyond. */
function toJsonNumber(value: unknown): number | string {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  if (typeof value === 'bigint') return value.toString();
  throw new TypeError('BigInt cannot represent a value that is not a whole number');
}
