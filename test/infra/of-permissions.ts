/** Who may do what. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FUNCTIONS, inputsOf, namesOf, open, statementsOf, type Stages } from './cloud.ts';

const root = join(import.meta.dirname, '..', '..');

export function describePermissions({ dev, production }: Stages): void {
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
        statementsOf(inputsOf(dev(), 'aws:iam/role:Role', name)).filter(({ actions }) => actions[0]!.startsWith('s3:'));
      expect(inBucket('GraphqlRole')).toMatchObject([
        { actions: ['s3:GetObject', 's3:PutObject'], resources: [expect.stringMatching(/\/BlobsBucket\/\*$/)] },
        { actions: ['s3:ListBucket'], resources: [expect.stringMatching(/\/BlobsBucket$/)] },
      ]);
      expect(inBucket('IngestRole')).toEqual([]);
      expect(inBucket('PushRole')).toMatchObject([
        { actions: ['s3:GetObject'], resources: [expect.stringMatching(/\/BlobsBucket\/\*$/)] },
      ]);
      expect(inBucket('WebhookDeliveryRole')).toMatchObject([
        { actions: ['s3:GetObject'], resources: [expect.stringMatching(/\/BlobsBucket\/\*$/)] },
        { actions: ['s3:ListBucket'], resources: [expect.stringMatching(/\/BlobsBucket$/)] },
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

  it('gives whoever signs a policy with both permissions that AWS asks for', () => {
    const { Statement } = JSON.parse(open(inputsOf(dev(), 'aws:iam/policy:Policy', 'Callers')['policy']));
    expect(Statement.map(({ Action }: { Action: string }) => Action)).toEqual([
      'lambda:InvokeFunctionUrl',
      'lambda:InvokeFunction',
    ]);
    expect(namesOf(production(), 'aws:iam/policy:Policy')).toEqual([]);
  });
}
