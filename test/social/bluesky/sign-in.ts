import { createHash } from 'node:crypto';
import type { StubAnswer, StubHandler } from '../stub-server.ts';
import type { World } from '../world.ts';
import { APP_VIEW, didOf, handleOf, PDS, PLC } from './provider.ts';

/** What the sign-ins of a personal server have going. */
export interface SignIns {
  /** Requests that were pushed, and codes that were given out. */
  readonly pushed: Map<string, Record<string, string>>;
  readonly codes: Map<string, Record<string, string> & { readonly did: string }>;
  /** Tokens that were granted and not given back. */
  readonly tokens: Set<string>;
}

export const newSignIns = (): SignIns => ({ pushed: new Map(), codes: new Map(), tokens: new Set() });

const ISSUER = `https://${PDS}`;

/**
 * Identity and sign-in as atproto's specification has them (atproto.com/specs/oauth): handles and DIDs, the two documents of a server,
 * requests that are pushed, proofs of possession with a nonce, codes that are bound to their challenge.
 */
export function signInProvider(world: World, state: SignIns): StubHandler {
  const nonce = 'nonce-of-the-server';
  const answer = (json: unknown, status = 200): StubAnswer => ({ status, json, headers: { 'dpop-nonce': nonce } });
  const nonceOf = (proof: string | undefined): unknown => {
    const payload = proof?.split('.')[1];
    return payload === undefined
      ? undefined
      : (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { nonce?: unknown }).nonce;
  };
  const token = (form: Record<string, string>): StubAnswer => {
    const code = state.codes.get(form['code'] ?? '');
    const challenge = createHash('sha256')
      .update(form['code_verifier'] ?? '')
      .digest('base64url');
    const isKnown =
      code?.['client_id'] === form['client_id'] &&
      code?.['redirect_uri'] === form['redirect_uri'] &&
      code?.['code_challenge'] === challenge;
    if (code === undefined || !isKnown) return answer({ error: 'invalid_grant' }, 400);
    state.codes.delete(form['code']!);
    const access = `granted-${code.did}`;
    state.tokens.add(access);
    return answer({ access_token: access, token_type: 'DPoP', scope: code['scope'], sub: code.did, expires_in: 300 });
  };

  return ({ method, url, headers, body }) => {
    const called = `${method} ${url.host}${url.pathname}`;
    if (called === `GET ${APP_VIEW}/xrpc/com.atproto.identity.resolveHandle`) {
      const found = world.accounts.find(({ n, isGone }) => handleOf(n) === url.searchParams.get('handle') && !isGone);
      if (found === undefined)
        return { status: 400, json: { error: 'InvalidRequest', message: 'Unable to resolve handle' } };
      return { json: { did: didOf(found.n) } };
    }
    if (method === 'GET' && url.host === PLC) {
      const found = world.accounts.find(({ n }) => decodeURIComponent(url.pathname.slice(1)) === didOf(n));
      return found === undefined ? null : { json: documentOf(found.n) };
    }
    switch (called) {
      case `GET ${PDS}/.well-known/oauth-protected-resource`:
        return {
          json: {
            resource: ISSUER,
            authorization_servers: [ISSUER],
            scopes_supported: [],
            bearer_methods_supported: ['header'],
          },
        };
      case `GET ${PDS}/.well-known/oauth-authorization-server`:
        return { json: METADATA };
      case `POST ${PDS}/oauth/par`:
      case `POST ${PDS}/oauth/token`:
      case `POST ${PDS}/oauth/revoke`: {
        const form = Object.fromEntries(new URLSearchParams(body));
        if (nonceOf(headers['dpop']) !== nonce) return answer({ error: 'use_dpop_nonce' }, 400);
        if (url.pathname === '/oauth/token') return token(form);
        if (url.pathname === '/oauth/revoke') {
          state.tokens.delete(form['token'] ?? '');
          return answer({});
        }
        const name = `urn:ietf:params:oauth:request_uri:req-${state.pushed.size}`;
        state.pushed.set(name, form);
        return answer({ request_uri: name, expires_in: 299 }, 201);
      }
      default:
        return null;
    }
  };
}

/** Plays the customer with account `n` who agrees on the server's page. */
export function agreed(state: SignIns, address: string, n: number): URLSearchParams {
  const form = state.pushed.get(new URL(address).searchParams.get('request_uri') ?? '')!;
  const code = `code-${state.codes.size}`;
  state.codes.set(code, { ...form, did: didOf(n) });
  return new URLSearchParams({ code, iss: ISSUER, state: form['state']! });
}

const documentOf = (n: number) => ({
  '@context': ['https://www.w3.org/ns/did/v1'],
  id: didOf(n),
  alsoKnownAs: [`at://${handleOf(n)}`],
  verificationMethod: [],
  service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: ISSUER }],
});

const METADATA = {
  issuer: ISSUER,
  authorization_endpoint: `${ISSUER}/oauth/authorize`,
  token_endpoint: `${ISSUER}/oauth/token`,
  revocation_endpoint: `${ISSUER}/oauth/revoke`,
  pushed_authorization_request_endpoint: `${ISSUER}/oauth/par`,
  require_pushed_authorization_requests: true,
  scopes_supported: ['atproto', 'transition:email', 'transition:generic'],
  subject_types_supported: ['public'],
  response_types_supported: ['code'],
  response_modes_supported: ['query', 'fragment', 'form_post'],
  grant_types_supported: ['authorization_code', 'refresh_token'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
  token_endpoint_auth_signing_alg_values_supported: ['ES256'],
  dpop_signing_alg_values_supported: ['ES256'],
  authorization_response_iss_parameter_supported: true,
  client_id_metadata_document_supported: true,
};
