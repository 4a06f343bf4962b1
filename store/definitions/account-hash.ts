import type { Db } from '../client/db.ts';
import { keyedHash } from '../client/keyed-hash.ts';

/**
 * What blocks of accounts know an account by. Keyed, since the id of a household may be personal data.
 *
 * @param name `source:id`, as what stands of a customer names it
 */
export const accountHash = (db: Pick<Db, 'identityKey'>, name: string): string => keyedHash(db, ['account', name], 26);
