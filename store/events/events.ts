import type { EngagementRuleSet } from '../../domain/engagement/rules.ts';
import type { CustomerId } from '../../domain/events.ts';
import { batchGet, keyName } from '../client/batch.ts';
import { correctEvents } from './corrections.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import type { EventRow, IngestOptions, IngestOutcome } from './event-rows.ts';
import { foldCustomer } from './fold.ts';
import { receiptHash } from './history.ts';
import { receiptKey } from '../client/keys.ts';
import { isLater, keepMarks, markCustomer, newMark } from '../customers/marks.ts';
import { MARKS, marksOf } from '../customers/records.ts';
import { resolveCustomers, type Resolved } from '../customers/resolve.ts';
import { recentRuleSet } from '../definitions/rules.ts';
import { compareWithReceipts, firstOfEach, isKnown, outcomeOf, writeGroup, type Candidate } from './receipts.ts';

export type { Correction, EventRow, IngestOptions, IngestOutcome, IngestStatus } from './event-rows.ts';

const ROWS_AT_A_TIME = 1000;
const CONCURRENT_WRITES = 32;
const CONCURRENT_FOLDS = 8;

/**
 * Takes in events, each harmless to repeat: (kind, source, id) is taken once. Any number of rows; outcomes in their
 * order. Four write units for a new event of at most 1 KiB.
 *
 * Mark → receipt → event → fold. Whoever dies in between leaves a marked customer, and the same rows sent again (or, once
 * the event is written, a foldPending) end in exactly the items of an undisturbed ingest; docs/table.md says why.
 *
 * Throws InvalidInputError for an identifier or event that is none; nothing is written then.
 * @example await ingestEvents(db, [{ customer: { externalId: { source: 'shop', id: 'c1' } }, event: order }]) // [{ status: 'ACCEPTED', … }]
 */
export async function ingestEvents(
  db: Db,
  rows: readonly EventRow[],
  options: IngestOptions = {},
): Promise<IngestOutcome[]> {
  if (!rows.some(({ correction }) => correction !== undefined)) return ingestNew(db, rows, options);
  // First what may be new, so that an order and its correction may come together.
  const isNew = await unknownYet(db, rows);
  const outcomes: (IngestOutcome | undefined)[] = Array.from({ length: rows.length });
  const asNew = [...rows.keys()].filter((index) => rows[index]!.correction === undefined || isNew(rows[index]!));
  for (const [at, outcome] of (
    await ingestNew(
      db,
      asNew.map((index) => rows[index]!),
      options,
    )
  ).entries())
    outcomes[asNew[at]!] = outcome;
  const corrections = [...rows.keys()].filter(
    (index) =>
      outcomes[index] === undefined || (rows[index]!.correction !== undefined && outcomes[index].status === 'CONFLICT'),
  );
  for (const [at, outcome] of (
    await correctEvents(
      db,
      corrections.map((index) => rows[index]!),
      options,
    )
  ).entries())
    outcomes[corrections[at]!] = outcome;
  return outcomes.map((outcome) => outcome!);
}

/** Whether nothing stands yet under a row's (kind, source, id), and it does not say that something does. */
async function unknownYet(db: Db, rows: readonly EventRow[]): Promise<(row: EventRow) => boolean> {
  const keyOf = ({ event }: EventRow) => receiptKey(receiptHash(db, event.kind, event.source, event.id));
  const known = await batchGet(db, rows.filter(({ correction }) => correction !== undefined).map(keyOf), {
    consistent: true,
    attributes: [],
  });
  return (row) => (row.correction?.expectedVersion ?? 0) === 0 && !known.has(keyName(keyOf(row)));
}

