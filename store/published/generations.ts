import { KringError } from '../../domain/errors.ts';
import type { Ordering } from '../../domain/profile/orderings.ts';
import { N, S, type Item } from '../client/attributes.ts';
import { packText, unpackText } from '../client/json.ts';
import { getItem, isConditionFailed, putItem, updateItem } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { META_GENERATION } from '../client/keys.ts';

/** Where a list of customers lies (store/published/lists.ts) and how long it is. */
export interface PublishedList {
  readonly generation: number;
  readonly count: number;
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
  /** A list stays with the generation that last changed it. */
  readonly orderings: Partial<Record<Ordering, PublishedList>>;
  readonly segments: Record<string, PublishedList>;
  /** What the run says about the whole base; readers know its shape (published/statistics.ts). */
  readonly statistics: unknown;
  /** What the values were computed with, as text (published/parameters.ts); absent where nobody has bought, and in earlier releases. */
  readonly parameters?: string;
  /** Generations that were allotted to a run but never became visible: what they wrote must not be shown. */
  readonly abandoned: readonly number[];
  /** Blocks in use and blocks to delete, as `generation/name`. */
  readonly blocks: readonly string[];
  readonly retired: readonly string[];
  /** Blob with what the next run goes on from: which payload lies in which slot, and the like. No reader needs it. */
  readonly state?: string;
  /** Present in a view of the past: its profiles lie in blocks named by so many letters of the customer's id, not in slots. */
  readonly view?: { readonly letters: number };
}

/** The item's content; undefined stays null. */
export function decodeGeneration(item: Item | undefined): VisibleGeneration | null {
  const text = unpackText(item?.['json']);
  return text === undefined ? null : (JSON.parse(text) as VisibleGeneration);
}

/** What is visible now, or null before the first run. */
export const visibleGeneration = async (
  db: Db,
  options: { consistent?: boolean } = {},
): Promise<VisibleGeneration | null> =>
  decodeGeneration(await getItem(db, META_GENERATION, { ConsistentRead: options.consistent ?? false }));

const UNFENCED = '(attribute_not_exists(fence) OR fence <= :next)';

/**
 * What is visible now, with the promise that no generation before `generation` can become visible any more: the process of
 * a run that was given up may wake up late. Repeating is harmless. Throws KringError GENERATION_SUPERSEDED when a later
 * generation has been promised that.
 */
export async function fenceGeneration(db: Db, generation: number): Promise<VisibleGeneration | null> {
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
        json: packText(JSON.stringify(next)),
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
