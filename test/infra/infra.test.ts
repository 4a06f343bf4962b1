/**
 * The cloud resources, synthesised by the real SST components under Pulumi mocks (synthesise.ts). This says what a deployment
 * would ask AWS for; it deploys nothing, and AWS may still refuse what mocks accept.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureSstPlatform } from '../../scripts/sst-install.ts';
import { tableDefinition, TTL_ATTRIBUTE } from '../../store/client/table.ts';
import { problemsOf } from './operations.ts';
import type { Synthesis, SynthesisedResource } from './synthesise.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');

/** Why there is no platform to synthesise with; null when there is one. */
const missing = await ensureSstPlatform().then(
  () => null,
  (error: unknown) => (error instanceof Error ? error.message : String(error)),
);
if (missing !== null)
  console.warn(`The cloud resources are NOT tested: SST's platform cannot be installed here.\n${missing}`);

/** By the names of their resources. */
const FUNCTIONS = ['Enrich', 'Graphql', 'ImportFile', 'Ingest', 'Link', 'Push', 'SyncPlan', 'SyncWork'];

const work = mkdtempSync(join(tmpdir(), 'kring-infra-'));
const synthesised: Record<string, Synthesis> = {};

async function synthesise(stage: string): Promise<Synthesis> {
  const { stdout } = await run(
    process.execPath,
    [join(import.meta.dirname, 'synthesise.ts'), stage, join(work, stage)],
    {
      env: {
        ...process.env,
        SST_SECRET_IdentityKey: 'a-key-of-at-least-sixteen-bytes',
        SST_SECRET_SocialSecrets: '{"FORUM":"a token of a forum"}',
      },
      maxBuffer: 64 << 20,
    },
  );
  return JSON.parse(stdout.trimEnd().split('\n').at(-1)!);
}

const inputsOf = (synthesis: Synthesis, type: string, name: string): Record<string, any> => {
  const found = synthesis.resources.filter((resource) => resource.type === type && resource.name === name);
  expect(found, `one ${type} named ${name}`).toHaveLength(1);
  return found[0]!.inputs;
};
const namesOf = (synthesis: Synthesis, type: string): string[] =>
  synthesis.resources
    .filter((resource) => resource.type === type)
    .map((resource) => resource.name)
    .sort();
const open = (value: any): any =>
  value !== null && typeof value === 'object' && 'secret' in value ? value.secret : value;

interface Statement {
  actions: string[];
  resources: string[];
  effect?: string;
}
const statementsOf = (role: Record<string, any>): Statement[] =>
  open(role['inlinePolicies']).flatMap((policy: { policy: unknown }) => JSON.parse(open(policy.policy)).Statement);

/** Mistakes to plant in what was synthesised. */
const change =
  (name: string, to: Record<string, unknown>) =>
  (resources: SynthesisedResource[]): void => {
    const at = resources.findIndex((one) => one.name === name);
    resources[at] = { ...resources[at]!, inputs: { ...resources[at]!.inputs, ...to } };
  };
const without =
  (name: string) =>
  (resources: SynthesisedResource[]): void => {
    resources.splice(
      resources.findIndex((one) => one.name === name),
      1,
    );
  };

/** The syntax EventBridge Scheduler takes; Pulumi mocks do not look at it. */
function isScheduleExpression(expression: string): boolean {
  const rate = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression);
  if (rate !== null) return Number(rate[1]) > 0 && (Number(rate[1]) === 1) === (rate[3] === '');
  const cron = /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)$/.exec(expression);
  return cron !== null && (cron[3] === '?') !== (cron[5] === '?');
}

afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.skipIf(missing !== null)(
  `the cloud, synthesised${missing === null ? '' : " (SKIPPED: SST's platform cannot be installed here)"}`,
  () => {
    beforeAll(async () => {
      // One after the other: both bundle the same functions, and two cores are shared with the rest of the tests.
      // What they are: stages.ts beside this file.
      synthesised['dev'] = await synthesise('personal-ada');
      synthesised['production'] = await synthesise('production');
    }, 300_000);
    const dev = (): Synthesis => synthesised['dev']!;
    const production = (): Synthesis => synthesised['production']!;

    describe('table', () => {
      it('has exactly the keys, index, projection and stream of store/client/table.ts', () => {
        const table = inputsOf(dev(), 'aws:dynamodb/table:Table', 'TableTable');
        const keyed = (attributes: readonly { AttributeName?: string; AttributeType?: string }[]): object[] =>
          attributes.map((a) => ({ name: a.AttributeName, type: a.AttributeType }));
        const [index, ...others] = tableDefinition.GlobalSecondaryIndexes;
        expect(others).toEqual([]);
        expect(table).toMatchObject({
          attributes: keyed(tableDefinition.AttributeDefinitions),
          hashKey: tableDefinition.KeySchema[0]!.AttributeName,
          rangeKey: tableDefinition.KeySchema[1]!.AttributeName,
          billingMode: tableDefinition.BillingMode,
          globalSecondaryIndexes: [
            {
              name: index!.IndexName,
              hashKey: index!.KeySchema[0]!.AttributeName,
              rangeKey: index!.KeySchema[1]!.AttributeName,
              projectionType: index!.Projection.ProjectionType,
            },
          ],
          localSecondaryIndexes: [],
          streamEnabled: tableDefinition.StreamSpecification.StreamEnabled,
          streamViewType: tableDefinition.StreamSpecification.StreamViewType,
        });
      });
      it("expires items by the store's attribute and can be restored to any second", () => {
        expect(inputsOf(dev(), 'aws:dynamodb/table:Table', 'TableTable')).toMatchObject({
          ttl: { attributeName: TTL_ATTRIBUTE, enabled: true },
          pointInTimeRecovery: { enabled: true },
        });
      });
      it("is protected and kept, and goes with a stage of one's own", () => {
        expect(inputsOf(production(), 'aws:dynamodb/table:Table', 'TableTable')['deletionProtectionEnabled']).toBe(
          true,
        );
        expect(production().app).toMatchObject({ removal: 'retain', protect: true });
        expect(inputsOf(dev(), 'aws:dynamodb/table:Table', 'TableTable')['deletionProtectionEnabled']).toBe(false);
        expect(dev().app).toMatchObject({ removal: 'remove', protect: false });
      });
    });

    describe('functions', () => {
      it('are the API, the run, the push of orders, the linking page and the two halves of the sync, on the current runtime, with JSON logs kept a month', () => {
        expect(namesOf(dev(), 'aws:lambda/function:Function')).toEqual(FUNCTIONS.map((name) => `${name}Function`));
        for (const name of FUNCTIONS.map((one) => `${one}Function`)) {
          expect(inputsOf(dev(), 'aws:lambda/function:Function', name)).toMatchObject({
            architectures: ['arm64'],
            runtime: 'nodejs24.x',
            loggingConfig: { logFormat: 'JSON' },
          });
        }
        for (const name of FUNCTIONS.map((one) => `${one}LogGroup`))
          expect(inputsOf(dev(), 'aws:cloudwatch/logGroup:LogGroup', name)['retentionInDays']).toBe(30);
      });
      it('have time enough: the run all that Lambda gives, the API what a caller waits for', () => {
        expect(inputsOf(dev(), 'aws:lambda/function:Function', 'EnrichFunction')['timeout']).toBe(900);
        expect(inputsOf(dev(), 'aws:lambda/function:Function', 'GraphqlFunction')['timeout']).toBe(30);
      });
      it('have handlers that bundle as SST bundles them, load, and export what is named', async () => {
        expect(Object.keys(dev().bundles).sort()).toEqual([
          'functions/enrich.handler',
          'functions/graphql.handler',
          'functions/import-file.handler',
          'functions/ingest.handler',
          'functions/link.handler',
          'functions/push.handler',
          'functions/sync-plan.handler',
          'functions/sync-work.handler',
        ]);
        for (const { entry, bytesAtStart } of Object.values(dev().bundles)) {
          const script = `const m = await import(${JSON.stringify(pathToFileURL(entry).href)}); process.stdout.write(typeof m.handler);`;
          const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);
          expect(stdout).toBe('function');
          expect(bytesAtStart, 'bytes to load on a cold start').toBeLessThan(5_000_000);
        }
      });
      it('load no adapter of a social source, and no SDK of one, before it is needed', () => {
        for (const name of ['graphql', 'link', 'sync-plan', 'sync-work']) {
          const { entry } = dev().bundles[`functions/${name}.handler`]!;
          const folder = join(entry, '..', '..');
          const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
            file.endsWith('.mjs'),
          );
          const source = readFileSync(entry, 'utf8');
          for (const adapter of ['bluesky', 'mastodon', 'discourse', 'github', 'file'])
            expect(source, `${name}: ${adapter}`).not.toMatch(new RegExp(`social/${adapter}/`, 'u'));
          expect(files.length, name).toBeGreaterThan(1);
        }
      });
      it('show no secret in their environment', () => {
        for (const name of FUNCTIONS.map((one) => `${one}Function`)) {
          const { variables } = inputsOf(dev(), 'aws:lambda/function:Function', name)['environment'];
          expect(JSON.stringify(variables)).not.toMatch(/a-key-of-at-least-sixteen-bytes|a token of a forum/u);
        }
      });
    });

    describe('permissions', () => {
      it('let each function make exactly the DynamoDB calls that store/ makes, on this table and index alone', () => {
        const sources = readdirSync(join(root, 'store'), { recursive: true, encoding: 'utf8' })
          .filter((file) => file.endsWith('.ts') && !file.startsWith('blobs'))
          .map((file) => readFileSync(join(root, 'store', file), 'utf8'));
        const commands = new Set(
          sources.flatMap((source) =>
            [...source.matchAll(/\b([A-Z][A-Za-z]+)Command\b(?!Input|Output)/g)].map((match) => match[1]!),
          ),
        );
        // The deployment makes the table; no function may.
        commands.delete('CreateTable');
        // Only the host of an embedded database reads a whole table: AWS deletes what has expired by itself.
        commands.delete('Scan');
        for (const name of FUNCTIONS.map((one) => `${one}Role`)) {
          const all = statementsOf(inputsOf(dev(), 'aws:iam/role:Role', name));
          const isOnStream = ({ actions }: { readonly actions: readonly string[] }): boolean =>
            actions.includes('dynamodb:GetRecords');
          const [onTable, onIndex, ...others] = all.filter(
            (one) => !one.actions[0]!.startsWith('s3:') && !one.actions[0]!.startsWith('sqs:') && !isOnStream(one),
          );
          expect(others).toEqual([]);
          // Only the push is told of what changes.
          expect(all.filter(isOnStream)).toEqual(
            name === 'PushRole'
              ? [
                  expect.objectContaining({
                    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
                    resources: [expect.stringMatching(/TableTable\/stream\/1$/)],
                  }),
                ]
              : [],
          );
          expect(onTable!.actions.toSorted()).toEqual([...commands].map((command) => `dynamodb:${command}`).sort());
          expect(onTable!.resources).toEqual([expect.stringMatching(/\/TableTable$/)]);
          expect(onIndex).toMatchObject({
            actions: ['dynamodb:Query'],
            resources: [expect.stringMatching(/\/TableTable\/index\/reverse$/)],
          });
        }
      });
      it('let only functions that run, push and answer use the bucket of notes, and only by the calls each makes', () => {
        const inBucket = (name: string) =>
          statementsOf(inputsOf(dev(), 'aws:iam/role:Role', name)).filter(({ actions }) =>
            actions[0]!.startsWith('s3:'),
          );
        expect(inBucket('GraphqlRole')).toMatchObject([
          { actions: ['s3:GetObject', 's3:PutObject'], resources: [expect.stringMatching(/\/BlobsBucket\/\*$/)] },
          { actions: ['s3:ListBucket'], resources: [expect.stringMatching(/\/BlobsBucket$/)] },
        ]);
        expect(inBucket('IngestRole')).toEqual([]);
        expect(inBucket('PushRole')).toMatchObject([
          { actions: ['s3:GetObject'], resources: [expect.stringMatching(/\/BlobsBucket\/\*$/)] },
        ]);
        expect(inBucket('EnrichRole')).toMatchObject([
          {
            actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
            resources: [expect.stringMatching(/\/BlobsBucket\/\*$/)],
          },
          { actions: ['s3:ListBucket'], resources: [expect.stringMatching(/\/BlobsBucket$/)] },
        ]);
        expect(inputsOf(dev(), 'aws:s3/bucket:Bucket', 'BlobsBucket')['forceDestroy']).toBe(false);
      });
      it('never grant a wildcard, but for the objects of the bucket of notes and of the two folders of imports', () => {
        for (const role of dev().resources.filter((resource) => resource.type === 'aws:iam/role:Role')) {
          for (const statement of statementsOf(role.inputs)) {
            expect(
              statement.actions.filter((action) => action.includes('*')),
              role.name,
            ).toEqual([]);
            expect(
              statement.resources.filter(
                (resource) =>
                  resource.endsWith('*') &&
                  !/\/(?:BlobsBucket|ImportsBucket\/inbox|ImportsBucket\/outbox)\/\*$/u.test(resource),
              ),
              role.name,
            ).toEqual([]);
          }
        }
      });
      it('let only the service itself assume a role, never the account', () => {
        for (const role of dev().resources.filter((resource) => resource.type === 'aws:iam/role:Role')) {
          const policy = open(role.inputs['assumeRolePolicy']);
          const { Statement } = typeof policy === 'string' ? JSON.parse(policy) : policy;
          const service = /Start|Resume|Tick|Canary/u.test(role.name)
            ? 'scheduler.amazonaws.com'
            : 'lambda.amazonaws.com';
          expect(Statement, role.name).toEqual([
            expect.objectContaining({ Action: 'sts:AssumeRole', Principal: { Service: service } }),
          ]);
        }
      });
      it('link the identity key as a secret', () => {
        expect(inputsOf(dev(), 'sst:sst:LinkRef', 'IdentityKeyLinkRef')['properties']).toHaveProperty('secret');
      });
    });

    describe('the stream of the table', () => {
      it('tells the push of customers and of what is visible, and nothing else', () => {
        const [mapping, ...others] = dev().resources.filter(
          ({ type, inputs }) =>
            type.startsWith('aws:lambda/eventSourceMapping:') && inputs['startingPosition'] !== undefined,
        );
        expect(others).toEqual([]);
        const filters = open(mapping!.inputs['filterCriteria']).filters.map(({ pattern }: { pattern: string }) =>
          JSON.parse(pattern),
        );
        expect(filters).toEqual([
          { dynamodb: { Keys: { pk: { S: [{ prefix: 'IN#' }] }, sk: { S: [{ prefix: 'S#' }] } } } },
          { dynamodb: { Keys: { pk: { S: ['META'] }, sk: { S: ['GENERATION'] } } } },
        ]);
      });
    });

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
      it('do not repeat a failed run at once', () => {
        expect(
          inputsOf(dev(), 'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig', 'EnrichEventInvokeConfig')[
            'maximumRetryAttempts'
          ],
        ).toBe(0);
      });
    });

    describe('import bucket', () => {
      it('is not emptied with the stage, is closed to browsers and the public, and refuses plain HTTP', () => {
        expect(inputsOf(dev(), 'aws:s3/bucket:Bucket', 'ImportsBucket')['forceDestroy']).toBe(false);
        expect(namesOf(dev(), 'aws:s3/bucketCorsConfiguration:BucketCorsConfiguration')).toEqual([]);
        expect(
          inputsOf(dev(), 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock', 'ImportsPublicAccessBlock'),
        ).toMatchObject({
          blockPublicAcls: true,
          blockPublicPolicy: true,
          ignorePublicAcls: true,
          restrictPublicBuckets: true,
        });
        expect(
          JSON.parse(inputsOf(dev(), 'aws:s3/bucketPolicy:BucketPolicy', 'ImportsPolicy')['policy']).Statement,
        ).toEqual([
          expect.objectContaining({
            effect: 'Deny',
            conditions: [expect.objectContaining({ variable: 'aws:SecureTransport' })],
          }),
        ]);
      });
      it('tells its queue of what is put into the inbox alone, so that no answer is taken for a file', () => {
        const [notification, ...others] = dev().resources.filter(
          ({ type }) => type === 'aws:s3/bucketNotification:BucketNotification',
        );
        expect(others).toEqual([]);
        expect(open(notification!.inputs['queues'])).toEqual([
          expect.objectContaining({ events: ['s3:ObjectCreated:*'], filterPrefix: 'inbox/' }),
        ]);
      });
      it('gives a file longer than its function runs before it comes again, and a crash ten tries', () => {
        const { timeout } = inputsOf(dev(), 'aws:lambda/function:Function', 'ImportFileFunction') as {
          timeout: number;
        };
        const queue = inputsOf(dev(), 'aws:sqs/queue:Queue', 'ImportQueueQueue');
        expect(queue['visibilityTimeoutSeconds']).toBeGreaterThan(timeout);
        expect(JSON.parse(open(queue['redrivePolicy']))).toMatchObject({ maxReceiveCount: 10 });
      });
      it('forgets its files after a month', () => {
        expect(
          inputsOf(dev(), 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration', 'ImportsLifecycle')[
            'rules'
          ],
        ).toEqual([expect.objectContaining({ status: 'Enabled', expiration: { days: 30 } })]);
      });
    });

    it('declares the types of all it links, as SST would write them', () => {
      const declared = [...readFileSync(join(root, 'sst-env.d.ts'), 'utf8').matchAll(/^ {4}"(\w+)": \{$/gm)].map(
        (match) => match[1]!,
      );
      const linked = namesOf(dev(), 'sst:sst:LinkRef').map((name) => name.replace(/LinkRef$/, ''));
      expect(declared).toEqual(linked);
    });

    describe('what an operator relies on', () => {
      it('holds in a stage that is kept', () => {
        expect(problemsOf(production())).toEqual([]);
      });
      const planted: readonly (readonly [
        mistake: string,
        plant: (resources: SynthesisedResource[], app: Record<string, unknown>) => void,
        seen: RegExp,
      ])[] = [
        ['a stage that is not protected', (_, app) => (app['protect'] = false), /stage can be removed/],
        [
          'a table that may be deleted',
          change('TableTable', { deletionProtectionEnabled: false }),
          /table can be deleted/,
        ],
        ['no point-in-time recovery', change('TableTable', { pointInTimeRecovery: { enabled: false } }), /restored/],
        ['a bucket emptied with the stage', change('BlobsBucket', { forceDestroy: true }), /BlobsBucket is emptied/],
        ['no alarm for a late run', without('RunLate'), /never comes/],
        ['silence taken for health', change('ApiUnhealthy', { treatMissingData: 'notBreaching' }), /does not start/],
        ['a function without an alarm', without('PushErrors'), /errors of Push/],
        ['a topic nobody reads', without('AlarmsEmail'), /told to nobody/],
        [
          'a stream that drops what fails',
          change('TableSubscriberPushStreamEventSourceMapping', { destinationConfig: {} }),
          /gives up is lost/,
        ],
        [
          'a failed run that leaves no letter',
          change('EnrichEventInvokeConfig', { destinationConfig: {} }),
          /Enrich gives up/,
        ],
        ['a queue that may not be written', change('PushRole', { inlinePolicies: [] }), /PushRole may not/],
        ['a heap as large as the memory', change('EnrichFunction', { memorySize: 512 }), /heap of EnrichFunction/],
        ['no budget', without('Budget'), /month costs/],
      ];
      it.each(planted)('would not hold with %s', (_, plant, seen) => {
        const { app, resources, ...rest } = structuredClone(production());
        plant(resources, app as Record<string, unknown>);
        expect(problemsOf({ ...rest, app, resources })).toContainEqual(expect.stringMatching(seen));
      });
      it("asks nobody to be told in a stage of one's own", () => {
        expect(namesOf(dev(), 'aws:cloudwatch/metricAlarm:MetricAlarm')).toEqual([]);
      });
    });

    it('does what stages.ts says, and no more', () => {
      const graphql = inputsOf(production(), 'aws:lambda/function:Function', 'GraphqlFunction');
      expect(graphql['reservedConcurrentExecutions']).toBe(50);
      expect(graphql['environment'].variables).toMatchObject({
        KRING_OIDC_ISSUER: 'https://login.shop.test/',
        KRING_COST_LIMIT: '5000',
        KRING_TIME_ZONE: 'Europe/London',
        KRING_SOCIAL: '{"forum":{"type":"discourse"}}',
      });
      expect(
        inputsOf(dev(), 'aws:lambda/function:Function', 'GraphqlFunction')['environment'].variables,
      ).not.toHaveProperty('KRING_OIDC_ISSUER');
      expect(production().app).toMatchObject({ providers: { aws: { region: 'eu-west-1' } } });
      expect(
        inputsOf(production(), 'aws:scheduler/schedule:Schedule', 'EnrichStartSchedule')['scheduleExpression'],
      ).toBe('rate(6 hours)');
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
    it('gives whoever signs a policy with both permissions that AWS asks for', () => {
      const { Statement } = JSON.parse(open(inputsOf(dev(), 'aws:iam/policy:Policy', 'Callers')['policy']));
      expect(Statement.map(({ Action }: { Action: string }) => Action)).toEqual([
        'lambda:InvokeFunctionUrl',
        'lambda:InvokeFunction',
      ]);
      expect(namesOf(production(), 'aws:iam/policy:Policy')).toEqual([]);
    });

    it('keeps the accounts in the currency of the stage', () => {
      expect(inputsOf(dev(), 'sst:sst:LinkRef', 'AccessLinkRef')['properties']['currency']).toBe('EUR');
      expect(inputsOf(production(), 'sst:sst:LinkRef', 'AccessLinkRef')['properties']['currency']).toBe('GBP');
    });
  },
);
