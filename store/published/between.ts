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
import { NO_CHANGE, type Change } from '../../domain/network/local-push.ts';
import type { ValueProfile } from '../../domain/profile/profile.ts';
import type { OwnValue } from '../../domain/summary/own-value.ts';
import { N, num, optionalNum, optionalStr, S, str, type Item } from '../client/attributes.ts';
import { getItem, isConditionFailed, putItem, updateItem } from '../client/commands.ts';
import { mapLimit } from '../client/concurrency.ts';
import { randomText, type Db } from '../client/db.ts';
import { customerKey, META_GENERATION, META_PUSH_LOCK } from '../client/keys.ts';
import {
  BETWEEN,
  LAST_PUSH,
  PUSH_FENCE,
  SETTLED_MS,
  visibleGeneration,
  type BetweenRuns,
  type VisibleGeneration,
} from './generations.ts';
import { BlocksMoved } from './profiles.ts';

/** What of a customer differs from what the run published, as of one push. */
export interface Entry {
  readonly push: number;
  /** When, epoch milliseconds. */
  readonly at: number;
  /** Own figures as they are now; null where only what others bring has moved. */
  readonly own: OwnValue | null;
  readonly change: Change;
}

/** The entries of a customer's item: at most the one that counts and the one a push is about to make count. */
interface Entries {
  readonly generation: number;
  /** Whether there was one before the first of these. */
  readonly hadEarlier: boolean;
  readonly entries: readonly Entry[];
}

/** Attributes of a customer's item: the entries, and the push that wrote them last. */
export const ENTRIES = 'o';
export const ENTRIES_PUSH = 'oq';

const FIGURES = Object.keys(NO_CHANGE) as readonly (keyof Change)[];

type EncodedOwn = readonly [number, number, number, number, number | null, 0 | 1];
type EncodedEntry = readonly [push: number, at: number, own: EncodedOwn | 0, ...figures: number[]];

const encodeEntries = ({ generation, hadEarlier, entries }: Entries): string =>
  JSON.stringify([
    generation,
    hadEarlier ? 1 : 0,
    ...entries.map(({ push, at, own, change }): EncodedEntry => [
      push,
      at,
      own === null
        ? 0
        : [
            own.revenueMinor,
            own.directMinor,
            own.refundsMinor,
            own.creditsMinor,
            own.moneyBackAt,
            own.uncosted ? 1 : 0,
          ],
      ...FIGURES.map((name) => change[name]),
    ]),
  ]);

function decodeEntries(item: Item | undefined): Entries | null {
  const text = item && optionalStr(item, ENTRIES);
  if (text === undefined) return null;
  const [generation, hadEarlier, ...entries] = JSON.parse(text) as [number, 0 | 1, ...EncodedEntry[]];
  return {
    generation,
    hadEarlier: hadEarlier === 1,
    entries: entries.map(([push, at, own, ...figures]) => ({
      push,
      at,
      own:
        own === 0
          ? null
          : {
              revenueMinor: own[0],
              directMinor: own[1],
              refundsMinor: own[2],
              creditsMinor: own[3],
              moneyBackAt: own[4],
              uncosted: own[5] === 1,
            },
      change: Object.fromEntries(FIGURES.map((name, k) => [name, figures[k]!])) as unknown as Change,
    })),
  };
}

/**
 * The entry of a customer that counts in what is shown; null where nothing of them has moved.
 *
 * @throws BlocksMoved when the item has been written by pushes or runs after the one that is shown
 */
export function entryIn(
  item: Item | undefined,
  shown: Pick<VisibleGeneration, 'generation' | 'slots' | 'between'> | null,
): Entry | null {
  // A view of the past shows what was published then.
  if (item === undefined || shown?.slots === undefined) return null;
  const found = decodeEntries(item);
  if (found === null || found.generation < shown.generation) return null;
  const moved = (): BlocksMoved => new BlocksMoved('a customer between two runs');
  if (found.generation > shown.generation) throw moved();
  const upTo = shown.between?.push ?? 0;
  const entry = found.entries.findLast(({ push }) => push <= upTo) ?? null;
  if (entry === null && found.hadEarlier) throw moved();
  return entry;
}

/** Whether an entry leaves a value as it was published: that of an order taken back, or of credit that has made no cent yet. */
export function isNothing(entry: Entry, published: ValueProfile): boolean {
  const now = valueBetween(published, entry);
  return (Object.keys(now) as (keyof ValueProfile)[]).every((name) => now[name] === published[name]);
}

/** Whether a replica may not have yet what the last pushes wrote of a customer. */
export function wasJustTouched(db: Db, shown: VisibleGeneration | null, id: CustomerId): boolean {
  const since = db.clock() - SETTLED_MS;
  return (shown?.between?.recent ?? []).some(
    ([at, touched]) => at > since && (touched === null || isIn(touched, tailOf(id))),
  );
}

