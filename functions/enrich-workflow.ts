import { randomUUID } from 'node:crypto';
import { workflow } from 'sst/aws/workflow';
import * as z from 'zod';
import { runInParts, type PartEnd } from '../enrichment/in-parts.ts';
import { PARTS } from '../enrichment/parts.ts';
import { openDatabase } from './environment.ts';
import { logError } from './log.ts';

/** What the schedule and functions/look-after-runs.ts send: a run is started, or one that was left unfinished is gone on with. */
const eventSchema = z.object({ action: z.literal('START') });

export interface WorkflowResult {
  readonly status: Exclude<PartEnd['state'], 'DONE' | 'PAUSED' | 'TAKEN'> | 'ALREADY_RUNNING';
  readonly runId: string;
}

/** Attempts at one part, which cover some hours of a table that cannot be reached; a run that fails as a run ends long before (enrichment/parts.ts). */
const MAX_ATTEMPTS = 100;
const FIRST_DELAY_SECONDS = 5;
/** Below the run's lease: while this waits to try again, nobody takes the run for abandoned. */
const MAX_DELAY_SECONDS = 120;

/** What the engine does with a part that threw: it repeats it in another invocation, later each time. */
const patience = {
  retryStrategy: (error: Error, attempt: number) => {
    logError('run', error);
    return {
      shouldRetry: attempt < MAX_ATTEMPTS,
      delay: { seconds: Math.min(FIRST_DELAY_SECONDS * 2 ** Math.min(attempt - 1, 10), MAX_DELAY_SECONDS) },
    };
  },
};

/**
 * A scheduled run as a durable function: AWS invokes this again and again, from the top, until it returns, and gives what each step has returned before. So a killed
 * or late process is followed at once by another, and a part that failed is repeated after a while. All that is kept between two steps is the run's id
 * (decision 41); the run's lock in the table keeps two executions apart.
 */
export const handler = workflow.handler(async (event: unknown, context): Promise<WorkflowResult> => {
  eventSchema.parse(event);
  const run = runInParts(openDatabase);
  const holder = await context.step('name', async () => randomUUID());
  let end = await context.step('start', () => run.start({ trigger: 'SCHEDULE', holder }), patience);
  const { runId } = end;
  const deadline = () => context.lambdaContext.getRemainingTimeInMillis();
  for (const part of end.state === 'DONE' ? PARTS : []) {
    end = await context.step(part, () => run.part(runId, part, { deadline }), patience);
    while (end.state === 'PAUSED') {
      // Ends this invocation; the next one has all of its time.
      await context.wait('another process', { seconds: 1 });
      end = await context.step(part, () => run.part(runId, part, { deadline }), patience);
    }
    if (end.state !== 'DONE') break;
  }
  const { state } = end;
  if (state === 'DONE' || state === 'PAUSED') throw new Error(`run ${runId} came to no end`);
  return { status: state === 'TAKEN' ? 'ALREADY_RUNNING' : state, runId };
});
