import { spending, variables } from './defaults.ts';
import { workflow } from './enrichment.ts';
import { front } from './front.ts';
import { settings } from './settings.ts';
import { socialVariables, socialSecrets } from './social-settings.ts';
import { access, blobs, identityKey } from './table.ts';

const { allowedOrigins = [], callers = 'IAM', concurrency, oidc } = settings;

/**
 * The API behind a function URL. Where callers sign their requests (SigV4), AWS turns away everybody else before a function runs and costs
 * something; a signed caller who sends a key in `x-kring-key` has the scopes of that key. Where they show keys or tokens instead, Kring asks for them
 * itself, and refuses everything else.
 */
export const graphql = new sst.aws.Function('Graphql', {
  handler: 'functions/graphql.handler',
  description: 'Kring GraphQL API',
  timeout: '30 seconds',
  memory: '1024 MB',
  link: [access, identityKey, socialSecrets],
  // Scores that partners read lie there, and exports; who is forgotten leaves both at once.
  permissions: [
    { actions: ['s3:GetObject', 's3:PutObject'], resources: [$interpolate`${blobs.arn}/*`] },
    { actions: ['s3:ListBucket'], resources: [blobs.arn] },
    ...(workflow === null
      ? []
      : [{ actions: ['lambda:InvokeFunction'], resources: [$interpolate`${workflow.arn}:${workflow.qualifier}`] }]),
  ],
  environment: {
    ...socialVariables,
    ...spending,
    ...variables({
      KRING_OIDC_ISSUER: oidc?.issuer,
      KRING_OIDC_AUDIENCE: oidc?.audience,
      KRING_OIDC_JWKS: oidc?.jwks,
      KRING_OIDC_ALGORITHM: oidc?.algorithm,
      KRING_FRONT: front === null ? undefined : 'required',
    }),
    // A run that is asked for begins at once.
    ...(workflow === null ? {} : { KRING_WORKFLOW: $interpolate`${workflow.name}:${workflow.qualifier}` }),
  },
  ...(concurrency?.graphql === undefined ? {} : { concurrency: { reserved: concurrency.graphql } }),
  url: {
    authorization: callers === 'IAM' ? 'iam' : 'none',
    ...(front === null ? {} : { router: { instance: front } }),
    cors:
      allowedOrigins.length === 0
        ? false
        : {
            allowOrigins: [...allowedOrigins],
            allowMethods: ['GET', 'POST'],
            // The four that a browser sends when it signs, and the key.
            allowHeaders: [
              'authorization',
              'content-type',
              'x-amz-content-sha256',
              'x-amz-date',
              'x-amz-security-token',
              'x-kring-key',
            ],
            exposeHeaders: ['retry-after', 'x-request-id'],
            maxAge: '1 hour',
          },
  },
});

/** Minutes between two looks whether the API could answer; they keep one function warm. */
export const canaryMinutes = 5;

export const canary = new sst.aws.CronV2('Canary', {
  schedule: `rate(${canaryMinutes} minutes)`,
  function: graphql.arn,
  event: {},
});
