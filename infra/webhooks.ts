import { deadLetters, givesUpTo } from './dead-letters.ts';
import { access, blobs, identityKey } from './table.ts';

/** Calls addresses of others, so it is a function of its own that can do nothing else than read scores and keep how far it has come. */
export const webhooks = new sst.aws.Function('WebhookDelivery', {
  handler: 'functions/webhooks.handler',
  description: 'Kring webhooks: tells addresses of partners what changed',
  timeout: '5 minutes',
  memory: '1024 MB',
  link: [access, identityKey],
  ...givesUpTo,
  permissions: [
    { actions: ['s3:GetObject'], resources: [$interpolate`${blobs.arn}/*`] },
    { actions: ['s3:ListBucket'], resources: [blobs.arn] },
    ...givesUpTo.permissions,
  ],
  // The next tick goes on.
  retries: 0,
});

export const webhookSchedule = new sst.aws.CronV2('WebhookDeliveryTick', {
  schedule: 'rate(2 minutes)',
  function: webhooks.arn,
  event: {},
  dlq: deadLetters.arn,
});
