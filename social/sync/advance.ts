import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidInputError, VisibleError } from '../../domain/errors.ts';
import type { Db } from '../../store/client/db.ts';
import { saveProgress } from '../../store/social/progress.ts';
import {
  addCounts,
  getSync,
  NO_COUNTS,
  partsOf,
  saveSync,
  takePart,
  type SyncPart,
  type SyncRecord,
  type TakenPart,
} from '../../store/social/syncs.ts';
import { sweepWithdrawals } from '../../store/social/withdrawals.ts';
import { RESERVE_MS } from '../calls.ts';
import { SourceProblem } from '../problem.ts';
import { settingsOf } from '../sources.ts';
import type { SocialSettings } from '../settings.ts';
import { syncAccounts } from './accounts.ts';
import { readDirectory, type Directory } from './directory.ts';
import { syncBrandFollowers, syncEngagement, syncStream } from './engagement.ts';
import { openWorker, type OpenedSource, type WorkerOptions } from './worker.ts';

export interface AdvanceOptions extends WorkerOptions {
  /** Called when something was done, with the sync as it stands. */
  readonly onProgress?: (progress: {
    readonly done: number;
    readonly parts: number;
    readonly counts: SyncRecord['counts'];
  }) => void;
  /** Called before a wait, with until when (epoch milliseconds) and what for. */
  readonly onWait?: (untilMs: number, why: 'HOST' | 'WORKER') => void;
  /** Whether to wait for a source that asks for it; a function that pays for waiting comes back later instead. */
  readonly patient?: boolean;
}

/** What a host that does not answer is left alone before a part is tried again. */
const RETRY_MS = 60_000;
/** Whoever asks for a longer pause is asked again by a later sync: this one would keep all other sources waiting. */
const LONGEST_PAUSE_MS = 3_600_000;
/** Times a part is tried before it is given up until the next sync. */
const MOST_TRIES = 3;

/**
 * Works at a sync until it is done or the time is up: hosts side by side, the parts of one host one after the other, since its pace
 * is one. Any number of processes may do this at once; one that is killed leaves its part to the next after a minute.
 *
 * @returns the sync as it stands; RUNNING when something is left to do
 */
export async function advanceSync(
  db: Db,
  settings: SocialSettings,
  syncId: string,
  options: AdvanceOptions,
): Promise<SyncRecord> {
  const sync = await getSync(db, syncId);
  if (sync === null) throw new VisibleError('UNKNOWN_SYNC', `There is no sync ${syncId}.`);
  if (sync.status !== 'RUNNING') return sync;
  const directories = new Map<string, Promise<Directory>>();
  const directory = (source: string): Promise<Directory> => {
    const known = directories.get(source) ?? readDirectory(db, source);
    directories.set(source, known);
    return known;
  };
  const workers = new Map<string, Promise<OpenedSource>>();
  const workerOf = ({ source, host }: SyncPart): Promise<OpenedSource> => {
    const known =
      workers.get(hostOf(source, host)) ??
      openWorker(db, settingsOf(settings, source), host, { ...options, askedSince: sync.startedAt });
    workers.set(hostOf(source, host), known);
    return known;
  };
  try {
    return await workThrough(db, sync, workerOf, directory, options);
  } finally {
    for (const worker of workers.values()) await (await worker.catch(() => null))?.close();
  }
}

const hostOf = (source: string, host: string): string => `${source}#${host}`;

