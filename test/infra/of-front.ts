/** The URLs, the schedules, and what stages.ts says of both. */
import { describe, expect, it } from 'vitest';
import { inputsOf, namesOf, open, statementsOf, type Stages } from './cloud.ts';

/** The syntax EventBridge Scheduler takes; Pulumi mocks do not look at it. */
function isScheduleExpression(expression: string): boolean {
  const rate = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression);
  if (rate !== null) return Number(rate[1]) > 0 && (Number(rate[1]) === 1) === (rate[3] === '');
  const cron = /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)$/.exec(expression);
  return cron !== null && (cron[3] === '?') !== (cron[5] === '?');
}

export function describeFront({ dev, production }: Stages): void {
  describe('GraphQL URL', () => {
    it('asks callers to sign; only the linking page, whose token is the key, and the stream, whose senders show one, are open to the public', () => {
      expect(inputsOf(dev(), 'aws:lambda/functionUrl:FunctionUrl', 'GraphqlUrl')).toMatchObject({
        authorizationType: 'AWS_IAM',
        invokeMode: 'BUFFERED',
      });
      expect(inputsOf(dev(), 'aws:lambda/functionUrl:FunctionUrl', 'LinkUrl')).toMatchObject({
        authorizationType: 'NONE',
      });
      expect(inputsOf(dev(), 'aws:lambda/functionUrl:FunctionUrl', 'LinkUrl')['cors']).toBeUndefined();
      expect(namesOf(dev(), 'aws:lambda/functionUrl:FunctionUrl')).toEqual(['GraphqlUrl', 'IngestUrl', 'LinkUrl']);
    });
    it('lets browsers in from the named origins only', () => {
      expect(inputsOf(dev(), 'aws:lambda/functionUrl:FunctionUrl', 'GraphqlUrl')['cors']).toBeUndefined();
      expect(inputsOf(production(), 'aws:lambda/functionUrl:FunctionUrl', 'GraphqlUrl')['cors']).toMatchObject({
        allowOrigins: ['https://shop.example', 'https://app.example'],
      });
    });
  });

  describe('schedules', () => {
    it('start a run every hour or as often as asked, look every five minutes whether the API answers, go on with an unfinished one every five minutes; plan a sync every hour and work at it every two', () => {
      const schedules = Object.fromEntries(
        dev()
          .resources.filter((resource) => resource.type === 'aws:scheduler/schedule:Schedule')
          .map(({ name, inputs }) => [
            name,
            {
              expression: inputs['scheduleExpression'],
              state: inputs['state'],
              input: JSON.parse(open(open(inputs['target']).input)),
            },
          ]),
      );
      expect(schedules).toEqual({
        EnrichStartSchedule: { expression: 'rate(1 hour)', state: 'ENABLED', input: { action: 'START' } },
        SyncPlanTickSchedule: { expression: 'rate(1 hour)', state: 'ENABLED', input: {} },
        SyncWorkTickSchedule: { expression: 'rate(2 minutes)', state: 'ENABLED', input: {} },
        WebhookDeliveryTickSchedule: { expression: 'rate(2 minutes)', state: 'ENABLED', input: {} },
        CanarySchedule: { expression: 'rate(5 minutes)', state: 'ENABLED', input: {} },
        EnrichResumeSchedule: { expression: 'rate(5 minutes)', state: 'ENABLED', input: { action: 'RESUME' } },
      });
    });
    it('are written as EventBridge Scheduler reads them', () => {
      for (const { inputs } of dev().resources.filter(
        (resource) => resource.type === 'aws:scheduler/schedule:Schedule',
      )) {
        expect(isScheduleExpression(inputs['scheduleExpression'])).toBe(true);
      }
      expect(
        ['rate(1 hours)', 'rate(0 minutes)', 'rate(5 minute)', 'cron(0 3 * * * *)', 'every hour'].filter(
          isScheduleExpression,
        ),
      ).toEqual([]);
      expect(isScheduleExpression('cron(0 3 * * ? *)')).toBe(true);
    });
    it('invoke the run and may do nothing else', () => {
      for (const [role, target] of [
        ['EnrichStartRole', 'Enrich'],
        ['EnrichResumeRole', 'Enrich'],
        ['CanaryRole', 'Graphql'],
        ['SyncPlanTickRole', 'SyncPlan'],
        ['SyncWorkTickRole', 'SyncWork'],
      ] as const) {
        expect(
          statementsOf(inputsOf(dev(), 'aws:iam/role:Role', role)).filter(
            ({ actions }) => !actions.includes('sqs:SendMessage'),
          ),
        ).toEqual([
          expect.objectContaining({
            actions: ['lambda:InvokeFunction'],
            resources: [expect.stringMatching(new RegExp(`${target}Function$`, 'u'))],
          }),
        ]);
      }
    });
    it('leave a run that stopped to AWS where the stage asks for the workflow: one start, of one version, and no five minutes', () => {
      const names = namesOf(production(), 'aws:scheduler/schedule:Schedule');
      expect(names).toContain('EnrichStartSchedule');
      expect(names).not.toContain('EnrichResumeSchedule');
      expect(namesOf(dev(), 'aws:scheduler/schedule:Schedule')).toContain('EnrichResumeSchedule');
      const durable = inputsOf(production(), 'aws:lambda/function:Function', 'EnrichWorkflowHandlerFunction');
      expect(durable).toMatchObject({
        timeout: 900,
        publish: true,
        durableConfig: { executionTimeout: 86_400, retentionPeriod: 14 },
      });
      expect(
        JSON.stringify(
          open(inputsOf(production(), 'aws:iam/role:Role', 'EnrichWorkflowHandlerRole')['managedPolicyArns']),
        ),
      ).toContain('AWSLambdaBasicDurableExecutionRolePolicy');
      const { target } = inputsOf(production(), 'aws:scheduler/schedule:Schedule', 'EnrichStartSchedule');
      expect(open(target).arn).toMatch(/EnrichWorkflowHandlerFunction:7$/u);
      expect(
        open(inputsOf(production(), 'aws:lambda/function:Function', 'GraphqlFunction')['environment']).variables,
      ).toHaveProperty('KRING_WORKFLOW', expect.stringMatching(/EnrichWorkflowHandlerFunction-\w+:7$/u));
      expect(
        statementsOf(inputsOf(production(), 'aws:iam/role:Role', 'GraphqlRole')).filter(({ actions }) =>
          actions[0]!.startsWith('lambda:'),
        ),
      ).toMatchObject([
        {
          actions: ['lambda:InvokeFunction'],
          resources: [expect.stringMatching(/EnrichWorkflowHandlerFunction:7$/u)],
        },
      ]);
    });
    it('do not repeat a failed run at once', () => {
      expect(
        inputsOf(dev(), 'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig', 'EnrichEventInvokeConfig')[
          'maximumRetryAttempts'
        ],
      ).toBe(0);
    });
  });

  it('does what stages.ts says, and no more', () => {
    const graphql = inputsOf(production(), 'aws:lambda/function:Function', 'GraphqlFunction');
    expect(graphql['reservedConcurrentExecutions']).toBe(50);
    expect(open(graphql['environment']).variables).toMatchObject({
      KRING_OIDC_ISSUER: 'https://login.shop.test/',
      KRING_COST_LIMIT: '5000',
      KRING_TIME_ZONE: 'Europe/London',
      KRING_SOCIAL: '{"forum":{"type":"discourse"}}',
    });
    expect(
      inputsOf(dev(), 'aws:lambda/function:Function', 'GraphqlFunction')['environment'].variables,
    ).not.toHaveProperty('KRING_OIDC_ISSUER');
    expect(production().app).toMatchObject({ providers: { aws: { region: 'eu-west-1' } } });
    expect(inputsOf(production(), 'aws:scheduler/schedule:Schedule', 'EnrichStartSchedule')['scheduleExpression']).toBe(
      'rate(6 hours)',
    );
    expect(inputsOf(production(), 'aws:lambda/functionUrl:FunctionUrl', 'GraphqlUrl')['authorizationType']).toBe(
      'NONE',
    );
    expect(inputsOf(production(), 'aws:dynamodb/table:Table', 'TableTable')).toMatchObject({
      onDemandThroughput: { maxReadRequestUnits: 4000, maxWriteRequestUnits: 2000 },
      serverSideEncryption: { enabled: true },
    });
    expect(
      namesOf(production(), 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration'),
    ).toEqual(['BlobsEncryption', 'ImportsEncryption']);
    expect(namesOf(dev(), 'aws:kms/key:Key')).toEqual([]);
  });

  it('keeps the accounts in the currency of the stage', () => {
    expect(inputsOf(dev(), 'sst:sst:LinkRef', 'AccessLinkRef')['properties']['currency']).toBe('EUR');
    expect(inputsOf(production(), 'sst:sst:LinkRef', 'AccessLinkRef')['properties']['currency']).toBe('GBP');
  });
}
