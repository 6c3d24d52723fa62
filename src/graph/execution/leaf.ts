import { GraphQLBoolean, GraphQLID, GraphQLInt, type GraphQLLeafType, GraphQLString } from 'graphql';
import type { Execution } from './execution.ts';
import { jsonBytesOf } from './jsonBytes.ts';

/** Serializes and measures values of a scalar or an enum. */
export function leafOf(type: GraphQLLeafType): (value: unknown, execution: Execution) => unknown {
  const isSerialized = SERIALIZED.get(type.name);
  return (value, { meter }) => {
    const serialized = isSerialized?.(value) ? value : serialize(type, value);
    meter.bytes += jsonBytesOf(serialized);
    return serialized;
  };
}

const isText = (value: unknown) => typeof value === 'string';

/** Whether a value is serialized as it is. Models have such values nearly always. */
const SERIALIZED: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  [GraphQLString.name, isText],
  [GraphQLID.name, isText],
  [GraphQLBoolean.name, (value) => typeof value === 'boolean'],
  [GraphQLInt.name, (value) => typeof value === 'number' && (value | 0) === value],
]);

function serialize(type: GraphQLLeafType, value: unknown): unknown {
  const serialized = type.serialize(value);
  if (serialized === undefined || serialized === null) {
    throw new TypeError(`Expected a value of the type ${type.name}, but its serialization returned nothing.`);
  }
  return serialized;
}
