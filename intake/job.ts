import type { CustomerId } from '../domain/events.ts';
import type { Db } from '../store/client/db.ts';
import { foldPending } from '../store/events/fold.ts';
import { loadImport, lockImport, saveImport } from '../store/work/imports.ts';
import type { ImportLock, ImportState } from '../store/work/imports.ts';
import { currentRuleSet } from '../store/definitions/rules.ts';
import { newEventSpan } from './event-span.ts';
import type { EventSpan } from './event-span.ts';
import type { Progress } from './progress.ts';
import type { ImportJob } from './context.ts';
import { importOrders } from './orders.ts';
import { notationOf, planImport } from './prepare.ts';
import type { ImportPlan, ImportRequest } from './prepare.ts';
import type { RejectReport } from './rejects.ts';
import { importStream } from './stream.ts';

export interface ImportOutcome {
  readonly plan: ImportPlan;
  /** Records (orders, interactions, ties, referrals) by what became of them: ACCEPTED, DUPLICATE, CONFLICT … */
  readonly counts: Readonly<Record<string, number>>;
  readonly rejectedRows: number;
  /** Records an earlier, interrupted import of the same file had written already. */
  readonly resumedFrom: number;
  readonly customersFolded: number;
  /** What is worth knowing about the file, for people. */
  readonly notes: readonly string[];
  /** When its orders or interactions happened; null where it tells of none. */
  readonly events: EventSpan | null;
  /** Whose orders it brought or corrected; null for more than {@link MOST_NAMED}, or where an interrupted import was gone on with. */
  readonly ordered: readonly CustomerId[] | null;
}

/** Beyond this many a run is sooner done than their orders moved one by one. */
const MOST_NAMED = 500;
/** Beyond this many kept refusals the checkpoint stays where it is: a resume then repeats some harmless writes. */
const MAX_KEPT_REJECTS = 500;

/**
 * Imports one file. Killed and called again with the same file and mapping it continues, and ends with exactly the items
 * of an uninterrupted import. Called again after it finished it writes nothing: every record is a duplicate.
 *
 * @throws VisibleError about the file, the mapping, the currency; STRICT_REJECTED when `strict` and a row is bad
 * @example await runImport(db, { kind: 'orders', path: 'orders.csv', currency: 'EUR' }, { progress: newProgress(), rejects: openRejects('rejects.csv') })
 */
export async function runImport(openedDb: Db, request: ImportRequest, hooks: ImportHooks): Promise<ImportOutcome> {
  const plan = await planImport(openedDb, request);
  const lock = await lockImport(openedDb, request.kind, plan.source, {
    ...(hooks.aloneSince === undefined ? {} : { aloneSince: hooks.aloneSince }),
    onWait: () => hooks.progress.stage(`Waiting for another import of ${plan.source}`, null),
  });
  try {
    return await importPlanned(openedDb, plan, hooks, lock);
  } finally {
    await lock.release();
  }
}

export interface ImportHooks {
  readonly progress: Progress;
  readonly rejects: RejectReport;
  /** False leaves summaries to a later foldPending. */
  readonly fold?: boolean;
  /** A directory with room for the rows of a large file while they are sorted. */
  readonly sortIn?: string;
  /** Since when no process but those that come later can be importing: one that was killed before is not waited for. */
  readonly aloneSince?: number;
}

async function importPlanned(
  openedDb: Db,
  plan: ImportPlan,
  hooks: ImportHooks,
  lock: ImportLock,
): Promise<ImportOutcome> {
  const { request } = plan;
  const found = await loadImport(openedDb, plan.fingerprint);
  const interrupted = found !== null && found.finishedAt === null ? found : null;
  let state: ImportState = interrupted ?? {
    fingerprint: plan.fingerprint,
    kind: request.kind,
    file: request.path,
    startedAt: openedDb.clock(),
    done: 0,
    finishedAt: null,
    counts: {},
    rejected: [],
  };
  const startedAt = state.startedAt;
  const db: Db = { ...openedDb, clock: () => startedAt };
  const { progress, rejects } = hooks;
  const notes = [...plan.notes];
  const counts: Record<string, number> = { ...state.counts };
  let kept = [...state.rejected];
  const events = newEventSpan();
  const ordered = new Set<CustomerId>();
  for (const rejected of state.rejected) rejects.add([rejected]);

  const job: ImportJob = {
    db,
    plan,
    rejects,
    progress,
    notation: notationOf(plan, startedAt),
    ...(hooks.sortIn === undefined ? {} : { sortIn: hooks.sortIn }),
    done: state.done,
    note: (text) => notes.push(text),
    saw: events.saw,
    async checkpoint(done, outcomes) {
      lock.check();
      for (const { status, rejected, ordered: customer } of outcomes) {
        counts[status] = (counts[status] ?? 0) + 1;
        if (customer !== undefined && ordered.size <= MOST_NAMED) ordered.add(customer);
        if (rejected !== undefined) {
          rejects.add([rejected]);
          kept.push(rejected);
        }
      }
      if (kept.length > MAX_KEPT_REJECTS) return;
      state = { ...state, done, counts: { ...counts }, rejected: kept };
      await saveImport(db, state);
    },
  };
  await saveImport(db, state);
  await (request.kind === 'orders' ? importOrders(job) : importStream(job));

  let customersFolded = 0;
  if (hooks.fold !== false && ['orders', 'interactions', 'facts', 'messages'].includes(request.kind)) {
    progress.stage('Summarising customers', null);
    customersFolded = await foldPending(db, {
      ruleSet: await currentRuleSet(db),
      onProgress: (folded) => progress.update(folded),
    });
  }
  progress.stop();
  kept = kept.slice(0, MAX_KEPT_REJECTS);
  await saveImport(db, { ...state, finishedAt: openedDb.clock(), counts, rejected: kept });
  return {
    plan,
    counts,
    rejectedRows: rejects.count,
    resumedFrom: interrupted?.done ?? 0,
    customersFolded,
    notes,
    events: events.span(),
    ordered: interrupted !== null || ordered.size > MOST_NAMED ? null : [...ordered],
  };
}
