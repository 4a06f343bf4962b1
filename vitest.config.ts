import { defineConfig } from 'vitest/config';
import { ClosingLine } from './test/closing-line.ts';

/**
 * What every folder must reach; `npm run coverage` measures, CI insists. functions/, local/ and cli/ are tested as processes of their own,
 * which this does not see into.
 * social/ is not among them yet: part of it only the API's tests and those of a local network reach.
 */
const FLOOR = { statements: 94, branches: 87 };
const FOLDERS = ['domain', 'published', 'store', 'intake', 'enrichment', 'resolvers'];

export default defineConfig({
  // Vite would take graphql's "module" build while packages in node_modules take its "main": two copies that do not know each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', new ClosingLine()],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Two cores: more workers only make the database engines starve each other.
    maxWorkers: 2,
    coverage: {
      enabled: process.env['CI'] !== undefined,
      include: FOLDERS.map((folder) => `${folder}/**/*.ts`),
      exclude: ['**/generated.ts', '**/*.d.ts', '**/*.wasm.ts'],
      reporter: ['text-summary', 'json-summary'],
      reportOnFailure: true,
      thresholds: Object.fromEntries(FOLDERS.map((folder) => [`${folder}/**`, FLOOR])),
    },
  },
});
