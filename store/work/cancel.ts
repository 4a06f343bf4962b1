import { VisibleError } from '../../domain/errors.ts';
import type { Db } from '../client/db.ts';
import { fenceGeneration } from '../published/generations.ts';
import { finishRun, releaseLease, takeOver, type RunRecord } from './runs.ts';

/**
 * Ends a run on purpose, also while a process is at work on it: takes it over, so that the other one stops at its next save, and sees to it that what it
 * computed can never become visible. What it wrote lies where no reader looks, and the next run writes over it.
 *
 * @throws VisibleError UNKNOWN_RUN, RUN_FINISHED: also where it published meanwhile
 */
export async function cancelRun(db: Db, runId: string): Promise<RunRecord> {
  const run = await takeOver(db, runId);
  const shown = await fenceGeneration(db, run.generation + 1);
  if (shown?.generation === run.generation) {
    // Readers see it: whoever goes on with it has nothing left but to end it.
    await releaseLease(db, run);
    throw new VisibleError('RUN_FINISHED', `Run ${runId} has published already, so there is nothing left to cancel.`);
  }
  const cancelled: RunRecord = { ...run, status: 'CANCELLED', finishedAt: db.clock() };
  await finishRun(db, cancelled);
  return cancelled;
}
