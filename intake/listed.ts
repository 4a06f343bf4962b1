import { VisibleError } from '../domain/errors.ts';
import { chunksOf } from '../store/client/concurrency.ts';
import type { Db } from '../store/client/db.ts';
import { isCustomerId, type CustomerIdentifier } from '../store/customers/identity.ts';
import { changeList, requireList } from '../store/definitions/listed.ts';
import type { FieldColumns } from './csv/columns.ts';
import { readCsv, type CsvValues } from './csv/read.ts';

/** Columns of a file that names customers: what `kring action export` wrote is one. */
export const LISTED_FIELDS = {
  customer: { columns: ['customer', 'customer id', 'id'], required: true },
  source: { columns: ['source'], required: false },
} as const satisfies FieldColumns<string>;

export interface ListedReject {
  readonly row: number;
  readonly code: string;
  readonly reason: string;
}

export interface ListedOutcome {
  readonly changed: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** The first hundred. */
  readonly rejects: readonly ListedReject[];
}

const AT_ONCE = 500;
const LISTED = 100;
const KRING = 'kring';

/**
 * Puts the customers of a file on the list of a segment, or takes them off, 500 at a time: a file may be of any length. Repeated it changes nothing; a row that
 * names nobody is told of, the others are kept.
 *
 * @throws VisibleError NOT_FOUND or INVALID where there is no such list; as readCsv does
 */
export async function listOfFile(
  db: Db,
  path: string,
  options: { readonly key: string; readonly change: 'ADD' | 'REMOVE'; readonly customerSource?: string },
): Promise<ListedOutcome> {
  const { key, change, customerSource } = options;
  await requireList(db, key, ['key']);
  let [changed, unchanged, rejected] = [0, 0, 0];
  const rejects: ListedReject[] = [];
  const reject = (row: number, code: string, reason: string): void => {
    rejected += 1;
    if (rejects.length < LISTED) rejects.push({ row, code, reason });
  };
  for await (const batch of readCsv(path, { fields: LISTED_FIELDS })) {
    for (const { row, code, reason } of batch.rejects) reject(row, code, reason);
    const good: { readonly row: number; readonly by: CustomerIdentifier }[] = [];
    for (const { row, values } of batch.rows) {
      const by = named(values, customerSource);
      if (by instanceof VisibleError) reject(row, by.code, by.message);
      else good.push({ row, by });
    }
    for (const some of chunksOf(good, AT_ONCE)) {
      const statuses = await changeList(
        db,
        key,
        some.map(({ by }) => by),
        change,
      );
      for (const [at, status] of statuses.entries())
        if (status === 'UNKNOWN_CUSTOMER') reject(some[at]!.row, status, 'there is no such customer');
        else if (status === 'DONE') changed += 1;
        else unchanged += 1;
    }
  }
  return { changed, unchanged, rejected, rejects };
}

/** Whom a row names, or why it names nobody. */
function named(
  { customer, source }: CsvValues<keyof typeof LISTED_FIELDS>,
  customerSource: string | undefined,
): CustomerIdentifier | VisibleError {
  if (customer === '') return new VisibleError('INVALID', 'customer is missing');
  const system = source === '' ? customerSource : source;
  if (system !== undefined && system !== KRING) return { externalId: { source: system, id: customer } };
  return isCustomerId(customer)
    ? { id: customer }
    : new VisibleError(
        'INVALID',
        'customer is no id of Kring: say of which system ids are, with a column source or --customer-source',
      );
}
