import { ingestEvents } from '../store/events/events.ts';
import { formatMinor } from '../domain/money/money.ts';
import { describeCustomer } from '../store/customers/upsert.ts';
import { mapLimit } from '../store/client/concurrency.ts';
import type { Db } from '../store/client/db.ts';
import { BULK, refuseIfStrict, rowSource } from './context.ts';
import type { ImportPlan } from './prepare.ts';
import type { ImportJob, RowOutcome } from './context.ts';
import { detailsOf, type CustomerRow } from './customer-rows.ts';
import { readOrderFile } from './order-file.ts';
import type { AssembledOrder } from './order-lines.ts';
import { orderRow } from './order-rows.ts';
import { writeGood } from './write-good.ts';

/** Orders written between two checkpoints. */
const CHUNK = 500;
const CONCURRENT_NAMES = 16;
/** One customer with more than this share of so many orders is told: a guest account, mostly. */
const LARGEST_SHARE = 0.05;
const ORDERS_TO_COMPARE = 1000;

/** Reads the whole file (rows of one order may lie anywhere in it), then writes order by order, customer by customer. */
export async function importOrders(job: ImportJob): Promise<void> {
  const { progress, db, plan } = job;
  const known = new Map<string, CustomerRow>();
  let reading = false;
  const { count, orders, totalMinor, largest } = await readOrderFile(
    rowSource(job, orderRow(job.notation)),
    plan.source,
    {
      bad: (faults) => job.rejects.add(faults),
      note: (told) => job.rejects.note(told),
      good: ({ value: { customer, placedAt, displayName, email } }) => {
        job.saw(placedAt);
        const before = known.get(customer);
        if ((displayName === null || before?.displayName) && (email === null || before?.email)) return;
        known.set(customer, {
          customer,
          displayName: before?.displayName ?? displayName ?? undefined,
          email: before?.email ?? email ?? undefined,
        });
      },
      batch: ({ bytesRead, totalBytes }) => {
        if (!reading) progress.stage('Reading', totalBytes, false);
        reading = true;
        progress.update(bytesRead);
      },
    },
  );
  refuseIfStrict(job);
  if (count > 0)
    job.note(
      `${count} ${count === 1 ? 'order' : 'orders'} of ${formatMinor(totalMinor, plan.currency)} ${plan.currency} in the file, less what was cancelled or given back: is that the total your shop shows?`,
    );
  if (count >= ORDERS_TO_COMPARE && largest.orders > LARGEST_SHARE * count) {
    job.note(
      `Customer ${largest.customer} has ${largest.orders} of ${count} orders: is that one customer, or a stand-in for many?`,
    );
  }
  let shared = 0;
  progress.stage('Writing orders', count);
  progress.update(job.done);
  for (let from = job.done; from < count; from += CHUNK) {
    const chunk = orders(from, from + CHUNK);
    const outcomes = await writeOrders(db, plan, chunk);
    shared += await describeCustomers(db, plan.source, chunk, known);
    await job.checkpoint(from + chunk.length, outcomes);
    progress.update(from + chunk.length);
  }
  if (shared > 0)
    job.note(
      `${shared} ${shared === 1 ? 'customer has an e-mail address that is' : 'customers have e-mail addresses that are'} another customer's already; a run suggests who may be one (kring duplicates).`,
    );
}

async function writeOrders(
  db: Db,
  { source, request }: ImportPlan,
  chunk: readonly AssembledOrder[],
): Promise<RowOutcome[]> {
  const events = chunk.map(({ customer, order }) => ({
    customer: { externalId: { source, id: customer } },
    event: order,
    ...(request.correct === true ? { correction: { expectedVersion: null } } : {}),
  }));
  const results = await writeGood(events, (some) => ingestEvents(db, some, BULK));
  return results.map((result, index): RowOutcome => {
    const { status } = result;
    const { order, rows } = chunk[index]!;
    if (status === 'REFUSED')
      return { status, rejected: { row: rows[0]!, field: 'orderId', reason: result.reason, value: order.id } };
    if (status !== 'CONFLICT') return { status };
    return {
      status,
      rejected: {
        row: rows[0]!,
        field: 'orderId',
        reason: `order ${order.id} of source ${source} is known with other content${request.correct === true ? ' and of another customer' : '; with --correct it is replaced by this one'}`,
        value: order.id,
      },
    };
  });
}

/** Each customer with the chunks that hold orders of theirs. @returns how many have an e-mail address that is somebody else's */
async function describeCustomers(
  db: Db,
  source: string,
  chunk: readonly AssembledOrder[],
  known: Map<string, CustomerRow>,
): Promise<number> {
  const customers = [...new Set(chunk.map((order) => order.customer))].flatMap((one) => known.get(one) ?? []);
  const shared = await mapLimit(customers, CONCURRENT_NAMES, (row) => describeCustomer(db, detailsOf(source, row)));
  for (const { customer } of customers) known.delete(customer);
  return shared.filter((one) => one.shared.length > 0).length;
}
