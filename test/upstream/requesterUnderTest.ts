import type { Requester } from '../../src/upstream/operation.ts';

/** Each call makes another operation. */
export function requester({ key = 'caller' }: { readonly key?: string } = {}): Requester {
  return { requestId: 'same for all', caller: { key } };
}
