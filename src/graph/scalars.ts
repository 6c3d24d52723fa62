import { isIP } from 'node:net';
import { GraphQLError, type GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLBigInt, GraphQLDateTime, GraphQLJSONObject, GraphQLPort, GraphQLURL } from 'graphql-scalars';

export const scalars = {
  BigInt: { ...behaviourOf(GraphQLBigInt), serialize: toJsonNumber },
  DateTime: { ...behaviourOf(GraphQLDateTime), serialize: toDateTimeText },
  // The type of graphql-scalars would accept CIDR ranges and reject IPv6 zones.
  IP: { serialize: String, parseValue: toIp, parseLiteral: (node: ValueNode) => toIp(textOf(node)) },
  JSONObject: behaviourOf(GraphQLJSONObject),
  Port: behaviourOf(GraphQLPort),
  // Sent unchanged: the type of graphql-scalars would add a slash to the URL of a bare host.
  URL: { ...behaviourOf(GraphQLURL), serialize: String },
};

/** A scalar of graphql-scalars without its description, because the schema has its own. */
function behaviourOf({ serialize, parseValue, parseLiteral }: GraphQLScalarType) {
  return { serialize, parseValue, parseLiteral };
}

/** @throws GraphQLError if the value is not an IP address */
function toIp(value: unknown): string {
  if (typeof value === 'string' && isIP(value) !== 0) return value;
  throw new GraphQLError('Must be one IPv4 or IPv6 address.');
}

function textOf(node: ValueNode): string | null {
  return node.kind === Kind.STRING ? node.value : null;
}

/** As `Date` writes it. */
const DATE_TIME_TEXT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The type of graphql-scalars would return a `Date`, which is slower to write as JSON than text. */
function toDateTimeText(value: unknown): string {
  if (typeof value === 'string' && DATE_TIME_TEXT.test(value)) return value;
  return isoText(value instanceof Date ? value : (GraphQLDateTime.serialize(value) as Date));
}

/** What `toISOString` returns, in a fifth of its time. A list can have thousands of dates. */
function isoText(date: Date): string {
  const year = date.getUTCFullYear();
  // Years with fewer digits or a sign, and invalid dates.
  if (!(year >= 1000 && year <= 9999)) return date.toISOString();
  const day = `${year}-${twoDigits(date.getUTCMonth() + 1)}-${twoDigits(date.getUTCDate())}`;
  const seconds = `${twoDigits(date.getUTCMinutes())}:${twoDigits(date.getUTCSeconds())}`;
  const milliseconds = String(date.getUTCMilliseconds()).padStart(3, '0');
  return `${day}T${twoDigits(date.getUTCHours())}:${seconds}.${milliseconds}Z`;
}

function twoDigits(number: number): string {
  return number < 10 ? `0${number}` : `${number}`;
}

/** A JSON number if it is exact, which it is up to 2^53 - 1; otherwise a string of digits. */
function toJsonNumber(value: unknown): number | string {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  if (typeof value === 'bigint') return value.toString();
  throw new TypeError('BigInt cannot represent a value that is not a whole number');
}
