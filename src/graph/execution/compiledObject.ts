import type { PlannedField } from '../plan/plan.ts';
import { CompiledField, type Selections } from './compiledField.ts';
import type { Execution } from './execution.ts';
import { afterAll, isPromise, type MaybePromise } from './maybePromise.ts';
import type { Path } from './path.ts';

/** The part of the answer for one object. */
export type Members = Record<string, unknown>;

/** What is selected on the values of one object type. */
export class CompiledObject {
  readonly #fields: readonly CompiledField[];
  /** All response keys in order, with null. A client can choose the key `__proto__`, which is a member like others here. */
  readonly #empty: Members;
  readonly #cost: number;
  readonly #keyBytes: number;

  constructor(fields: readonly PlannedField[], selections: Selections) {
    this.#fields = fields.map((field) => new CompiledField(field, selections));
    this.#empty = JSON.parse(`{${fields.map(({ responseKey }) => `"${responseKey}":null`).join()}}`);
    this.#cost = fields.reduce((sum, { rules }) => sum + rules.weight, 0);
    // The quotes, the colon and the comma.
    this.#keyBytes = fields.reduce((sum, { responseKey }) => sum + responseKey.length + 4, 0);
  }

  complete(source: unknown, execution: Execution, path: Path | undefined): MaybePromise<Members> {
    const { meter } = execution;
    // Copies have one shape, which is faster to make and to serialize than members that are added one by one.
    const members = { ...this.#empty };
    if (meter.isExceeded) return members;
    meter.fields(this.#cost, this.#keyBytes);
    let pending: Promise<void>[] | null = null;
    try {
      for (const field of this.#fields) {
        const value = field.valueOf(source, execution, path);
        if (isPromise(value)) {
          pending ??= [];
          pending.push(setLater(members, field.responseKey, value));
        } else {
          members[field.responseKey] = value;
        }
      }
    } catch (error) {
      if (pending === null) throw error;
      return afterAll(pending, error);
    }
    return pending === null ? members : after(pending, members);
  }
}

async function setLater(members: Members, key: string, value: Promise<unknown>): Promise<void> {
  members[key] = await value;
}

async function after(pending: readonly Promise<void>[], members: Members): Promise<Members> {
  await Promise.all(pending);
  return members;
}
