import { getNullableType, isListType } from 'graphql';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../relay/pageArguments.ts';
import type { Plan, PlannedField, PlannedSelection } from './plan.ts';
import type { PlannedArguments } from './plannedArguments.ts';

/** The size of a list that its field passes on to the lists within it. */
interface Passed {
  readonly size: number;
  readonly fields: readonly string[];
}

const NONE: Passed = { size: 1, fields: [] };

/** Costs of selections, by the size that is passed to them. */
type KnownCosts = Map<PlannedSelection, Map<number, number>>;

/**
 * The cost of an operation before it is executed: the weights of all selected fields, leaves included, times the sizes of the lists
 * that they are in. For a value of several possible types, the most expensive one counts.
 */
export class PlanCost {
  readonly #root: PlannedSelection;
  /** The selections with a list whose size depends on variables. The costs of all others are known after the first request. */
  readonly #variable = new Set<PlannedSelection>();
  readonly #known: KnownCosts = new Map();

  constructor({ root }: Plan) {
    this.#root = root;
    this.#findVariable(root, new Set());
  }

  of(argumentsOf: PlannedArguments): number {
    return this.#ofSelection(this.#root, NONE, argumentsOf, new Map());
  }

  #findVariable(selection: PlannedSelection, visited: Set<PlannedSelection>): void {
    if (visited.has(selection)) return;
    visited.add(selection);
    for (const field of [...selection.fieldsByType.values()].flat()) {
      if (field.selection !== null) this.#findVariable(field.selection, visited);
      const isVariable = field.rules.listSize !== null && field.constantArguments === null;
      if (isVariable || this.#variable.has(field.selection ?? selection)) this.#variable.add(selection);
    }
  }

  #ofSelection(
    selection: PlannedSelection,
    passed: Passed,
    argumentsOf: PlannedArguments,
    ofRequest: KnownCosts,
  ): number {
    const known = this.#variable.has(selection) ? ofRequest : this.#known;
    let bySize = known.get(selection);
    if (bySize === undefined) {
      bySize = new Map();
      known.set(selection, bySize);
    }
    const before = bySize.get(passed.size);
    if (before !== undefined) return before;
    let cost = 0;
    for (const fields of selection.fieldsByType.values()) {
      const costs = fields.map((field) => this.#ofField(field, passed, argumentsOf, ofRequest));
      cost = Math.max(
        cost,
        costs.reduce((sum, one) => sum + one, 0),
      );
    }
    bySize.set(passed.size, cost);
    return cost;
  }

  #ofField(field: PlannedField, passed: Passed, argumentsOf: PlannedArguments, ofRequest: KnownCosts): number {
    const { rules, selection, definition } = field;
    const size = sizeOf(field, argumentsOf);
    const passedOn = rules.listSize?.sizedFields.length ? { size, fields: rules.listSize.sizedFields } : NONE;
    const ofItem = selection === null ? 1 : this.#ofSelection(selection, passedOn, argumentsOf, ofRequest);
    if (!isListType(getNullableType(definition.type))) return rules.weight + (selection === null ? 0 : ofItem);
    const isSized = passed.fields.includes(definition.name);
    return rules.weight + (isSized ? passed.size : size) * ofItem;
  }
}

/** The number of items of lists without `@listSize`, which are those of introspection. */
const SIZES: Readonly<Record<string, number>> = {
  types: 60,
  fields: 6,
  args: 1,
  inputFields: 2,
  enumValues: 3,
  interfaces: 1,
  possibleTypes: 1,
  directives: 8,
  locations: 3,
};

/** The number of items that a list is expected to have at most. */
function sizeOf(field: PlannedField, argumentsOf: PlannedArguments): number {
  const { listSize } = field.rules;
  if (listSize === null) return SIZES[field.definition.name] ?? DEFAULT_PAGE_SIZE;
  // Federation's slicing arguments are numbers. For `nodes` and `_entities`, the given list is the size.
  const { ids, representations = ids } = argumentsOf(field) ?? {};
  if (Array.isArray(representations)) return representations.length;
  const sizes = listSize.slicingArguments.flatMap((name) => {
    const size = argumentsOf(field)?.[name];
    // A size beyond the limits is rejected by the list itself, with an error that names the argument.
    return typeof size === 'number' ? Math.min(Math.max(size, 1), MAX_PAGE_SIZE) : [];
  });
  return sizes.length > 0 ? Math.max(...sizes) : (listSize.assumedSize ?? DEFAULT_PAGE_SIZE);
}
