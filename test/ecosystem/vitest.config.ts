import { defineConfig } from 'vitest/config';

/** Gateways, clients and suites against a running server. They are heavy, so `npm test` leaves them out. */
export default defineConfig({
  root: import.meta.dirname,
  // The server under test loads graphql's CommonJS entry, as in the root's configuration.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
