import { mapLimit } from '../store/client/concurrency.ts';
import { describeCustomer } from '../store/customers/upsert.ts';
import type { ImportJob, RowOutcome } from './context.ts';
import { detailsOf, type CustomerRow } from './customer-rows.ts';
import type { GoodRow } from './rows.ts';

const CONCURRENT_CUSTOMERS = 16;

/** Writes customers with the names they are known by. What belongs to somebody else already is told, and kept as a hint that the two may be one. */
export const writeCustomers = (job: ImportJob, rows: readonly GoodRow<CustomerRow>[]): Promise<RowOutcome[]> =>
  mapLimit(rows, CONCURRENT_CUSTOMERS, async ({ row, value }): Promise<RowOutcome> => {
    const { record, shared } = await describeCustomer(job.db, detailsOf(job.plan.source, value));
    for (const { type, value: own } of shared)
      job.rejects.note({
        row,
        field: type === 'EMAIL' ? 'email' : 'phone',
        reason: 'belongs to another customer already; a run suggests that the two are one (kring duplicates)',
        value: own,
      });
    return { status: record.updatedAt === job.db.clock() ? 'ACCEPTED' : 'DUPLICATE' };
  });
