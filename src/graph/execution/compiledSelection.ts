import { GraphQLError, isAbstractType } from 'graphql';
import type { PlannedSelection } from '../plan/plan.ts';
import { CompiledObject, type Members } from './compiledObject.ts';
import type { Execution } from './execution.ts';
import type { MaybePromise } from './maybePromise.ts';
import type { Path } from './path.ts';

/** The selections of a plan. Fields with the same planned selection share one. */
export class CompiledSelections {
  readonly #known = new Map<PlannedSelection, CompiledSelection>();

  of(planned: PlannedSelection): CompiledSelection {
    let selection = this.#known.get(planned);
    if (selection === undefined) {
      selection = new CompiledSelection(planned, this);
      this.#known.set(planned, selection);
    }
    return selection;
  }
}

/** What is selected on a value, which can have several types. Each is compiled when the first value of it is completed. */
export class CompiledSelection {
  readonly #planned: PlannedSelection;
  readonly #selections: CompiledSelections;
  readonly #objects = new Map<string, CompiledObject>();
  /** Null if the value can have several types. */
  readonly #onlyType: string | null;

  constructor(planned: PlannedSelection, selections: CompiledSelections) {
    this.#planned = planned;
    this.#selections = selections;
    this.#onlyType = isAbstractType(planned.type) ? null : planned.type.name;
  }

  complete(value: unknown, execution: Execution, path: Path | undefined): MaybePromise<Members> {
    return this.#objectOf(this.#onlyType ?? typeOf(value)).complete(value, execution, path);
  }

  #objectOf(type: string): CompiledObject {
    let object = this.#objects.get(type);
    if (object === undefined) {
      const { fieldsByType, type: declared } = this.#planned;
      const fields = fieldsByType.get(type);
      if (fields === undefined) {
        const message = `A value of the type "${declared.name}" has the type "${type}", which is not one of its types.`;
        throw new GraphQLError(message);
      }
      object = new CompiledObject(fields, this.#selections);
      this.#objects.set(type, object);
    }
    return object;
  }
}

/** Models of interface types carry the name of their object type. */
function typeOf(value: unknown): string {
  const { __typename } = value as { readonly __typename?: unknown };
  return typeof __typename === 'string' ? __typename : String(__typename);
}
