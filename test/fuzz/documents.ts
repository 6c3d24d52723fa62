import fc from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** The body of a GraphQL request. */
export interface OperationBody {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/** Texts that have a meaning somewhere: IDs and cursors of this graph, and what often breaks a parser. */
export type Texts = readonly string[];

const MAX_DEPTH = 8;
const MAX_SELECTIONS = 50;

const NUMBERS = [1, 2, 20, 250];
const OTHER_NUMBERS = [0, -1, 251, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 1.5, Number.MAX_SAFE_INTEGER, 1e300];
const JUNK = ['null', '$undefined', '[[]]', '{}', '{ a: 1 }', 'ANY', '"\\u0000"', '"""block"""', '1e5', '""', 'true'];
const DIRECTIVES = ['@skip(if: false)', '@include(if: true)', '@skip(if: true)', '@skip(if: false) @include(if: true)'];
const WRONG_DIRECTIVES = ['@include(if: $v0)', '@skip', '@skip(if: "no")', '@unknown', '@deprecated'];
/** Arguments that are rejected in most combinations. */
const CONFLICTING = new Set(['after', 'last', 'before', 'sources']);

/**
 * Documents in GraphQL's grammar, made from the schema. About half are correct; the others have unknown fields, wrong arguments,
 * variables of a wrong type, and so on.
 */
export function documentsOf(schema: GraphQLSchema, texts: Texts): fc.Arbitrary<OperationBody> {
  // Without a preference for small bytes, which would make small documents.
  const bytes = fc.noBias(fc.uint8Array({ maxLength: 600, size: 'max' }));
  return bytes.map((values) => new DocumentWriter(schema, texts, values).write());
}

/** Writes one document. Each choice takes one of the random bytes. After the last byte, the first and simplest choice is made. */
class DocumentWriter {
  readonly #schema: GraphQLSchema;
  readonly #texts: Texts;
  readonly #bytes: Iterator<number>;
  readonly #fragments: string[] = [];
  readonly #variables = new Map<string, { readonly type: string; readonly value: unknown }>();
  /** Half of the documents have no mistakes, so that large ones are executed too. */
  readonly #isCorrect: boolean;
  #selections = 0;
  #aliases = 0;

  constructor(schema: GraphQLSchema, texts: Texts, bytes: Uint8Array) {
    this.#schema = schema;
    this.#texts = texts;
    this.#bytes = bytes.values();
    this.#isCorrect = !this.#chance(2);
  }

