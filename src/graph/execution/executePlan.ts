import {
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  locatedError,
} from 'graphql';
import type { Plan, PlannedField, PlannedSelection } from '../plan/plan.ts';
import type { AnswerMeter } from './answerMeter.ts';

export interface ExecutionArguments {
  readonly schema: GraphQLSchema;
  readonly plan: Plan;
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: unknown;
  /** Null without being resolved. */
  readonly forbidden: ReadonlySet<PlannedField>;
  readonly meter: AnswerMeter;
}

export interface Answer {
  readonly data: Members | null;
  readonly errors: readonly GraphQLError[];
}

type Members = Record<string, unknown>;
type MaybePromise<Value> = Value | Promise<Value>;

interface Path {
  readonly prev: Path | undefined;
  readonly key: string | number;
  readonly typename: string | undefined;
}

/**
 * Executes a planned query as graphql-js does: the same data, and the same errors except for their order. It measures the answer, and
 * stops when the answer exceeds a limit.
 */
export async function executePlan(given: ExecutionArguments): Promise<Answer> {
  return new Execution(given).run();
}

class Execution {
  readonly #given: ExecutionArguments;
  readonly #meter: AnswerMeter;
  readonly #errors: GraphQLError[] = [];

  constructor(given: ExecutionArguments) {
    this.#given = given;
    this.#meter = given.meter;
  }

  async run(): Promise<Answer> {
    const { plan } = this.#given;
    let data: Members | null;
    try {
      data = await this.#members(plan.root, plan.rootType, undefined, undefined);
    } catch (error) {
      // A field that cannot be null has failed.
      this.#errors.push(error as GraphQLError);
      data = null;
    }
    const { exceeded } = this.#meter;
    return exceeded === null ? { data, errors: this.#errors } : { data: null, errors: [exceeded] };
  }

  #members(
    selection: PlannedSelection,
    type: GraphQLObjectType,
    source: unknown,
    path: Path | undefined,
  ): MaybePromise<Members> {
    // Without a prototype, because a client can choose the key `__proto__`.
    const members: Members = Object.create(null);
    const pending: Promise<void>[] = [];
    try {
      for (const field of selection.fieldsByType.get(type.name) ?? []) {
        const { responseKey } = field;
        const value = this.#field(field, source, { prev: path, key: responseKey, typename: type.name });
        members[responseKey] = value;
        if (isPromise(value)) {
          pending.push(
            value.then((resolved) => {
              members[responseKey] = resolved;
            }),
          );
        }
      }
    } catch (error) {
      return afterAll(pending, error);
    }
    return pending.length === 0 ? members : Promise.all(pending).then(() => members);
  }

  #field(field: PlannedField, source: unknown, path: Path): MaybePromise<unknown> {
    const { definition, responseKey, rules } = field;
    // The whole answer is dropped, so that nothing else matters.
    if (this.#meter.exceeded !== null) return null;
    this.#meter.field(rules.weight, responseKey);
    if (this.#given.forbidden.has(field)) return null;
    const { type } = definition;
    try {
      const value = definition.resolve ? this.#resolve(field, source, path) : memberOf(source, definition.name);
      const completed = isPromise(value)
        ? value.then((resolved) => this.#complete(type, field, resolved, path))
        : this.#complete(type, field, value, path);
      return isPromise(completed) ? completed.catch((error) => this.#fail(error, type, field, path)) : completed;
    } catch (error) {
      return this.#fail(error, type, field, path);
    }
  }

  #resolve(field: PlannedField, source: unknown, path: Path): unknown {
    const { schema, plan, variables, context } = this.#given;
    const { definition, nodes, parentType } = field;
    const info: GraphQLResolveInfo = {
      fieldName: definition.name,
      fieldNodes: nodes,
      returnType: definition.type,
      parentType,
      path,
      schema,
      fragments: plan.fragments,
      rootValue: undefined,
      operation: plan.operation,
      variableValues: variables,
    };
    const values = getArgumentValues(definition, nodes[0], variables);
    return definition.resolve?.(source, values, context, info);
  }

  /** @returns null, if the type allows it @throws GraphQLError otherwise, so that the parent becomes null */
  #fail(raw: unknown, type: GraphQLOutputType, { nodes }: PlannedField, path: Path): null {
    const error = locatedError(raw, nodes, keysOf(path));
    if (isNonNullType(type)) throw error;
    this.#errors.push(error);
    this.#meter.error(error);
    return null;
  }

  #complete(type: GraphQLOutputType, field: PlannedField, value: unknown, path: Path): MaybePromise<unknown> {
    if (value instanceof Error) throw value;
    if (isNonNullType(type)) {
      const completed = this.#complete(type.ofType, field, value, path);
      return isPromise(completed) ? completed.then((one) => nonNull(one, field)) : nonNull(completed, field);
    }
    if (value === undefined || value === null) return null;
    if (isListType(type)) return this.#items(type.ofType, field, value, path);
    if (isLeafType(type)) return this.#leaf(type, value);
    const objectType = isAbstractType(type) ? this.#objectTypeOf(type, field, value) : type;
    const { selection } = field;
    if (selection === null) throw new TypeError(`Field ${field.definition.name} has no selection`);
    return this.#members(selection, objectType, value, path);
  }

