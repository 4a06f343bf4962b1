/**
 * The cloud resources, synthesised by the real SST components under Pulumi mocks (synthesise.ts). This says what a deployment
 * would ask AWS for; it deploys nothing, and AWS may still refuse what mocks accept.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureSstPlatform } from '../../scripts/sst-install.ts';
import { tableDefinition, TTL_ATTRIBUTE } from '../../store/client/table.ts';
import { inputsOf, namesOf, open, type Stages } from './cloud.ts';
import { describeFront } from './of-front.ts';
import { describeFunctions } from './of-functions.ts';
import { describeOperators } from './of-operators.ts';
import { describePermissions } from './of-permissions.ts';
import type { Synthesis } from './synthesise.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..', '..');

/** Why there is no platform to synthesise with; null when there is one. */
const missing = await ensureSstPlatform().then(
  () => null,
  (error: unknown) => (error instanceof Error ? error.message : String(error)),
);
if (missing !== null)
  console.warn(`The cloud resources are NOT tested: SST's platform cannot be installed here.\n${missing}`);

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
    const stages: Stages = { dev, production };
    describeFunctions(stages);
    describePermissions(stages);
    describeFront(stages);
    describeOperators(stages);

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
  },
);