  write(): OperationBody {
    const type = this.#mistake(30) ? 'mutation' : 'query';
    const selections = this.#selectionSet(this.#schema.getQueryType() ?? undefined, 0);
    const definitions = [...this.#variables].map(([name, { type }]) => `$${name}: ${type}`).join(', ');
    const operation = `${type} Fuzz${definitions && `(${definitions})`} ${selections}`;
    const other = this.#chance(20) ? 'query Other { __typename }' : '';
    const variables = Object.fromEntries([...this.#variables].map(([name, { value }]) => [name, value]));
    const body = { query: [operation, ...this.#fragments, other].join('\n'), variables };
    const operationName = this.#mistake(10) ? 'unknown' : 'Fuzz';
    return other || this.#chance(4) ? { ...body, operationName } : body;
  }

  #selectionSet(type: GraphQLNamedType | undefined, depth: number): string {
    const count = 1 + this.#number(5);
    const selections = Array.from({ length: count }, () => this.#selection(type, depth));
    return `{ ${selections.join(' ')} }`;
  }

  #selection(type: GraphQLNamedType | undefined, depth: number): string {
    this.#selections += 1;
    const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
    if (type === undefined || fields.length === 0 || this.#chance(15)) return '__typename';
    if (this.#mistake(40)) return 'unknownField';
    if (depth === 0 && this.#chance(100)) return '__schema { types { name fields { name } } }';
    const isDeep = depth >= MAX_DEPTH || this.#selections > MAX_SELECTIONS;
    if (!isDeep && this.#chance(8)) return this.#fragment(type, depth);
    const leaves = fields.filter((field) => !isCompositeType(getNamedType(field.type)));
    const objects = fields.filter((field) => isCompositeType(getNamedType(field.type)));
    // The fields of objects are few, and all others are behind them.
    const field = this.#one(isDeep || objects.length === 0 || this.#chance(2) ? leaves : objects);
    return field === undefined ? '__typename' : this.#field(field, depth);
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const given = field.args.filter((argument) =>
      isNonNullType(argument.type)
        ? !this.#mistake(10)
        : this.#chance(4) && !(this.#isCorrect && CONFLICTING.has(argument.name)),
    );
    const extra = this.#mistake(40) ? ['unknown: 1'] : [];
    const values = [...given.map((argument) => `${argument.name}: ${this.#argument(argument)}`), ...extra];
    this.#aliases += 1;
    // Without an alias, fields with different arguments would often conflict.
    const alias = values.length > 0 || this.#chance(6) ? `a${this.#aliases}: ` : '';
    const directives = this.#mistake(10) ? WRONG_DIRECTIVES : DIRECTIVES;
    const directive = this.#chance(20) ? ` ${this.#one(directives)}` : '';
    const type = getNamedType(field.type);
    const hasSelections = isCompositeType(type) !== this.#mistake(40);
    const selections = hasSelections ? ` ${this.#selectionSet(type, depth + 1)}` : '';
    return `${alias}${field.name}${values.length > 0 ? `(${values.join(', ')})` : ''}${directive}${selections}`;
  }

  #fragment(type: GraphQLNamedType, depth: number): string {
    const possible = isInterfaceType(type) ? this.#schema.getPossibleTypes(type) : [];
    const condition = this.#mistake(20) ? this.#schema.getType('XSource') : (this.#one(possible) ?? type);
    const selections = this.#selectionSet(condition, depth + 1);
    if (this.#chance(2)) return `... on ${condition?.name} ${selections}`;
    const name = `F${this.#fragments.length}`;
    const spread = this.#mistake(20) ? `...${name}` : '';
    this.#fragments.push(`fragment ${name} on ${condition?.name} ${selections.replace(/}$/, `${spread} }`)}`);
    return `...${name}`;
  }

  #argument({ type }: GraphQLArgument): string {
    if (this.#mistake(10)) return this.#one(JUNK) ?? 'null';
    if (!this.#chance(4)) return toLiteral(this.#value(type, 0));
    const name = `v${this.#variables.size}`;
    const declared = this.#mistake(10)
      ? (this.#one(['Int', 'String!', '[ID!]!', 'Unknown', 'ConnectionFilter']) ?? 'Int')
      : String(type);
    const value = this.#mistake(5)
      ? this.#one<unknown>([null, {}, [], 'text', 1.5, { toString: 1 }])
      : this.#value(type, 0);
    this.#variables.set(name, { type: declared, value: toJson(value) });
    return `$${name}`;
  }

  /** A value of the type, mostly; as JSON, with enum values as `Name`. */
  #value(type: GraphQLInputType, depth: number): unknown {
    const nullable = getNullableType(type);
    if (isListType(nullable)) return Array.from({ length: this.#number(3) }, () => this.#value(nullable.ofType, depth));
    if (isEnumType(nullable)) return new Name(this.#one(nullable.getValues().map(({ name }) => name)) ?? 'NONE');
    if (isInputObjectType(nullable)) {
      const fields = Object.values(nullable.getFields()).filter(() => this.#chance(3));
      return Object.fromEntries(fields.map((field) => [field.name, this.#value(field.type, depth + 1)]));
    }
    switch (String(nullable)) {
      case 'Int':
      case 'BigInt':
      case 'Port':
        return this.#one(this.#mistake(5) ? OTHER_NUMBERS : NUMBERS);
      case 'Boolean':
        return this.#chance(2);
      case 'DateTime':
        return this.#one(
          this.#mistake(3) ? ['2026-13-01T00:00:00Z', '0000-01-01T00:00:00Z', 'now'] : ['2026-01-01T00:00:00Z'],
        );
      case 'IP':
        return this.#one(this.#mistake(3) ? ['198.51.100.0/24', '999.1.1.1'] : ['198.51.100.7', '::1', 'fe80::1%eth0']);
      default:
        return this.#one(this.#texts);
    }
  }

  #one<Value>(values: readonly Value[]): Value | undefined {
    return values[this.#number(values.length)];
  }

  /** True once in so many times, and never in a correct document. */
  #mistake(times: number): boolean {
    return !this.#isCorrect && this.#chance(times);
  }

  /** True once in so many times. */
  #chance(times: number): boolean {
    return this.#number(times) === times - 1;
  }

  /** From 0 to one less than the number, which is at most 256. */
  #number(below: number): number {
    return below < 2 ? 0 : (this.#bytes.next().value ?? 0) % below;
  }
}

/** An enum value, which is a name in a document and a text in variables. */
class Name {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

function toLiteral(value: unknown): string {
  if (value instanceof Name) return value.text;
  if (Array.isArray(value)) return `[${value.map(toLiteral).join(', ')}]`;
  if (value instanceof Object) {
    return `{ ${Object.entries(value)
      .map(([name, member]) => `${name}: ${toLiteral(member)}`)
      .join(', ')} }`;
  }
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function toJson(value: unknown): unknown {
  if (value instanceof Name) return value.text;
  if (Array.isArray(value)) return value.map(toJson);
  if (value instanceof Object && !('toString' in Object.getOwnPropertyDescriptors(value))) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toJson(member)]));
  }
  return value;
}
