import fc from 'fast-check';
import { jsonRequest, type Target } from './target.ts';

/** Global IDs and cursors that the target returned. */
export async function identifiersOf({ send }: Target): Promise<readonly string[]> {
  const query = `{
    sources { id }
    connections(first: 5) { edges { cursor node { id } } }
    byName: connections(first: 5, orderBy: { field: NAME }) { edges { cursor } }
    emsConnections(last: 3) { edges { cursor } }
    xStreamConnections(first: 3) { edges { cursor node { id } } }
    telnyxConnections(first: 3) { edges { cursor node { id activeCalls { edges { cursor node { id } } } } } }
  }`;
  const { body } = await send(jsonRequest({ query }));
  return [...body.matchAll(/"(?:id|cursor)":"([^"]+)"/g)].flatMap(([, text = '']) => text);
}

const SPECIAL = [
  '',
  '..',
  '../../v2/connections',
  'a/b?c=d#e',
  '%2e%2e%2f',
  'a\r\nx: y',
  '\u0000',
  '__proto__',
  'x'.repeat(3000),
];

const json = fc.oneof(
  { arbitrary: fc.jsonValue({ maxDepth: 2 }), weight: 2 },
  fc.constantFrom<unknown>(...SPECIAL, -1, 0, 25_000, 25_001, 2 ** 53, 1e308, null, true, [], {}, [[[[]]]]),
);

/** Real IDs and cursors, changed in their text or in their JSON, and others that were made up. */
export function identifiersLike(real: readonly string[]): fc.Arbitrary<string> {
  const one = fc.constantFrom(...real);
  const position = fc.nat({ max: 200 });
  return fc.oneof(
    one,
    fc.tuple(one, position, fc.string({ maxLength: 3 })).map(([text, at, other]) => replaced(text, at, other)),
    fc.tuple(one, position).map(([text, length]) => text.slice(0, length)),
    fc.tuple(one, position, json).map(([text, at, value]) => encode(withMember(decode(text), at, value))),
    fc
      .tuple(one, one, position)
      .map(([text, other, at]) => encode(withMember(decode(text), at, decode(other)[at] ?? other))),
    json.map(encode),
    fc.base64String({ maxLength: 5000 }),
    fc.string({ unit: 'binary', maxLength: 100 }),
  );
}

function replaced(text: string, at: number, other: string): string {
  const index = at % text.length;
  return text.slice(0, index) + other + text.slice(index + 1);
}

function decode(text: string): readonly unknown[] {
  return JSON.parse(Buffer.from(text, 'base64url').toString());
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** The array with another member; with one more, or one less, for a few positions. */
function withMember(array: readonly unknown[], at: number, value: unknown): readonly unknown[] {
  const index = at % (array.length + 2);
  if (index > array.length) return array.slice(0, -1);
  return [...array.slice(0, index), value, ...array.slice(index + 1)];
}

/** The documents that take an ID or a cursor, each in the variable `text`. */
export const IDENTIFIER_DOCUMENTS = [
  'query ($text: ID!) { node(id: $text) { id ... on Connection { name } ... on ActiveCall { durationSeconds } } }',
  'query ($text: ID!) { nodes(ids: [$text, $text]) { id } }',
  'query ($text: String) { connections(first: 3, after: $text) { edges { cursor } totalCount } }',
  'query ($text: String) { connections(last: 3, before: $text) { edges { cursor } pageInfo { hasPreviousPage } } }',
  'query ($text: String) { connections(after: $text, orderBy: { field: NAME }) { nodes { id } } }',
  'query ($text: String) { emsConnections(last: 3, before: $text) { nodes { id } } }',
  'query ($text: String) { telnyxConnections(first: 2, after: $text) { nodes { id } totalCount } }',
  'query ($text: String) { telnyxConnections(last: 2, before: $text) { nodes { id } pageInfo { hasNextPage } } }',
  'query ($text: String) { xStreamConnections(first: 2, after: $text) { nodes { id } } }',
  'query ($text: String) { telnyxConnections(first: 2) { nodes { activeCalls(first: 1, after: $text) { totalCount } } } }',
  'query ($text: String) { telnyxConnections(first: 2) { nodes { activeCalls(last: 1, before: $text) { nodes { id } } } } }',
];
