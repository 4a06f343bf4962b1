import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { settings } from './settings.ts';

/** Values of the secrets that KRING_SOCIAL names: a JSON object of name and value. */
export const socialSecrets = new sst.Secret('SocialSecrets', '{}');

/** The social sources of stages.ts as functions read them; they hold no secret, only names of secrets. Lambda allows 4 KB of environment. */
export const socialVariables: Record<string, string> = {
  KRING_SOCIAL: settings.social === undefined ? '' : JSON.stringify(settings.social),
};

/** A function without what Bluesky needs would only say so at its first call. */
if (
  /"type":"bluesky"/.test(socialVariables['KRING_SOCIAL']!) &&
  !existsSync(join($cli.paths.root, 'social/bluesky/sdk/node_modules/.package-lock.json'))
)
  throw new Error(
    'stages.ts names Bluesky, and what only Bluesky needs is not installed: run `npm --prefix social/bluesky/sdk ci`.',
  );
