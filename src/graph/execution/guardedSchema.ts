import { MapperKind, mapSchema } from '@graphql-tools/utils';
import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Context } from '../../context.ts';
import { isGranted, SchemaRules } from '../plan/fieldRules.ts';
import type { AnswerMeter } from './answerMeter.ts';

/**
 * A copy of the schema for an executor that knows neither scopes nor costs: its resolvers do not resolve what the caller may not read,
 * and count the cost of each field.
 *
 * @param meterOf the meter of an operation
 */
export function guardedSchema(schema: GraphQLSchema, meterOf: (context: Context) => AnswerMeter): GraphQLSchema {
  const rules = new SchemaRules(schema);
  return mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (config, fieldName, typeName) => {
      const type = schema.getType(typeName);
      const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
      if (field === undefined) return config;
      const { weight, scopes } = rules.of(field);
      // A list of connections cannot be null. It leaves out the sources that the caller may not read.
      const required = isNonNullType(field.type) ? null : scopes;
      const resolve = config.resolve ?? defaultFieldResolver;
      const guarded: GraphQLFieldResolver<unknown, Context> = (source, given, context, info) => {
        const meter = meterOf(context);
        meter.fields(weight, 0);
        // The answer is dropped.
        if (meter.isExceeded) return null;
        return isGranted(required, context.caller.scopes) ? resolve(source, given, context, info) : null;
      };
      return { ...config, resolve: guarded };
    },
  });
}
