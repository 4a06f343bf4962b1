import * as z from 'zod';
import { ask, readCursor, refused, tell } from '../answers.ts';
import type { Client } from '../answers.ts';
import { codeOf, noAnswer, pkce } from '../sign-in.ts';
import type { SettingsOf } from '../settings.ts';
import { secretValue } from '../settings.ts';
import type { OAuthProof } from '../source.ts';
import { shapes } from './shapes.ts';

const SITE = 'https://github.com';
const kept = z.object({ verifier: z.string() });

/** Sign-in without any scope: GitHub then tells public data of whoever signed in, and so who they are. */
export function gitHubOAuth(
  client: Client,
  { clientId, clientSecret }: NonNullable<SettingsOf<'github'>['oauth']>,
): OAuthProof {
  const { host } = client;
  const site: Client = { ...client, base: SITE, headers: {} };
  return {
    async start({ redirectUri, state, handle }) {
      const { verifier, challenge } = pkce();
      const url = new URL(`${SITE}/login/oauth/authorize`);
      url.search = new URLSearchParams({
        client_id: clientId,
        redirect_uri: redirectUri,
        state,
        allow_signup: 'false',
        code_challenge: challenge,
        code_challenge_method: 'S256',
        ...(handle === undefined ? {} : { login: handle }),
      }).toString();
      return { url: url.href, secret: JSON.stringify({ verifier } satisfies z.infer<typeof kept>) };
    },

    async finish({ redirectUri, query, secret }) {
      const { verifier } = readCursor(host, secret, kept);
      const code = codeOf(query, 'GitHub');
      const own = secretValue(clientSecret);
      const { value: token } = await ask(site, '/login/oauth/access_token', shapes.token, {
        method: 'POST',
        body: {
          client_id: clientId,
          client_secret: own,
          code,
          redirect_uri: redirectUri,
          code_verifier: verifier,
        },
      });
      // A code that is none is answered with 200 and an error.
      if ('error' in token) throw token.error === 'bad_verification_code' ? noAnswer() : refused(host, 403);
      try {
        const { value: self } = await ask(client, '/user', shapes.self, {
          headers: { authorization: `Bearer ${token.access_token}` },
        });
        return { id: String(self.id), handle: self.login };
      } finally {
        await tell(client, `/applications/${encodeURIComponent(clientId)}/grant`, {
          method: 'DELETE',
          headers: { authorization: `Basic ${Buffer.from(`${clientId}:${own}`).toString('base64')}` },
          body: { access_token: token.access_token },
        });
      }
    },
  };
}
