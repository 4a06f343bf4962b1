import { defineConfig } from 'vitest/config';

/** The tests beside the mutated folders, as `run.mjs` names them: a mutant only meets tests that are about it. */
export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: (process.env['MUTANTS_TESTS'] ?? 'test/domain/**/*.test.ts').split(','),
    setupFiles: ['integration/mutants/setup.ts'],
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
});
