import { KringError } from '../../domain/errors.ts';
import type { Ordering } from '../../domain/profile/orderings.ts';
import { B, N, optionalNum, optionalStr, S, type Item } from '../client/attributes.ts';
import { unpackText } from '../client/json.ts';
import { deflateKnown, inflateKnown } from '../client/known-text.ts';
import { getItem, isConditionFailed, putItem, updateItem } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { META_GENERATION } from '../client/keys.ts';
import type { Slots } from './slots.ts';

/** How long a list of customers is (store/published/lists.ts). */
export interface PublishedList {
  readonly count: number;
}

/** Pages of a name that readers of a generation do not look for any more. */
export interface RetiredPages {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** What readers see: one item, replaced as a whole, so that a run becomes visible at once. */
export interface VisibleGeneration {
  readonly generation: number;
  readonly runId: string;
  /** The instant the run was pinned to, epoch milliseconds. */
  readonly asOf: number;
  readonly publishedAt: number;
  readonly customers: number;
  readonly currencyCode: string;
  /** The zone whose calendar days were counted in. */
  readonly timeZone: string;
  readonly orderings: Partial<Record<Ordering, PublishedList>>;
  readonly segments: Record<string, PublishedList>;
  /** What the run says about the whole base; readers know its shape (published/statistics.ts). */
  readonly statistics: unknown;
  /** What the values were computed with, as text (published/parameters.ts); absent where nobody has bought, and in earlier releases. */
  readonly parameters?: string;
  /** Blocks of customers (store/published/profiles.ts) are named by so many bits of the id. Absent where a table of an earlier version was taken over. */
  readonly profiles?: { readonly bits: number };
  /** Bits that have named blocks of everybody's influence scores (store/published/influence.ts), the newest first. */
  readonly scoresBits?: readonly number[];
  /** Which slot each page lies in; absent in a view, whose pages lie under its generation. */
  readonly slots?: Slots;
  /** Pages to delete when the next generation is visible: a reader may still look for them. */
  readonly retired: readonly RetiredPages[];
  /** The credit an order is moved on by until the next run (store/published/credit.ts). Absent in a view, and where an earlier release published. */
  readonly credit?: PublishedCredit;
  /** Everybody's flat scores (store/published/score-files.ts). Absent in a view, and where an earlier release published. */
  readonly scores?: PublishedScores;
  /** The generation whose changes of labels are shown with it (store/published/label-files.ts). Absent in a view, and where an earlier release published. */
  readonly labels?: number;
  /** What has been pushed since. It lies beside the generation, not in it, and is gone with it. */
  readonly between?: BetweenRuns;
  /** Of a view that tries settings out; absent in one of the past. */
  readonly tried?: true;
  /** Of a view: how many pages there are of each name, so that they can be deleted. */
  readonly contents?: Readonly<Record<string, number>>;
}

/** Where the credit of a generation lies: parts by the first bits of the customers' ids. */
export interface PublishedCredit {
  readonly folder: string;
  readonly bits: number;
  /** Equal credit, equal text: a run that froze the same keeps the folder. */
  readonly fingerprint: string;
  /** The largest share anybody passes on. */
  readonly mostGiven: number;
}

/** Where everybody's flat scores lie: the generation that wrote them, in parts by the first bits of the ids. */
export interface PublishedScores {
  readonly generation: number;
  readonly bits: number;
}

/** How the sums over everybody moved since the run, and which pushes count (store/published/between.ts). Minor units. */
export interface BetweenRuns {
  /** Entries of customers up to this one count. */
  readonly push: number;
  /** Epoch milliseconds of the last push. */
  readonly at: number;
  readonly revenueMinor: number;
  readonly directMinor: number;
  readonly refundsMinor: number;
  readonly creditsMinor: number;
  /** Σ of current value. */
  readonly totalMinor: number;
  /** What is passed on only with the next run, at most. */
  readonly waitingMinor: number;
  /** Who was touched within the last minute, push by push: the last letters of ids, or null for too many to be named. */
  readonly recent: readonly (readonly [at: number, touched: string | null])[];
}

/** Where the content lies; in `json`, deflated otherwise, where an earlier release wrote it. */
const KNOWN_JSON = 'z';

/** Generations decoded last. An item is decoded anew as soon as a byte of it differs, so nothing kept is ever out of date. */
const MOST_DECODED = 4;
const decoded: { readonly bytes: Uint8Array; readonly generation: VisibleGeneration; overlay: Overlay | null }[] = [];
interface Overlay {
  readonly text: string;
  readonly generation: VisibleGeneration;
}

function decodeKnown(bytes: Uint8Array): (typeof decoded)[number] {
  const at = decoded.findIndex((one) => Buffer.compare(one.bytes, bytes) === 0);
  if (at > 0) decoded.unshift(...decoded.splice(at, 1));
  if (at >= 0) return decoded[0]!;
  // Copied: what is kept of an answer would hold all of it.
  const known = {
    bytes: new Uint8Array(bytes),
    generation: JSON.parse(inflateKnown(bytes)) as VisibleGeneration,
    overlay: null,
  };
  decoded.unshift(known);
  decoded.length = Math.min(decoded.length, MOST_DECODED);
  return known;
}

/** The item's content; undefined stays null. Equal items give the same object, which nobody may change. */
export function decodeGeneration(item: Item | undefined): VisibleGeneration | null {
  if (item === undefined) return null;
  const between = optionalStr(item, BETWEEN);
  const withOverlay = (generation: VisibleGeneration, text: string): VisibleGeneration => ({
    ...generation,
    between: JSON.parse(text) as BetweenRuns,
  });
  const bytes = item[KNOWN_JSON]?.B;
  if (bytes === undefined) {
    const text = unpackText(item['json']);
    if (text === undefined) return null;
    const generation = JSON.parse(text) as VisibleGeneration;
    return between === undefined ? generation : withOverlay(generation, between);
  }
  const known = decodeKnown(bytes);
  if (between === undefined) return known.generation;
  if (known.overlay?.text !== between)
    known.overlay = { text: between, generation: withOverlay(known.generation, between) };
  return known.overlay.generation;
}

/** Beside the generation: what was pushed since, the number of the push, and the one before which none may end any more. */
export const BETWEEN = 'o';
export const LAST_PUSH = 'oq';
export const PUSH_FENCE = 'ox';

/**
 * Replicas may be behind by about a second, never by more than this: what was published more recently is read consistently, for twice the price, so that
 * no slot shows what an earlier run left in it.
 */
export const SETTLED_MS = 60_000;

/** Whether pages of a generation should be read consistently. */
export const isFresh = (db: Db, generation: VisibleGeneration | null): boolean =>
  generation !== null && db.clock() - generation.publishedAt < SETTLED_MS;

/** What is visible now, or null before the first run. */
export const visibleGeneration = async (
  db: Db,
  options: { consistent?: boolean } = {},
): Promise<VisibleGeneration | null> =>
  decodeGeneration(await getItem(db, META_GENERATION, { ConsistentRead: options.consistent ?? false }));

const UNFENCED = '(attribute_not_exists(fence) OR fence <= :next)';

/**
 * What is visible now, with the promise that no generation before `generation` can become visible any more: the process of
 * a run that was given up may wake up late. Where the generation just before is the one that is visible there is none in between, and
 * nothing to write: the item is charged as a whole, whatever is set in it. Repeating is harmless. Throws KringError
 * GENERATION_SUPERSEDED when a later generation has been promised that.
 */
export async function fenceGeneration(db: Db, generation: number): Promise<VisibleGeneration | null> {
  const item = await getItem(db, META_GENERATION, { ConsistentRead: true });
  const shown = decodeGeneration(item);
  const fence = item === undefined ? null : optionalNum(item, 'fence');
  if ((shown?.generation ?? 0) === generation - 1 && (fence ?? 0) <= generation) return shown;
  try {
    return decodeGeneration(
      await updateItem(db, META_GENERATION, {
        UpdateExpression: 'SET fence = :next',
        ConditionExpression: UNFENCED,
        ExpressionAttributeValues: { ':next': N(generation) },
        ReturnValues: 'ALL_NEW',
      }),
    );
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    throw new KringError('GENERATION_SUPERSEDED', `a run after the one of generation ${generation} has begun`, {
      cause: error,
    });
  }
}

/**
 * Shows a generation to every reader in one write, if the one visible before is still the expected one (0 or null: none).
 * Repeating it after it succeeded is harmless. Throws KringError GENERATION_SUPERSEDED when another run was faster.
 */
export async function makeVisible(
  db: Db,
  next: VisibleGeneration,
  options: { expectGeneration: number | null },
): Promise<void> {
  const expected = options.expectGeneration ?? 0;
  try {
    await putItem(
      db,
      {
        pk: S(META_GENERATION.pk),
        sk: S(META_GENERATION.sk),
        generation: N(next.generation),
        fence: N(next.generation),
        [KNOWN_JSON]: B(deflateKnown(JSON.stringify(next))),
      },
      {
        ConditionExpression: `${expected === 0 ? 'attribute_not_exists(#g)' : '#g = :expected'} AND ${UNFENCED}`,
        ExpressionAttributeNames: { '#g': 'generation' },
        ExpressionAttributeValues: {
          ':next': N(next.generation),
          ...(expected === 0 ? {} : { ':expected': N(expected) }),
        },
      },
    );
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    const current = await visibleGeneration(db, { consistent: true });
    if (current?.generation === next.generation && current.runId === next.runId) return;
    throw new KringError(
      'GENERATION_SUPERSEDED',
      `generation ${current?.generation ?? 'none'} is visible, expected ${expected}: another run published first`,
      { cause: error },
    );
  }
}
