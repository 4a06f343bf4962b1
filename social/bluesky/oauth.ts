import { InvalidInputError } from '../../domain/errors.ts';
import { problemIn } from '../problem.ts';
import { codeOf, noAnswer } from '../sign-in.ts';
import type { SettingsOf } from '../settings.ts';
import type { OAuthProof, SourceFetch } from '../source.ts';
import { oauthSdk, type NodeSavedSession, type NodeSavedState, type OAuthClientMetadataInput } from './sdk/load.ts';

/** Only who somebody is: no right to read or write anything. */
const SCOPE = 'atproto';
/** Where Bluesky's own accounts sign in; for who does not say a handle. */
const ENTRYWAY = 'https://bsky.social';

/** An OAuth client is named by the address of a document about it; on one's own machine, where nobody could fetch that, by what is in it. */
function clientOf(
  redirectUri: Redirect,
  loopback: (config: { scope: string; redirect_uris: string[] }) => OAuthClientMetadataInput,
) {
  const { protocol } = new URL(redirectUri);
  return protocol === 'https:' ? clientDocument(redirectUri) : loopback({ scope: SCOPE, redirect_uris: [redirectUri] });
}

/** What the linking page serves at the document's own `client_id`. */
export const clientDocument = (redirectUri: string): OAuthClientMetadataInput & { readonly client_id: string } => ({
  client_id: new URL('bluesky-client.json', redirectUri).href,
  client_name: new URL(redirectUri).hostname,
  client_uri: new URL('/', redirectUri).href as `https://${string}`,
  application_type: 'web',
  redirect_uris: [redirectUri as `https://${string}`],
  response_types: ['code'],
  grant_types: ['authorization_code'],
  token_endpoint_auth_method: 'none',
  dpop_bound_access_tokens: true,
  scope: SCOPE,
});

type Redirect = OAuthClientMetadataInput['redirect_uris'][number];

/** Browsers tell `localhost` and 127.0.0.1 apart, and so does the standard: only the number may be a redirect. */
const numeric = (redirectUri: string): Redirect =>
  redirectUri.replace(/^http:\/\/localhost(?=[:/])/u, 'http://127.0.0.1') as Redirect;

/** Sign-in with atproto OAuth. What is granted is given back at once; nothing of it is kept. */
export function oauthOf(settings: SettingsOf<'bluesky'>, fetch: SourceFetch): OAuthProof {
  /** A client for one sign-in: what it would store between its two halves is `states`. */
  async function client(redirectUri: string, states: Map<string, NodeSavedState>) {
    const { NodeOAuthClient, buildAtprotoLoopbackClientMetadata, requestLocalLock } = await oauthSdk();
    const sessions = new Map<string, NodeSavedSession>();
    const store = <T>(map: Map<string, T>) => ({
      get: async (key: string) => map.get(key),
      set: async (key: string, value: T) => void map.set(key, value),
      del: async (key: string) => void map.delete(key),
    });
    return new NodeOAuthClient({
      clientMetadata: clientOf(numeric(redirectUri), buildAtprotoLoopbackClientMetadata),
      stateStore: store(states),
      sessionStore: store(sessions),
      requestLock: requestLocalLock,
      fetch,
      // A directory of one's own is a network of one's own, on one machine, without TLS and without DNS.
      ...(settings.plc === undefined
        ? {}
        : { plcDirectoryUrl: settings.plc, handleResolver: settings.appView, allowHttp: true }),
    });
  }

  return {
    clientDocument(redirectUri) {
      if (!redirectUri.startsWith('https:')) return null;
      const document = clientDocument(redirectUri);
      return { url: document.client_id, document };
    },

    async start({ redirectUri, state, handle }) {
      const states = new Map<string, NodeSavedState>();
      const oauth = await client(redirectUri, states);
      // The SDK would draw a state of its own. Ours says which link it belongs to; used for nothing else in a public client.
      oauth.runtime.generateNonce = () => Promise.resolve(state);
      try {
        const url = await oauth.authorize(handle?.replace(/^@/u, '') ?? settings.brand?.service ?? ENTRYWAY);
        return { url: url.href, secret: JSON.stringify([...states]) };
      } catch (error) {
        const { OAuthResolverError } = await oauthSdk();
        if (problemIn(error) === null && handle !== undefined && error instanceof OAuthResolverError)
          throw new InvalidInputError(['handle'], `Bluesky knows no account ${handle}.`);
        throw error;
      }
    },

    async finish({ redirectUri, query, secret }) {
      codeOf(query, 'Bluesky');
      const oauth = await client(redirectUri, new Map(JSON.parse(secret) as [string, NodeSavedState][]));
      const { session } = await oauth
        .callback(query, { redirect_uri: numeric(redirectUri) as `https://${string}` })
        .catch(async (error: unknown) => {
          const { OAuthCallbackError } = await oauthSdk();
          if (problemIn(error) !== null || !(error instanceof OAuthCallbackError)) throw error;
          throw noAnswer();
        });
      // Revoked even if the rest fails; a server that does not answer now lets it expire.
      await session.signOut().catch(() => undefined);
      const { did, handle } = await oauth.identityResolver.resolve(session.did);
      return { id: did, handle };
    },
  };
}
