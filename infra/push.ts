import { access, blobs, identityKey, table } from './table.ts';

/**
 * Orders show before the next run: the table's stream tells whose summary changed. Nothing else of the stream comes here: customers' items and the pointer to what
 * is visible. One batch at a time: pushes wait for one another anyway.
 */
table.subscribe(
  'Push',
  {
    handler: 'functions/push.handler',
    description: 'Kring orders between two runs',
    timeout: '1 minute',
    memory: '512 MB',
    link: [access, identityKey],
    permissions: [{ actions: ['s3:GetObject'], resources: [$interpolate`${blobs.arn}/*`] }],
  },
  {
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
        bisectBatchOnFunctionError: false,
      },
    },
  },
);
