import { VisibleError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import { noteChange } from '../changes/log.ts';
import { N, S, type Item } from '../client/attributes.ts';
import { getItem, isConditionFailed, updateItem } from '../client/commands.ts';
import { busy, fullJitter } from '../client/concurrency.ts';
import { randomText, type Db } from '../client/db.ts';
import { customerKey } from '../client/keys.ts';
import { unknownCustomer } from '../customers/consents.ts';
import type { CustomerIdentifier } from '../customers/identity.ts';
import { GRACE_MS, newMark } from '../customers/marks.ts';
import {
  customerIdOfItem,
  encodeMerged,
  encodePointer,
  holdsSummary,
  SUMMARY_ATTRIBUTES,
  marksOf,
  mergedOf,
  pointerOf,
  type MergedCustomer,
  type Pointer,
} from '../customers/records.ts';
import { resolveCustomers } from '../customers/resolve.ts';
import { decodeSummary } from '../customers/summary-codec.ts';
import { survivorItems } from '../customers/survivors.ts';
import { recentRuleSet } from '../definitions/rules.ts';
import { clearMarks, foldCustomer, foldedSummary, writeFold } from '../events/fold.ts';
import { noteMerge } from './trail.ts';

export interface MergeOutcome {
  readonly survivorId: CustomerId;
  readonly mergedId: CustomerId;
  /** False when it was so already, and nothing was written. */
  readonly isNew: boolean;
}

const MAX_ATTEMPTS = 20;
/** Customers one customer may be made of: a set is read whole at every fold. */
const MOST_MERGED = 100;

/**
 * Makes two customers one, in one write: the survivor's item gets the other's name on its list and the summary of everybody's
 * events. Nothing moves. Events, ties, claims, accounts and consents stay with whom they were recorded, and new ones are recorded
 * there too; whoever reads them reads those of all customers on the list.
 *
 * Pointer (on the merged one) → trail → list and summary (on the survivor). The list alone says who is merged. Before it is
 * written the pointer says nothing; it is there first so that whoever finds the merged one finds the way, and so that no circle can
 * close: a list only grows on a customer without a pointer, and of two who are merged into one another each has set its own by then.
 * Whoever sets a pointer and is refused takes it back; one that stays behind gives way after {@link GRACE_MS}, and at once to a
 * repeat of the same merge.
 *
 * Either name may be of somebody who was merged before: then their survivor is meant.
 *
 * @throws VisibleError UNKNOWN_CUSTOMER, SAME_CUSTOMER, TOO_MANY, BUSY
 */
export async function mergeCustomers(
  db: Db,
  who: { readonly survivor: CustomerIdentifier; readonly merged: CustomerIdentifier },
): Promise<MergeOutcome> {
  let mine: string | null = null;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const { into, from, named } = await twoCustomers(db, who);
    const [survivorId, mergedId] = [customerIdOfItem(into), customerIdOfItem(from)];
    if (survivorId === mergedId) return { survivorId, mergedId: named, isNew: false };
    if (mergedOf(into).length + 1 + mergedOf(from).length > MOST_MERGED)
      throw new VisibleError(
        'TOO_MANY',
        `At most ${MOST_MERGED} customers can be merged into one. Nothing was changed.`,
      );
    if (pointerOf(into) === null || (await clearPointer(db, into))) {
      const pointed = await pointTo(db, from, survivorId);
      if (pointed !== null) {
        if (pointed.isOwn) mine = pointed.text;
        await noteMerge(db, { kind: 'MERGE', merged: mergedId, into: survivorId, at: pointed.at });
        await noteChange(db, {
          kind: 'MERGED',
          customers: [survivorId, mergedId, ...mergedOf(from).map(({ id }) => id)],
        });
        if (await grow(db, into, pointed.item, { id: mergedId, into: survivorId, at: pointed.at }))
          return { survivorId, mergedId, isNew: true };
      }
    }
    // Somebody changed the survivor meanwhile, or is merging it into another: then theirs may be waiting for ours.
    if (mine !== null && (await isPointed(db, survivorId))) {
      await removePointer(db, mergedId, mine);
      mine = null;
    }
    await fullJitter(attempt, 5, 500);
  }
  throw busy();
}

/** The survivors of both names by now, and who the name of the merged one stands for itself. */
async function twoCustomers(
  db: Db,
  { survivor, merged }: { readonly survivor: CustomerIdentifier; readonly merged: CustomerIdentifier },
): Promise<{ into: Item; from: Item; named: CustomerId }> {
  const [kept, gone] = await resolveCustomers(db, [survivor, merged], { consistent: true });
  if (kept!.item === undefined || gone!.item === undefined) throw unknownCustomer();
  if (kept!.id === gone!.id)
    throw new VisibleError('SAME_CUSTOMER', 'Both names are of one customer, who cannot be merged into themselves.');
  const [into, from] = await survivorItems(db, [kept!.item, gone!.item], { consistent: true });
  return { into: into!, from: from!, named: gone!.id };
}

