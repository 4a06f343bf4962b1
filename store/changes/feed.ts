/**
 * Who follows the scores of customers: what has changed since a position, in pages. Nothing is kept of who follows, and a night writes nothing for it.
 *
 *   position = the generation whose scores the follower has, the one it is being taken to, how far, and the number of the last change between runs
 *
 * Scores of two generations are compared as they are asked for (score-files.ts), by id, so a page begins where the last one ended, whatever was published
 * meanwhile. What happens between runs (store/changes/log.ts) comes after. What a page says of a customer is what the table says when it is made: never a
 * state that was overtaken, and whatever changes after that changes the next generation or the log, which a later page reads.
 */
import type { CustomerId } from '../../domain/events.ts';
import type { ScoreRow } from '../../domain/profile/score-row.ts';
import type { Db } from '../client/db.ts';
import type { Identity } from '../customers/identity.ts';
import { visibleGeneration, type VisibleGeneration } from '../published/generations.ts';
import { bucketOfPart, changedAfter, comparedOf, partsOf, type ScoresCompared, type Wants } from './compare.ts';
import { changesAfter, lastSettledChange, type NotedChange } from './log.ts';
import { statesOf, type Scored, type SeenSources, type State } from './states.ts';

export type { ScoresCompared, Wants } from './compare.ts';
export type { SeenSources } from './states.ts';

/** How far a follower has come. */
export interface FeedPosition {
  /** Generation whose scores the follower has; 0 before the first. */
  readonly base: number;
  /** Generation the follower is being taken to; null where there is nothing to go to. */
  readonly target: number | null;
  /** Changes up to this customer are told; '' for none. */
  readonly after: CustomerId | '';
  /** Notes of the log up to this number are told. */
  readonly change: number;
  /** What the last comparison told already, of notes up to a number: not told twice. */
  readonly told: { readonly base: number; readonly target: number; readonly upTo: number } | null;
}

/** One thing a follower does to what it keeps. */
export type FeedEntry =
  | {
      readonly kind: 'UPSERT';
      readonly customerId: CustomerId;
      readonly identities: readonly Identity[];
      readonly row: ScoreRow;
      /** What differs; absent where the change is no run's. */
      readonly scores?: ScoresCompared;
    }
  /** No scores of the customer are published any more. */
  | { readonly kind: 'DELETE'; readonly customerId: CustomerId }
  /** The person is forgotten: everything kept of them has to go. */
  | { readonly kind: 'ERASE'; readonly customerId: CustomerId }
  /** The customer is another one by now, whose scores count for both. */
  | { readonly kind: 'MERGE'; readonly customerId: CustomerId; readonly intoId: CustomerId };

export interface FeedPage {
  readonly entries: readonly FeedEntry[];
  /** Where the page begins: read again from here, it is of the same generations, whatever was published since. */
  readonly from: FeedPosition;
  readonly position: FeedPosition;
  /** Everything there is has been told. */
  readonly isCaughtUp: boolean;
  readonly shown: VisibleGeneration | null;
}

export const FEED_START: FeedPosition = { base: 0, target: null, after: '', change: 0, told: null };

/** Where to begin for who wants to be told of what is still to come alone. */
export const feedFromNow = async (db: Db): Promise<FeedPosition> => {
  const change = await lastSettledChange(db);
  const shown = await visibleGeneration(db, { consistent: true });
  return { ...FEED_START, base: shown?.scores?.generation ?? 0, change };
};

/** Customers looked at for one page, most of whom a follower of few may not see. */
const LOOKED_AT = 400;
const NOTES_A_PAGE = 100;

/**
 * The next page after a position: up to `first` customers, or fewer where many changed whom the follower does not see. Null when what the position leads to
 * is gone: the follower starts over, and drops whom it is then not told of.
 *
 * @param since null: everything there is, from the beginning
 * @param wants leaves out whose scores differ in nothing the follower asks for; null: nobody
 */
export async function readFeed(
  db: Db,
  since: FeedPosition | null,
  first: number,
  sources: SeenSources,
  wants: Wants | null = null,
): Promise<FeedPage | null> {
  const shown = await visibleGeneration(db, { consistent: true });
  const start = since ?? { ...FEED_START, change: await lastSettledChange(db) };
  const target = start.target ?? shown?.scores?.generation ?? start.base;
  if (target !== start.base) return comparePage(db, { ...start, target }, first, sources, shown, wants);
  return logPage(db, { ...start, target: null }, first, sources, shown);
}

async function comparePage(
  db: Db,
  position: FeedPosition & { readonly target: number },
  first: number,
  sources: SeenSources,
  shown: VisibleGeneration | null,
  wants: Wants | null,
): Promise<FeedPage | null> {
  const { base, target } = position;
  const [from, to] = await Promise.all([comparedOf(db, base), comparedOf(db, target)]);
  if (from === null || to === null || shown === null) return null;
  // Notes up to here are of changes that were made before anything below is read.
  const upTo = position.told?.target === target ? position.told.upTo : await lastSettledChange(db);
  const parts = partsOf(db);
  const entries: FeedEntry[] = [];
  let after = position.after;
  let isDone = false;
  for (let looked = 0; !isDone && entries.length < first && looked < LOOKED_AT;) {
    const most = Math.min(first - entries.length, LOOKED_AT - looked);
    const found = await changedAfter(parts, from, to, after, most, wants);
    if (found === null) return null;
    const states = await statesOf(db, found.ids, sources, shown.scores);
    for (const id of found.ids) {
      const state = states.get(id)!;
      // Who is forgotten or merged is told by the log.
      if (state.kind === 'SCORED') entries.push({ ...upsertOf(id, state), scores: found.scores.get(id)! });
      else if (state.kind === 'UNSCORED') entries.push({ kind: 'DELETE', customerId: id });
    }
    looked += found.ids.length;
    after = found.after;
    isDone = found.isLast;
    if (found.ids.length === 0) break;
  }
  const told = { base, target, upTo };
  return {
    entries,
    from: position,
    position: isDone
      ? { base: target, target: null, after: '', change: position.change, told }
      : { ...position, after, told },
    isCaughtUp: false,
    shown,
  };
}

