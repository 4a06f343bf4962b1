import { deadLetters, givesUpTo } from './dead-letters.ts';
import { access, blobs, identityKey, table } from './table.ts';

const streamArn = table.nodes.table.streamArn;

/** Orders show before the next run: whose summary changed is told by the table's stream. It reads what the last run froze, and writes no blob. */
export const push = new sst.aws.Function('Push', {
  handler: 'functions/push.handler',
  description: 'Kring orders between two runs',
  timeout: '1 minute',
  memory: '512 MB',
  link: [access, identityKey],
  permissions: [
    { actions: ['s3:GetObject'], resources: [$interpolate`${blobs.arn}/*`] },
    {
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [streamArn],
    },
    ...givesUpTo.permissions,
  ],
});

/** Of the stream only customers' items and the pointer to what is visible come here. A batch that cannot be pushed now is tried again. */
table.subscribe('PushStream', push.arn, {
  filters: [
    { dynamodb: { Keys: { pk: { S: [{ prefix: 'IN#' }] }, sk: { S: [{ prefix: 'S#' }] } } } },
    { dynamodb: { Keys: { pk: { S: ['META'] }, sk: { S: ['GENERATION'] } } } },
  ],
  transform: {
    eventSourceMapping: {
      batchSize: 100,
      maximumBatchingWindowInSeconds: 2,
      maximumRetryAttempts: 10,
      maximumRecordAgeInSeconds: 3600,
      destinationConfig: { onFailure: { destinationArn: deadLetters.arn } },
    },
  },
});
