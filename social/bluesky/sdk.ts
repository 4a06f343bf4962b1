import { VisibleError } from '../../domain/errors.ts';

/** Bluesky's packages are large (docs/social.md says how large), optional, and loaded when first needed. */

export const sdk = (): Promise<typeof import('@atproto/api')> => installed(import('@atproto/api'));
export const jetstreamSdk = (): Promise<typeof import('@atcute/jetstream')> => installed(import('@atcute/jetstream'));
export const oauthSdk = (): Promise<typeof import('@atproto/oauth-client-node')> =>
  installed(import('@atproto/oauth-client-node'));

/** @throws VisibleError SOURCE_NOT_INSTALLED where they were left out */
async function installed<T>(loading: Promise<T>): Promise<T> {
  try {
    return await loading;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new VisibleError(
      'SOURCE_NOT_INSTALLED',
      'The packages for Bluesky are optional and were left out of this installation: run `npm install --include=optional`.',
    );
  }
}
