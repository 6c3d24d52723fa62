import { setImmediate } from 'node:timers/promises';
import { makeExecutableSchema } from '@graphql-tools/schema';
import * as fc from 'fast-check';
import {
  execute,
  type GraphQLError,
  type GraphQLResolveInfo,
  getOperationAST,
  getVariableValues,
  NoUnusedFragmentsRule,
  NoUnusedVariablesRule,
  parse,
  responsePathAsArray,
  specifiedRules,
  validate,
} from 'graphql';
import { expect, test } from 'vitest';
import { AnswerMeter } from '../../src/graph/execution/answerMeter.ts';
import { ExecutablePlan } from '../../src/graph/execution/executablePlan.ts';
import { plannedArguments } from '../../src/graph/plan/plannedArguments.ts';
import { Plans } from '../../src/graph/plan/plans.ts';
import { selectsField, wantedOf } from '../../src/relay/selection.ts';

/** A model with members on its prototype: computed ones, and methods that take arguments. */
class ThingModel {
  readonly __typename = 'Thing';
  get name() {
    return 'a thing';
  }
  get broken(): string {
    return failing();
  }
  async method({ a }: { readonly a: number }, _context: unknown, { fieldName, path }: GraphQLResolveInfo) {
    return `${this.name} ${a} ${fieldName} ${responsePathAsArray(path).join()}`;
  }
}

const THING = new ThingModel();
const OTHER = { __typename: 'Other', name: 'another', size: 7 };

function failing(): never {
  throw new Error('It failed');
}

/** Every way in which a field can have a value, no value, or an error. */
const common = {
  later: async () => 'later',
  nothing: () => null,
  nothingLater: async () => null,
  missing: () => undefined,
  required: () => null,
  requiredLater: async () => null,
  fails: failing,
  failsLater: async () => failing(),
  returnsError: () => new Error('It was returned'),
  badNumber: () => 'not a number',
  // Values that a type converts or rejects.
  numberAsText: () => 1.5,
  objectAsText: () => ({ no: 'text' }),
  numberAsId: () => 7,
  fractionAsId: () => 0.5,
  textAsNumber: () => '12',
  largeNumber: () => 2 ** 31,
  smallNumber: () => -(2 ** 31),
  trueAsNumber: () => true,
  numberAsTrue: () => 2,
  textAsTrue: () => 'true',
  colour: () => 'RED',
  noColour: () => 'BLUE',
  numbers: () => [1, null, 3],
  strictNumbers: () => [1, null, 3],
  noList: () => 'not a list',
  self: () => THING,
  selfLater: async () => THING,
  strictSelf: () => THING,
  node: () => OTHER,
  nodeLater: async () => THING,
  union: () => OTHER,
  list: () => [
    THING,
    null,
    new Error('One item failed'),
    Promise.resolve(THING),
    Promise.reject(new Error('One failed later')),
  ],
  strictList: () => [THING, Promise.resolve(THING)],
  brokenList: async () => [Promise.resolve(null), Promise.reject(new Error('It failed later'))],
  nodes: () => [THING, OTHER, null],
  matrix: () => [[1, null], null, [Promise.resolve(2), 'not a number'], new Set([3])],
  strictMatrix: () => [[1], Promise.resolve([2, null])],
  things: async () => [[THING, null, Promise.reject(new Error('It failed later'))], Promise.resolve([THING])],
  page: (_source: unknown, _given: object, _context: unknown, info: GraphQLResolveInfo) => ({
    wanted: JSON.stringify(wantedOf(info)),
    selects: () => `${selectsField(info, 'totalCount')} ${selectsField(info, 'broken')}`,
    nodes: [THING],
    totalCount: 1,
  }),
  echo: (_source: unknown, given: object) => JSON.stringify(given),
};

const fields = `
  name: String later: String nothing: String nothingLater: String missing: String required: String! requiredLater: String!
  fails: String failsLater: String returnsError: String badNumber: Int numbers: [Int] strictNumbers: [Int!] noList: [Int]
  self: Thing selfLater: Thing strictSelf: Thing! node: Node nodeLater: Node union: Any list: [Thing] strictList: [Thing!]!
  numberAsText: String objectAsText: String numberAsId: ID fractionAsId: ID textAsNumber: Int largeNumber: Int smallNumber: Int
  trueAsNumber: Int numberAsTrue: Boolean textAsTrue: Boolean colour: Colour noColour: Colour broken: String
  matrix: [[Int]] strictMatrix: [[Int!]!] things: [[Thing]] page: Page method(a: Int = 4): String
  brokenList: [Thing!] nodes: [Node] echo(a: Int = 3, b: Colour, c: Input, d: Int!): String
`;

const schema = makeExecutableSchema({
  typeDefs: `
    interface Node { name: String }
    union Any = Thing | Other
    enum Colour { RED GREEN }
    input Input { x: [Int!] y: Colour = GREEN }
    type Thing implements Node { ${fields} }
    type Page { nodes: [Thing!]! totalCount: Int! wanted: String! selects: String! }
    type Other implements Node { name: String size: Int self: Thing }
    type Query { ${fields} }
  `,
  resolvers: { Thing: common, Query: { ...common, name: () => 'root' }, Other: { self: () => THING } },
});

