import { createHash } from 'node:crypto';
import { ulid } from 'ulid';
import type { CustomerId } from '../../domain/events.ts';
import { InvalidInputError, VisibleError } from '../../domain/errors.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { checkInstant } from '../../domain/money/bounds.ts';
import { B, S, str, type Item } from '../client/attributes.ts';
import { unpackText } from '../client/json.ts';
import { deflateKnown, inflateKnown } from '../client/known-text.ts';
import { getItem, isConditionFailed, putItem, queryPage, queryPages } from '../client/commands.ts';
import { busy } from '../client/concurrency.ts';
import { randomText, type Db } from '../client/db.ts';
import { runKey, RUNS_PK } from '../client/keys.ts';
import { extendLease, leaseLost, readLease, takeLease, type Lease } from './lease.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface RunRecord {
  /** A ULID: ids sort by when the run was started. */
  readonly id: string;
  readonly kind: 'FULL';
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  readonly trigger: 'MANUAL' | 'SCHEDULE' | 'START';
  /** The instant the run is pinned to, epoch milliseconds. */
  readonly asOf: number;
  /** Allotted to this run alone, and never again. */
  readonly generation: number;
  readonly step: 'SNAPSHOT' | 'COMPUTE' | 'PUBLISH' | 'DONE';
  readonly progress: {
    readonly total: number;
    readonly done: number;
    readonly skipped: number;
    readonly failed: number;
  };
  /** True for a run of an instant before the visible one's: readable by the run's id, never what everybody sees. Absent before inputs are pinned. */
  readonly view?: boolean;
  /** True for a run that tries settings out: a view, whatever its instant. Absent otherwise. */
  readonly tryOut?: boolean;
  /** Customers the run could not fold or count, the first hundred by id, and why; `progress.failed` counts them all. Absent before inputs are pinned. */
  readonly failed?: readonly { readonly customer: CustomerId; readonly reason: string }[];
  /** The attempt (its `resumedCount`) whose pinned inputs the run computes from; null until inputs are pinned. */
  readonly pinned: number | null;
  /** Fingerprint of everything the run publishes about customers; null until it begins to. */
  readonly plan: string | null;
  /** How much of what the run publishes is written: changed customers first, then pieces of lists and blocks. */
  readonly checkpoint: number;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly resumedCount: number;
  readonly error?: string;
  readonly cost: { readonly readUnits: number; readonly writeUnits: number; readonly requests: number };
  readonly settings: Json;
  /** What the run says about the whole customer base; null until it has ended. */
  readonly report: unknown;
  /** The lease this record was last taken with; only its holder may save it. */
  readonly holder: string;
}

/** A run is under way; `details.runId` says which. */
export class AlreadyRunningError extends VisibleError {
  readonly runId: string;

  constructor(runId: string) {
    super('ALREADY_RUNNING', `Run ${runId} is under way. Wait until it has finished, or follow it by its id.`, {
      details: { runId },
    });
    this.runId = runId;
  }
}

export interface StartOptions {
  readonly trigger: RunRecord['trigger'];
  readonly asOf: number;
  readonly settings?: Json | object;
  /** What it computes is a view, whatever its instant. */
  readonly tryOut?: boolean;
  /** How long the run may go without a heartbeat before another process may take it over. Default a minute. */
  readonly leaseMs?: number;
  /** What the lease is taken by, for whoever may not learn that it was: asking again by the same name gives the same run. Made up when absent. */
  readonly holder?: string;
}

/** Time zones and clocks that differ. */
const EARLY_MS = DAY_MS;

/**
 * The instant somebody asks a run for. One that has not come is refused: everybody would see customers as if they had
 * bought nothing until then.
 *
 * @throws InvalidInputError
 */
export function checkRunInstant(asOf: number, nowMs: number, field: readonly string[] = ['asOf']): number {
  if (asOf > nowMs + EARLY_MS)
    throw new InvalidInputError(field, 'A run is as of an instant that has come: leave it out to take now.');
  return asOf;
}

const DEFAULT_LEASE_MS = 60_000;
const MAX_ATTEMPTS = 5;
const newHolder = (db: Db): string => randomText(db, 9);

