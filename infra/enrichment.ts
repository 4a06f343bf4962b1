import { deadLetters, givesUpTo } from './dead-letters.ts';
import { settings } from './settings.ts';
import { access, blobs, identityKey } from './table.ts';

const hours = settings.runEveryHours ?? 1;

/**
 * The scheduled run. One function, two schedules: one starts a run every hour, or as often as stages.ts says, one goes on every few minutes with a run that
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
    ...givesUpTo.permissions,
  ],
  // The next tick goes on from the checkpoint; an immediate repeat would only find the lock taken.
  retries: 0,
  transform: givesUpTo.transform,
});

export const startSchedule = new sst.aws.CronV2('EnrichStart', {
  schedule: hours === 1 ? 'rate(1 hour)' : `rate(${hours} hours)`,
  function: enrich.arn,
  event: { action: 'START' },
  dlq: deadLetters.arn,
});

export const resumeSchedule = new sst.aws.CronV2('EnrichResume', {
  schedule: 'rate(5 minutes)',
  function: enrich.arn,
  event: { action: 'RESUME' },
  dlq: deadLetters.arn,
});
