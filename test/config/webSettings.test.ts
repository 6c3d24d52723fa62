import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { problemsOf } from '../support/configProblems.ts';

const HOSTS =
  'must be host names, each optionally with a port, such as graph.example or 10.0.0.5:4000. Patterns and URLs are not allowed';
const ORIGINS =
  'must be origins, such as https://app.example or http://localhost:3000, without a path, or the word studio';
const ANY_ORIGIN = 'must not be *, because every page of the internet could read the data. List the origins';

test('the settings of the web are read from environment variables', () => {
  const environment = {
    ALLOWED_HOSTS: ' graph.example , 10.0.0.5:4000,[2001:db8::1]:4000,',
    CORS_ORIGINS: 'https://app.example, studio, http://localhost:3000',
    INTROSPECTION: 'off',
    EXPLORER: ' off ',
    PERSISTED_QUERIES: 'on',
    METRICS: 'off',
    MAX_CONNECTIONS: '5000',
    MAX_CONNECTIONS_PER_CLIENT: '4000',
  };
  expect(readConfig(environment).web).toEqual({
    allowedHosts: ['graph.example', '10.0.0.5:4000', '[2001:db8::1]:4000'],
    corsOrigins: ['https://app.example', 'https://studio.apollographql.com', 'http://localhost:3000'],
    introspection: 'off',
    explorer: 'off',
    persistedQueries: 'on',
    metrics: 'off',
    maxConnections: 5_000,
    maxConnectionsPerClient: 4_000,
  });
});

test('pages of Apollo Studio may read mock data by default, and nothing else', () => {
  const originsOf = (environment: Readonly<Record<string, string>>) => readConfig(environment).web.corsOrigins;
  expect(originsOf({})).toEqual(['https://studio.apollographql.com']);
  expect(originsOf({ CORS_ORIGINS: 'https://app.example' })).toEqual(['https://app.example']);
  expect(originsOf({ EMS_URL: 'http://127.0.0.1:7777' })).toEqual([]);
});

test.each([
  ['on', true],
  ['true', true],
  ['off', false],
  [' false ', false],
])('every switch can be %j', (value, isOn) => {
  const names = [
    'INTROSPECTION',
    'EXPLORER',
    'PERSISTED_QUERIES',
    'METRICS',
    'PUBLIC_METRICS',
    'TRUSTED_DOCUMENTS_ONLY',
  ];
  const environment = Object.fromEntries(names.map((name) => [name, value]));
  const { web, access, documents } = readConfig({ ...environment, TRUSTED_DOCUMENTS: 'manifest.json' });
  const { introspection, explorer, persistedQueries, metrics } = web;
  expect(new Set([introspection, explorer, persistedQueries, metrics])).toEqual(new Set([isOn ? 'on' : 'off']));
  expect([access.publicMetrics, documents.trustedOnly]).toEqual([isOn, isOn]);
});

describe('the start is prevented by', () => {
  test.each([
    ['ALLOWED_HOSTS', 'https://graph.example', HOSTS],
    ['ALLOWED_HOSTS', 'graph.example/graphql', HOSTS],
    ['ALLOWED_HOSTS', '*.example', HOSTS],
    ['ALLOWED_HOSTS', '*', HOSTS],
    ['ALLOWED_HOSTS', 'a.example,user@b.example', HOSTS],
    ['ALLOWED_HOSTS', 'graph.example:http', HOSTS],
    ['ALLOWED_HOSTS', '2001:db8::1', HOSTS],
    ['CORS_ORIGINS', '*', ANY_ORIGIN],
    ['CORS_ORIGINS', 'https://app.example,*', ANY_ORIGIN],
    ['CORS_ORIGINS', 'app.example', ORIGINS],
    ['CORS_ORIGINS', 'https://app.example/', ORIGINS],
    ['CORS_ORIGINS', 'https://*.example', ORIGINS],
    ['CORS_ORIGINS', 'https://app.example:443', ORIGINS],
    ['CORS_ORIGINS', 'HTTPS://app.example', ORIGINS],
    ['CORS_ORIGINS', 'null', ORIGINS],
    ['CORS_ORIGINS', 'Studio', ORIGINS],
    ['INTROSPECTION', 'no', 'must be on or off'],
    ['EXPLORER', 'graphiql', 'must be on or off'],
    ['PERSISTED_QUERIES', '1', 'must be on or off'],
    ['METRICS', 'OFF', 'must be on or off'],
    ['MAX_CONNECTIONS', '0', 'must be a whole number from 1 to 100000'],
    ['MAX_CONNECTIONS_PER_CLIENT', 'many', 'must be a whole number from 1 to 100000'],
  ])('%s=%s', (variable, value, rule) => {
    expect(problemsOf({ [variable]: value })).toEqual([`${variable}: ${rule}`]);
  });
});
