import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Node loads graphql's CommonJS entry. Without this alias, Vite would load its `module` entry as a second graphql.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    // Has its own packages and configuration: `npm run test:ecosystem`.
    exclude: ['test/ecosystem/**'],
    // Tests mostly wait for sockets. Two threads use a small machine without delaying timers.
    pool: 'threads',
    maxWorkers: 2,
    // Nothing is kept at module level, so the test files can share the modules of a thread. Loading them for each file is slow.
    isolate: false,
    // For busy machines. On an idle one no test takes more than a few seconds.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
});
