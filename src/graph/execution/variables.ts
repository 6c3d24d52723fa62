import { BadUserInputError } from '../../errors.ts';

/** More than any operation of this schema needs: 100 IDs and a few filters. */
const MAX_VALUES = 1_000;

/**
 * Limits the number of values in the variables of a request. graphql-js reports unknown members one by one, each with the whole
 * variable in its message.
 *
 * @throws BadUserInputError naming the variable
 */
export function checkVariableSizes(variables: Readonly<Record<string, unknown>>): void {
  let count = 0;
  for (const [name, variable] of Object.entries(variables)) {
    const pending = [variable];
    for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
      count += 1;
      if (count > MAX_VALUES) {
        throw new BadUserInputError(`$${name.slice(0, 64)}`, `makes the variables exceed ${MAX_VALUES} values.`);
      }
      if (typeof value === 'object' && value !== null) {
        // No more than can be counted: an object can have 100,000 members.
        for (const member of Object.values(value).slice(0, MAX_VALUES + 1))
          if (member !== undefined) pending.push(member);
      }
    }
  }
}