async function workThrough(
  db: Db,
  sync: SyncRecord,
  workerOf: (part: SyncPart) => Promise<OpenedSource>,
  directory: (source: string) => Promise<Directory>,
  options: AdvanceOptions,
): Promise<SyncRecord> {
  const syncId = sync.id;
  const hasTime = (): boolean => options.remainingMs() > RESERVE_MS;
  /** Hosts this invocation has made the calls to that it may make. */
  const spent = new Set<string>();
  for (;;) {
    const parts = await partsOf(db, syncId);
    const open = parts.filter(({ status }) => status === 'OPEN');
    if (open.length === 0) return finish(db, sync, parts);
    if (!hasTime()) return sync;
    const now = db.clock();
    const ready = open.filter(
      ({ notBefore, takenUntil, source, host }) =>
        notBefore <= now && takenUntil < now && !spent.has(hostOf(source, host)),
    );
    if (ready.length === 0) {
      if (spent.size > 0) return sync;
      const waitMs = Math.min(...open.map(({ notBefore, takenUntil }) => Math.max(notBefore, takenUntil))) - now + 1;
      if (options.patient !== true || options.remainingMs() - waitMs < RESERVE_MS) return sync;
      const isHeld = open.some(({ notBefore, takenUntil }) => takenUntil > now && takenUntil > notBefore);
      options.onWait?.(now + waitMs, isHeld ? 'WORKER' : 'HOST');
      await (options.wait ?? sleep)(waitMs);
      continue;
    }
    const byHost = Map.groupBy(ready, ({ source, host }) => hostOf(source, host));
    const latest = new Map<string, SyncPart>(parts.map((part) => [part.name, part]));
    // All of them come to an end before a failure of one does: a function that is over runs nothing on.
    const ended = await Promise.allSettled(
      [...byHost].map(async ([name, mine]) => {
        let opened: OpenedSource;
        try {
          opened = await workerOf(mine[0]!);
        } catch (error) {
          if (!(error instanceof VisibleError)) throw error;
          // Taken out of the settings, or a secret is missing since it was planned: without this the sync could never end.
          for (const part of mine) await giveUp(db, syncId, part.name, error.message);
          return;
        }
        for (const { name: partName, source } of mine) {
          if (!hasTime()) break;
          const taken = await takePart(db, syncId, partName);
          if (taken === null) continue;
          const done = await work(db, opened, sync, taken, await directory(source), options);
          if (done === null) continue;
          const { part, goesOn } = done;
          latest.set(partName, part);
          options.onProgress?.(progressOf([...latest.values()]));
          if (goesOn) continue;
          if (part.status === 'OPEN' && part.notBefore <= db.clock()) spent.add(name);
          break;
        }
      }),
    );
    for (const one of ended) if (one.status === 'rejected') throw one.reason;
  }
}

const progressOf = (parts: readonly SyncPart[]) => ({
  done: parts.filter(({ status }) => status !== 'OPEN').length,
  parts: parts.length,
  counts: countsOf(parts),
});

async function giveUp(db: Db, syncId: string, name: string, why: string): Promise<void> {
  const taken = await takePart(db, syncId, name);
  await taken?.release({ ...taken.part, status: 'FAILED', error: why });
}

const isNotInstalled = (error: unknown): error is VisibleError =>
  error instanceof VisibleError && error.code === 'SOURCE_NOT_INSTALLED';

/** Null when another worker went on with the part. @returns the part as saved; `goesOn` false when the host needs a pause, so that its other parts would only meet the same */
async function work(
  db: Db,
  opened: OpenedSource,
  sync: SyncRecord,
  taken: TakenPart,
  directory: Directory,
  options: AdvanceOptions,
): Promise<{ readonly part: SyncPart; readonly goesOn: boolean } | null> {
  let part = taken.part;
  const save = async (next: SyncPart): Promise<void> => {
    part = next;
    await taken.save(next);
  };
  try {
    part = await doPart(db, opened, sync, part, directory, { held: taken.held, save }, options.remainingMs);
    part = { ...part, status: 'DONE', error: null };
    await taken.release(part);
    return { part, goesOn: true };
  } catch (error) {
    if (error instanceof VisibleError && error.code === 'LEASE_LOST') return null;
    const counts = addCounts(part.counts, opened.counted());
    if (error instanceof InvalidInputError || isNotInstalled(error)) {
      // Something of the settings, such as a secret that is not there: repeating does not mend it.
      const failed: SyncPart = { ...part, counts, status: 'FAILED', error: error.message };
      await taken.release(failed);
      return { part: failed, goesOn: true };
    }
    if (!(error instanceof SourceProblem)) throw error;
    const { next, goesOn } = afterProblem({ ...part, counts }, error, db.clock());
    await taken.release(next);
    return { part: next, goesOn };
  }
}

