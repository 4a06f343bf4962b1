import { deadLetters } from './dead-letters.ts';
import { encryptBucket } from './encryption.ts';
import { access, identityKey } from './table.ts';

/**
 * Where files to import are put. Not emptied with the stage, closed to browsers, and cleared by itself: the files hold
 * personal data that lives on in the table only as far as it is needed.
 */
export const imports = new sst.aws.Bucket('Imports', {
  cors: false,
  versioning: false,
  lifecycle: [{ id: 'expire', expiresIn: '30 days' }],
  transform: { bucket: { forceDestroy: false } },
});

encryptBucket('Imports', imports);

/** Files wait here. A function has a quarter of an hour; what it does not finish comes again, ten times, and then it is somebody's to look at. */
const waiting = new sst.aws.Queue('ImportQueue', {
  visibilityTimeout: '16 minutes',
  dlq: { queue: deadLetters.arn, retry: 10 },
  transform: { queue: { messageRetentionSeconds: 14 * 24 * 3600 } },
});

imports.notify({
  notifications: [{ name: 'Inbox', queue: waiting, events: ['s3:ObjectCreated:*'], filterPrefix: 'inbox/' }],
});

/** Imports what is put at inbox/KIND/SOURCE/FILE, and tells what became of it under outbox/. */
export const importFile = new sst.aws.Function('ImportFile', {
  handler: 'functions/import-file.handler',
  description: 'Kring import of files',
  timeout: '15 minutes',
  memory: '2048 MB',
  // The file, and its rows while they are sorted.
  storage: '10 GB',
  link: [access, identityKey],
  permissions: [
    { actions: ['s3:GetObject'], resources: [$interpolate`${imports.arn}/inbox/*`] },
    { actions: ['s3:PutObject'], resources: [$interpolate`${imports.arn}/outbox/*`] },
    // Without it a file that is gone looks like one that may not be read.
    { actions: ['s3:ListBucket'], resources: [imports.arn] },
    {
      actions: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      resources: [waiting.arn],
    },
  ],
});

waiting.subscribe(importFile.arn, {
  batch: { size: 1, partialResponses: true },
  transform: { eventSourceMapping: { scalingConfig: { maximumConcurrency: 5 } } },
});
