import type { Db } from '../../store/client/db.ts';
import { inputPages, type InputsOptions, type InputsPage } from '../../store/work/inputs.ts';

/** Everything of a shard at once: for tables of a test. */
export async function readInputs(db: Db, shard: number, options: InputsOptions = {}): Promise<InputsPage> {
  const pages: InputsPage[] = [];
  for await (const page of inputPages(db, shard, options)) pages.push(page);
  return {
    customers: pages.flatMap(({ customers }) => customers),
    ties: pages.flatMap(({ ties }) => ties),
    referrals: pages.flatMap(({ referrals }) => referrals),
    accounts: pages.flatMap(({ accounts }) => accounts),
    unreadable: pages.flatMap(({ unreadable }) => unreadable),
  };
}
