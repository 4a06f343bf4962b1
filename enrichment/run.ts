import { withMeter, type Db } from '../store/client/db.ts';
import { releaseLease, startRun, takeOver, type RunRecord } from '../store/work/runs.ts';
import { parseSettings } from './compute/settings.ts';
import { DO, fail, isHopeless, keepAlive, PARTS, type Held } from './parts.ts';
import { LEASE_MS, OutOfTime, type StepOptions } from './steps.ts';

export type { RunProgress } from './steps.ts';

export interface RunOptions extends StepOptions {
  /** The instant the run is pinned to, epoch milliseconds. */
  readonly asOf: number;
  readonly trigger: RunRecord['trigger'];
  readonly settings?: unknown;
  /** Tries the settings out: what is computed is a view, which nobody sees who does not ask for it. */
  readonly tryOut?: boolean;
  /** Take over this unfinished run at once instead of waiting for its lease to end. */
  readonly resume?: string;
}

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
      ? await startRun(metered, {
          trigger: options.trigger,
          asOf: options.asOf,
          settings,
          leaseMs: LEASE_MS,
          tryOut: options.tryOut === true,
        })
      : await takeOver(metered, options.resume, { leaseMs: LEASE_MS });
  return { run, finished: drive(metered, run, options) };
}

/** {@link startEnrichment}, to its end. */
export async function runEnrichment(db: Db, options: RunOptions): Promise<RunRecord> {
  return (await startEnrichment(db, options)).finished;
}

/** One process takes a run through its parts, and says meanwhile that it is alive. */
async function drive(db: Db, run: RunRecord, options: StepOptions): Promise<RunRecord> {
  const beat = keepAlive(db, run);
  try {
    let held: Held = { run };
    for (const part of PARTS) held = await DO[part](db, held, options);
    return held.run;
  } catch (error) {
    // A heartbeat that lands after the lease was given up would lock the run for nobody.
    await beat.stop();
    return await settle(db, run, error);
  } finally {
    await beat.stop();
  }
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
  try {
    if (isHopeless(started, error)) await fail(db, started, error);
    else await releaseLease(db, started);
  } catch {
    // The table cannot be reached now; the lease will end by itself.
  }
  throw error;
}
