import type { CustomerId } from '../../domain/events.ts';
import { num, S, str, N, type Item } from '../client/attributes.ts';
import { invalidCursor, putItem, queryPage } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { mergeKey, MERGES_PK } from '../client/keys.ts';

/** One step of the trail merges leave: somebody asked for it at `at` (epoch ms). */
export interface MergeStep {
  readonly kind: 'MERGE' | 'UNMERGE';
  readonly merged: CustomerId;
  readonly into: CustomerId;
  readonly at: number;
}

/** Notes a step before it is taken, so that none is without a trace; one whose writer died has an entry and no effect. Repeatable. */
export const noteMerge = (db: Db, { kind, merged, into, at }: MergeStep): Promise<void> => {
  const { pk, sk } = mergeKey(at, merged, kind);
  return putItem(db, { pk: S(pk), sk: S(sk), k: S(kind), m: S(merged), c: S(into), a: N(at) });
};

const decodeStep = (item: Item): MergeStep & { readonly sk: string } => ({
  kind: str(item, 'k') === 'MERGE' ? 'MERGE' : 'UNMERGE',
  merged: str(item, 'm'),
  into: str(item, 'c'),
  at: num(item, 'a'),
  sk: str(item, 'sk'),
});

/** The trail, newest first: a page. */
export async function mergeTrail(
  db: Db,
  { first, after }: { readonly first: number; readonly after?: string },
): Promise<{ items: (MergeStep & { readonly sk: string })[]; next: string | null }> {
  if (after !== undefined && !/^\d{14}#[0-9a-z]{20}#(MERGE|UNMERGE)$/u.test(after)) throw invalidCursor();
  const { items, lastKey } = await queryPage(db, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(MERGES_PK) },
    ScanIndexForward: false,
    Limit: first,
    ...(after === undefined ? {} : { ExclusiveStartKey: { pk: S(MERGES_PK), sk: S(after) } }),
  });
  return { items: items.map(decodeStep), next: lastKey === undefined ? null : str(lastKey, 'sk') };
}
