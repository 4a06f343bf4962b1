import { parseGrants, type Principal } from '../../domain/access/scopes.ts';
import { VisibleError } from '../../domain/errors.ts';
import type { TokenSettings } from './token-settings.ts';

/** Reads a signed token. @throws VisibleError UNAUTHENTICATED */
export type TokenReader = (token: string) => Promise<Principal>;

/** Clocks of two companies. */
const SKEW_SECONDS = 30;
const TIMEOUT_MS = 3000;

/** Errors of jose about the provider's keys and not about the token. */
const PROVIDER: ReadonlySet<string> = new Set(['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID']);

/** Words of a token that grant something of another API. */
const OURS = /^(?:kring[:/])?([a-z]+:\S+)$/u;

/**
 * Reads JWTs of one issuer (OpenID Connect Discovery 1.0; RFC 7519, RFC 8725): signature by one pinned algorithm against the
 * issuer's keys, which are kept and asked for again when a new one turns up; issuer, audience, expiry and not-before checked.
 * Grants are the words of `scope` (RFC 8693) or `permissions`, as keys have them, with or without `kring:` before; `kring_sources` bounds
 * the customers.
 */
export async function tokenReader({ issuer, audience, jwksUrl, algorithm }: TokenSettings): Promise<TokenReader> {
  const { createRemoteJWKSet, jwtVerify, errors } = await import('jose');
  let keys: ReturnType<typeof createRemoteJWKSet> | null = null;
  const keySet = async () =>
    (keys ??= createRemoteJWKSet(new URL(jwksUrl ?? (await discovered(issuer))), { timeoutDuration: TIMEOUT_MS }));
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, await keySet(), {
        issuer,
        audience,
        algorithms: [algorithm],
        clockTolerance: SKEW_SECONDS,
        requiredClaims: ['exp', 'sub'],
      });
      const sources = payload['kring_sources'];
      return {
        id: `token:${issuer}#${payload.sub!}`,
        kind: 'TOKEN',
        name: payload.sub!,
        ...parseGrants(ownWords(payload)),
        sources: Array.isArray(sources) ? new Set(sources.map(String)) : null,
        expiresAt: payload.exp! * 1000,
      };
    } catch (error) {
      if (!(error instanceof errors.JOSEError) || PROVIDER.has(error.code)) throw unreachable(error);
      throw new VisibleError('UNAUTHENTICATED', `The token is refused: ${error.message}.`, { cause: error });
    }
  };
}

function ownWords(payload: Readonly<Record<string, unknown>>): string[] {
  const words = typeof payload['scope'] === 'string' ? payload['scope'].split(' ') : payload['permissions'];
  return (Array.isArray(words) ? words.map(String) : []).flatMap((word) => {
    const grant = OURS.exec(word)?.[1];
    if (grant === undefined) return [];
    try {
      parseGrants([grant]);
      return [grant];
    } catch {
      // A provider grants for many APIs in one token.
      return [];
    }
  });
}

async function discovered(issuer: string): Promise<string> {
  const answer = await fetch(`${issuer.replace(/\/$/u, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok) throw new TypeError(`${issuer} answers ${answer.status}`);
  const found = (await answer.json()) as { readonly jwks_uri?: unknown };
  if (typeof found.jwks_uri !== 'string') throw new TypeError(`${issuer} says no jwks_uri`);
  return found.jwks_uri;
}

const unreachable = (cause: unknown): VisibleError =>
  new VisibleError('UNAVAILABLE', 'The identity provider does not answer, so nobody can be told apart. Repeat later.', {
    cause,
    details: { retryAfterSeconds: 5 },
  });