/**
 * Starts a run, or returns the unfinished one to go on with when its lease has ended (its process died). Throws
 * AlreadyRunningError while another run holds the lease, and InvalidInputError for an instant that cannot be kept: such a run
 * would compute and never publish.
 */
export async function startRun(db: Db, options: StartOptions): Promise<RunRecord> {
  checkInstant(options.asOf, ['asOf']);
  const leaseMs = options.leaseMs ?? DEFAULT_LEASE_MS;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const seen = await readLease(db);
    const last = seen === null ? null : await getRun(db, seen.runId);
    const isOpen = last?.status === 'RUNNING' || (seen !== null && last === null);
    const isMine = seen !== null && seen.holder === options.holder;
    if (isMine && last?.holder === seen.holder) return last;
    if (seen !== null && isOpen && !isMine && seen.until > db.clock()) throw new AlreadyRunningError(seen.runId);
    if (seen !== null && last?.status === 'RUNNING') {
      const resumed = await take(db, seen, last, leaseMs, options.holder);
      if (resumed !== null) return resumed;
      continue;
    }
    const started = newRun(db, options, (seen?.generation ?? 0) + 1);
    const lease = {
      runId: started.id,
      holder: started.holder,
      until: db.clock() + leaseMs,
      generation: started.generation,
    };
    if (!(await takeLease(db, lease, seen))) continue;
    await putRun(db, started, 'new');
    return started;
  }
  throw busy('Many processes try to start a run at once.');
}

const newRun = (db: Db, options: StartOptions, generation: number): RunRecord => ({
  id: ulid(db.clock(), () => db.random(1)[0]! / 256),
  kind: 'FULL',
  status: 'RUNNING',
  trigger: options.trigger,
  asOf: options.asOf,
  generation,
  step: 'SNAPSHOT',
  progress: { total: 0, done: 0, skipped: 0, failed: 0 },
  pinned: null,
  plan: null,
  checkpoint: 0,
  startedAt: db.clock(),
  finishedAt: null,
  resumedCount: 0,
  cost: { readUnits: 0, writeUnits: 0, requests: 0 },
  ...(options.tryOut === true ? { tryOut: true } : {}),
  settings: (options.settings ?? null) as Json,
  report: null,
  holder: options.holder ?? newHolder(db),
});

/** Takes a run's lease and marks its record with the new holder; null when somebody else was faster. */
async function take(
  db: Db,
  seen: Lease,
  run: RunRecord,
  leaseMs: number,
  holder = newHolder(db),
): Promise<RunRecord | null> {
  if (!(await takeLease(db, { ...seen, holder, until: db.clock() + leaseMs }, seen))) return null;
  let latest: RunRecord | null = run;
  for (let attempt = 0; attempt < MAX_ATTEMPTS && latest?.status === 'RUNNING'; attempt += 1) {
    const taken: RunRecord = { ...latest, resumedCount: latest.resumedCount + 1, holder };
    try {
      await putRun(db, taken, latest);
      return taken;
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
      // The former holder saved in between, and what it saved counts; or the lease is another's by now.
      if ((await readLease(db))?.holder !== holder) return null;
      latest = await getRun(db, run.id);
    }
  }
  return null;
}

/**
 * Takes an unfinished run over at once, even while its holder seems alive; that holder's next save fails. Throws
 * VisibleError UNKNOWN_RUN, RUN_FINISHED or (another run holds the lease) AlreadyRunningError.
 */
export async function takeOver(db: Db, runId: string, options: { readonly leaseMs?: number } = {}): Promise<RunRecord> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const run = await getRun(db, runId);
    if (run === null) throw new VisibleError('UNKNOWN_RUN', `There is no run ${runId}.`);
    if (run.status !== 'RUNNING')
      throw new VisibleError('RUN_FINISHED', `Run ${runId} has ended (${run.status}); start a new one.`);
    const seen = await readLease(db);
    if (seen === null || seen.runId !== runId) throw new AlreadyRunningError(seen?.runId ?? runId);
    const taken = await take(db, seen, run, options.leaseMs ?? DEFAULT_LEASE_MS);
    if (taken !== null) return taken;
  }
  throw busy(`Many processes try to take over run ${runId} at once.`);
}

