import { defineConfig } from 'vitest/config';
import { ClosingLine } from '../../test/closing-line.ts';

/** The tests against the local network: one network for all of them. */
export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['integration/atproto/test/*.test.ts'],
    globalSetup: 'integration/atproto/setup.mjs',
    reporters: ['default', new ClosingLine()],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
