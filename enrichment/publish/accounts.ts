import { encodeAccounts, type PublishedAccount } from '../../published/accounts.ts';
import { accountHash } from '../../store/definitions/account-hash.ts';
import type { Db } from '../../store/client/db.ts';
import { bitsFor, bucketOf } from '../../store/published/slots.ts';
import type { AccountsResult } from '../compute/accounts.ts';
import type { Buckets } from './flows.ts';

/** Accounts a block should hold on average. */
const PER_BLOCK = 512;

/** What companies and households come to, in blocks by a hash of their names: no block names anybody. Null where nobody belongs to one. */
export function accountBlocks(db: Db, { accounts }: AccountsResult): Buckets<string> | null {
  if (accounts.length === 0) return null;
  const bits = bitsFor(accounts.length, PER_BLOCK);
  const blocks = Array.from({ length: 2 ** bits }, (): Record<string, PublishedAccount> => ({}));
  for (const { name, value, offset } of accounts) {
    const hash = accountHash(db, name);
    blocks[bucketOf(hash, bits)]![hash] = { value, offset };
  }
  return { bits, blocks: blocks.map(encodeAccounts) };
}
