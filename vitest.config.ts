import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Node loads graphql's CommonJS entry, and Vite would load its `module` entry beside it: one graphql, not two.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    // The tests wait on sockets, not on computation: two threads keep a small machine busy without starving timers.
    pool: 'threads',
    maxWorkers: 2,
    // For machines busy with other things: on an idle one no test takes more than a few seconds.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
