/**
 * A run as four steps, each from the run's record to what the next one needs: pin the inputs, compute, publish, finish.
 * Everything a step needs beyond the record lies in the table, so any of them may be repeated, and be repeated by another
 * process: a step that is handed less reads, or computes, again. Whoever drives them (run.ts; a function, a workflow) holds
 * the run's lease meanwhile.
 */
import { defaultRuleSet, type EngagementRuleSet } from '../domain/engagement/rules.ts';
import { getRuleSet } from '../store/definitions/rules.ts';
import { DomainError, KringError } from '../domain/errors.ts';
import { knownStatistics, type InfluenceScales, type RunStatistics } from '../published/statistics.ts';
import { drainMeter } from '../store/client/capacity.ts';
import type { Db } from '../store/client/db.ts';
import { fenceGeneration, visibleGeneration, type VisibleGeneration } from '../store/published/generations.ts';
import { getView } from '../store/published/views.ts';
import { finishRun, heartbeat, saveRun, type RunRecord } from '../store/work/runs.ts';
import { tableMeta } from '../store/client/table.ts';
import { DAY_MS, dayIn } from '../domain/time/time.ts';
import { REPORTS } from '../published/blocks.ts';
import { decodeParameters } from '../published/parameters.ts';
import { decodeReports } from '../published/reports.ts';
import { readShownBlock } from '../store/published/blocks.ts';
import type { KnownParameters } from './compute/adoption.ts';
import { clearBlobs, pinInputs, readPinnedInputs, type PinnedInputs } from './checkpoint.ts';
import type { KnownCommunities } from './compute/communities.ts';
import { computing, type RunResult } from './compute/compute.ts';
import { loadBefore, type PublishedBefore } from './publish/before.ts';
import type { PublishInput } from './publish/input.ts';
import { publish } from './publish/publish.ts';
import { runStatistics } from './publish/statistics.ts';
import { publishView } from './publish/view.ts';
import { parseSettings } from './compute/settings.ts';

export interface RunProgress {
  readonly step: 'SNAPSHOT' | 'COMPUTE' | 'PUBLISH';
  readonly done: number;
  readonly total: number;
}

/** What a step tells its driver, and asks it. */
export interface StepOptions {
  readonly onProgress?: (progress: RunProgress) => void;
  /** Milliseconds left before the host stops; a step pauses in time, and its repetition goes on. */
  readonly deadline?: () => number;
}

/** A process is not silent for longer where it can help it. */
const SILENT_MS = 20_000;
/** Pieces between two notes of how far a run has come. */
const PIECES = 64;
/** What a host should have left when a run pauses. */
const RESERVE_MS = 30_000;
/** Longer than any part of a run keeps its process from saying that it is alive. */
export const LEASE_MS = 300_000;
/** A run begun this often without an end, not even an error: its process is killed every time. */
const MAX_STARTS = 50;
/** Customers set aside whom the run names. */
const LISTED = 100;
const OTHER_PLAN =
  'The release, or the kind of machine, has changed since this run began to publish: going on would mix two results. Start a new run.';

/** The run reached its deadline: not a failure, the next start goes on from where `run` says. */
export class OutOfTime extends KringError {
  readonly run: RunRecord;

  constructor(run: RunRecord) {
    super('OUT_OF_TIME', 'the host is about to stop');
    this.run = run;
  }
}

const isLate = ({ deadline }: StepOptions): boolean => deadline !== undefined && deadline() < RESERVE_MS;

function checkTime(run: RunRecord, options: StepOptions): void {
  if (isLate(options)) throw new OutOfTime(run);
}

/** The record with a change, and with what the table was asked since it was saved last. */
function advanced(db: Db, run: RunRecord, change: Partial<RunRecord>): RunRecord {
  const { requests, readUnits, writeUnits } = drainMeter(db.meter);
  const { cost } = run;
  return {
    ...run,
    ...change,
    cost: {
      requests: cost.requests + requests,
      readUnits: cost.readUnits + readUnits,
      writeUnits: cost.writeUnits + writeUnits,
    },
  };
}

async function saved(db: Db, run: RunRecord, change: Partial<RunRecord>): Promise<RunRecord> {
  const next = advanced(db, run, change);
  await saveRun(db, next);
  return next;
}

