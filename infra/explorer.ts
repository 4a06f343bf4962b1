import { graphql } from './graphql.ts';
import { settings } from './settings.ts';

/**
 * The explorer as static files, for stages that ask for it. It asks the stage's own API and no other; its readers show a key. Once it has an address,
 * that goes into `allowedOrigins`. What it may ask is added to the table once for each release: `kring documents add .explorer/documents.json` (docs/explorer.md).
 */
export const explorer = settings.explorer
  ? new sst.aws.StaticSite('Explorer', {
      build: { command: $interpolate`node scripts/explorer.ts .explorer --api ${graphql.url}`, output: '.explorer' },
    })
  : null;
