import { namedIn, SPENDING } from './defaults.ts';
import { settings, splitAtImports, socialSecrets } from './social-settings.ts';
import { access, identityKey } from './table.ts';

/** Web origins that may call the API from a browser, comma-separated; none by default. */
const origins = (process.env['KRING_ALLOWED_ORIGINS'] ?? '')
  .split(',')
  .map((origin) => origin.trim())
  .filter((origin) => origin !== '');

/** What a deployment may set: the identity provider whose tokens count, and what callers may spend (docs/access.md). */
const chosen = namedIn(
  'KRING_OIDC_ISSUER',
  'KRING_OIDC_AUDIENCE',
  'KRING_OIDC_JWKS',
  'KRING_OIDC_ALGORITHM',
  ...SPENDING,
);

/**
 * The API behind a function URL. Callers sign their requests (SigV4), so that AWS turns away everybody else before a function runs and costs
 * something. A signed caller who sends a key in `x-kring-key` has the scopes of that key.
 */
export const graphql = new sst.aws.Function('Graphql', {
  handler: 'functions/graphql.handler',
  description: 'Kring GraphQL API',
  timeout: '30 seconds',
  memory: '1024 MB',
  link: [access, identityKey, socialSecrets],
  environment: { ...settings, ...chosen },
  nodejs: splitAtImports,
  url: {
    authorization: 'iam',
    cors:
      origins.length === 0
        ? false
        : {
            allowOrigins: origins,
            allowMethods: ['GET', 'POST'],
            allowHeaders: ['authorization', 'content-type', 'x-amz-date', 'x-amz-security-token', 'x-kring-key'],
            maxAge: '1 hour',
          },
  },
});
