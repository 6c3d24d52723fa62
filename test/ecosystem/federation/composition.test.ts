import { describe, expect, test } from 'vitest';
import { printFederatedSdl } from '../../../src/graph/sdl.ts';
import { COMPOSERS, type Subgraph } from './composition.ts';
import { OWNERS_SDL } from './owners.ts';

const subgraph = (name: string, sdl: string): Subgraph => ({ name, sdl, url: `http://${name}.example/graphql` });
const switchboard = subgraph('switchboard', printFederatedSdl());

/** A subgraph that resolves `Query.node` for the types of all teams. */
const NODE_OWNER = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  interface Node { id: ID! }
  type Team implements Node @key(fields: "id") { id: ID! name: String! }
  type Query { node(id: ID!): Node }
`;

describe.each(Object.entries(COMPOSERS))('with %s', (_name, compose) => {
  test('Switchboard composes with a subgraph that adds a field to all connections', () => {
    const { errors, supergraph = '' } = compose([switchboard, subgraph('owners', OWNERS_SDL)]);
    expect(errors).toEqual([]);
    for (const type of ['EmsConnection', 'TelnyxConnection', 'XStreamConnection']) {
      const [fields] = supergraph.match(new RegExp(`^type ${type}\\b.*?^}`, 'ms')) ?? [];
      expect(fields, type).toMatch(/^ {2}owner: String/m);
    }
  });

  test('Switchboard composes with a subgraph that adds a field to the connections of one type', () => {
    const lines = `
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
      type TelnyxConnection @key(fields: "id") { id: ID! owner: String }
      type Query { line: TelnyxConnection }
    `;
    expect(compose([switchboard, subgraph('lines', lines)]).errors).toEqual([]);
  });

  test('the supergraph keeps costs, scopes and tags', () => {
    const { supergraph = '' } = compose([switchboard]);
    expect(supergraph).toMatch(/callControlId: .*@requiresScopes\(scopes: \[\["calls:control"\]\]\)/);
    expect(supergraph).toMatch(/callControlId: .*@tag\(name: "calls-control"\)/);
    expect(supergraph).toMatch(/@authenticated/);
    expect(supergraph).toMatch(/@cost\(weight: 30\)/);
    expect(supergraph).toMatch(/@listSize\(assumedSize: 100\)/);
  });

  test('another subgraph can implement Node', () => {
    const teams = NODE_OWNER.replace('node(id: ID!): Node', 'team: Team');
    expect(compose([switchboard, subgraph('teams', teams)]).errors).toEqual([]);
  });

  test('one subgraph can have node: without its own, Switchboard composes with another that has it', () => {
    const both = compose([switchboard, subgraph('teams', NODE_OWNER)]);
    expect(both.errors.join()).toContain('"Query.node"');
    const without = subgraph('switchboard', printFederatedSdl({ nodeFields: false }));
    expect(compose([without, subgraph('teams', NODE_OWNER)]).errors).toEqual([]);
  });
});
