import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  getArgumentValues,
  getNullableType,
  isLeafType,
  TypeNameMetaFieldDef,
} from 'graphql';
import type { PlannedField, PlannedSelection } from '../plan/plan.ts';
import { type Complete, completionOf, type ObjectCompletion } from './completion.ts';
import { type Execution, fail } from './execution.ts';
import { isTextType } from './leaf.ts';
import { isPromise, type MaybePromise } from './maybePromise.ts';
import type { Path } from './path.ts';
import { ResolveInfo } from './resolveInfo.ts';

/** The compiled selections of the plan. */
export interface Selections {
  of(planned: PlannedSelection): ObjectCompletion;
}

/** One selected field of an object type. */
export class CompiledField {
  readonly responseKey: string;
  readonly #planned: PlannedField;
  readonly #name: string;
  /** Null for a field that is a member of its parent. */
  readonly #resolve: GraphQLFieldResolver<unknown, unknown> | null;
  readonly #complete: Complete;
  readonly #isLeaf: boolean;
  readonly #isText: boolean;
  readonly #needsScope: boolean;
  /** The value of `__typename`, which many clients add to each object; null for another field. */
  readonly #typeName: string | null;

  constructor(planned: PlannedField, selections: Selections) {
    const { responseKey, definition, rules, selection } = planned;
    this.responseKey = responseKey;
    this.#planned = planned;
    this.#name = definition.name;
    this.#resolve = definition.resolve ?? null;
    this.#complete = completionOf(definition.type, planned, selection && selections.of(selection));
    const type = getNullableType(definition.type);
    this.#isLeaf = isLeafType(type);
    this.#isText = isLeafType(type) && isTextType(type);
    this.#needsScope = rules.scopes !== null;
    this.#typeName = definition === TypeNameMetaFieldDef ? planned.parentType.name : null;
  }

  /**
   * The value in the answer, or a promise of it. If the field fails, null and an entry in the errors.
   *
   * @param parent path of the object
   * @throws GraphQLError if the field fails and its type does not allow null
   */
  valueOf(source: unknown, execution: Execution, parent: Path | undefined): MaybePromise<unknown> {
    if (this.#needsScope && execution.forbidden.has(this.#planned)) return null;
    try {
      const value = this.#typeName ?? this.#resolved(source, execution, parent);
      if (typeof value === 'string' && this.#isText) {
        execution.meter.text(value);
        return value;
      }
      if (isPromise(value)) return this.#later(value, execution, parent);
      // An error makes the path of a leaf when it needs it.
      const completed = this.#complete(value, execution, this.#isLeaf ? undefined : this.#pathIn(parent));
      return isPromise(completed) ? this.#caught(completed, execution, parent) : completed;
    } catch (error) {
      return this.#fail(error, execution, parent);
    }
  }

  async #later(value: Promise<unknown>, execution: Execution, parent: Path | undefined): Promise<unknown> {
    try {
      const completed = this.#complete(await value, execution, this.#pathIn(parent));
      return isPromise(completed) ? await completed : completed;
    } catch (error) {
      return this.#fail(error, execution, parent);
    }
  }

  async #caught(completed: Promise<unknown>, execution: Execution, parent: Path | undefined): Promise<unknown> {
    try {
      return await completed;
    } catch (error) {
      return this.#fail(error, execution, parent);
    }
  }

  #resolved(source: unknown, execution: Execution, parent: Path | undefined): unknown {
    if (this.#resolve !== null) return this.#call(this.#resolve, source, execution, parent);
    // As graphql-js's default resolver: a property, or a method that is called with the arguments.
    if ((typeof source !== 'object' || source === null) && typeof source !== 'function') return undefined;
    const member = (source as Readonly<Record<string, unknown>>)[this.#name];
    return typeof member === 'function' ? this.#call(defaultFieldResolver, source, execution, parent) : member;
  }

  #call(
    resolve: GraphQLFieldResolver<unknown, unknown>,
    source: unknown,
    execution: Execution,
    parent: Path | undefined,
  ): unknown {
    const { definition, nodes } = this.#planned;
    const { argumentsOf, variables, context } = execution;
    // If the arguments are invalid, they are read once more for the error.
    const given = argumentsOf(this.#planned) ?? getArgumentValues(definition, nodes[0], variables);
    return resolve(source, given, context, new ResolveInfo(this.#planned, execution, parent));
  }

  #fail(raw: unknown, execution: Execution, parent: Path | undefined): null {
    return fail(raw, this.#planned.definition.type, this.#planned, this.#pathIn(parent), execution);
  }

  #pathIn(prev: Path | undefined): Path {
    return { prev, key: this.responseKey, typename: this.#planned.parentType.name };
  }
}
