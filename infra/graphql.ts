import { settings, splitAtImports, socialSecrets } from './social-settings.ts';
import { access, identityKey } from './table.ts';

/** Web origins that may call the API from a browser, comma-separated; none by default. */
const origins = (process.env['KRING_ALLOWED_ORIGINS'] ?? '')
  .split(',')
  .map((origin) => origin.trim())
  .filter((origin) => origin !== '');

/**
 * The API behind a function URL. Callers sign their requests (SigV4): until the API has keys of its own, an open URL would
 * show every customer to whoever guesses it.
 */
export const graphql = new sst.aws.Function('Graphql', {
  handler: 'functions/graphql.handler',
  description: 'Kring GraphQL API',
  timeout: '30 seconds',
  memory: '1024 MB',
  link: [access, identityKey, socialSecrets],
  environment: settings,
  nodejs: splitAtImports,
  url: {
    authorization: 'iam',
    cors:
      origins.length === 0
        ? false
        : {
            allowOrigins: origins,
            allowMethods: ['GET', 'POST'],
            allowHeaders: ['authorization', 'content-type', 'x-amz-date', 'x-amz-security-token'],
            maxAge: '1 hour',
          },
  },
});