async function logPage(
  db: Db,
  position: FeedPosition,
  first: number,
  sources: SeenSources,
  shown: VisibleGeneration | null,
): Promise<FeedPage | null> {
  const { changes, isTorn, hasMore } = await changesAfter(db, position.change, NOTES_A_PAGE);
  if (isTorn) return null;
  const notes: NotedChange[] = [];
  let change = position.change;
  for (const [number, noted] of changes) {
    if (notes.length > 0 && customersIn([...notes, ...noted]) > first) break;
    notes.push(...noted);
    change = number;
  }
  const entries = await entriesOf(db, notes, position.told, sources, shown);
  if (entries === null) return null;
  // Published while this page was made.
  const now = shown?.scores?.generation ?? position.base;
  return {
    entries,
    from: { ...position, target: position.base },
    position: {
      ...position,
      change,
      told: position.told !== null && position.told.upTo > change ? position.told : null,
    },
    isCaughtUp: !hasMore && change === (changes.at(-1)?.[0] ?? change) && now === position.base,
    shown,
  };
}

const customersIn = (notes: readonly NotedChange[]): number =>
  notes.reduce((sum, { customers }) => sum + customers.length, 0);

/** What notes come to by now: each customer once, by the last note about them. */
async function entriesOf(
  db: Db,
  notes: readonly NotedChange[],
  told: FeedPosition['told'],
  sources: SeenSources,
  shown: VisibleGeneration | null,
): Promise<FeedEntry[] | null> {
  const notesOf = new Map<CustomerId, NotedChange[]>();
  for (const note of notes)
    for (const id of note.customers) {
      const before = notesOf.get(id) ?? [];
      // In the order of the last note about each.
      notesOf.delete(id);
      notesOf.set(id, [...before, note]);
    }
  const ids = [...notesOf.keys()];
  const states = await statesOf(db, ids, sources, shown?.scores);
  const isTold = told === null ? () => false : await toldBy(db, told, ids);
  if (isTold === null) return null;
  const isOurs = (names: readonly string[]): boolean => sources === null || names.some((source) => sources.has(source));
  const entries: FeedEntry[] = [];
  for (const [id, own] of notesOf) {
    const state = states.get(id)!;
    const isErased = own.some(({ kind, sources: named }) => kind === 'ERASED' && isOurs(named));
    if (isErased) entries.push({ kind: 'ERASE', customerId: id });
    // Whoever came back under the same name is told again behind that.
    const isKnown = !isErased && told !== null && own.at(-1)!.number <= told.upTo && isTold(id);
    // Named by sources the follower does not see: nothing of it is told.
    const isTheirs = own.every(({ kind, sources: named }) => kind === 'NAMED' && !isOurs(named));
    if (state.kind === 'MERGED') entries.push({ kind: 'MERGE', customerId: id, intoId: state.into });
    else if (isKnown || isTheirs) continue;
    else if (state.kind === 'SCORED') entries.push(upsertOf(id, state));
    else if (state.kind === 'UNSCORED' || (state.kind === 'UNSEEN' && wasSeen(own, states)))
      entries.push({ kind: 'DELETE', customerId: id });
  }
  return entries;
}

/** Whether somebody was seen through another until the two parted. */
const wasSeen = (notes: readonly NotedChange[], states: ReadonlyMap<CustomerId, State>): boolean =>
  notes.some(
    ({ kind, customers }) =>
      kind === 'PARTED' && customers.some((other) => !['UNSEEN', 'GONE'].includes(states.get(other)!.kind)),
  );

/** Whether a comparison has told of a customer, whatever it told. */
async function toldBy(
  db: Db,
  { base, target }: { readonly base: number; readonly target: number },
  ids: readonly CustomerId[],
): Promise<((id: CustomerId) => boolean) | null> {
  const [from, to] = await Promise.all([comparedOf(db, base), comparedOf(db, target)]);
  if (from === null || to === null) return null;
  const differs = new Map<CustomerId, boolean>();
  const parts = partsOf(db);
  for (const id of ids) {
    const [before, now] = await Promise.all([parts(from, bucketOfPart(from, id)), parts(to, bucketOfPart(to, id))]);
    if (before === null || now === null) return null;
    differs.set(id, before.get(id) !== now.get(id));
  }
  return (id) => differs.get(id) === true;
}

const upsertOf = (customerId: CustomerId, { row, records }: Scored): Extract<FeedEntry, { kind: 'UPSERT' }> => ({
  kind: 'UPSERT',
  customerId,
  row,
  identities: records.flatMap(({ identities }) => identities),
});
