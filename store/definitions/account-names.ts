import type { Db } from '../client/db.ts';
import { keyedHash } from '../client/keyed-hash.ts';
import { keepLatest, latestOf } from '../customers/latest.ts';
import { getAccount, putAccount } from './catalogue.ts';

/**
 * Makes an account known, and calls it what was said last, as messages are dated and not as they come. What else is said of it stays.
 * @returns whether any of it was new
 */
export async function keepAccountName(
  db: Db,
  {
    source,
    id,
    name,
    at,
  }: { readonly source: string; readonly id: string; readonly name: string; readonly at: number },
): Promise<boolean> {
  const hash = keyedHash(db, ['account name', source, id], 20);
  const said = name === '' ? null : await keepLatest(db, hash, 'ACCOUNT', { word: name, at });
  let isNew = said?.isNew ?? false;
  for (;;) {
    const known = await getAccount(db, source, id);
    // Whoever said something later by now puts it there themselves.
    if (known !== null && (said === null || known.name === said.word)) return isNew;
    const account = known ?? { source, id, kind: 'COMPANY' as const };
    const now = name === '' ? null : await latestOf(db, hash, 'ACCOUNT');
    const status = await putAccount(db, { ...account, ...(now === null ? {} : { name: now.word }) });
    if (status === 'ACCEPTED') isNew = true;
    if (now === null || (await latestOf(db, hash, 'ACCOUNT'))?.word === now.word) return isNew;
  }
}
