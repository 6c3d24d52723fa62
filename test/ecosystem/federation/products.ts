import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';

/** The folder of the suite. */
const suite = createRequire(import.meta.url).resolve('@apollo/federation-subgraph-compatibility-tests/package.json');

/** The SDL of the subgraph that the suite tests. */
export const PRODUCTS_SDL = readFileSync(new URL('products.graphql', `file://${suite}`), 'utf8');

const dimensions = { size: 'small', weight: 1, unit: 'kg' };
const createdBy = {
  __typename: 'User',
  email: 'support@apollographql.com',
  name: 'Jane Smith',
  totalProductsCreated: 1337,
  yearsOfEmployment: 10,
};
const deprecated = {
  sku: 'apollo-federation-v1',
  package: '@apollo/federation-v1',
  reason: 'Migrate to Federation V2',
  createdBy,
};
const researches = [
  { study: { caseNumber: '1234', description: 'Federation Study' }, outcome: null },
  { study: { caseNumber: '1235', description: 'Studio Study' }, outcome: null },
];
const products = [
  { id: 'apollo-federation', sku: 'federation', package: '@apollo/federation', variation: { id: 'OSS' } },
  { id: 'apollo-studio', sku: 'studio', package: '', variation: { id: 'platform' } },
].map((product, index) => ({ ...product, dimensions, createdBy, notes: null, research: [researches[index]] }));

interface ProductKey {
  readonly id?: string;
  readonly sku?: string;
  readonly package?: string;
  readonly variation?: { readonly id: string };
}

/** Finds by each of the three keys. */
function productOf(key: ProductKey) {
  return products.find((product) =>
    key.id === undefined
      ? product.sku === key.sku && (product.package === key.package || product.variation.id === key.variation?.id)
      : product.id === key.id,
  );
}

/** The data that the suite expects: https://github.com/apollographql/apollo-federation-subgraph-compatibility */
const resolvers = {
  Query: {
    product: (_query: unknown, key: ProductKey) => productOf(key) ?? null,
    deprecatedProduct: (_query: unknown, { sku }: ProductKey) => (sku === deprecated.sku ? deprecated : null),
  },
  Product: { __resolveReference: (key: ProductKey) => productOf(key) ?? null },
  DeprecatedProduct: {
    __resolveReference: ({ sku }: ProductKey) => (sku === deprecated.sku ? { ...deprecated } : null),
  },
  ProductResearch: {
    __resolveReference: ({ study: { caseNumber } }: { study: { caseNumber: string } }) =>
      researches.find(({ study }) => study.caseNumber === caseNumber) ?? null,
  },
  User: {
    // The router sends what `@requires` names.
    __resolveReference: (reference: object) => ({ ...createdBy, ...reference, name: createdBy.name }),
    averageProductsCreatedPerYear: (user: { totalProductsCreated: number; yearsOfEmployment: number }) =>
      Math.round(user.totalProductsCreated / user.yearsOfEmployment),
  },
  Inventory: { __resolveReference: ({ id }: { id: string }) => ({ id, deprecatedProducts: [deprecated] }) },
};

export function createProductsSchema(): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(PRODUCTS_SDL), resolvers }]);
}
