import * as z from 'zod';
import { ask, readCursor, tell } from '../answers.ts';
import type { Client } from '../answers.ts';
import { SourceProblem } from '../problem.ts';
import { codeOf, noAnswer, pkce } from '../sign-in.ts';
import type { OAuthProof, ProvenAccount } from '../source.ts';
import { shapes } from './shapes.ts';
import type { Self } from './shapes.ts';

const SCOPE = 'profile';
const kept = z.object({ clientId: z.string(), clientSecret: z.string(), verifier: z.string() });

/**
 * Sign-in with the scope that tells who somebody is and nothing else. Every server is a provider of its own, so each sign-in
 * registers an application at it, as Mastodon's documentation has it; servers clear away those that hold no token.
 */
export function mastodonOAuth(client: Client, identityOf: (self: Self) => ProvenAccount): OAuthProof {
  const { host, base } = client;
  return {
    async start({ redirectUri, state }) {
      const { value: application } = await ask(client, '/api/v1/apps', shapes.application, {
        method: 'POST',
        body: { client_name: 'Kring', redirect_uris: [redirectUri], scopes: SCOPE },
      });
      const { verifier, challenge } = pkce();
      const url = new URL(`${base}/oauth/authorize`);
      url.search = new URLSearchParams({
        response_type: 'code',
        client_id: application.client_id,
        redirect_uri: redirectUri,
        scope: SCOPE,
        state,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      }).toString();
      const secret = { clientId: application.client_id, clientSecret: application.client_secret, verifier };
      return { url: url.href, secret: JSON.stringify(secret satisfies z.infer<typeof kept>) };
    },

    async finish({ redirectUri, query, secret }) {
      const { clientId, clientSecret, verifier } = readCursor(host, secret, kept);
      const code = codeOf(query, host);
      const identity = { client_id: clientId, client_secret: clientSecret };
      const { value: token } = await ask(client, '/oauth/token', shapes.token, {
        method: 'POST',
        body: {
          grant_type: 'authorization_code',
          ...identity,
          redirect_uri: redirectUri,
          code,
          code_verifier: verifier,
        },
      }).catch((error: unknown) => {
        // `invalid_grant`; what is wrong with us would be a 401.
        throw error instanceof SourceProblem && error.status === 400 ? noAnswer() : error;
      });
      try {
        const { value: self } = await ask(client, '/api/v1/accounts/verify_credentials', shapes.self, {
          headers: { authorization: `Bearer ${token.access_token}` },
        });
        return identityOf(self);
      } finally {
        await tell(client, '/oauth/revoke', { method: 'POST', body: { ...identity, token: token.access_token } });
      }
    },
  };
}