/** Response keys are chosen so that no two different fields have the same one, which validation would reject. */
const LEAVES = [
  ...['name', 'later', 'nothing', 'nothingLater', 'missing', 'required', 'requiredLater', 'fails', 'failsLater'],
  ...['numberAsText', 'objectAsText', 'numberAsId', 'fractionAsId', 'textAsNumber', 'largeNumber', 'smallNumber'],
  ...['trueAsNumber', 'numberAsTrue', 'textAsTrue', 'colour', 'noColour', 'broken', 'matrix', 'strictMatrix'],
  ...['method', 'i: method(a: $int)', 'j: method(a: 5)', 'constructor: __typename'],
  ...['returnsError', 'badNumber', 'numbers', 'strictNumbers', 'noList', '__typename', 'a: name', '__proto__: later'],
  ...[
    'b: echo(d: 1)',
    'c: echo(a: null, d: $int)',
    'd: echo(b: $colour, c: { x: 1 }, d: 2)',
    'e: echo(c: $input, d: $int)',
  ],
];
const THINGS = ['self', 'f: self', 'things', 'selfLater', 'strictSelf', 'list', 'g: list', 'strictList', 'brokenList'];
const ABSTRACT = ['node', 'h: node', 'nodeLater', 'union', 'nodes'];
const DIRECTIVES = [
  '',
  '',
  '',
  '@skip(if: $yes)',
  '@include(if: $yes)',
  '@include(if: $no)',
  '@skip(if: $no) @include(if: true)',
];

const joined = (parts: readonly string[]) => parts.join(' ');
const directive = fc.constantFrom(...DIRECTIVES);

const { thing } = fc.letrec<{ thing: string; abstract: string }>((tie) => {
  const leaf = fc.tuple(fc.constantFrom(...LEAVES), directive).map(joined);
  const deep = fc.tuple(fc.constantFrom(...THINGS), directive, tie('thing')).map(joined);
  const deepAbstract = fc.tuple(fc.constantFrom(...ABSTRACT), directive, tie('abstract')).map(joined);
  const spread = fc.tuple(fc.constantFrom('...F', '...G'), directive).map(joined);
  const inline = fc.tuple(fc.constant('...'), directive, tie('thing')).map(joined);
  const onTypes = fc
    .tuple(tie('thing'), directive)
    .map(
      ([selection, condition]) =>
        `{ __typename ... on Thing ${condition} ${selection} ... on Other { size self { name } } ... on Node { name } }`,
    );
  const page = fc
    .tuple(directive, directive, directive, tie('thing'))
    .map(
      ([a, b, c, selection]) =>
        `page { wanted selects ... ${a} { totalCount ${b} } ... on Page { nodes ${c} ${selection} } }`,
    );
  const selections = fc.array(fc.oneof({ depthSize: 'small' }, leaf, leaf, deep, deepAbstract, page, spread, inline), {
    minLength: 1,
    maxLength: 5,
  });
  return { thing: selections.map((all) => `{ ${joined(all)} }`), abstract: onTypes };
});

const VARIABLES = '($yes: Boolean = true, $no: Boolean!, $int: Int!, $colour: Colour, $input: Input)';

/** Two operations that share two fragments, of which the first spreads the second. */
const documents = fc.tuple(thing, thing, thing).map(
  ([query, f, g]) => `
    query Main ${VARIABLES} { root: self ${query} strictSelf ${query} }
    query Other ${VARIABLES} { selfLater ${query} list { ...F } }
    fragment F on Thing ${f.replaceAll('...F', '...G')}
    fragment G on Thing ${g.replaceAll(/\.\.\.[FG]/g, '__typename')}`,
);
const variables = fc.record(
  {
    yes: fc.boolean(),
    no: fc.boolean(),
    int: fc.integer({ min: -5, max: 5 }),
    colour: fc.constantFrom('RED', 'GREEN', null),
    input: fc.constantFrom({ x: [1] }, { x: 4, y: 'RED' }, null),
  },
  { requiredKeys: ['no', 'int'] },
);

/**
 * What clients see of errors, in a fixed order. Where a field that cannot be null fails, its parent is null. If several such fields fail,
 * chance decides which of their errors is reported, so that only the null in the data is compared.
 */
function setOf(errors: readonly GraphQLError[] = [], data: unknown): string[] {
  const seen = errors.map(({ message, path = [], locations }) => {
    let value = data;
    const reached = path.findIndex((key) => {
      value = Object(value)[key];
      return value === null;
    });
    const isHere = reached === path.length - 1;
    return JSON.stringify(isHere ? [path, message, locations] : [data === null ? [] : path.slice(0, reached + 1)]);
  });
  return [...new Set(seen)].sort();
}

test('answers like graphql-js: the same data, byte for byte, and the same errors', async () => {
  const plans = new Plans(schema, (plan) => new ExecutablePlan(schema, plan));
  await fc.assert(
    fc.asyncProperty(documents, variables, fc.constantFrom('Main', 'Other'), async (source, given, operationName) => {
      const document = parse(source);
      const operation = getOperationAST(document, operationName);
      if (operation == null) throw new Error('The operation is missing');
      const rules = specifiedRules.filter((rule) => rule !== NoUnusedVariablesRule && rule !== NoUnusedFragmentsRule);
      expect(validate(schema, document, rules)).toEqual([]);
      const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
      if (coerced === undefined) throw new Error('The variables are invalid');
      const plan = plans.planOf(document, operation, coerced);
      const meter = new AnswerMeter({ maxCost: 1_000_000, maxBytes: 1_000_000 });

      const ours = await plan.execute({
        variables: coerced,
        argumentsOf: plannedArguments(coerced),
        context: {},
        forbidden: new Set(),
        meter,
      });
      const theirs = await execute({ schema, document, operationName, variableValues: given, contextValue: {} });
      // Fields whose parent is already null can still fail.
      await setImmediate();

      expect(JSON.stringify(ours.data)).toBe(JSON.stringify(theirs.data));
      expect(setOf(ours.errors, ours.data)).toEqual(setOf(theirs.errors, theirs.data));
    }),
    { numRuns: 200, seed: 8 },
  );
});
