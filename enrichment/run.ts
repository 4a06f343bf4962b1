import { isLasting, KringError } from '../domain/errors.ts';
import { withMeter, type Db } from '../store/client/db.ts';
import { eraseOpen } from '../store/privacy/erase.ts';
import { exportOpen } from '../store/privacy/export.ts';
import { finishRun, getRun, heartbeat, releaseLease, startRun, takeOver, type RunRecord } from '../store/work/runs.ts';
import { clearBlobs } from './checkpoint.ts';
import { erasePublished } from './erase.ts';
import { reportActions } from './actions/actions.ts';
import { parseSettings } from './compute/settings.ts';
import { begin, compute, finish, LEASE_MS, OutOfTime, publishStep, snapshot, type StepOptions } from './steps.ts';

export type { RunProgress } from './steps.ts';

export interface RunOptions extends StepOptions {
  /** The instant the run is pinned to, epoch milliseconds. */
  readonly asOf: number;
  readonly trigger: RunRecord['trigger'];
  readonly settings?: unknown;
  /** Take over this unfinished run at once instead of waiting for its lease to end. */
  readonly resume?: string;
}

const HEARTBEAT_MS = 20_000;
/** A run that failed this often fails for good: something is wrong that repeating does not mend. */
const MAX_RESUMES = 10;

/**
 * Starts a run, or goes on with one that stopped half-way, and resolves as soon as it holds the lock; `finished` resolves
 * when the generation is visible, or with status RUNNING when the deadline came first.
 *
 * @throws VisibleError ALREADY_RUNNING, with the id of the run that holds the lock
 */
export async function startEnrichment(
  db: Db,
  options: RunOptions,
): Promise<{ readonly run: RunRecord; readonly finished: Promise<RunRecord> }> {
  const metered = withMeter(db);
  const settings = parseSettings(options.settings);
  const run =
    options.resume === undefined
      ? await startRun(metered, { trigger: options.trigger, asOf: options.asOf, settings, leaseMs: LEASE_MS })
      : await takeOver(metered, options.resume, { leaseMs: LEASE_MS });
  return { run, finished: drive(metered, run, options) };
}

/** {@link startEnrichment}, to its end. */
export async function runEnrichment(db: Db, options: RunOptions): Promise<RunRecord> {
  return (await startEnrichment(db, options)).finished;
}

/** One process takes a run through its steps, and says meanwhile that it is alive. */
async function drive(db: Db, run: RunRecord, options: StepOptions): Promise<RunRecord> {
  const beat = keepAlive(db, run);
  try {
    const { previous, isPublished } = await begin(db, run);
    // A crash between making the generation visible and finishing the run left nothing to do but to finish.
    if (isPublished) return await ended(db, run);
    if (run.pinned === null) await eraseOpen(db, run.generation);
    await exportOpen(db);
    const pinned = await snapshot(db, run, previous, options);
    const computed = await compute(db, pinned.run, previous, options, pinned.inputs);
    await reportActions(db, pinned.run, computed.inputs.snapshot, computed.result);
    return await ended(db, await publishStep(db, pinned.run, computed, options));
  } catch (error) {
    // A heartbeat that lands after the lease was given up would lock the run for nobody.
    await beat.stop();
    return await settle(db, run, error);
  } finally {
    await beat.stop();
  }
}

/** Finishes a run; with it end erasures that waited for one that knows nothing of the person. */
async function ended(db: Db, run: RunRecord): Promise<RunRecord> {
  const finished = await finish(db, run);
  await erasePublished(db);
  return finished;
}

/** Heartbeats while the run is in this process's hands. */
function keepAlive(db: Db, run: RunRecord): { readonly stop: () => Promise<unknown> } {
  let beating: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    beating = heartbeat(db, run, { leaseMs: LEASE_MS }).catch(() => undefined);
  }, HEARTBEAT_MS);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      return beating;
    },
  };
}

/**
 * What to do with a run that stopped: a calculation that cannot work fails for good; anything else (throttling, a lost
 * connection, a deadline) leaves the run where it is, free to be resumed.
 */
async function settle(db: Db, started: RunRecord, error: unknown): Promise<RunRecord> {
  if (error instanceof OutOfTime) {
    await releaseLease(db, started);
    return error.run;
  }
  const overtaken = error instanceof KringError && error.code === 'GENERATION_SUPERSEDED';
  const hopeless = overtaken || isLasting(error) || started.resumedCount >= MAX_RESUMES;
  const message = error instanceof Error ? error.message : String(error);
  try {
    if (hopeless) {
      const run = (await getRun(db, started.id)) ?? started;
      await finishRun(db, { ...run, holder: started.holder, status: 'FAILED', finishedAt: db.clock(), error: message });
      await clearBlobs(db, run);
    } else await releaseLease(db, started);
  } catch {
    // The table cannot be reached now; the lease will end by itself.
  }
  throw error;
}
