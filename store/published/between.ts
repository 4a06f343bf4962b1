/**
 * What orders move between two runs. A customer's own item says what of it differs from what the run published (an entry), so that a reader pays nothing
 * more for it; the item of the visible generation says which push counts, so that all entries of a push are seen at once or none.
 *
 *   lock: push 7, touching these  →  entries of push 7 beside those of before  →  the generation's item: up to push 7
 *
 * A process that dies in between leaves entries nobody counts, and the lock that names whom it touched. The next push waits until the lock has
 * run out, sees to it that push 7 can never count, and writes over all of its entries. Entries are of one generation: with the next they are nothing.
 */
import type { CustomerId } from '../../domain/events.ts';
import { NO_CHANGE } from '../../domain/network/local-push.ts';
import { N, optionalNum, S, type Item } from '../client/attributes.ts';
import { getItem, isConditionFailed, updateItem } from '../client/commands.ts';
import { mapLimit } from '../client/concurrency.ts';
import { randomText, type Db } from '../client/db.ts';
import { customerKey, META_GENERATION } from '../client/keys.ts';
import { decodeEntries, encodeEntries, ENTRIES, ENTRIES_PUSH, type Entry } from './entries.ts';
import {
  BETWEEN,
  LAST_PUSH,
  PUSH_FENCE,
  visibleGeneration,
  type BetweenRuns,
  type VisibleGeneration,
} from './generations.ts';
import { giveUpLock, takeLock, unfinished, type PushLock } from './push-lock.ts';
import { recentWith } from './touched.ts';

/** What a push writes. */
export interface Push {
  readonly shown: VisibleGeneration;
  /** The lock as it was read. */
  readonly lock: PushLock | null;
  /** New entries by customer, without their number; null: what counts stays. */
  readonly entries: ReadonlyMap<CustomerId, Pick<Entry, 'own' | 'change'> | null>;
  /** How the sums move. */
  readonly sums: Omit<BetweenRuns, 'push' | 'at' | 'recent'>;
}

const WRITES_AT_ONCE = 16;

/**
 * Makes a push count, as a whole. False when another push, or a run, was faster: read everything again.
 *
 * @param items the customers' items, read consistently after the lock
 */
export async function commitPush(db: Db, push: Push, items: (id: CustomerId) => Item | undefined): Promise<boolean> {
  const { shown, lock, entries, sums } = push;
  const dead = unfinished(lock, shown);
  const number = Math.max(lock?.push ?? 0, shown.between?.push ?? 0) + 1;
  const touched = [...new Set([...entries.keys(), ...(dead?.touched ?? [])])];
  const holder = randomText(db, 9);
  const { generation } = shown;
  const dueFrom = lock?.dueFrom ?? generation;
  if (!(await takeLock(db, lock, { push: number, generation, touched, holder, dueFrom }))) return false;
  const written = async (): Promise<boolean> => {
    if (dead !== null && !(await fence(db, shown, number))) return false;
    const at = db.clock();
    let overtaken = false;
    await mapLimit(touched, WRITES_AT_ONCE, async (id) => {
      const item = items(id);
      if (item === undefined || overtaken) return;
      if (!(await writeEntry(db, id, item, shown, { push: number, at, ...entries.get(id) }))) overtaken = true;
    });
    return !overtaken && commit(db, shown, number, sums, touched);
  };
  if (await written()) return true;
  await giveUpLock(db, holder);
  return false;
}

const sameState = ({ generation, between }: VisibleGeneration) => ({
  // In names: DynamoDB keeps some words for itself.
  names: { '#generation': 'generation' },
  condition: `#generation = :g AND ${between === undefined ? `attribute_not_exists(${LAST_PUSH})` : `${LAST_PUSH} = :last`}`,
  values: { ':g': N(generation), ...(between === undefined ? {} : { ':last': N(between.push) }) },
});

/** Sees to it that no push before this one can count any more. */
async function fence(db: Db, shown: VisibleGeneration, push: number): Promise<boolean> {
  const { condition, names, values } = sameState(shown);
  try {
    await updateItem(db, META_GENERATION, {
      UpdateExpression: `SET ${PUSH_FENCE} = :push`,
      ConditionExpression: condition,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ...values, ':push': N(push) },
    });
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw error;
  }
}

/** Writes an entry beside the one that counts. False when a later push has written there. */
async function writeEntry(
  db: Db,
  id: CustomerId,
  item: Item,
  shown: VisibleGeneration,
  next: { readonly push: number; readonly at: number } & Partial<Pick<Entry, 'own' | 'change'>>,
): Promise<boolean> {
  const found = decodeEntries(item);
  const known = found?.generation === shown.generation ? found : null;
  const counting = (known?.entries ?? []).filter(({ push }) => push <= (shown.between?.push ?? 0));
  const current = counting.at(-1) ?? null;
  const { push, at, own = current?.own ?? null, change = current?.change ?? NO_CHANGE } = next;
  const entries = encodeEntries({
    generation: shown.generation,
    hadEarlier: (known?.hadEarlier ?? false) || counting.length > 1,
    entries: [...(current === null ? [] : [current]), { push, at, own, change }],
  });
  try {
    await updateItem(db, customerKey(id), {
      UpdateExpression: `SET ${ENTRIES} = :entries, ${ENTRIES_PUSH} = :push`,
      ConditionExpression: `attribute_exists(pk) AND (attribute_not_exists(${ENTRIES_PUSH}) OR ${ENTRIES_PUSH} <= :push)`,
      ExpressionAttributeValues: { ':entries': S(entries), ':push': N(push) },
    });
    return true;
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    const now = await getItem(db, customerKey(id), { ConsistentRead: true });
    // Somebody erased meanwhile is seen by nobody.
    return now === undefined || (optionalNum(now, ENTRIES_PUSH) ?? 0) < push;
  }
}

async function commit(
  db: Db,
  shown: VisibleGeneration,
  push: number,
  sums: Push['sums'],
  touched: readonly CustomerId[],
): Promise<boolean> {
  const { condition, names, values } = sameState(shown);
  const before = shown.between;
  const between: BetweenRuns = {
    push,
    at: db.clock(),
    revenueMinor: (before?.revenueMinor ?? 0) + sums.revenueMinor,
    directMinor: (before?.directMinor ?? 0) + sums.directMinor,
    refundsMinor: (before?.refundsMinor ?? 0) + sums.refundsMinor,
    creditsMinor: (before?.creditsMinor ?? 0) + sums.creditsMinor,
    totalMinor: (before?.totalMinor ?? 0) + sums.totalMinor,
    waitingMinor: (before?.waitingMinor ?? 0) + sums.waitingMinor,
    recent: recentWith(db, before?.recent ?? [], touched),
  };
  try {
    await updateItem(db, META_GENERATION, {
      UpdateExpression: `SET ${BETWEEN} = :between, ${LAST_PUSH} = :push`,
      ConditionExpression: `${condition} AND (attribute_not_exists(${PUSH_FENCE}) OR ${PUSH_FENCE} <= :push)`,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ...values, ':between': S(JSON.stringify(between)), ':push': N(push) },
    });
    return true;
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    const now = await visibleGeneration(db, { consistent: true });
    return now?.generation === shown.generation && now.between?.push === push;
  }
}
