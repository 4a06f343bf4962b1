import { VisibleError } from '../../../domain/errors.ts';
import { INSTALL } from './installed.ts';

/**
 * Bluesky's packages. Nobody else needs them and they are large, so they lie in this folder's own package.json and are loaded when first
 * needed. This file alone imports them: what lies beside it is not found from anywhere else. packages.d.ts says what is used of
 * them, for who has not installed them; `npm run types:bluesky` holds that to the packages themselves.
 */
export type { AppBskyNotificationListNotifications, AtpAgent, AtpSessionData } from '@atproto/api';
export type { NodeSavedSession, NodeSavedState, OAuthClientMetadataInput } from '@atproto/oauth-client-node';
export type { JetstreamEvent, JetstreamSubscriptionOptions } from '@atcute/jetstream';

// Caught where they are imported: so bundlers know that they may be missing.
export const sdk = () => import('@atproto/api').catch(notInstalled);
export const jetstreamSdk = () => import('@atcute/jetstream').catch(notInstalled);
export const oauthSdk = () => import('@atproto/oauth-client-node').catch(notInstalled);

/** @throws VisibleError SOURCE_NOT_INSTALLED where they are not there */
function notInstalled(error: unknown): never {
  if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
  throw new VisibleError(
    'SOURCE_NOT_INSTALLED',
    `What only Bluesky needs is not installed: run \`${INSTALL}\` in the folder of Kring.`,
    { cause: error },
  );
}
