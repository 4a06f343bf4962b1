import type { CustomerId } from '../../domain/events.ts';
import type { Db } from '../client/db.ts';

/**
 * Tells whoever follows changes that customers were erased, before anything that runs published of them goes: what partners were given they have to
 * delete too. Repeatable.
 *
 * @param _who with every source that named them, since nobody can look any more @returns how many places were told
 */
export const tellErased = (
  _db: Db,
  _who: { readonly customers: readonly CustomerId[]; readonly sources: readonly string[] },
): Promise<number> => Promise.resolve(0);

/** Deletes exports of everybody, which hold whoever was erased. Repeatable. @returns how many there were */
export const forgetExports = (_db: Db): Promise<number> => Promise.resolve(0);