async function ingestNew(db: Db, rows: readonly EventRow[], options: IngestOptions): Promise<IngestOutcome[]> {
  const fold = options.fold ?? true;
  const receivedAt = db.clock();
  const resolved = await resolveCustomers(
    db,
    rows.map((row) => row.customer),
    { consistent: true, attributes: [MARKS] },
  );
  const hashes = rows.map(({ event }) => receiptHash(db, event.kind, event.source, event.id));
  const create = options.createCustomers ?? true;
  const candidates = firstOfEach(rows, hashes, resolved, create, receivedAt);
  const present = [...candidates.values()].filter((candidate) => candidate.outcome !== 'UNKNOWN_CUSTOMER');
  const missing = await compareWithReceipts(db, present, options);

  const byCustomer = Map.groupBy(present, (candidate) => candidate.customerId);
  const work = [...byCustomer].map(([customerId, all]) => ({
    customerId,
    all,
    toWrite: all.filter((one) => missing.has(one)),
  }));
  // A killed import that repeats its last rows (its clock stands still) marks their customers again: it may have died after
  // a run's fold cleared the marks and before it could put them back.
  const isOwnRepeat = ({ outcome, receivedAt: at }: Candidate): boolean =>
    !fold && outcome === 'DUPLICATE' && at === receivedAt;
  const busy = work.filter(({ all, toWrite }) => toWrite.length > 0 || all.some(isOwnRepeat));
  const standing = fold ? new Map<CustomerId, string>() : laterMarks(resolved);
  const ruleSet = fold && rows.length > 0 ? (options.ruleSet ?? (await recentRuleSet(db))) : null;
  for (const group of grouped(busy)) {
    const mark = newMark(db, fold ? 'SELF' : 'LATER');
    const unmarked = group.filter(({ customerId }) => !standing.has(customerId));
    await mapLimit(unmarked, CONCURRENT_WRITES, ({ customerId, all }) =>
      markCustomer(db, customerId, all[0]!.identity, mark),
    );
    await writeGroup(
      db,
      group.flatMap(({ toWrite }) => toWrite),
      options,
    );
    if (ruleSet !== null)
      await mapLimit(group, CONCURRENT_FOLDS, ({ customerId }) => foldCustomer(db, customerId, ruleSet, mark));
    else
      await keepMarks(
        db,
        group.map(({ customerId }) => [customerId, standing.get(customerId) ?? mark]),
        mark,
      );
  }
  if (ruleSet !== null) await foldLeftBehind(db, resolved, new Set(busy.map(({ customerId }) => customerId)), ruleSet);
  return rows.map((row, index) =>
    isKnown(resolved[index]!, create)
      ? outcomeOf(row, index, candidates.get(hashes[index]!)!, resolved[index]!)
      : { status: 'UNKNOWN_CUSTOMER', customerId: resolved[index]!.survivorId },
  );
}

/** Groups of about a thousand events, all events of one customer together. */
function* grouped<T extends { readonly toWrite: readonly unknown[] }>(work: readonly T[]): Generator<T[]> {
  let group: T[] = [];
  let size = 0;
  for (const one of work) {
    group.push(one);
    size += one.toWrite.length;
    if (size >= ROWS_AT_A_TIME) {
      yield group;
      group = [];
      size = 0;
    }
  }
  if (group.length > 0) yield group;
}

/**
 * Marks that earlier bulk writes left on customers: a bulk writer may lean on one instead of adding its own, because all
 * that matters is that some mark which a fold has yet to clear still stands once the events are written.
 */
function laterMarks(resolved: readonly Resolved[]): Map<CustomerId, string> {
  return new Map(
    resolved.flatMap(({ id, item }) => {
      const mark = marksOf(item ?? {}).find((one) => isLater(one));
      return mark === undefined ? [] : [[id, mark] as const];
    }),
  );
}

/** Customers whose rows brought nothing new but who are marked: an earlier writer died before its fold. */
async function foldLeftBehind(
  db: Db,
  resolved: readonly Resolved[],
  done: ReadonlySet<CustomerId>,
  ruleSet: EngagementRuleSet,
): Promise<void> {
  const marked = new Set(
    resolved
      .filter(({ id, item }) => item !== undefined && marksOf(item).length > 0 && !done.has(id))
      .map(({ id }) => id),
  );
  await mapLimit([...marked], CONCURRENT_FOLDS, (id) => foldCustomer(db, id, ruleSet));
}
