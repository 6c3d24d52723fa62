import { GraphQLScalarType } from 'graphql';
import { GraphQLBigInt, GraphQLDateTime, GraphQLIP, GraphQLJSONObject, GraphQLPort, GraphQLURL } from 'graphql-scalars';

/** A number for as long as a JSON number is exact, then a string of its digits. */
const BigIntScalar = new GraphQLScalarType<unknown, number | string>({
  ...GraphQLBigInt.toConfig(),
  serialize: (value) => {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    if (typeof value === 'bigint') return value.toString();
    throw new TypeError('BigInt cannot represent what is no whole number');
  },
});

/** As the provider wrote it: graphql-scalars would add a slash to a bare host. */
const URLScalar = new GraphQLScalarType<unknown, string>({ ...GraphQLURL.toConfig(), serialize: String });

export const scalars = {
  BigInt: BigIntScalar,
  DateTime: GraphQLDateTime,
  IP: GraphQLIP,
  JSONObject: GraphQLJSONObject,
  Port: GraphQLPort,
  URL: URLScalar,
};
