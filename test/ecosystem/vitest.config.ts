import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { relay } from './relay/relayPlugin.ts';

/** Gateways, clients and suites against a running server. They are heavy, so `npm test` leaves them out. */
export default defineConfig({
  root: import.meta.dirname,
  // As in the other tests: without this alias, Vite would load a second graphql beside that of the packages.
  resolve: {
    alias: [
      { find: /^graphql$/, replacement: 'graphql/index.js' },
      // What the package exports to clients, without building it.
      {
        find: /^switchboard\/(graphcache|possibleTypes)$/,
        replacement: `${join(import.meta.dirname, '../../src/__generated__')}/$1.ts`,
      },
    ],
  },
  plugins: [relay],
  test: {
    include: ['**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
