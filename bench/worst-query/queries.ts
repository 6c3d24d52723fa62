/** A family of queries that grow with `size`. The search looks for the largest one that is accepted. */
export interface Family {
  readonly name: string;
  query(size: number): string;
  /** Variables; none by default. */
  variables?(size: number): Readonly<Record<string, unknown>>;
}

const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, n) => make(n)).join(' ');

const LEAVES =
  'id name nativeId active createdAt provider freshness { observedAt ageMs stale } source { id name status }';
const STREAM =
  'nativeId name type typeNumeric appName createdAt queriedAt uptimeMs farPort nearPort operation alias userAgent';

/** Every family was, or could be, an attack. They are grouped by what they multiply. */
export const FAMILIES: readonly Family[] = [
  {
    name: 'aliases in nested fragments',
    query: (size) => {
      const levels = times(
        3,
        (level) => `fragment F${level} on Source { ${times(size, (n) => `... on Source { a${n}: id }`)} }`,
      );
      return `{ ${times(size, (n) => `r${n}: sources { ...F0 ...F1 ...F2 }`)} } ${levels}`;
    },
  },
  {
    name: 'fragments nested four deep, each with aliases',
    query: (size) => `{ s: emsConnections(first: 250) { nodes { streams { ...A } } } }
      fragment A on EmsStream { ${times(size, (n) => `a${n}: connection { ...B }`)} }
      fragment B on EmsConnection { ${times(size, (n) => `b${n}: streams { ...C }`)} }
      fragment C on EmsStream { ${times(size, (n) => `c${n}: connection { ...D }`)} }
      fragment D on EmsConnection { name }`,
  },
  {
    name: 'introspection in nested fragments',
    query: (size) => `{ __schema { types { ...A } } }
      fragment A on __Type { ${times(size, (n) => `a${n}: fields { ...B }`)} }
      fragment B on __Field { ${times(size, (n) => `b${n}: type { ...C }`)} }
      fragment C on __Type { ${times(size, (n) => `c${n}: fields { ...D }`)} }
      fragment D on __Field { name }`,
  },
  {
    name: 'introspection with all names',
    query: (size) =>
      `{ ${times(size, (n) => `a${n}: __schema { types { name description fields { name description args { name description } } } }`)} }`,
  },
  {
    name: 'one list with all shared fields',
    query: (size) =>
      `{ connections(first: ${Math.min(size, 250)}) { edges { cursor node { ${LEAVES} } } nodes { ${LEAVES} } totalCount } }`,
  },
  {
    name: 'aliases of leaves in a page of 250',
    query: (size) => `{ connections(first: 250) { nodes { ${times(size, (n) => `a${n}: id`)} } } }`,
  },
  {
    name: 'aliased lists of EMS, sorted by name',
    query: (size) =>
      `{ ${times(size, (n) => `a${n}: emsConnections(first: 250, orderBy: { field: NAME }) { nodes { name } }`)} }`,
  },
  {
    name: 'aliased lists with a long name filter',
    query: (size) =>
      `query ($text: String) { ${times(size, (n) => `a${n}: connections(first: 250, filter: { nameContains: $text }) { totalCount }`)} }`,
    variables: () => ({ text: 'a'.repeat(256) }),
  },
  {
    name: 'cursors of every edge',
    query: (size) =>
      `{ ${times(size, (n) => `a${n}: connections(first: 250) { edges { cursor ${times(4, (m) => `c${m}: cursor`)} } pageInfo { startCursor endCursor } }`)} }`,
  },
  {
    name: 'streams of streams',
    query: (size) =>
      `{ emsConnections(first: ${Math.min(size, 250)}) { nodes { streams { outStreams { inStream { outStreams { ${STREAM} } } } } } } }`,
  },
  {
    name: 'viewer counts',
    query: (size) =>
      `{ emsConnections(first: 250) { nodes { streams { ${times(size, (n) => `a${n}: viewerCount`)} } } } }`,
  },
  {
    name: 'settings as JSON',
    query: (size) =>
      `{ emsConnections(first: 250) { nodes { ${times(size, (n) => `a${n}: settings { parameters }`)} } } }`,
  },
  {
    name: 'active calls of a page of connections',
    query: (size) =>
      `{ telnyxConnections(first: ${Math.min(size, 250)}) { nodes { activeCalls(first: 20) { nodes { id callLegId callSessionId durationSeconds } } } } }`,
  },
  {
    name: 'calls and their connections',
    query: (size) =>
      `{ telnyxConnections(first: ${Math.min(size, 250)}) { nodes { activeCalls { nodes { connection { activeCalls { nodes { id } } } } } } } }`,
  },
  {
    name: 'aliased activeCalls',
    query: (size) =>
      `{ telnyxConnections(first: 100) { nodes { ${times(size, (n) => `a${n}: activeCalls(first: ${n + 1}) { totalCount }`)} } } }`,
  },
  {
    name: '100 IDs in aliases of nodes',
    query: (size) =>
      `query ($ids: [ID!]!) { ${times(size, (n) => `a${n}: nodes(ids: $ids) { id ... on Connection { ${LEAVES} } }`)} }`,
    variables: () => ({
      ids: Array.from({ length: 100 }, (_, n) =>
        Buffer.from(JSON.stringify(['EmsConnection', 'ems', `${n}`, '1'])).toString('base64url'),
      ),
    }),
  },
  {
    name: 'repeated fields',
    query: (size) => `{ sources { ${times(size, () => 'name')} } }`,
  },
  {
    name: 'repeated fields with selections',
    query: (size) => `{ sources { ${times(size, () => 'lastProblem { code }')} } }`,
  },
  {
    name: 'fragments that spread the next one twice',
    query: (size) =>
      `{ sources { ...F0 } } ${times(size, (n) => `fragment F${n} on Source { ...F${n + 1} ...F${n + 1} }`)} fragment F${size} on Source { name }`,
  },
  {
    name: 'different sets of merged fragments',
    query: (size) => {
      const spread = (n: number) => `...F${n % size}`;
      return `{ ${times(2, (n) => `r${n}: emsConnections { nodes { streams { ...F${n} } } }`)} }
        ${times(size, (n) => `fragment F${n} on EmsStream { name a: inStream { ${spread(n + 1)} ${spread(n * 2)} } b: inStream { ${spread(n + 1)} } }`)}`;
    },
  },
  {
    name: 'conflicting fields',
    query: (size) => `{ ${times(size, (n) => `a: node(id: "${n}") { id }`)} }`,
  },
  { name: 'unknown fields', query: (size) => `{ ${times(size, (n) => `unknown${n}`)} }` },
  { name: 'directives', query: (size) => `{ sources { name ${'@include(if: true) '.repeat(size)} } }` },
  { name: 'deep lists as literals', query: (size) => `{ nodes(ids: ${'['.repeat(size)}${']'.repeat(size)}) { id } }` },
  {
    name: 'unused variables',
    query: (size) => `query (${times(size, (n) => `$v${n}: Int`)}) { sources { name } }`,
  },
];
