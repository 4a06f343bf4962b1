import { defaultRuleSet, type EngagementRuleSet } from '../domain/engagement/rules.ts';
import { DomainError, KringError } from '../domain/errors.ts';
import { builtinSegments, type SegmentDefinition } from '../domain/segments/builtin.ts';
import { parseSegmentRule } from '../domain/segments/rules.ts';
import { deleteBlock, readBlock, writeBlock } from '../store/blocks.ts';
import { withMeter, type Db } from '../store/db.ts';
import { visibleGeneration, type VisibleGeneration } from '../store/generations.ts';
import { currentRuleSet } from '../store/rules.ts';
import { finishRun, heartbeat, releaseLease, saveRun, startRun, takeOver, type RunRecord } from '../store/runs.ts';
import { listSegments } from '../store/segments.ts';
import { tableMeta } from '../store/table.ts';
import { currentCalibration } from './calibrate.ts';
import { computeRun } from './compute/compute.ts';
import type { InfluenceScales } from './compute/influence.ts';
import { publish } from './publish/publish.ts';
import { statisticsOf, type RunStatistics } from './publish/statistics.ts';
import { parseSettings } from './settings.ts';
import { decodeSnapshot, encodeSnapshot } from './snapshot/codec.ts';
import type { SnapshotCounts } from './snapshot/columns.ts';
import type { Snapshot } from './snapshot/snapshot.ts';
import { takeSnapshot } from './snapshot/take.ts';

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
/** A run that failed this often fails for good: something is wrong that repeating does not mend. */
const MAX_RESUMES = 10;
const SNAPSHOT_BLOCK = 'snapshot';

/**
 * Starts a run, or goes on with one that stopped half-way, and resolves as soon as it holds the lock; `finished` resolves
 * when the generation is visible, or with status RUNNING when the deadline came first.
 *
 * @throws VisibleError ALREADY_RUNNING, with the id of the run that holds the lock
 */
export async function startEnrichment(db: Db, options: RunOptions): Promise<{ readonly run: RunRecord; readonly finished: Promise<RunRecord> }> {
  const metered = withMeter(db);
  const settings = parseSettings(options.settings);
  const run = options.resume === undefined
    ? await startRun(metered, { trigger: options.trigger, asOf: options.asOf, settings, leaseMs: LEASE_MS })
    : await takeOver(metered, options.resume, { leaseMs: LEASE_MS });
  return { run, finished: drive(metered, run, options) };
}

/** {@link startEnrichment}, to its end. */
export async function runEnrichment(db: Db, options: RunOptions): Promise<RunRecord> {
  return (await startEnrichment(db, options)).finished;
}

/** The run reached its deadline: not a failure, the next start goes on from the checkpoint. */
class OutOfTime extends KringError {}

async function drive(db: Db, started: RunRecord, options: RunOptions): Promise<RunRecord> {
  let run = started;
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
    if (options.deadline !== undefined && options.deadline() < RESERVE_MS) throw new OutOfTime('OUT_OF_TIME', 'the host is about to stop');
  };
  const beat = setInterval(() => void heartbeat(db, run, { leaseMs: LEASE_MS }).catch(() => undefined), HEARTBEAT_MS);
  beat.unref();
  try {
    const settings = parseSettings(run.settings);
    const segments = await segmentDefinitions(db);
    const { snapshot, counts } = await pinnedSnapshot(db, run, options, save);
    checkTime();

    options.onProgress?.({ step: 'COMPUTE', done: 0, total: 1 });
    const previous = await visibleGeneration(db, { consistent: true });
    const result = computeRun(snapshot, settings, segments, { influence: frozenScales(previous), network: await currentCalibration(db) });
    const statistics = statisticsOf(snapshot, counts, result, settings);
    options.onProgress?.({ step: 'COMPUTE', done: 1, total: 1 });

    // A crash between making the generation visible and finishing the run leaves nothing to publish.
    if (previous?.generation !== run.generation) {
      await save({ step: 'PUBLISH' });
      await publish({
        db, runId: run.id, generation: run.generation, previous, snapshot, result, statistics,
        currencyCode: (await tableMeta(db))!.currency,
        from: run.checkpoint,
        onBatch: async (done, total) => {
          await save({ checkpoint: done, progress: { ...run.progress, total, done } });
          options.onProgress?.({ step: 'PUBLISH', done, total });
          checkTime();
        },
      });
    }
    await deleteBlock(db, run.generation, SNAPSHOT_BLOCK);
    const total = snapshot.ids.length;
    const changed = run.progress.done;
    run = {
      ...run, status: 'SUCCEEDED', step: 'DONE', finishedAt: db.clock(), cost: cost(), report: statistics as unknown as RunRecord['report'],
      progress: { total, done: total, skipped: total - changed, failed: 0 },
    };
    await finishRun(db, run);
    return run;
  } catch (error) {
    return await settle(db, { ...run, cost: cost() }, error);
  } finally {
    clearInterval(beat);
  }
}

/** The run's inputs: from its checkpoint when it has one, else read and checkpointed now. */
async function pinnedSnapshot(
  db: Db,
  run: RunRecord,
  options: RunOptions,
  save: (change: Partial<RunRecord>) => Promise<void>,
): Promise<{ snapshot: Snapshot; counts: SnapshotCounts }> {
  if (run.step !== 'SNAPSHOT') {
    const bytes = await readBlock(db, run.generation, SNAPSHOT_BLOCK);
    if (bytes !== null) return { snapshot: decodeSnapshot(bytes), counts: run.report as unknown as SnapshotCounts };
  }
  const ruleSet: EngagementRuleSet = (await currentRuleSet(db)) ?? defaultRuleSet;
  const { snapshot, counts } = await takeSnapshot(db, {
    asOf: run.asOf,
    ruleSet,
    onProgress: (done, total) => options.onProgress?.({ step: 'SNAPSHOT', done, total }),
  });
  await writeBlock(db, run.generation, SNAPSHOT_BLOCK, encodeSnapshot(snapshot));
  // Until the run is finished its report holds what the snapshot counted.
  await save({ step: 'COMPUTE', checkpoint: 0, report: counts as unknown as RunRecord['report'], progress: { total: counts.customers, done: 0, skipped: 0, failed: 0 } });
  return { snapshot, counts };
}

/** Built-in segments and the company's own. */
async function segmentDefinitions(db: Db): Promise<readonly SegmentDefinition[]> {
  const own = await listSegments(db);
  return [...builtinSegments, ...own.map((segment) => ({ ...segment, kind: 'RULE' as const, rule: parseSegmentRule(segment.rule) }))];
}

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
  const hopeless = error instanceof DomainError || error instanceof TypeError || error instanceof RangeError || run.resumedCount >= MAX_RESUMES;
  const message = error instanceof Error ? error.message : String(error);
  try {
    if (hopeless) await finishRun(db, { ...run, status: 'FAILED', finishedAt: db.clock(), error: message });
    else await releaseLease(db, run);
  } catch {
    // The table cannot be reached now; the lease will end by itself.
  }
  throw error;
}
