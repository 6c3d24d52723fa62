import { getNullableType, isListType } from 'graphql';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../relay/pageArguments.ts';
import type { PlannedArguments } from './arguments.ts';
import type { Plan, PlannedField, PlannedSelection } from './plan.ts';

/** The size of a list that its field passes on to the lists within it. */
interface Passed {
  readonly size: number;
  readonly fields: readonly string[];
}

const NONE: Passed = { size: 1, fields: [] };

/**
 * The cost of an operation before it is executed: the weights of all selected fields, leaves included, times the sizes of the lists
 * that they are in. For a value of several possible types, the most expensive one counts.
 */
export function costOf(plan: Plan, argumentsOf: PlannedArguments): number {
  const known = new Map<PlannedSelection, Map<number, number>>();

  function costOfSelection(selection: PlannedSelection, passed: Passed): number {
    const bySize = known.get(selection) ?? new Map<number, number>();
    known.set(selection, bySize);
    const before = bySize.get(passed.size);
    if (before !== undefined) return before;
    let cost = 0;
    for (const fields of selection.fieldsByType.values()) {
      cost = Math.max(
        cost,
        fields.reduce((sum, field) => sum + costOfField(field, passed), 0),
      );
    }
    bySize.set(passed.size, cost);
    return cost;
  }

  function costOfField(field: PlannedField, passed: Passed): number {
    const { rules, selection } = field;
    const size = sizeOf(field, argumentsOf);
    const passedOn = rules.listSize?.sizedFields.length ? { size, fields: rules.listSize.sizedFields } : NONE;
    const ofItem = selection === null ? 1 : costOfSelection(selection, passedOn);
    if (!isListType(getNullableType(field.definition.type))) return rules.weight + (selection === null ? 0 : ofItem);
    const isSized = passed.fields.includes(field.definition.name);
    return rules.weight + (isSized ? passed.size : size) * ofItem;
  }

  return costOfSelection(plan.root, NONE);
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
