import { DomainError, KringError } from '../domain/errors.ts';
import { withMeter, type Db } from '../store/client/db.ts';
import { fenceGeneration, type VisibleGeneration } from '../store/published/generations.ts';
import { finishRun, heartbeat, releaseLease, saveRun, startRun, takeOver, type RunRecord } from '../store/work/runs.ts';
import { tableMeta } from '../store/client/table.ts';
import { pinInputs, readPinnedInputs, unpinInputs, type PinnedInputs } from './checkpoint.ts';
import { computeRun } from './compute/compute.ts';
import type { KnownCommunities } from './compute/communities.ts';
import type { InfluenceScales } from './compute/influence.ts';
import { loadState, publish } from './publish/publish.ts';
import type { PublishedState } from './publish/state.ts';
import { statisticsOf, type RunStatistics } from './publish/statistics.ts';
import { parseSettings } from './compute/settings.ts';

export interface RunProgress {
  readonly step: 'SNAPSHOT' | 'COMPUTE' | 'PUBLISH';
  readonly done: number;
  readonly total: number;
}

export interface RunOptions {
  /** The instant the run is pinned to, epoch milliseconds. */
  readonly asOf: number;
  readonly trigger: RunRecord['trigger'];
  readonly settings?: unknown;
  /** Take over this unfinished run at once instead of waiting for its lease to end. */
  readonly resume?: string;
  readonly onProgress?: (progress: RunProgress) => void;
  /** Milliseconds left before the host stops; the run pauses in time and the next start goes on with it. */
  readonly deadline?: () => number;
}

const LEASE_MS = 120_000;
const HEARTBEAT_MS = 20_000;
/** What a host should have left when a run pauses. */
const RESERVE_MS = 30_000;
/** What compute and the preparation of blocks may take without a heartbeat, per customer and tie: five times what two slow cores need. */
const BLOCKED_MS_EACH = 0.3;
/** A run that failed this often fails for good: something is wrong that repeating does not mend. */
const MAX_RESUMES = 10;
/** A run begun this often without an end, not even an error: its process is killed every time. */
const MAX_STARTS = 50;

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

const OTHER_PLAN =
  'The release, or the kind of machine, has changed since this run began to publish: going on would mix two results. Start a new run.';

/** The run reached its deadline: not a failure, the next start goes on from the checkpoint. */
class OutOfTime extends KringError {}