function doPart(
  db: Db,
  opened: OpenedSource,
  sync: SyncRecord,
  part: SyncPart,
  directory: Directory,
  taken: Pick<TakenPart, 'held' | 'save'>,
  remainingMs: () => number,
): Promise<SyncPart> {
  switch (part.work.kind) {
    case 'ACCOUNTS':
      return syncAccounts(db, opened, sync, part, directory, taken);
    case 'ENGAGEMENT':
      return syncEngagement(db, opened, part, directory, taken);
    case 'BRAND_FOLLOWERS':
      return syncBrandFollowers(db, opened, sync, part, taken);
    case 'STREAM':
      return syncStream(db, opened, part, directory, taken, remainingMs);
  }
}

/** What becomes of a part a source brought to a stop; pure. */
export function afterProblem(
  part: SyncPart,
  problem: SourceProblem,
  nowMs: number,
): { readonly next: SyncPart; readonly goesOn: boolean } {
  const tries = (part.tries ?? 0) + 1;
  switch (problem.kind) {
    case 'WAIT':
      if ((problem.untilMs ?? nowMs) - nowMs > LONGEST_PAUSE_MS)
        return { next: { ...part, status: 'FAILED', error: `${problem.message}, longer than an hour` }, goesOn: true };
      return { next: { ...part, notBefore: problem.untilMs ?? nowMs }, goesOn: false };
    case 'DOWN':
      return {
        next:
          tries >= MOST_TRIES
            ? { ...part, status: 'FAILED', error: problem.message, tries }
            : { ...part, notBefore: problem.untilMs ?? nowMs + RETRY_MS, error: problem.message, tries },
        goesOn: false,
      };
    case 'OUT_OF_BUDGET':
      return { next: { ...part, status: 'FAILED', error: problem.message }, goesOn: true };
    case 'REFUSED':
    case 'MISREAD':
      return { next: { ...part, status: 'FAILED', error: problem.message }, goesOn: true };
  }
}

const countsOf = (parts: readonly SyncPart[]) => parts.reduce((sum, { counts }) => addCounts(sum, counts), NO_COUNTS);

async function finish(db: Db, sync: SyncRecord, parts: readonly SyncPart[]): Promise<SyncRecord> {
  const now = await getSync(db, sync.id);
  // Whoever was behind: others have finished it, and perhaps the next one too.
  if (now !== null && now.status !== 'RUNNING') return now;
  // All parts are done: nobody writes any more what was read before.
  await sweepWithdrawals(db, sync.sources);
  const failed = parts.filter(({ status }) => status === 'FAILED');
  const finished: SyncRecord = {
    ...sync,
    status: failed.length === 0 ? 'SUCCEEDED' : failed.length === parts.length ? 'FAILED' : 'PARTLY_FAILED',
    finishedAt: db.clock(),
    counts: countsOf(parts),
    errors: [...new Set(failed.map(({ source, error }) => `${source}: ${error ?? 'failed'}`))],
  };
  const brokenSources = new Set(failed.map(({ source }) => source));
  if (sync.segment === null)
    for (const source of sync.sources)
      if (!brokenSources.has(source))
        await saveProgress(db, source, {
          syncedAt: sync.startedAt,
          ...(parts.some((part) => part.source === source && part.work.kind === 'BRAND_FOLLOWERS' && part.work.isAll)
            ? { followersAskedAt: sync.startedAt }
            : {}),
        });
  await saveSync(db, finished);
  return finished;
}
