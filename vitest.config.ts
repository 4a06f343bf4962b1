import { defineConfig } from 'vitest/config';
import { ClosingLine } from './test/closing-line.ts';

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
  },
});
