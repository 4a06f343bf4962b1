import { N, num, S, type Item } from '../client/attributes.ts';
import { packText } from '../client/json.ts';
import { deleteItem, getItem, putItem, queryPages } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { decodeGeneration, type VisibleGeneration } from './generations.ts';
import { viewKey } from '../client/keys.ts';
import { TTL_ATTRIBUTE } from '../client/table.ts';

/** Makes a run of the past readable by the run's id, until the table's clock passes `untilMs`. Repeating is harmless. */
export async function putView(db: Db, view: VisibleGeneration, untilMs: number): Promise<void> {
  const key = viewKey(view.runId);
  await putItem(db, {
    pk: S(key.pk),
    sk: S(key.sk),
    json: packText(JSON.stringify(view)),
    [TTL_ATTRIBUTE]: N(Math.ceil(untilMs / 1000)),
  });
}

/** The view a run published; null when it published none, or its time is over. */
export async function getView(db: Db, runId: string): Promise<VisibleGeneration | null> {
  const item = await getItem(db, viewKey(runId), { ConsistentRead: true });
  return item === undefined || isOver(db, item) ? null : decodeGeneration(item);
}

/** Every view, the newest run first, also those whose time is over. */
export async function listViews(db: Db): Promise<VisibleGeneration[]> {
  const views: VisibleGeneration[] = [];
  for await (const page of queryPages(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(viewKey('').pk) },
    ScanIndexForward: false,
  }))
    views.push(...page.map((item) => decodeGeneration(item)!));
  return views;
}

/** No reader finds the view from now on; what it showed is deleted apart. */
export const deleteView = (db: Db, runId: string): Promise<unknown> => deleteItem(db, viewKey(runId));

// DynamoDB deletes what has expired within days, not at once.
const isOver = (db: Db, item: Item): boolean => num(item, TTL_ATTRIBUTE) * 1000 <= db.clock();