  #items(itemType: GraphQLOutputType, field: PlannedField, values: unknown, path: Path): MaybePromise<unknown[]> {
    if (typeof values !== 'object' || values === null || !(Symbol.iterator in values)) {
      const { parentType, definition } = field;
      throw new GraphQLError(
        `Expected Iterable, but did not find one for field "${parentType.name}.${definition.name}".`,
      );
    }
    const items: unknown[] = [];
    let hasPromise = false;
    try {
      for (const value of values as Iterable<unknown>) {
        if (this.#meter.exceeded !== null) break;
        const item = this.#item(itemType, field, value, { prev: path, key: items.length, typename: undefined });
        hasPromise ||= isPromise(item);
        items.push(item);
      }
    } catch (error) {
      return afterAll(items, error);
    }
    return hasPromise ? Promise.all(items) : items;
  }

  #item(itemType: GraphQLOutputType, field: PlannedField, value: unknown, path: Path): MaybePromise<unknown> {
    try {
      const completed = isPromise(value)
        ? value.then((resolved) => this.#complete(itemType, field, resolved, path))
        : this.#complete(itemType, field, value, path);
      return isPromise(completed) ? completed.catch((error) => this.#fail(error, itemType, field, path)) : completed;
    } catch (error) {
      return this.#fail(error, itemType, field, path);
    }
  }

  #leaf(type: GraphQLLeafType, value: unknown): unknown {
    const serialized = type.serialize(value);
    if (serialized === undefined || serialized === null) {
      throw new TypeError(`Expected a value of the type ${type.name}, but its serialization returned nothing.`);
    }
    this.#meter.leaf(serialized);
    return serialized;
  }

  /** Models of interface types carry the name of their object type. */
  #objectTypeOf(type: GraphQLNamedType, { selection }: PlannedField, value: unknown): GraphQLObjectType {
    const name = String(memberOf(value, '__typename'));
    const objectType = this.#given.schema.getType(name);
    if (!isObjectType(objectType) || !selection?.fieldsByType.has(name)) {
      throw new GraphQLError(
        `A value of the type "${type.name}" has the type "${name}", which is not one of its types.`,
      );
    }
    return objectType;
  }
}

function memberOf(source: unknown, name: string): unknown {
  return typeof source === 'object' && source !== null ? (source as Members)[name] : undefined;
}

function nonNull(value: unknown, { parentType, definition }: PlannedField): unknown {
  if (value === null) {
    throw new Error(`Cannot return null for non-nullable field ${parentType.name}.${definition.name}.`);
  }
  return value;
}

/** Throws the error when the promises have settled. If one of them rejected with nobody waiting, the process would end. */
function afterAll(values: readonly unknown[], error: unknown): Promise<never> {
  return Promise.allSettled(values).then(() => {
    throw error;
  });
}

function keysOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let step: Path | undefined = path; step !== undefined; step = step.prev) keys.push(step.key);
  return keys.reverse();
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}