interface Pointed {
  /** The merged one, read after the pointer stood. */
  readonly item: Item;
  readonly text: string;
  readonly at: number;
  /** Whether this call set it: only then may it take it back. */
  readonly isOwn: boolean;
}

/** Points from a customer to the survivor; null while somebody else is merging the customer elsewhere. */
async function pointTo(db: Db, from: Item, to: CustomerId): Promise<Pointed | null> {
  const before = pointerOf(from);
  const isRepeat = before !== null && before.to === to && before.at !== 0;
  if (before !== null && !isRepeat && !isLeftBehind(db, before)) return null;
  const at = isRepeat ? before.at : db.clock();
  const text = encodePointer({ to, at, writer: randomText(db, 5) });
  try {
    const item = await updateItem(db, customerKey(customerIdOfItem(from)), {
      UpdateExpression: 'SET j = :pointer',
      ConditionExpression: `attribute_exists(pk) AND ${before === null ? '(attribute_not_exists(j) OR j = :pointer)' : 'j IN (:before, :pointer)'}`,
      ExpressionAttributeValues: {
        ':pointer': S(text),
        ...(before === null ? {} : { ':before': S(encodePointer(before)) }),
      },
      ReturnValues: 'ALL_NEW',
    });
    return { item: item!, text, at, isOwn: !isRepeat };
  } catch (error) {
    if (isConditionFailed(error)) return null;
    throw error;
  }
}

/** Whether a pointer that no list confirms has no writer any more. */
const isLeftBehind = (db: Db, { at }: Pointer): boolean => at < db.clock() - GRACE_MS;

/** Takes a pointer away that no list confirms and nobody will confirm; false while its writer may be alive. */
async function clearPointer(db: Db, item: Item): Promise<boolean> {
  const pointer = pointerOf(item)!;
  return isLeftBehind(db, pointer) && (await removePointer(db, customerIdOfItem(item), encodePointer(pointer)));
}

async function removePointer(db: Db, id: CustomerId, text: string): Promise<boolean> {
  try {
    await updateItem(db, customerKey(id), {
      UpdateExpression: 'REMOVE j',
      ConditionExpression: 'j = :pointer',
      ExpressionAttributeValues: { ':pointer': S(text) },
    });
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw error;
  }
}

const isPointed = async (db: Db, id: CustomerId): Promise<boolean> =>
  pointerOf((await getItem(db, customerKey(id), { ConsistentRead: true })) ?? {}) !== null;

/** The one write that merges: false when the survivor changed since it was read. */
async function grow(db: Db, into: Item, from: Item, entry: MergedCustomer): Promise<boolean> {
  const merged = [...mergedOf(into), entry, ...mergedOf(from)];
  return writeSet(db, into, merged, marksOf(from));
}

/** As of customers of whom no event is known: who has none has no summary, before a merge and after it was taken back. */
async function summaryOf(db: Db, ids: readonly CustomerId[]): Promise<Item> {
  const attributes = await foldedSummary(db, ids, await recentRuleSet(db));
  const { eventCount, standing } = decodeSummary({
    text: attributes['s']!.S!,
    purchases: null,
    standing: attributes['f']?.S,
  });
  return eventCount === 0 && (standing?.lastFactAt ?? null) === null ? {} : attributes;
}

async function writeSet(
  db: Db,
  survivor: Item,
  merged: readonly MergedCustomer[],
  marks: readonly string[],
): Promise<boolean> {
  const ids = [customerIdOfItem(survivor), ...merged.map(({ id }) => id)];
  const attributes = await summaryOf(db, ids);
  try {
    // Events that were announced for the merged one may not be written yet: their marks hold for the survivor too.
    await writeFold(db, survivor, attributes, [], { merged, marks });
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw error;
  }
}

/**
 * Takes a merge back, in one write: the merged customer, with whom was merged into them before, leaves the survivor's list, and the
 * survivor's summary is folded without their events. What was recorded for them meanwhile is theirs.
 *
 * Summary, list, a mark and a pointer that says so (on the one who leaves, while it counts for nothing) → trail → the survivor's
 * list and summary → the pointer goes. Repeatable at every step.
 *
 * @param merged a name of the one who was merged, not of the survivor
 * @throws VisibleError UNKNOWN_CUSTOMER, NOT_MERGED, BUSY
 */