/** Where a run begins: what is visible, and whether an earlier attempt has published, so that only {@link finish} is left. */
export interface Begun {
  readonly previous: VisibleGeneration | null;
  readonly isPublished: boolean;
}

/**
 * Keeps every earlier run from publishing any more.
 *
 * @throws KringError GENERATION_SUPERSEDED when a later run has begun; DomainError when the run was begun too often
 */
export async function begin(db: Db, run: RunRecord): Promise<Begun> {
  if (run.resumedCount > MAX_STARTS)
    throw new DomainError(
      `the run was begun ${run.resumedCount} times, and its process ended every time: too little memory or time`,
    );
  const previous = await fenceGeneration(db, run.generation);
  return {
    previous,
    isPublished: previous?.generation === run.generation || (run.view === true && (await getView(db, run.id)) !== null),
  };
}

/**
 * Whether a run shows the past, or what would be under other settings, beside what is visible. What everybody sees never goes back in time; only a run of the
 * future, which cannot know it, gives way, and to one of the present alone: started within a day of its instant.
 */
const isView = (run: RunRecord, previous: VisibleGeneration | null): boolean =>
  previous !== null && (run.tryOut === true || run.asOf < presentFrom(run, previous));

const presentFrom = ({ startedAt }: RunRecord, { asOf }: VisibleGeneration): number =>
  asOf > startedAt ? startedAt - DAY_MS : asOf;

export interface Pinned {
  readonly run: RunRecord;
  readonly inputs: PinnedInputs;
}

/** Reads every input once and pins it; afterwards the run computes from that, whatever is written meanwhile. */
export async function snapshot(
  db: Db,
  run: RunRecord,
  previous: VisibleGeneration | null,
  options: StepOptions = {},
): Promise<Pinned> {
  if (run.pinned !== null) return { run, inputs: await readPinnedInputs(db, run, run.pinned) };
  const attempt = run.resumedCount;
  const view = isView(run, previous);
  const inputs = await pinInputs(db, run, attempt, {
    asOf: run.asOf,
    onlyKnownThen: view,
    onProgress: (done, total) => options.onProgress?.({ step: 'SNAPSHOT', done, total }),
  });
  const { counts, setAside } = inputs;
  const progress = { total: counts.customers + setAside.length, done: 0, skipped: 0, failed: setAside.length };
  return {
    run: await saved(db, run, {
      step: 'COMPUTE',
      view,
      failed: setAside.slice(0, LISTED),
      pinned: attempt,
      checkpoint: 0,
      progress,
    }),
    inputs,
  };
}

/** A run's answers, in memory: nothing of them is saved, because computing them again gives the same ({@link compute}). */
export interface Computed {
  readonly inputs: PinnedInputs;
  /** What was visible, and what of it a run goes on from, when this was computed. */
  readonly previous: VisibleGeneration | null;
  readonly before: PublishedBefore;
  readonly result: RunResult;
  readonly statistics: RunStatistics;
}

/**
 * The answers of a run whose inputs are pinned; writes nothing but the heartbeat that covers the computation.
 *
 * @param inputs from {@link snapshot}; read again where absent
 */
export async function compute(
  db: Db,
  run: RunRecord,
  previous: VisibleGeneration | null,
  options: StepOptions = {},
  inputs?: PinnedInputs,
): Promise<Computed> {
  const pinned = inputs ?? (await readPinnedInputs(db, run, pinnedAttempt(run)));
  const { snapshot: columns, counts, segments, network } = pinned;
  const alive = (): Promise<void> => heartbeat(db, run, { leaseMs: LEASE_MS });
  // Whoever has just pinned the inputs has just saved the record.
  if (inputs === undefined) await alive();
  checkTime(run, options);
  options.onProgress?.({ step: 'COMPUTE', done: 0, total: 1 });
  const settings = parseSettings(run.settings);
  const before = await loadBefore(db, previous);
  const result = await breathing(
    computing(columns, settings, segments, {
      influence: frozenScales(previous),
      network,
      communities: knownCommunities(before),
      parameters: await knownParameters(db, previous),
      ruleSet: await rulesCountedWith(db, columns.ruleSetVersion),
      isView: run.view === true,
    }),
    alive,
  );
  const statistics = runStatistics(columns, counts, result, settings);
  options.onProgress?.({ step: 'COMPUTE', done: 1, total: 1 });
  return { inputs: pinned, previous, before, result, statistics };
}

