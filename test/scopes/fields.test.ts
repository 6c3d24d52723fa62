import { isNonNullType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { SchemaRules } from '../../src/graph/plan/fieldRules.ts';
import { createSchema } from '../../src/graph/schema.ts';
import { SCOPES, type Scope } from '../../src/providers/scopes.ts';
import { startWithCallers } from '../support/scopedCallers.ts';

const READ: readonly Scope[] = ['ems:read', 'telnyx:read', 'x:read'];

/** A query that selects a field of each type, and reaches it without any other scope than those for reading the sources. */
const QUERIES: Readonly<Record<string, (field: string) => string>> = {
  EmsSource: (field) => `{ sources(provider: EMS) { ... on EmsSource { value: ${field} } } }`,
  TelnyxSource: (field) => `{ sources(provider: TELNYX) { ... on TelnyxSource { value: ${field} } } }`,
  XSource: (field) => `{ sources(provider: X) { ... on XSource { value: ${field} } } }`,
  EmsConnection: (field) => `{ emsConnections { nodes { value: ${field} } } }`,
  EmsCarrier: (field) => `{ emsConnections { nodes { carrier { value: ${field} } } } }`,
  EmsStream: (field) => `{ emsConnections { nodes { streams { value: ${field} } } } }`,
  TelnyxConnection: (field) => `{ telnyxConnections { nodes { value: ${field} } } }`,
  ActiveCall: (field) => `{ telnyxConnections { nodes { activeCalls { nodes { value: ${field} } } } } }`,
  XStreamConnection: (field) => `{ xStreamConnections { nodes { value: ${field} } } }`,
};

const SELECTIONS: Readonly<Record<string, string>> = {
  settings: 'settings { kind uri }',
  lastProblem: 'lastProblem { code }',
  rateLimit: 'rateLimit { limit }',
  connectionsCountLimit: 'connectionsCountLimit { limit }',
};

/** Values of these are null until something happens to the source. */
const OFTEN_NULL: readonly string[] = ['lastProblem', 'lastProblemAt', 'rateLimit', 'lastSuccessAt'];

/** What every field that can be null requires; read from the schema, so that a new field is covered. */
const RESTRICTED = restrictedFields();

function restrictedFields() {
  const schema = createSchema();
  const rules = new SchemaRules(schema);
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type: type.name, field })))
    .flatMap(({ type, field }) => {
      const [[scope] = []] = rules.of(field).scopes ?? [];
      return scope === undefined || isNonNullType(field.type) ? [] : [{ type, name: field.name, scope }];
    });
}

test('the fields that require a scope are these', () => {
  const fieldsOf = (scope: Scope) =>
    RESTRICTED.filter((field) => field.scope === scope).map(({ type, name }) => `${type}.${name}`);
  expect(Object.fromEntries(SCOPES.map((scope) => [scope, fieldsOf(scope).sort()]))).toMatchInlineSnapshot(`
    {
      "addresses:read": [
        "EmsCarrier.farIp",
        "EmsCarrier.farPort",
        "EmsCarrier.nearIp",
        "EmsCarrier.nearPort",
        "EmsStream.farIp",
        "EmsStream.farPort",
        "EmsStream.nearIp",
        "EmsStream.nearPort",
        "XStreamConnection.clientAddressText",
        "XStreamConnection.clientIp",
      ],
      "calls:control": [
        "ActiveCall.callControlId",
      ],
      "ems:read": [],
      "sources:read": [
        "EmsSource.connectionsCount",
        "EmsSource.connectionsCountLimit",
        "EmsSource.lastProblem",
        "EmsSource.lastProblemAt",
        "EmsSource.lastSuccessAt",
        "EmsSource.rateLimit",
        "TelnyxSource.lastProblem",
        "TelnyxSource.lastProblemAt",
        "TelnyxSource.lastSuccessAt",
        "TelnyxSource.rateLimit",
        "XSource.lastProblem",
        "XSource.lastProblemAt",
        "XSource.lastSuccessAt",
        "XSource.rateLimit",
      ],
      "telnyx:read": [],
      "urls:read": [
        "EmsConnection.settings",
        "EmsStream.pageUrl",
        "EmsStream.settings",
        "EmsStream.swfUrl",
        "EmsStream.tcUrl",
        "TelnyxConnection.webhookEventFailoverUrl",
        "TelnyxConnection.webhookEventFailoverUrlText",
        "TelnyxConnection.webhookEventUrl",
        "TelnyxConnection.webhookEventUrlText",
      ],
      "x:read": [],
    }
  `);
});

