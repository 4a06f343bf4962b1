import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { runEnrichment } from '../enrichment/run.ts';
import { waitsForRun } from '../store/privacy/erase.ts';
import type { Db } from '../store/client/db.ts';
import { AlreadyRunningError, listRuns } from '../store/work/runs.ts';
import { openDatabase } from './environment.ts';
import { logError } from './log.ts';
import { countRuns } from './metrics.ts';

/**
 * What the schedules of infra/enrichment.ts send: START begins a run (or goes on with one that stopped), RESUME only goes on
 * with one that ran out of its function's time or was asked for through the API.
 */
const eventSchema = z.object({ action: z.enum(['START', 'RESUME']) });

export interface EnrichResult {
  readonly status: 'SUCCEEDED' | 'RUNNING' | 'FAILED' | 'CANCELLED' | 'ALREADY_RUNNING' | 'NOTHING_TO_RESUME';
  readonly runId: string | null;
}

/**
 * Lambda handler of the scheduled enrichment. It stops well before the function's time limit and leaves the run RUNNING at its
 * checkpoint, so that the next tick goes on with it. A run that somebody else is at work on is no failure.
 */
export async function handler(
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<EnrichResult> {
  const { action } = eventSchema.parse(event);
  const db = await openDatabase();
  try {
    return await work(db, action, context);
  } finally {
    // What the alarms look at never decides whether a run was one.
    await countRuns(db).catch((error: unknown) => logError('metrics', error));
  }
}

async function work(
  db: Db,
  action: z.infer<typeof eventSchema>['action'],
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<EnrichResult> {
  if (action === 'RESUME') {
    const newest = (await listRuns(db, { first: 1 })).items[0];
    // Whoever asked to be erased does not wait for the night.
    if (newest?.status !== 'RUNNING' && !(await waitsForRun(db))) return { status: 'NOTHING_TO_RESUME', runId: null };
  }
  try {
    const run = await runEnrichment(db, {
      asOf: db.clock(),
      trigger: 'SCHEDULE',
      deadline: () => context.getRemainingTimeInMillis(),
    });
    return { status: run.status, runId: run.id };
  } catch (error) {
    if (!(error instanceof AlreadyRunningError)) throw error;
    const { runId } = error.details;
    return { status: 'ALREADY_RUNNING', runId: typeof runId === 'string' ? runId : null };
  }
}