/** Says that the run's process is alive. Throws LEASE_LOST when another took over. */
export const heartbeat = (db: Db, run: RunRecord, options: { readonly leaseMs?: number } = {}): Promise<void> =>
  extendLease(db, run.holder, db.clock() + (options.leaseMs ?? DEFAULT_LEASE_MS));

/** Gives the lease up and leaves the run unfinished: the next startRun goes on with it at once. */
export const releaseLease = (db: Db, run: RunRecord): Promise<void> => extendLease(db, run.holder, 0);

/** Saves a run's record. Throws LEASE_LOST when another process took it over. */
export async function saveRun(db: Db, run: RunRecord): Promise<void> {
  try {
    await putRun(db, run, 'mine');
  } catch (error) {
    throw isConditionFailed(error) ? leaseLost(error) : error;
  }
}

/** Saves a run whose status says how it ended, and frees the lease. A crash between the two is harmless: startRun sees that it ended. */
export async function finishRun(db: Db, run: RunRecord): Promise<void> {
  await saveRun(db, run);
  await releaseLease(db, run);
}

/** Puts a record that is new, that its own holder saves, or that replaces exactly the given one. */
async function putRun(db: Db, run: RunRecord, former: RunRecord | 'new' | 'mine'): Promise<void> {
  const key = runKey(run.id);
  const mine = '#holder = :me';
  const [condition, names, values] =
    former === 'mine'
      ? [mine, {}, {}]
      : former === 'new'
        ? [`attribute_not_exists(pk) OR ${mine}`, {}, {}]
        : [`#hash = :former OR ${mine}`, { '#hash': 'hash' }, { ':former': S(hashOf(former)) }];
  await putItem(
    db,
    {
      pk: S(key.pk),
      sk: S(key.sk),
      holder: S(run.holder),
      hash: S(hashOf(run)),
      z: B(deflateKnown(JSON.stringify(run))),
    },
    {
      ConditionExpression: condition,
      ExpressionAttributeNames: { '#holder': 'holder', ...names },
      ExpressionAttributeValues: { ':me': S(run.holder), ...values },
    },
  );
}

/** Of the text, not of what deflate makes of it: another release of zlib may deflate otherwise. */
const hashOf = (run: RunRecord): string =>
  createHash('sha256').update(JSON.stringify(run)).digest('base64url').slice(0, 16);

/** In `json` where an earlier release wrote it. */
const decodeRun = (item: Item): RunRecord =>
  JSON.parse(
    item['z']?.B === undefined ? (unpackText(item['json']) ?? 'null') : inflateKnown(item['z'].B),
  ) as RunRecord;

/**
 * Rewrites records of runs that have ended, where `change` gives another one. One that is under way is its holder's to save.
 * @returns how many were rewritten
 */
export async function rewriteEndedRuns(db: Db, change: (run: RunRecord) => RunRecord): Promise<number> {
  let rewritten = 0;
  for await (const page of queryPages(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(RUNS_PK) },
  }))
    for (const item of page) {
      const run = decodeRun(item);
      const next = run.status === 'RUNNING' ? run : change(run);
      if (hashOf(next) === hashOf(run)) continue;
      await putRun(db, next, run);
      rewritten += 1;
    }
  return rewritten;
}

/** A run by id, or null. */
export async function getRun(db: Db, id: string): Promise<RunRecord | null> {
  const item = await getItem(db, runKey(id), { ConsistentRead: true });
  return item === undefined ? null : decodeRun(item);
}

/** Runs, the newest first. */
export async function listRuns(
  db: Db,
  page: { readonly first: number; readonly after?: string },
): Promise<{ items: RunRecord[]; next: string | null }> {
  const { items, lastKey } = await queryPage(db, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(RUNS_PK) },
    ScanIndexForward: false,
    Limit: page.first,
    ...(page.after === undefined ? {} : { ExclusiveStartKey: { pk: S(RUNS_PK), sk: S(page.after) } }),
  });
  return { items: items.map(decodeRun), next: lastKey === undefined ? null : str(lastKey, 'sk') };
}
