import type { Requester } from '../../src/upstream/operation.ts';

/** A requester without a budget. Each call makes another operation. */
export function requester({ key = 'caller' }: { readonly key?: string } = {}): Requester {
  return { requestId: 'same for all', caller: { key }, budget: null };
}

/** What a signal is aborted with when the client disconnects. */
export const LEFT = new DOMException('The client has disconnected', 'AbortError');
