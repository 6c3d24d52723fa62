import { z } from 'zod';

/*
 * How upstream members are read: one that is absent, null or of the wrong kind is null, never an exception. None of the vendors
 * keeps to its own list of required members.
 */

/** Text that has to be there; numbers become their digits, because some ids come as JSON integers. */
export const requiredText = z.union([z.string(), z.number(), z.bigint()]).transform(String);

export const text = requiredText.nullable().catch(null);

export const flag = z.boolean().nullable().catch(null);

/** A count within GraphQL's Int. */
export const int = z.int32().nullable().catch(null);

/** Any JSON number, such as milliseconds with decimals. */
export const float = z.number().nullable().catch(null);

/** A whole number of any size. */
export const integer = z.union([z.int(), z.bigint()]).nullable().catch(null);

/** A moment as text, with any number of decimals of a second. */
export const moment = z
  .string()
  .transform((value) => new Date(value))
  .refine((date) => !Number.isNaN(date.getTime()))
  .nullable()
  .catch(null);
