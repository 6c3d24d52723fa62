import { GraphQLError, type GraphQLOutputType, isLeafType, isListType, isNonNullType } from 'graphql';
import type { PlannedField } from '../plan/plan.ts';
import { type Execution, fail } from './execution.ts';
import { leafOf } from './leaf.ts';
import { afterAll, isPromise, type MaybePromise } from './maybePromise.ts';
import type { Path } from './path.ts';

/**
 * Makes the part of the answer for a resolved value.
 *
 * @param path of the value; undefined for the root, and for a leaf, which does not need it
 * @throws if the value is not of the type
 */
export type Complete = (value: unknown, execution: Execution, path: Path | undefined) => MaybePromise<unknown>;

/** Completes the objects of a field, with what is selected on them. */
export interface ObjectCompletion {
  readonly complete: Complete;
}

/**
 * Prepares what graphql-js does with a value of this type.
 *
 * @param objects null for a leaf
 */
export function completionOf(type: GraphQLOutputType, field: PlannedField, objects: ObjectCompletion | null): Complete {
  if (!isNonNullType(type)) return completionOfNullable(type, field, objects);
  const complete = completionOfNullable(type.ofType, field, objects);
  const later = async (completed: Promise<unknown>) => nonNull(await completed, field);
  return (value, execution, path) => {
    const completed = complete(value, execution, path);
    return isPromise(completed) ? later(completed) : nonNull(completed, field);
  };
}

function completionOfNullable(
  type: GraphQLOutputType,
  field: PlannedField,
  objects: ObjectCompletion | null,
): Complete {
  const complete = completionOfValue(type, field, objects);
  return (value, execution, path) => {
    if (value === undefined || value === null) return null;
    if (value instanceof Error) throw value;
    return complete(value, execution, path);
  };
}

function completionOfValue(type: GraphQLOutputType, field: PlannedField, objects: ObjectCompletion | null): Complete {
  if (isListType(type)) return completionOfList(type.ofType, field, objects);
  if (isLeafType(type)) return leafOf(type);
  if (objects === null) throw new TypeError(`Field ${field.definition.name} has no selection`);
  return (value, execution, path) => objects.complete(value, execution, path);
}

function completionOfList(
  itemType: GraphQLOutputType,
  field: PlannedField,
  objects: ObjectCompletion | null,
): Complete {
  const completeItem = completionOfItem(itemType, field, objects);
  return (values, execution, path) => {
    const items: unknown[] = [];
    let hasPromise = false;
    try {
      for (const value of iterable(values, field)) {
        const item = completeItem(value, execution, { prev: path, key: items.length, typename: undefined });
        hasPromise ||= isPromise(item);
        items.push(item);
      }
    } catch (error) {
      return afterAll(items, error);
    }
    return hasPromise ? Promise.all(items) : items;
  };
}

function completionOfItem(itemType: GraphQLOutputType, field: PlannedField, objects: ObjectCompletion | null) {
  const complete = completionOf(itemType, field, objects);
  const later = async (value: Promise<unknown>, execution: Execution, path: Path) => {
    try {
      const completed = complete(await value, execution, path);
      return isPromise(completed) ? await completed : completed;
    } catch (error) {
      return fail(error, itemType, field, path, execution);
    }
  };
  const caught = async (completed: Promise<unknown>, execution: Execution, path: Path) => {
    try {
      return await completed;
    } catch (error) {
      return fail(error, itemType, field, path, execution);
    }
  };
  return (value: unknown, execution: Execution, path: Path): MaybePromise<unknown> => {
    try {
      if (isPromise(value)) return later(value, execution, path);
      const completed = complete(value, execution, path);
      return isPromise(completed) ? caught(completed, execution, path) : completed;
    } catch (error) {
      return fail(error, itemType, field, path, execution);
    }
  };
}

function iterable(values: unknown, { parentType, definition }: PlannedField): Iterable<unknown> {
  if (typeof values === 'object' && values !== null && Symbol.iterator in values) return values as Iterable<unknown>;
  throw new GraphQLError(`Expected Iterable, but did not find one for field "${parentType.name}.${definition.name}".`);
}

function nonNull(value: unknown, { parentType, definition }: PlannedField): unknown {
  if (value === null) {
    throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${definition.name}.`);
  }
  return value;
}
