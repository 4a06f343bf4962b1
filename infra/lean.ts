/**
 * What bundles leave out: packages that others import and that this server has no use for. Each would be parsed at every cold start.
 *
 * SST 4.17.1 does not hand `alias` on to esbuild (of `nodejs.esbuild` its builder takes target, sourcemap, keepNames, define, banner, external, nodePaths,
 * mainFields and conditions), so what it deploys still has them; test/functions/bundle.test.ts bounds both.
 */
import { join } from 'node:path';

/** @param root the directory of sst.config.ts @returns options of esbuild */
export const lean = (root: string): { readonly alias: Readonly<Record<string, string>> } => ({
  alias: {
    // Apollo's: the schema is built in resolvers/schema.ts.
    '@graphql-tools/schema': join(root, 'infra/left-out.mjs'),
    // Apollo's reports of usage, which are switched off: they ask for graphql as one object, so that all of it would be taken along.
    '@apollo/utils.usagereporting': join(root, 'infra/left-out.mjs'),
    // Hashes in JavaScript, which Apollo takes in a bundle.
    'sha.js': join(root, 'infra/node-hash.cjs'),
  },
});
