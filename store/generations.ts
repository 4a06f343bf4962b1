import { KringError } from '../domain/errors.ts';
import type { Ordering } from '../domain/profile/orderings.ts';
import { N, num, S, type Item } from './attributes.ts';
import { packText, unpackText } from './codec/json.ts';
import { getItem, isConditionFailed, putItem } from './commands.ts';
import type { Db } from './db.ts';
import { META_GENERATION } from './keys.ts';

/** Where a list of customers lies (store/rankings.ts) and how long it is. */
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
  /** A list stays with the generation that last changed it. */
  readonly rankings: Partial<Record<Ordering, PublishedList>>;
  readonly segments: Record<string, PublishedList>;
  readonly statistics: Record<string, unknown>;
  /** Generations that were allotted to a run but never became visible: what they wrote must not be shown. */
  readonly abandoned: readonly number[];
  /** Blocks in use and blocks to delete, as `generation/name`. */
  readonly blocks: readonly string[];
  readonly retired: readonly string[];
}

/** The item's content; undefined stays null. */
export function decodeGeneration(item: Item | undefined): VisibleGeneration | null {
  const text = unpackText(item?.['json']);
  return text === undefined ? null : JSON.parse(text) as VisibleGeneration;
}

/** What is visible now, or null before the first run. */
export const visibleGeneration = async (db: Db, options: { consistent?: boolean } = {}): Promise<VisibleGeneration | null> =>
  decodeGeneration(await getItem(db, META_GENERATION, { ConsistentRead: options.consistent ?? false }));

/**
 * Shows a generation to every reader in one write, if the one visible before is still the expected one (0 or null: none).
 * Repeating it after it succeeded is harmless. Throws KringError GENERATION_SUPERSEDED when another run was faster.
 */
export async function makeVisible(db: Db, next: VisibleGeneration, options: { expectGeneration: number | null }): Promise<void> {
  const expected = options.expectGeneration ?? 0;
  try {
    await putItem(db, {
      pk: S(META_GENERATION.pk), sk: S(META_GENERATION.sk), generation: N(next.generation), json: packText(JSON.stringify(next)),
    }, expected === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: '#g = :expected', ExpressionAttributeNames: { '#g': 'generation' }, ExpressionAttributeValues: { ':expected': N(expected) } });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    const item = await getItem(db, META_GENERATION, { ConsistentRead: true });
    const current = decodeGeneration(item);
    if (current?.generation === next.generation && current.runId === next.runId) return;
    throw new KringError('GENERATION_SUPERSEDED', `generation ${item === undefined ? 'none' : num(item, 'generation')} is visible, expected ${expected}: another run published first`, { cause: error });
  }
}
