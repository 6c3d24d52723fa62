import { GraphQLBoolean, GraphQLID, GraphQLInt, type GraphQLLeafType, GraphQLString } from 'graphql';
import type { Execution } from './execution.ts';

/** Whether texts are serialized as they are. Most values of an answer are such texts. */
export function isTextType({ name }: { readonly name: string }): boolean {
  return name === GraphQLString.name || name === GraphQLID.name;
}

/** Serializes and measures values of a scalar or an enum. */
export function leafOf(type: GraphQLLeafType): (value: unknown, execution: Execution) => unknown {
  const isSerialized = SERIALIZED.get(type.name);
  return (value, { meter }) => {
    const serialized = isSerialized?.(value) ? value : serialize(type, value);
    if (typeof serialized === 'string') meter.text(serialized);
    else meter.value(serialized);
    return serialized;
  };
}

/** Whether a value is serialized as it is. Models have such values nearly always. */
const SERIALIZED: ReadonlyMap<string, (value: unknown) => boolean> = new Map([
  [GraphQLString.name, (value: unknown) => typeof value === 'string'],
  [GraphQLID.name, (value: unknown) => typeof value === 'string'],
  [GraphQLBoolean.name, (value: unknown) => typeof value === 'boolean'],
  [GraphQLInt.name, (value: unknown) => typeof value === 'number' && (value | 0) === value],
]);

function serialize(type: GraphQLLeafType, value: unknown): unknown {
  const serialized = type.serialize(value);
  if (serialized === undefined || serialized === null) {
    throw new TypeError(`Expected a value of the type ${type.name}, but its serialization returned nothing.`);
  }
  return serialized;
}
