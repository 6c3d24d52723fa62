import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { type ArgumentValues, constantArgumentsOf } from './arguments.ts';
import type { FieldRules, SchemaRules } from './fieldRules.ts';

/** One operation of a document, with its fragments resolved and its fields merged as graphql-js does at execution. */
export interface Plan {
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly rootType: GraphQLObjectType;
  readonly root: PlannedSelection;
  /** Every field of the plan once, in the order of the document. A field can have many paths in the answer. */
  readonly fields: readonly PlannedField[];
  /** The names of all fields. */
  readonly names: ReadonlySet<string>;
  /** Whether any of them is `@volatile`. If not, the same upstream responses make the same answer. */
  readonly isVolatile: boolean;
}

/** What is selected on a value. Selections are shared: the same fragments on the same type are one object. */
export interface PlannedSelection {
  readonly type: GraphQLCompositeType;
  /** By the name of the object type: all object types that the value can have. */
  readonly fieldsByType: ReadonlyMap<string, readonly PlannedField[]>;
  /** The names of the fields, of whatever type. */
  readonly names: ReadonlySet<string>;
}

/** A field of the answer, merged from all nodes with the same response key. */
export interface PlannedField {
  readonly responseKey: string;
  readonly nodes: readonly [FieldNode, ...FieldNode[]];
  readonly parentType: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly rules: FieldRules;
  /** The arguments, if they do not depend on variables; otherwise null. */
  readonly constantArguments: ArgumentValues | null;
  /** Null for a leaf. */
  readonly selection: PlannedSelection | null;
  readonly place: Place;
}

/** Where a field is in the answer; the first place, if there are several. */
export interface Place {
  /** Response keys, up to the first list. */
  readonly path: readonly string[];
  readonly isInList: boolean;
}

/** Values of the variables that `@skip` and `@include` use. */
export type ConditionValues = Readonly<Record<string, unknown>>;

/** The document selects too many different sets of fields. */
export class TooComplexError extends Error {}

/**
 * More than any sensible document has. Merging can make exponentially many selections of a few fragments, each of which costs time to
 * compile.
 */
const MAX_SELECTIONS = 5_000;

/** @throws TooComplexError */
export function compilePlan(
  schema: GraphQLSchema,
  rules: SchemaRules,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  conditions: ConditionValues,
): Plan {
  return new Compiler(schema, rules, document, conditions).compile(operation);
}

class Compiler {
  readonly #schema: GraphQLSchema;
  readonly #rules: SchemaRules;
  readonly #conditions: ConditionValues;
  readonly #fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  readonly #selections = new Map<string, PlannedSelection>();
  readonly #setIds = new Map<SelectionSetNode, number>();
  readonly #fields: PlannedField[] = [];

  constructor(schema: GraphQLSchema, rules: SchemaRules, document: DocumentNode, conditions: ConditionValues) {
    this.#schema = schema;
    this.#rules = rules;
    this.#conditions = conditions;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments[definition.name.value] = definition;
    }
  }

  compile(operation: OperationDefinitionNode): Plan {
    const rootType = this.#schema.getRootType(operation.operation);
    if (!rootType) throw new TypeError(`The schema has no ${operation.operation} type`);
    const root = this.#selectionOf(rootType, [operation.selectionSet], { path: [], isInList: false });
    const names = new Set(this.#fields.map(({ definition }) => definition.name));
    const isVolatile = this.#fields.some(({ rules }) => rules.isVolatile);
    return { operation, fragments: this.#fragments, rootType, root, fields: this.#fields, names, isVolatile };
  }

  #selectionOf(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], place: Place): PlannedSelection {
    // The order of the sets is the order of the fields.
    const key = `${type.name} ${[...new Set(sets.map((set) => this.#idOf(set)))].join()}`;
    const known = this.#selections.get(key);
    if (known !== undefined) return known;
    if (this.#selections.size >= MAX_SELECTIONS) throw new TooComplexError();
    const fieldsByType = new Map<string, readonly PlannedField[]>();
    const names = new Set<string>();
    const selection = { type, fieldsByType, names };
    this.#selections.set(key, selection);
    const objectTypes = isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [type];
    for (const objectType of objectTypes) {
      const nodesByKey = new Map<string, [FieldNode, ...FieldNode[]]>();
      const visited = new Set<string>();
      for (const set of sets) this.#collect(objectType, set, nodesByKey, visited);
      const fields = [...nodesByKey].flatMap(([responseKey, nodes]) =>
        this.#fieldOf(objectType, responseKey, nodes, place),
      );
      fieldsByType.set(objectType.name, fields);
      for (const { definition } of fields) names.add(definition.name);
    }
    return selection;
  }

  #idOf(set: SelectionSetNode): number {
    const id = this.#setIds.get(set) ?? this.#setIds.size;
    this.#setIds.set(set, id);
    return id;
  }

  /** Adds the fields that are selected on this object type, by response key. Each fragment counts once, as at execution. */
  #collect(
    objectType: GraphQLObjectType,
    { selections }: SelectionSetNode,
    nodesByKey: Map<string, [FieldNode, ...FieldNode[]]>,
    visited: Set<string>,
  ): void {
    for (const selection of selections) {
      if (!this.#isIncluded(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const responseKey = selection.alias?.value ?? selection.name.value;
        const nodes = nodesByKey.get(responseKey);
        if (nodes === undefined) nodesByKey.set(responseKey, [selection]);
        else nodes.push(selection);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (this.#applies(selection.typeCondition?.name.value, objectType)) {
          this.#collect(objectType, selection.selectionSet, nodesByKey, visited);
        }
      } else {
        const name = selection.name.value;
        const fragment = this.#fragments[name];
        if (visited.has(name) || fragment === undefined) continue;
        visited.add(name);
        if (this.#applies(fragment.typeCondition.name.value, objectType)) {
          this.#collect(objectType, fragment.selectionSet, nodesByKey, visited);
        }
      }
    }
  }

  #isIncluded(selection: SelectionNode): boolean {
    if (!selection.directives?.length) return true;
    return (
      getDirectiveValues(GraphQLSkipDirective, selection, this.#conditions)?.['if'] !== true &&
      getDirectiveValues(GraphQLIncludeDirective, selection, this.#conditions)?.['if'] !== false
    );
  }

  #applies(condition: string | undefined, objectType: GraphQLObjectType): boolean {
    if (condition === undefined || condition === objectType.name) return true;
    const type = this.#schema.getType(condition);
    return isAbstractType(type) && this.#schema.isSubType(type, objectType);
  }

  #fieldOf(
    parentType: GraphQLObjectType,
    responseKey: string,
    nodes: readonly [FieldNode, ...FieldNode[]],
    parent: Place,
  ): PlannedField[] {
    const definition = this.#definitionOf(parentType, nodes[0].name.value);
    if (definition === undefined) return [];
    const type = getNamedType(definition.type);
    const place = parent.isInList ? parent : { path: [...parent.path, responseKey], isInList: false };
    const within = { ...place, isInList: place.isInList || isListType(getNullableType(definition.type)) };
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const field: PlannedField = {
      responseKey,
      nodes,
      parentType,
      definition,
      rules: this.#rules.of(definition),
      constantArguments: constantArgumentsOf(definition, nodes[0]),
      selection: isCompositeType(type) ? this.#selectionOf(type, sets, within) : null,
      place,
    };
    this.#fields.push(field);
    return [field];
  }

  #definitionOf(parentType: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
    if (parentType === this.#schema.getQueryType()) {
      if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
      if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    }
    return parentType.getFields()[name];
  }
}