test.each(RESTRICTED)(
  '$type.$name is null with FORBIDDEN for exactly the callers without $scope',
  async ({ type, name, scope }) => {
    const granted = [...SCOPES.map((one) => [...READ, one]), SCOPES, null];
    const { queryAs } = await startWithCallers(granted);
    const document = QUERIES[type]?.(SELECTIONS[name] ?? name) ?? '';

    for (const [index, scopes] of granted.entries()) {
      const { data, errors } = await queryAs(index, document);
      const values = JSON.stringify(data).match(/"value":(?!null)/g) ?? [];
      if (scopes?.includes(scope as Scope) ?? true) {
        expect(errors, String(scopes)).toEqual([]);
        if (!OFTEN_NULL.includes(name)) expect(values, String(scopes)).toHaveLength(1);
      } else {
        expect(values, String(scopes)).toEqual([]);
        expect(errors, String(scopes)).toMatchObject([
          {
            message: `Field "${name}" requires the scope ${scope}.`,
            extensions: { code: 'FORBIDDEN', field: `${type}.${name}`, scopes: [[scope]] },
          },
        ]);
      }
    }
  },
);

test('there is one error for each selected field, not for each row, and the rest of the answer stays', async () => {
  const { queryAs } = await startWithCallers([READ]);
  const { data, errors } = await queryAs(
    0,
    `{
      sources { name lastSuccessAt }
      emsConnections { nodes { name carrier { farIp again: farIp type } ...F } }
      more: emsConnections { nodes { ...F } }
    }
    fragment F on EmsConnection { settings { uri } }`,
  );
  expect(data.emsConnections.nodes).toEqual([
    { name: 'cam1', carrier: { farIp: null, again: null, type: 'IOHT_TCP_CARRIER' }, settings: null },
  ]);
  expect(data.sources).toHaveLength(3);
  expect(errors.map(({ path, extensions }) => [path, extensions['field']])).toEqual([
    [['sources'], 'EmsSource.lastSuccessAt'],
    [['emsConnections', 'nodes'], 'EmsCarrier.farIp'],
    [['emsConnections', 'nodes'], 'EmsCarrier.farIp'],
    [['emsConnections', 'nodes'], 'EmsConnection.settings'],
  ]);
});

test('a field that is skipped has no error', async () => {
  const { queryAs } = await startWithCallers([READ]);
  const { errors } = await queryAs(0, '{ emsConnections { nodes { name settings @skip(if: true) { uri } } } }');
  expect(errors).toEqual([]);
});

test('no upstream request is made for a field without its scope', async () => {
  const { queryAs, upstreams } = await startWithCallers([READ]);
  const { data } = await queryAs(
    0,
    '{ sources(provider: EMS) { ... on EmsSource { connectionsCount connectionsCountLimit { limit } } } }',
  );
  expect(data.sources).toEqual([{ connectionsCount: null, connectionsCountLimit: null }]);
  expect(upstreams.ems.requests).toEqual([]);
});

test.each([
  ['emsConnections(filter: { farIp: "192.0.2.7" })', 'filter.farIp', 'addresses:read'],
  ['emsConnections(filter: { settingsKind: PULL })', 'filter.settingsKind', 'urls:read'],
] as const)('%s would reveal a value, and is rejected without its scope', async (list, argument, scope) => {
  const others = SCOPES.filter((one) => one !== scope);
  const { queryAs, upstreams } = await startWithCallers([others, [...READ, scope]]);

  const forbidden = await queryAs(0, `{ ${list} { totalCount } }`);
  expect(forbidden.data).toBeNull();
  expect(forbidden.errors).toMatchObject([
    {
      message: `Argument "${argument}" requires the scope ${scope}.`,
      extensions: { code: 'FORBIDDEN', argument, scope },
    },
  ]);
  expect(upstreams.ems.requests).toEqual([]);

  expect((await queryAs(1, `{ ${list} { totalCount } }`)).data).toEqual({ emsConnections: { totalCount: 1 } });
  const withoutValue = `{ ${list.replace(/: ("192.0.2.7"|PULL)/, ': null')} { totalCount } }`;
  expect((await queryAs(0, withoutValue)).data).toEqual({ emsConnections: { totalCount: 1 } });
});
