import * as z from 'zod';
import { VisibleError } from '../../domain/errors.ts';

/** Signature algorithms a deployment can pin. None of them is symmetric: the public key of a provider is nobody's password. */
const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const;

export interface TokenSettings {
  /** The identity provider, as its tokens name it: https://login.example.com/ */
  readonly issuer: string;
  /** What tokens for this API are made out to. */
  readonly audience: string;
  /** Where the provider's public keys are; absent: what the issuer's discovery document says. */
  readonly jwksUrl?: string;
  /** The one signature algorithm taken; never what a token says of itself. */
  readonly algorithm: (typeof ALGORITHMS)[number];
}

const url = z.url({ protocol: /^https?$/u });
const Environment = z.object({
  KRING_OIDC_ISSUER: url,
  KRING_OIDC_AUDIENCE: z.string().min(1),
  KRING_OIDC_JWKS: url.optional(),
  KRING_OIDC_ALGORITHM: z.enum(ALGORITHMS).default('RS256'),
});

/**
 * The identity provider an environment names, or null.
 *
 * @throws VisibleError USAGE for half a setting: a deployment that takes tokens of nobody's choice must not start
 */
export function tokenSettings(environment: Readonly<Record<string, string | undefined>>): TokenSettings | null {
  if ((environment['KRING_OIDC_ISSUER'] ?? '') === '') return null;
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new VisibleError(
      'USAGE',
      `${path.join('.')}: ${message}. An issuer needs an audience (KRING_OIDC_AUDIENCE).`,
    );
  }
  const { KRING_OIDC_ISSUER, KRING_OIDC_AUDIENCE, KRING_OIDC_JWKS, KRING_OIDC_ALGORITHM } = parsed.data;
  return {
    issuer: KRING_OIDC_ISSUER,
    audience: KRING_OIDC_AUDIENCE,
    algorithm: KRING_OIDC_ALGORITHM,
    ...(KRING_OIDC_JWKS === undefined ? {} : { jwksUrl: KRING_OIDC_JWKS }),
  };
}
