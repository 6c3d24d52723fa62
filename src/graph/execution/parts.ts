import type { GraphQLError } from 'graphql';
import type { AnswerMeter } from './answerMeter.ts';

type Steps = readonly (string | number)[];

/** A part of an answer that is sent after the first one: the fields of a fragment, or items of a list. */
export interface LaterPart {
  /** Of the object that has the fields, or of the first item. */
  readonly path?: Steps;
  readonly label?: string;
  readonly data?: unknown;
  readonly items?: unknown;
  readonly errors?: readonly GraphQLError[];
}

/** Removes the errors whose path leads into this part from the list, and returns them. */
export function takeErrorsIn({ path = [], data, items }: LaterPart, errors: GraphQLError[]): GraphQLError[] {
  // The path of items ends with the index of the first one.
  const from = Number(path.at(-1));
  const byIndex = Array.isArray(items) ? Object.fromEntries(items.map((item, at) => [from + at, item])) : null;
  const value = items === undefined ? data : byIndex;
  const at = items === undefined ? path : path.slice(0, -1);
  const taken = errors.filter(({ path = [] }) => leadsInto(value, at, path));
  errors.splice(0, errors.length, ...errors.filter((error) => !taken.includes(error)));
  return taken;
}

/** Whether a path is that of something in this value, or would be if there was no null. */
function leadsInto(value: unknown, at: Steps, path: Steps): boolean {
  if (at.some((step, index) => path[index] !== step)) return false;
  let reached = value;
  for (const step of path.slice(at.length)) {
    if (reached === null) return true;
    if (typeof reached !== 'object' || !Object.hasOwn(reached, step)) return false;
    reached = (reached as Readonly<Record<string | number, unknown>>)[step];
  }
  return true;
}

/** Adds a part to the meter. The cost of its fields was counted when they were resolved. */
export function measurePart({ errors = [], ...part }: LaterPart, meter: AnswerMeter): void {
  measureBytes(part, meter);
  for (const error of errors) meter.error(error);
}

function measureBytes(value: unknown, meter: AnswerMeter): void {
  if (meter.isExceeded) return;
  if (typeof value === 'string') meter.text(value);
  else if (Array.isArray(value)) for (const item of value) measureBytes(item, meter);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      // The quotes, the colon and the comma.
      meter.fields(0, key.length + 4);
      measureBytes(member, meter);
    }
  } else meter.value(value);
}