async function drive(db: Db, started: RunRecord, options: RunOptions): Promise<RunRecord> {
  let run = started;
  let leaseMs = LEASE_MS;
  const paid = { ...run.cost };
  const cost = (): RunRecord['cost'] => ({
    requests: paid.requests + db.meter.requests,
    readUnits: paid.readUnits + db.meter.readUnits,
    writeUnits: paid.writeUnits + db.meter.writeUnits,
  });
  const save = async (change: Partial<RunRecord>): Promise<void> => {
    run = { ...run, ...change, cost: cost() };
    await saveRun(db, run);
  };
  const checkTime = (): void => {
    if (options.deadline !== undefined && options.deadline() < RESERVE_MS)
      throw new OutOfTime('OUT_OF_TIME', 'the host is about to stop');
  };
  /** Snapshot, compute, publish; what the run says about the customer base. */
  const attempt = async (previous: VisibleGeneration | null): Promise<RunStatistics> => {
    const settings = parseSettings(run.settings);
    let pinned: PinnedInputs;
    if (run.pinned !== null) pinned = await readPinnedInputs(db, run.generation, run.pinned);
    else {
      const attempt = run.resumedCount;
      pinned = await pinInputs(db, run.generation, attempt, {
        asOf: run.asOf,
        onProgress: (done, total) => options.onProgress?.({ step: 'SNAPSHOT', done, total }),
      });
      await save({
        step: 'COMPUTE',
        pinned: attempt,
        checkpoint: 0,
        progress: { total: pinned.counts.customers, done: 0, skipped: 0, failed: 0 },
      });
    }
    leaseMs = LEASE_MS + Math.ceil(BLOCKED_MS_EACH * (pinned.counts.customers + pinned.counts.ties));
    await heartbeat(db, run, { leaseMs });
    checkTime();
    options.onProgress?.({ step: 'COMPUTE', done: 0, total: 1 });
    const { snapshot, counts, segments, network } = pinned;
    const before = await loadState(db, previous);
    const result = computeRun(snapshot, settings, segments, {
      influence: frozenScales(previous),
      network,
      communities: knownCommunities(before),
    });
    const statistics = statisticsOf(snapshot, counts, result, settings);
    options.onProgress?.({ step: 'COMPUTE', done: 1, total: 1 });

    await publish({
      db,
      runId: run.id,
      generation: run.generation,
      previous,
      before,
      snapshot,
      result,
      statistics,
      currencyCode: (await tableMeta(db))!.currency,
      from: run.checkpoint,
      onPlan: async (plan) => {
        if (run.plan !== null && run.plan !== plan) throw new DomainError(OTHER_PLAN);
        await save({ step: 'PUBLISH', plan });
      },
      onBatch: async (done, changes) => {
        await save({ checkpoint: done, progress: { ...run.progress, done } });
        options.onProgress?.({ step: 'PUBLISH', done, total: changes });
        checkTime();
      },
    });
    return statistics;
  };
  let beating: Promise<unknown> = Promise.resolve();
  const beat = setInterval(() => {
    beating = heartbeat(db, run, { leaseMs }).catch(() => undefined);
  }, HEARTBEAT_MS);
  beat.unref();
  try {
    if (run.resumedCount > MAX_STARTS)
      throw new DomainError(
        `the run was begun ${run.resumedCount} times, and its process ended every time: too little memory or time`,
      );
    const previous = await fenceGeneration(db, run.generation);
    // A crash between making the generation visible and finishing the run left nothing to do but to finish.
    const statistics =
      previous !== null && previous.generation === run.generation ? previous.statistics : await attempt(previous);
    await unpinInputs(db, run.generation, run.resumedCount);
    const { total, done } = run.progress;
    run = {
      ...run,
      status: 'SUCCEEDED',
      step: 'DONE',
      finishedAt: db.clock(),
      cost: cost(),
      report: statistics as unknown as RunRecord['report'],
      progress: { total, done, skipped: total - done, failed: 0 },
    };
    await finishRun(db, run);
    return run;
  } catch (error) {
    // A heartbeat that lands after the lease was given up would lock the run for nobody.
    clearInterval(beat);
    await beating;
    return await settle(db, { ...run, cost: cost() }, error);
  } finally {
    clearInterval(beat);
  }
}

const knownCommunities = ({ ids, community, nextCommunity }: PublishedState): KnownCommunities | null =>
  ids.length === 0 ? null : { idOf: new Map(ids.map((id, i) => [id, community[i]!])), nextId: nextCommunity };

const frozenScales = (previous: VisibleGeneration | null): InfluenceScales | null =>
  (previous?.statistics as unknown as RunStatistics | undefined)?.influence.scales ?? null;

/**
 * What to do with a run that stopped: a calculation that cannot work fails for good; anything else (throttling, a lost
 * connection, a deadline) leaves the run where it is, free to be resumed.
 */
async function settle(db: Db, run: RunRecord, error: unknown): Promise<RunRecord> {
  if (error instanceof OutOfTime) {
    await releaseLease(db, run);
    return run;
  }
  const overtaken = error instanceof KringError && error.code === 'GENERATION_SUPERSEDED';
  const hopeless =
    overtaken ||
    error instanceof DomainError ||
    error instanceof TypeError ||
    error instanceof RangeError ||
    run.resumedCount >= MAX_RESUMES;
  const message = error instanceof Error ? error.message : String(error);
  try {
    if (hopeless) {
      await finishRun(db, { ...run, status: 'FAILED', finishedAt: db.clock(), error: message });
      await unpinInputs(db, run.generation, run.resumedCount);
    } else await releaseLease(db, run);
  } catch {
    // The table cannot be reached now; the lease will end by itself.
  }
  throw error;
}
