import { access, blobs, identityKey } from './table.ts';

/**
 * The scheduled run. One function, two schedules: one starts a run every hour, one goes on every few minutes with a run that
 * ran out of time or was asked for through the API. The run lock in the table keeps them apart.
 */
export const enrich = new sst.aws.Function('Enrich', {
  handler: 'functions/enrich.handler',
  description: 'Kring enrichment run',
  timeout: '15 minutes',
  memory: '3008 MB',
  link: [access, identityKey],
  permissions: [
    { actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], resources: [$interpolate`${blobs.arn}/*`] },
    { actions: ['s3:ListBucket'], resources: [blobs.arn] },
  ],
  // The next tick goes on from the checkpoint; an immediate repeat would only find the lock taken.
  retries: 0,
});

export const startSchedule = new sst.aws.CronV2('EnrichStart', {
  schedule: 'rate(1 hour)',
  function: enrich.arn,
  event: { action: 'START' },
});

export const resumeSchedule = new sst.aws.CronV2('EnrichResume', {
  schedule: 'rate(5 minutes)',
  function: enrich.arn,
  event: { action: 'RESUME' },
});
