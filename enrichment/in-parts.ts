/**
 * A run for a driver that may lose this process after any part, and with it what is in memory: an engine of durable workflows, which repeats the part that was
 * under way in another process and goes on from there.
 */
import { VisibleError } from '../domain/errors.ts';
import { withMeter, type Db } from '../store/client/db.ts';
import { AlreadyRunningError, getRun, heartbeat, startRun, takeOver, type RunRecord } from '../store/work/runs.ts';
import { parseSettings } from './compute/settings.ts';
import { DO, fail, isHopeless, keepAlive, type Held, type Part } from './parts.ts';
import { LEASE_MS, OutOfTime, type StepOptions } from './steps.ts';

/** Small and plain: what a workflow keeps between two parts. All else lies in the table and the blob store. */
export interface PartEnd {
  readonly runId: string;
  /**
   * DONE: the next part may be done. PAUSED: the host is about to stop, and the same part goes on in another process. TAKEN: somebody else is at work on
   * the run. Anything else is how the run ended.
   */
  readonly state: 'DONE' | 'PAUSED' | 'TAKEN' | Exclude<RunRecord['status'], 'RUNNING'>;
}

export interface RunInParts {
  /**
   * Starts a run, or goes on with one that was left unfinished.
   *
   * @param holder made up once by the driver: whoever repeats the start because its answer was lost gets the same run
   */
  readonly start: (options: { readonly trigger: RunRecord['trigger']; readonly holder: string }) => Promise<PartEnd>;
  /**
   * Does a part of a run. A process that has not done the part before takes the run over first, so that a former one, if it still lives, can do
   * nothing any more.
   *
   * @throws whatever may pass: the driver repeats the part later. What would not pass ends the run as FAILED
   */
  readonly part: (runId: string, part: Part, options?: StepOptions) => Promise<PartEnd>;
}

/** @param open opens the table, in every process again */
export function runInParts(open: () => Promise<Db>): RunInParts {
  let inHand: (Held & { readonly db: Db }) | null = null;
  return {
    start: async ({ trigger, holder }) => {
      inHand = null;
      const db = withMeter(await open());
      try {
        const settings = parseSettings(undefined);
        const run = await startRun(db, { trigger, asOf: db.clock(), settings, leaseMs: LEASE_MS, holder });
        inHand = { db, run };
        return { runId: run.id, state: 'DONE' };
      } catch (error) {
        if (error instanceof AlreadyRunningError) return { runId: error.runId, state: 'TAKEN' };
        throw error;
      }
    },
    part: async (runId, part, options = {}) => {
      const mine = inHand?.run.id === runId ? inHand : null;
      inHand = null;
      const db = mine?.db ?? withMeter(await open());
      let held: Held;
      try {
        held = mine ?? { run: await takeOver(db, runId, { leaseMs: LEASE_MS }) };
      } catch (error) {
        return await endOf(db, runId, error);
      }
      const beat = keepAlive(db, held.run);
      try {
        const after = await DO[part](db, held, options);
        await beat.stop();
        inHand = { ...after, db };
        const { status } = after.run;
        return { runId, state: status === 'RUNNING' ? 'DONE' : status };
      } catch (error) {
        await beat.stop();
        return await settle(db, held.run, error);
      }
    },
  };
}

/** How a run stands that is not, or no longer, this driver's. */
async function endOf(db: Db, runId: string, error: unknown): Promise<PartEnd> {
  if (!(error instanceof VisibleError && GONE.has(error.code))) throw error;
  const status = (await getRun(db, runId))?.status ?? 'RUNNING';
  return { runId, state: status === 'RUNNING' ? 'TAKEN' : status };
}
const GONE: ReadonlySet<string> = new Set(['LEASE_LOST', 'RUN_FINISHED', 'ALREADY_RUNNING']);

/** What becomes of a part that stopped; its lease is kept, because the driver goes on. */
async function settle(db: Db, run: RunRecord, error: unknown): Promise<PartEnd> {
  if (error instanceof OutOfTime) {
    await heartbeat(db, run, { leaseMs: LEASE_MS });
    return { runId: run.id, state: 'PAUSED' };
  }
  try {
    if (!isHopeless(run, error)) throw error;
    await fail(db, run, error);
    return { runId: run.id, state: 'FAILED' };
  } catch (ending) {
    return await endOf(db, run.id, ending);
  }
}
