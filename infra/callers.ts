import { graphql } from './graphql.ts';
import { settings } from './settings.ts';

/**
 * What a role needs to call the API where callers sign: attach it. Both permissions: since October 2025 AWS asks for the function's own beside that of
 * its URL. null where callers show keys.
 */
export const callers =
  settings.callers === 'KEYS'
    ? null
    : new aws.iam.Policy('Callers', {
        description: `May call the Kring API of stage ${$app.stage}`,
        policy: $jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: 'lambda:InvokeFunctionUrl',
              Resource: graphql.arn,
              Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } },
            },
            {
              Effect: 'Allow',
              Action: 'lambda:InvokeFunction',
              Resource: graphql.arn,
              Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
            },
          ],
        }),
      });