/** Enough letters that two of a million customers are rarely taken for each other, which costs half a read unit. */
const TAIL = 4;
const tailOf = (id: CustomerId): string => id.slice(-TAIL);
const isIn = (touched: string, tail: string): boolean => {
  for (let at = 0; at < touched.length; at += TAIL) if (touched.startsWith(tail, at)) return true;
  return false;
};
/** Of more customers than this within a minute, none is named: everybody is read consistently. */
const MOST_NAMED = 400;

function recentWith(db: Db, before: BetweenRuns['recent'], touched: readonly CustomerId[]): BetweenRuns['recent'] {
  const since = db.clock() - SETTLED_MS;
  const recent: BetweenRuns['recent'] = [
    ...before.filter(([at]) => at > since),
    [db.clock(), touched.map(tailOf).join('')],
  ];
  const named = recent.reduce((sum, [, tails]) => sum + (tails?.length ?? 0) / TAIL, 0);
  return named <= MOST_NAMED ? recent : [[db.clock(), null]];
}

/** Value as it is between two runs: own figures and what moved along referrals and ties; what is expected waits for the run. */
export function valueBetween(value: ValueProfile, { own, change }: Entry): ValueProfile {
  return {
    ...value,
    ...(own === null
      ? {}
      : {
          revenueMinor: own.revenueMinor,
          refundsMinor: own.refundsMinor,
          creditsMinor: own.creditsMinor,
          moneyBackAt: own.moneyBackAt,
          uncosted: own.uncosted,
        }),
    directMinor: value.directMinor + change.directMinor,
    referralMinor: value.referralMinor + change.referralReceivedMinor - change.referralPassedOnMinor,
    referralReceivedMinor: value.referralReceivedMinor + change.referralReceivedMinor,
    referralGrossMinor: value.referralGrossMinor + change.referralGrossMinor,
    referralPassedOnMinor: value.referralPassedOnMinor + change.referralPassedOnMinor,
    networkMinor: value.networkMinor + change.networkReceivedMinor - change.networkPassedOnMinor,
    networkReceivedMinor: value.networkReceivedMinor + change.networkReceivedMinor,
    networkPassedOnMinor: value.networkPassedOnMinor + change.networkPassedOnMinor,
  };
}

/** Longer than a push takes with all its repeats. */
const LOCK_MS = 60_000;

export interface PushLock {
  readonly push: number;
  readonly generation: number;
  readonly holder: string;
  readonly until: number;
  readonly touched: readonly CustomerId[];
  /** The first generation whose notes of who was pushed (due.ts) have not been gone through since. */
  readonly dueFrom: number;
}

/** The last push that was begun, or null. */
export async function readPushLock(db: Db): Promise<PushLock | null> {
  const item = await getItem(db, META_PUSH_LOCK, { ConsistentRead: true });
  if (item === undefined) return null;
  const touched = str(item, 't');
  return {
    push: num(item, 'q'),
    generation: num(item, 'g'),
    holder: str(item, 'h'),
    until: num(item, 'u'),
    touched: touched === '' ? [] : touched.split(' '),
    dueFrom: num(item, 'f'),
  };
}

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

/** The push that was begun and does not count, if it was along the generation that is shown. */
export const unfinished = (lock: PushLock | null, shown: VisibleGeneration): PushLock | null =>
  lock !== null && lock.generation === shown.generation && lock.push > (shown.between?.push ?? 0) ? lock : null;

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

/** Nobody needs to wait for a push that knows it was too late. */
async function giveUpLock(db: Db, holder: string): Promise<void> {
  try {
    await updateItem(db, META_PUSH_LOCK, {
      UpdateExpression: 'SET u = :now',
      ConditionExpression: 'h = :me',
      ExpressionAttributeValues: { ':now': N(0), ':me': S(holder) },
    });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
}

async function takeLock(
  db: Db,
  seen: PushLock | null,
  { push, generation, touched, holder, dueFrom }: Omit<PushLock, 'until'>,
): Promise<boolean> {
  try {
    await putItem(
      db,
      {
        pk: S(META_PUSH_LOCK.pk),
        sk: S(META_PUSH_LOCK.sk),
        q: N(push),
        g: N(generation),
        h: S(holder),
        u: N(db.clock() + LOCK_MS),
        t: S(touched.join(' ')),
        f: N(dueFrom),
      },
      // By the holder too: the answer to a first attempt may have been lost.
      seen === null
        ? {
            ConditionExpression: 'attribute_not_exists(pk) OR h = :me',
            ExpressionAttributeValues: { ':me': S(holder) },
          }
        : {
            ConditionExpression: 'h = :seen OR h = :me',
            ExpressionAttributeValues: { ':seen': S(seen.holder), ':me': S(holder) },
          },
    );
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return false;
    throw error;
  }
}

/** Says that everybody who was pushed before a generation became visible has been pushed again along it, if need be. */
export async function noteGoneThrough(db: Db, generation: number): Promise<void> {
  try {
    await updateItem(db, META_PUSH_LOCK, {
      UpdateExpression: 'SET f = :generation',
      ConditionExpression: 'f < :generation',
      ExpressionAttributeValues: { ':generation': N(generation) },
    });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
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
