import { waitsForRun } from '../store/privacy/erase.ts';
import { readLease } from '../store/work/lease.ts';
import { listRuns } from '../store/work/runs.ts';
import type { Db } from '../store/client/db.ts';

/** Name and version of the workflow of runs; null where a schedule goes on with runs instead (stages.ts). */
function workflowOfRuns(): { readonly name: string; readonly qualifier: string } | null {
  const [name, qualifier] = (process.env['KRING_WORKFLOW'] ?? '').split(':');
  return name === undefined || qualifier === undefined ? null : { name, qualifier };
}

export const hasWorkflow = (): boolean => workflowOfRuns() !== null;

/**
 * Starts the workflow of runs where something waits for one: a run that was asked for through the API or left by a process that died, or somebody who asked
 * to be erased. Two executions are harmless: one of them finds the lock taken.
 *
 * @returns the name of the execution; null where nothing waits, or there is no workflow
 * @throws workflow.StartError when AWS does not start it
 */
export async function startWaitingRun(db: Db): Promise<string | null> {
  const resource = workflowOfRuns();
  if (resource === null) return null;
  const [newest, lease] = await Promise.all([listRuns(db, { first: 1 }), readLease(db)]);
  const run = newest.items[0];
  const isRunning = run?.status === 'RUNNING';
  if (isRunning ? (lease?.until ?? 0) > db.clock() : !(await waitsForRun(db))) return null;
  // One name, one execution: whoever looks twice at the same state starts nothing twice.
  const name = isRunning ? `${run.id}-${run.resumedCount}` : `erase-${lease?.generation ?? 0}`;
  const { workflow } = await import('sst/aws/workflow');
  await workflow.start(resource, { name, payload: { action: 'START' } });
  return name;
}
