import { setTimeout as sleep } from 'node:timers/promises';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import type { CustomerId } from '../../domain/events.ts';
import { NO_CHANGE, pushOwnValue, type Change } from '../../domain/network/local-push.ts';
import { ownValueOf, type OwnValue } from '../../domain/summary/own-value.ts';
import { statisticsOf } from '../../published/statistics.ts';
import type { Item } from '../../store/client/attributes.ts';
import { batchGet, keyName } from '../../store/client/batch.ts';
import { chunksOf } from '../../store/client/concurrency.ts';
import type { Db } from '../../store/client/db.ts';
import { customerKey } from '../../store/client/keys.ts';
import { decodeRecord, type CustomerRecord } from '../../store/customers/records.ts';
import { currentRuleSet } from '../../store/definitions/rules.ts';
import { commitPush } from '../../store/published/between.ts';
import { entryIn, type Entry } from '../../store/published/entries.ts';
import { noteGoneThrough, readPushLock, unfinished, type PushLock } from '../../store/published/push-lock.ts';
import { creditReader } from '../../store/published/credit.ts';
import { loadProfiles } from '../../store/published/customers.ts';
import { dueSince, noteDue } from '../../store/published/due.ts';
import { visibleGeneration, type VisibleGeneration } from '../../store/published/generations.ts';
import { BlocksMoved } from '../../store/published/profiles.ts';
import { uncountable } from '../snapshot/set-aside.ts';
import { summaryAt } from '../snapshot/take.ts';

/** What became of a push. */
export interface PushOutcome {
  /**
   * - PUSHED: what the customers' orders moved is seen by every reader;
   * - NOTHING: it was already;
   * - BUSY: another push is under way or died a moment ago: repeat this one;
   * - NO_RUN: nothing is published yet that orders could be moved on from.
   */
  readonly status: 'PUSHED' | 'NOTHING' | 'BUSY' | 'NO_RUN';
  /** Customers whose numbers are other ones now. */
  readonly touched: number;
  /** Of whom nothing can be said before the next run: new, merged or set aside since the last one. */
  readonly waiting: readonly CustomerId[];
}

export interface PushOptions {
  /** What is told of later instants waits, as it does for the next run. The present when absent. */
  readonly asOf?: number;
}

/** Customers whose orders are pushed as one. */
const AT_ONCE = 16;
const ATTEMPTS = 12;
const PATIENCE_MS = 250;

/**
 * Shows what orders and refunds of some customers moved since the last run, before the next one: their own observed value, and what flows from them to those
 * they follow and those who brought them in, under the last run's frozen credit (domain/network/local-push.ts). Input and output are plain data, and
 * everything else lies in the table: repeating it is harmless, in any order and by any process.
 */
export async function pushCustomers(
  db: Db,
  ids: readonly CustomerId[],
  options: PushOptions = {},
): Promise<PushOutcome> {
  const outcomes: PushOutcome[] = [];
  for (const some of chunksOf([...new Set(ids)], AT_ONCE)) {
    outcomes.push(await persistently(db, some, options));
    if (['BUSY', 'NO_RUN'].includes(outcomes.at(-1)!.status)) break;
  }
  const last = outcomes.at(-1)?.status ?? 'NOTHING';
  return {
    status: last === 'NOTHING' && outcomes.some(({ status }) => status === 'PUSHED') ? 'PUSHED' : last,
    touched: outcomes.reduce((sum, { touched }) => sum + touched, 0),
    waiting: outcomes.flatMap(({ waiting }) => waiting),
  };
}

/** Notes of so many runs without a push are gone through together. */
const RUNS_AT_ONCE = 8;

/**
 * Pushes again whoever was pushed along generations before the visible one, and along it: their orders may have come while the run was under way that had read
 * them already, or a process died in the middle. For when a run has published, or a host starts.
 */
export async function pushAgain(db: Db, options: PushOptions = {}): Promise<PushOutcome> {
  const [lock, shown] = [await readPushLock(db), await visibleGeneration(db, { consistent: true })];
  if (lock === null || shown === null) return { status: 'NOTHING', touched: 0, waiting: [] };
  const due = new Set<CustomerId>();
  for (let generation = lock.dueFrom; generation <= shown.generation; generation++)
    for (const id of await dueSince(db, generation)) due.add(id);
  const outcome = await pushCustomers(db, [...due].sort(), options);
  const isThrough = outcome.status === 'PUSHED' || outcome.status === 'NOTHING';
  if (isThrough && lock.dueFrom < shown.generation && (due.size > 0 || lock.dueFrom + RUNS_AT_ONCE < shown.generation))
    await noteGoneThrough(db, shown.generation);
  return outcome;
}

async function persistently(db: Db, ids: readonly CustomerId[], options: PushOptions): Promise<PushOutcome> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await tryPush(db, ids, options).catch((error: unknown) => {
      // A run has published, or a push ended, between two reads.
      if (error instanceof BlocksMoved) return null;
      throw error;
    });
    if (outcome !== null && (outcome.status !== 'BUSY' || attempt >= ATTEMPTS)) return outcome;
    if (attempt >= ATTEMPTS) return { status: 'BUSY', touched: 0, waiting: [] };
    await sleep(Math.random() * PATIENCE_MS);
  }
}

