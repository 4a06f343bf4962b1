/** What tables of version 3 and before kept otherwise: nobody reads it any more, and the first run deletes it. */
import type { CustomerId } from '../../domain/events.ts';
import { num, S } from '../client/attributes.ts';
import { batchWrite } from '../client/batch.ts';
import { getItem } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { blockKey, legacyProfileKey } from '../client/keys.ts';
import { deletePages } from './blocks.ts';

/** Deletes the items of profiles, one a customer. Repeating is harmless. */
export async function deleteLegacyProfiles(db: Db, ids: readonly CustomerId[]): Promise<void> {
  await batchWrite(
    db,
    ids.map((id) => {
      const { pk, sk } = legacyProfileKey(id);
      return { DeleteRequest: { Key: { pk: S(pk), sk: S(sk) } } };
    }),
  );
}

/** Deletes a list that lay under its generation. Harmless when there is none. */
export async function deleteLegacyList(db: Db, generation: number, name: string): Promise<void> {
  const first = await getItem(db, blockKey(generation, name, 0), { ConsistentRead: true });
  if (first !== undefined) await deletePages(db, generation, name, num(first, 'n'));
}
