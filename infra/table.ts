import { encryptBucket, ownKey } from './encryption.ts';
import { isProtected, settings } from './settings.ts';

/**
 * The one table. Keys and index are those of store/client/table.ts (a test compares them); what only the cloud has, retention and
 * protection, is decided here.
 */
export const table = new sst.aws.Dynamo('Table', {
  fields: { pk: 'string', sk: 'string', rpk: 'string', rsk: 'string' },
  primaryIndex: { hashKey: 'pk', rangeKey: 'sk' },
  globalIndexes: { reverse: { hashKey: 'rpk', rangeKey: 'rsk', projection: 'all' } },
  ttl: 'expiresAt',
  stream: 'new-and-old-images',
  deletionProtection: isProtected,
  transform: {
    table: (args) => {
      const { readUnits, writeUnits } = settings.tableMaximum ?? {};
      if (readUnits !== undefined || writeUnits !== undefined)
        args.onDemandThroughput = { maxReadRequestUnits: readUnits, maxWriteRequestUnits: writeUnits };
      if (ownKey !== null) args.serverSideEncryption = { enabled: true, kmsKeyArn: ownKey.arn };
    },
  },
});

/**
 * Where runs keep their checkpoints and what the next one goes on from: a run needs it, so nothing in it expires by itself; every run deletes what
 * it no longer needs. Closed to everybody but the functions that run, push and answer.
 */
export const blobs = new sst.aws.Bucket('Blobs', {
  cors: false,
  versioning: false,
  transform: { bucket: { forceDestroy: false } },
});

encryptBucket('Blobs', blobs);

/** Customer ids derive from this key: at least 16 random bytes, set once per stage, never changed. */
export const identityKey = new sst.Secret('IdentityKey');

/**
 * The table as functions are linked to it: exactly the calls store/ makes. A link to the table itself would grant
 * `dynamodb:*`, DeleteTable included.
 */
export const access = new sst.Linkable('Access', {
  properties: { table: table.name, blobs: blobs.name, currency: settings.currency },
  include: [
    sst.aws.permission({
      actions: [
        'dynamodb:BatchGetItem',
        'dynamodb:BatchWriteItem',
        'dynamodb:DeleteItem',
        'dynamodb:DescribeTable',
        'dynamodb:GetItem',
        'dynamodb:PutItem',
        'dynamodb:Query',
        'dynamodb:UpdateItem',
      ],
      resources: [table.arn],
    }),
    sst.aws.permission({ actions: ['dynamodb:Query'], resources: [$interpolate`${table.arn}/index/reverse`] }),
  ],
});