/** Null when something else was faster. */
async function tryPush(db: Db, ids: readonly CustomerId[], options: PushOptions): Promise<PushOutcome | null> {
  // In this order: whoever takes the lock after this was read keeps this push from taking it.
  const lock = await readPushLock(db);
  const shown = await visibleGeneration(db, { consistent: true });
  if (shown?.credit === undefined) return { status: 'NO_RUN', touched: 0, waiting: [] };
  const dead = unfinished(lock, shown);
  if (dead !== null && dead.until > db.clock()) return { status: 'BUSY', touched: 0, waiting: [] };
  const world = await openWorld(db, shown, dead);
  await world.readItems(ids);
  const { marginRate } = statisticsOf(shown).settings;
  const asOf = Math.max(options.asOf ?? db.clock(), shown.asOf);

  const entries = new Map<CustomerId, Pick<Entry, 'own' | 'change'> | null>();
  const sums = { revenueMinor: 0, directMinor: 0, refundsMinor: 0, creditsMinor: 0, totalMinor: 0, waitingMinor: 0 };
  const waiting: CustomerId[] = [];
  const pushed: CustomerId[] = [];
  for (const id of ids) {
    const own = await ownAt(db, world.items.get(id), shown, marginRate, asOf);
    if (own === null) {
      waiting.push(id);
      continue;
    }
    const moved = await world.push(id, own.directMinor);
    if (moved === 'GONE') return null;
    const before = moved === null ? null : await world.ownBefore(id);
    if (moved === null || before === null) {
      waiting.push(id);
      continue;
    }
    if (sameOwn(before, own)) continue;
    pushed.push(id);
    sums.revenueMinor += own.revenueMinor - before.revenueMinor;
    sums.directMinor += own.directMinor - before.directMinor;
    sums.refundsMinor += own.refundsMinor - before.refundsMinor;
    sums.creditsMinor += own.creditsMinor - before.creditsMinor;
    sums.totalMinor += own.directMinor - before.directMinor;
    for (const [customer, change] of moved) {
      sums.waitingMinor += change.waitingMinor - world.changes.get(customer)!.waitingMinor;
      world.changes.set(customer, change);
      entries.set(customer, { own: world.ownOf(customer), change });
    }
    world.setOwn(id, own);
    entries.set(id, { own, change: world.changes.get(id)! });
  }
  if (pushed.length === 0 && dead === null) return { status: 'NOTHING', touched: 0, waiting };
  await noteDue(db, shown.generation, pushed);
  const isDone = await commitPush(db, { shown, lock, entries, sums }, (id) => world.items.get(id));
  return isDone ? { status: 'PUSHED', touched: entries.size, waiting } : null;
}

const sameOwn = (a: OwnValue, b: OwnValue): boolean =>
  (Object.keys(a) as (keyof OwnValue)[]).every((name) => a[name] === b[name]);

/** Own figures as a run pinned to `asOf` would count them; null where only a run can say. */
async function ownAt(
  db: Db,
  item: Item | undefined,
  shown: VisibleGeneration,
  marginRate: number,
  asOf: number,
): Promise<OwnValue | null> {
  if (item === undefined) return null;
  const record: CustomerRecord = decodeRecord(item);
  // Merging moves ties and claims too, and their own value stands with somebody else's in what was published.
  if (record.pointer !== null || record.merged.some(({ at }) => at > shown.asOf)) return null;
  const { lastEventAt } = record.summary;
  const summary =
    lastEventAt === null || lastEventAt <= asOf
      ? record.summary
      : await summaryAt(db, record, {
          asOf,
          ruleSet: (await currentRuleSet(db)) ?? defaultRuleSet,
          timeZone: shown.timeZone,
        });
  return uncountable(summary) === null ? ownValueOf(summary, marginRate) : null;
}

/** What a push knows, read as it is asked for. */
async function openWorld(db: Db, shown: VisibleGeneration, dead: PushLock | null) {
  const credit = creditReader(db, shown.credit!);
  const items = new Map<CustomerId, Item>();
  const changes = new Map<CustomerId, Change>();
  const own = new Map<CustomerId, OwnValue>();
  const readItems = async (ids: readonly CustomerId[]): Promise<void> => {
    const missing = ids.filter((id) => !changes.has(id));
    const found = await batchGet(db, missing.map(customerKey), { consistent: true });
    for (const id of missing) {
      const item = found.get(keyName(customerKey(id)));
      if (item !== undefined) items.set(id, item);
      const entry = entryIn(item, shown);
      changes.set(id, entry?.change ?? NO_CHANGE);
      if (entry?.own) own.set(id, entry.own);
    }
  };
  if (dead !== null) await readItems(dead.touched);
  return {
    items,
    changes,
    readItems,
    ownOf: (id: CustomerId): OwnValue | null => own.get(id) ?? null,
    setOwn: (id: CustomerId, now: OwnValue): void => {
      own.set(id, now);
    },
    /** As readers see it; null for who is in no block. */
    ownBefore: async (id: CustomerId): Promise<OwnValue | null> => {
      const known = own.get(id);
      if (known !== undefined) return known;
      const value = (await loadProfiles(db, [id], shown)).get(id)?.profile.value;
      return value === undefined
        ? null
        : {
            revenueMinor: value.revenueMinor,
            directMinor: value.directMinor,
            refundsMinor: value.refundsMinor,
            creditsMinor: value.creditsMinor,
            moneyBackAt: value.moneyBackAt,
            uncosted: value.uncosted,
          };
    },
    push: async (id: CustomerId, directMinor: number): Promise<Map<CustomerId, Change> | null | 'GONE'> => {
      const steps = pushOwnValue({ nodes: credit.nodes, changes, mostGiven: shown.credit!.mostGiven }, id, directMinor);
      for (;;) {
        const step = steps.next();
        if (step.done === true) return step.value;
        if (step.value.what === 'changes') await readItems(step.value.ids);
        else if (!(await credit.read(step.value.ids))) return 'GONE';
      }
    },
  };
}