/** The rules a snapshot's points were counted with; the built-in ones are not looked up. */
const rulesCountedWith = async (db: Db, version: number): Promise<EngagementRuleSet> =>
  version === defaultRuleSet.version ? defaultRuleSet : ((await getRuleSet(db, version)) ?? defaultRuleSet);

/** Takes a computation part by part, and between two says that the process is alive where it has been silent for long. */
async function breathing<T>(parts: Generator<void, T>, alive: () => Promise<void>): Promise<T> {
  let saidAt = performance.now();
  for (;;) {
    const part = parts.next();
    if (part.done === true) return part.value;
    if (performance.now() - saidAt < SILENT_MS) continue;
    await alive();
    saidAt = performance.now();
  }
}

function pinnedAttempt(run: RunRecord): number {
  if (run.pinned === null) throw new DomainError(`run ${run.id} has pinned no inputs yet: its snapshot comes first`);
  return run.pinned;
}

/**
 * Writes what changed, goes on after the batches an earlier attempt has written, and makes the generation visible; a run of the
 * past is written whole, as a view of its own.
 */
export async function publishStep(
  db: Db,
  started: RunRecord,
  computed: Computed,
  options: StepOptions = {},
): Promise<RunRecord> {
  const { inputs, previous, before, result, statistics } = computed;
  let run = started;
  const input: PublishInput = {
    db,
    runId: run.id,
    generation: run.generation,
    previous,
    before,
    isView: run.view === true,
    isTried: run.tryOut === true,
    snapshot: inputs.snapshot,
    result,
    statistics,
    setAside: new Set(inputs.setAside.map(({ customer }) => customer)),
    currencyCode: (await tableMeta(db))!.currency,
    thresholds: inputs.thresholds,
    from: run.checkpoint,
    onPlan: async (plan) => {
      if (run.plan !== null && run.plan !== plan) throw new DomainError(OTHER_PLAN);
      run = await saved(db, run, { step: 'PUBLISH', plan });
    },
    onPiece: async (written, customers) => {
      run = { ...run, progress: { ...run.progress, done: customers } };
      options.onProgress?.({ step: 'PUBLISH', done: customers, total: run.progress.total });
      const late = isLate(options);
      if (late || written >= run.checkpoint + PIECES) run = await saved(db, run, { checkpoint: written });
      if (late) throw new OutOfTime(run);
    },
  };
  await (run.view === true ? publishView(input) : publish(input));
  return advanced(db, run, {});
}

/** Clears what the run kept to go on with, ends its record and gives the lease up. What the run computed is readable by now. */
export async function finish(db: Db, run: RunRecord): Promise<RunRecord> {
  const shown = run.view === true ? await getView(db, run.id) : await visibleGeneration(db, { consistent: true });
  if (shown?.runId !== run.id)
    throw new DomainError(`what run ${run.id} computed is not readable: it has not published yet`);
  await clearBlobs(db, run);
  const { total, done, failed } = run.progress;
  const ended = advanced(db, run, {
    status: 'SUCCEEDED',
    step: 'DONE',
    finishedAt: db.clock(),
    report: shown.statistics,
    progress: { total, done, skipped: total - done - failed, failed },
  });
  await finishRun(db, ended);
  return ended;
}

const knownCommunities = ({ bits, find, nextCommunity }: PublishedBefore): KnownCommunities | null =>
  bits === null ? null : { of: (id) => find(id)?.community ?? -1, nextId: nextCommunity };

/** What the visible generation was computed with; null where it was with nothing, or by a release that kept nothing. */
async function knownParameters(db: Db, previous: VisibleGeneration | null): Promise<KnownParameters | null> {
  const parameters = decodeParameters(previous?.parameters);
  const statistics = previous === null ? null : knownStatistics(previous);
  if (previous === null || parameters === null || statistics === null) return null;
  const { potentialMinor } = statistics.portfolio;
  const bytes = await readShownBlock(db, previous, REPORTS, 0);
  const report = bytes === null ? null : decodeReports(new TextDecoder().decode(bytes)).model;
  if (report === null || potentialMinor === null) return null;
  return { parameters, report, valuedOn: dayIn(previous.timeZone)(previous.asOf), potentialMinor };
}

const frozenScales = (previous: VisibleGeneration | null): InfluenceScales | null =>
  previous === null ? null : (knownStatistics(previous)?.influence.scales ?? null);
