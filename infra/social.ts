import { deadLetters, givesUpTo } from './dead-letters.ts';
import { settings } from './settings.ts';
import { socialVariables, socialSecrets } from './social-settings.ts';
import { access, identityKey } from './table.ts';

const common = { link: [access, identityKey, socialSecrets], environment: socialVariables };

/**
 * The linking page and the webhooks of sources, behind a URL that anybody may open: the token in the address is the key of the page, and
 * a webhook is signed. Own function, so that what is open to the world can do nothing else.
 */
export const link = new sst.aws.Function('Link', {
  ...common,
  handler: 'functions/link.handler',
  description: 'Kring linking page and webhooks',
  timeout: '60 seconds',
  memory: '512 MB',
  ...(settings.concurrency?.link === undefined ? {} : { concurrency: { reserved: settings.concurrency.link } }),
  url: { authorization: 'none', cors: false },
});

export const syncPlan = new sst.aws.Function('SyncPlan', {
  ...common,
  handler: 'functions/sync-plan.handler',
  description: 'Kring social sync, planning',
  timeout: '5 minutes',
  memory: '1024 MB',
  ...givesUpTo,
  retries: 0,
});

/** A host's pace is the limit, not the number of workers: ticks that overlap help one another and no queue is needed (decision 14). */
export const syncWork = new sst.aws.Function('SyncWork', {
  ...common,
  handler: 'functions/sync-work.handler',
  description: 'Kring social sync, work',
  timeout: '5 minutes',
  memory: '1024 MB',
  ...givesUpTo,
  // The next tick goes on from the checkpoint.
  retries: 0,
});

export const planSchedule = new sst.aws.CronV2('SyncPlanTick', {
  schedule: 'rate(1 hour)',
  function: syncPlan.arn,
  event: {},
  dlq: deadLetters.arn,
});

export const workSchedule = new sst.aws.CronV2('SyncWorkTick', {
  schedule: 'rate(2 minutes)',
  function: syncWork.arn,
  event: {},
  dlq: deadLetters.arn,
});
