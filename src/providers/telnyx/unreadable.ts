/*
 * Thrown while Telnyx's pages are read, and caught where the whole reading is known.
 */

/** Pages cannot be had in the order that was asked for: only the whole list is sure. */
export class NoOrderError extends Error {}

/** A list has no end, or does not hold still long enough to be read. */
export class EndlessPagesError extends Error {}

/** Telnyx says that this connection cannot have calls. */
export class NoCallsError extends Error {}