export async function unmergeCustomer(db: Db, merged: CustomerIdentifier): Promise<MergeOutcome> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const [named] = await resolveCustomers(db, [merged], { consistent: true });
    const { id, item } = named!;
    if (item === undefined) throw unknownCustomer();
    const [survivor] = await survivorItems(db, [item], { consistent: true });
    const survivorId = customerIdOfItem(survivor!);
    if (survivorId === id) {
      const pointer = pointerOf(item);
      if (pointer?.at !== 0) throw notMerged();
      await release(db, id, encodePointer(pointer), null);
      return { survivorId: pointer.to, mergedId: id, isNew: false };
    }
    const { leaving, staying } = apart(mergedOf(survivor!), id);
    const left = await prepare(db, item, leaving);
    if (left !== null) {
      await noteMerge(db, { kind: 'UNMERGE', merged: id, into: survivorId, at: db.clock() });
      await noteChange(db, { kind: 'PARTED', customers: [survivorId, id, ...leaving.map((one) => one.id)] });
      if (await writeSet(db, survivor!, staying, [])) {
        await release(db, id, left.pointer, left.mark);
        return { survivorId, mergedId: id, isNew: true };
      }
    }
    await fullJitter(attempt, 5, 500);
  }
  throw busy();
}

const notMerged = (): VisibleError =>
  new VisibleError(
    'NOT_MERGED',
    'This customer is merged into nobody. Name the one that was merged: `Customer.merged` of the survivor lists them.',
  );

/** Who leaves a set with a customer (those merged into them, or into one of those), and who stays. */
export function apart(
  merged: readonly MergedCustomer[],
  id: CustomerId,
): { readonly leaving: readonly MergedCustomer[]; readonly staying: readonly MergedCustomer[] } {
  const gone = new Set([id]);
  for (let before = 0; before < gone.size;) {
    before = gone.size;
    for (const one of merged) if (gone.has(one.into)) gone.add(one.id);
  }
  return {
    leaving: merged.filter((one) => one.id !== id && gone.has(one.id)),
    staying: merged.filter((one) => !gone.has(one.id)),
  };
}

/** Makes ready the one who leaves: as it will be by itself, marked, so that events recorded from now on are folded. */
async function prepare(
  db: Db,
  item: Item,
  leaving: readonly MergedCustomer[],
): Promise<{ readonly pointer: string; readonly mark: string } | null> {
  const before = pointerOf(item)!;
  const id = customerIdOfItem(item);
  const pointer = encodePointer({ to: before.to, at: 0, writer: randomText(db, 5) });
  const mark = newMark(db, 'LATER');
  const attributes = await summaryOf(db, [id, ...leaving.map((one) => one.id)]);
  const isSame = holdsSummary(item, attributes);
  const set: Item = {
    j: S(pointer),
    ...(leaving.length === 0 ? {} : { g: S(encodeMerged(leaving)) }),
    ...(isSame ? {} : { ...attributes, u: N(db.clock()) }),
  };
  const removed = [
    ...(leaving.length === 0 && item['g'] !== undefined ? ['g'] : []),
    ...(isSame ? [] : SUMMARY_ATTRIBUTES.filter((name) => item[name] !== undefined && set[name] === undefined)),
  ];
  try {
    await updateItem(db, customerKey(id), {
      UpdateExpression: [
        `SET ${Object.keys(set)
          .map((name) => `${name} = :${name}`)
          .join(', ')}`,
        removed.length === 0 ? '' : `REMOVE ${removed.join(', ')}`,
        'ADD w :mark',
      ].join(' '),
      ConditionExpression: 'j = :before OR j = :j',
      ExpressionAttributeValues: {
        ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
        ':mark': { SS: [mark] },
        ':before': S(encodePointer(before)),
      },
    });
    return { pointer, mark };
  } catch (error) {
    if (isConditionFailed(error)) return null;
    throw error;
  }
}

/** The pointer of one who has left goes, and what came meanwhile is folded. */
async function release(db: Db, id: CustomerId, pointer: string, mark: string | null): Promise<void> {
  await removePointer(db, id, pointer);
  const item = await getItem(db, customerKey(id), { ConsistentRead: true });
  const waits = item !== undefined && marksOf(item).some((one) => one !== mark);
  const isWhole =
    item !== undefined &&
    !waits &&
    holdsSummary(item, await summaryOf(db, [id, ...mergedOf(item).map((one) => one.id)]));
  if (isWhole && mark !== null) await clearMarks(db, id, [mark]);
  else await foldCustomer(db, id, await recentRuleSet(db), mark);
}
