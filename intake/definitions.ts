import { mapLimit } from '../store/client/concurrency.ts';
import {
  putAccount,
  putProduct,
  putSpend,
  type Account,
  type Product,
  type Spend,
} from '../store/definitions/catalogue.ts';
import type { ImportJob, RowOutcome } from './context.ts';
import type { GoodRow } from './rows.ts';

const CONCURRENT_PRODUCTS = 16;

/** Products in the order of the file: of one that comes twice the last row stands. */
export async function writeProducts({ db }: ImportJob, rows: readonly GoodRow<Product>[]): Promise<RowOutcome[]> {
  const outcomes: RowOutcome[] = [];
  const bySku = Map.groupBy(rows.keys(), (index) => rows[index]!.value.sku);
  await mapLimit([...bySku.values()], CONCURRENT_PRODUCTS, async (indexes) => {
    for (const index of indexes) outcomes[index] = { status: await putProduct(db, rows[index]!.value) };
  });
  return outcomes;
}

export async function writeAccounts({ db }: ImportJob, rows: readonly GoodRow<Account>[]): Promise<RowOutcome[]> {
  const outcomes: RowOutcome[] = [];
  for (const { row, value } of rows) {
    const status = await putAccount(db, value);
    outcomes.push(
      status === 'CYCLE'
        ? {
            status,
            rejected: { row, field: 'parent', reason: 'leads back to the account itself', value: value.parent ?? '' },
          }
        : { status },
    );
  }
  return outcomes;
}

export async function writeSpend({ db }: ImportJob, rows: readonly GoodRow<Spend>[]): Promise<RowOutcome[]> {
  const outcomes: RowOutcome[] = [];
  for (const { row, value } of rows) {
    const { status, with: other } = await putSpend(db, value);
    const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
    const reason =
      status === 'OVERLAP'
        ? `overlaps ${day(other!.from)} to ${day(other!.to)} of the same channel and campaign (record ${other!.id} of ${other!.source}), which stands`
        : status === 'CONFLICT'
          ? 'this id stands under another channel or campaign'
          : null;
    outcomes.push(
      reason === null
        ? { status }
        : {
            status,
            rejected: {
              row,
              field: status === 'OVERLAP' ? 'from' : 'id',
              reason,
              value: `${day(value.from)} to ${day(value.to)}`,
            },
          },
    );
  }
  return outcomes;
}
