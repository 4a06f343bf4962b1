import { heapLimit } from './defaults.ts';
import { deadLetters, givesUpTo } from './dead-letters.ts';
import { settings } from './settings.ts';
import { access, blobs, identityKey } from './table.ts';

const hours = settings.runEveryHours ?? 1;

const args = {
  description: 'Kring enrichment run',
  memory: '3008 MB' as const,
  // Columns lie beside the heap: 1.9 GB of them at a million customers (bench/results/scale.md).
  environment: heapLimit(3008, 1 / 3),
  link: [access, identityKey],
  permissions: [
    { actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], resources: [$interpolate`${blobs.arn}/*`] },
    { actions: ['s3:ListBucket'], resources: [blobs.arn] },
    ...givesUpTo.permissions,
  ],
};

/**
 * The run as a durable function, where stages.ts asks for it: AWS goes on by itself with a run whose process was killed or ran out of time. What it gives up for good
 * lies in the queue of dead letters: durable functions have no on-failure destination.
 */
export const workflow =
  settings.runs === 'WORKFLOW'
    ? new sst.aws.Workflow('EnrichWorkflow', {
        ...args,
        handler: 'functions/enrich-workflow.handler',
        // A run that takes longer than a day is not one of every day.
        timeout: { invocation: '15 minutes', execution: '1 day' },
        retention: '14 days',
        transform: {
          function: {
            function: (of) => {
              of.deadLetterConfig = { targetArn: deadLetters.arn };
              return undefined;
            },
          },
        },
      })
    : null;

/** The same run as one function, which the five-minute schedule goes on with. */
const single =
  workflow === null
    ? new sst.aws.Function('Enrich', {
        ...args,
        handler: 'functions/enrich.handler',
        timeout: '15 minutes',
        // The next tick goes on from the checkpoint; an immediate repeat would only find the lock taken.
        retries: 0,
        transform: givesUpTo.transform,
      })
    : null;

/** The function that runs, whichever it is. */
export const enrich = workflow?.nodes.function ?? single!;

/** A run begins every hour, or as often as stages.ts says. The run lock in the table keeps two apart. */
export const startSchedule = new sst.aws.CronV2('EnrichStart', {
  schedule: hours === 1 ? 'rate(1 hour)' : `rate(${hours} hours)`,
  function: workflow ?? single!.arn,
  event: { action: 'START' },
  dlq: deadLetters.arn,
});

/** Goes on with a run that ran out of its function's time or was asked for through the API; a workflow does that by itself. */
export const resumeSchedule =
  single === null
    ? null
    : new sst.aws.CronV2('EnrichResume', {
        schedule: 'rate(5 minutes)',
        function: single.arn,
        event: { action: 'RESUME' },
        dlq: deadLetters.arn,
      });
