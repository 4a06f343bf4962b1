import { VisibleError } from '../domain/errors.ts';
import { startEnrichment } from '../enrichment/run.ts';
import type { RunOptions, RunProgress } from '../enrichment/run.ts';
import type { RunRecord } from '../store/work/runs.ts';
import type { TableConnection } from '../local/dynamodb/connect.ts';
import { newProgress } from './progress.ts';

const STEP_NAMES: Readonly<Record<RunProgress['step'], string>> = {
  SNAPSHOT: 'Reading customers',
  COMPUTE: 'Computing',
  PUBLISH: 'Publishing',
};

/** Runs that this process has in hand: nobody left those. */
const inHand = new Set<string>();

/**
 * Starts a run. A run that another process left unfinished is continued: at once where that process is surely gone (it
 * ran in an embedded database that only this process has now), else when its lease has ended.
 *
 * @throws VisibleError ALREADY_RUNNING
 */
export async function startRunHere(
  { db, alone }: Pick<TableConnection, 'db' | 'alone'>,
  options: RunOptions,
): ReturnType<typeof startEnrichment> {
  try {
    return hold(await startEnrichment(db, options));
  } catch (error) {
    const runId =
      error instanceof VisibleError && error.code === 'ALREADY_RUNNING' ? error.details['runId'] : undefined;
    if (!alone || typeof runId !== 'string' || options.resume !== undefined || inHand.has(runId)) throw error;
    return hold(await startEnrichment(db, { ...options, resume: runId }));
  }
}

function hold(started: Awaited<ReturnType<typeof startEnrichment>>): typeof started {
  const { id } = started.run;
  inHand.add(id);
  return { ...started, finished: started.finished.finally(() => inHand.delete(id)) };
}

/** A run with a progress bar, to its end. */
export async function runVisibly(
  connection: TableConnection,
  options: Omit<RunOptions, 'onProgress'>,
): Promise<RunRecord> {
  const progress = newProgress();
  let step: RunProgress['step'] | null = null;
  const onProgress = (report: RunProgress): void => {
    if (report.step !== step) progress.stage(STEP_NAMES[report.step], report.total, report.step === 'PUBLISH');
    step = report.step;
    progress.update(report.done);
  };
  try {
    const { finished } = await startRunHere(connection, { ...options, onProgress });
    return await finished;
  } finally {
    progress.stop();
  }
}

/** What a finished run did and cost, on one line. */
export function runSummary({ id, view, progress, cost, startedAt, finishedAt, resumedCount }: RunRecord): string {
  const seconds = (((finishedAt ?? startedAt) - startedAt) / 1000).toFixed(1);
  return (
    `Run ${id}: ${progress.total} customers in ${seconds} s, ${progress.done} changed${progress.failed === 0 ? '' : `, ${progress.failed} set aside (kring runs says why)`}${resumedCount === 0 ? '' : ', continued after an interruption'}. ` +
    `DynamoDB: ${Math.ceil(cost.readUnits)} read units, ${Math.ceil(cost.writeUnits)} write units, ${cost.requests} requests.` +
    (view === true
      ? ` A view of the past: what everybody sees is as it was. Read it again with: kring top --view ${id}`
      : '')
  );
}
