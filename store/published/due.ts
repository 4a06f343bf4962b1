import type { CustomerId } from '../../domain/events.ts';
import { N, S, str } from '../client/attributes.ts';
import { batchWrite } from '../client/batch.ts';
import { queryAll } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { dueKey, duePk } from '../client/keys.ts';
import { TTL_ATTRIBUTE } from '../client/table.ts';

/** Long after the run that makes these notes superfluous. */
const KEPT_MS = 30 * 86_400_000;

/** Notes whose orders are pushed along a generation, before they are: the next one may have been made without them. */
export async function noteDue(db: Db, generation: number, ids: readonly CustomerId[]): Promise<void> {
  await batchWrite(
    db,
    ids.map((id) => {
      const key = dueKey(generation, id);
      return {
        PutRequest: {
          Item: { pk: S(key.pk), sk: S(key.sk), [TTL_ATTRIBUTE]: N(Math.ceil((db.clock() + KEPT_MS) / 1000)) },
        },
      };
    }),
  );
}

/** Whose orders were pushed along a generation. */
export const dueSince = async (db: Db, generation: number): Promise<CustomerId[]> =>
  (
    await queryAll(db, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': S(duePk(generation)) },
      ConsistentRead: true,
    })
  ).map((item) => str(item, 'sk'));
