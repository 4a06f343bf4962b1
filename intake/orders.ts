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
import type { OrderFile } from './order-file.ts';
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
  const { progress, plan } = job;
  let reading = false;
  const file = await readOrderFile(
    rowSource(job, orderRow(job.notation)),
    plan.source,
    {
      bad: (faults) => job.rejects.add(faults),
      note: (told) => job.rejects.note(told),
      good: ({ value: { placedAt } }) => job.saw(placedAt),
      batch: ({ bytesRead, totalBytes }) => {
        if (!reading) progress.stage('Reading', totalBytes, false);
        reading = true;
        progress.update(bytesRead);
      },
    },
    job.sortIn === undefined ? {} : { directory: job.sortIn },
  );
  try {
    await writeFile(job, file);
  } finally {
    file.close();
  }
}

async function writeFile(job: ImportJob, { count, totalMinor, orders }: OrderFile): Promise<void> {
  const { progress, db, plan } = job;
  refuseIfStrict(job);
  if (count > 0)
    job.note(
      `${count} ${count === 1 ? 'order' : 'orders'} of ${formatMinor(totalMinor, plan.currency)} ${plan.currency} in the file, less what was cancelled or given back: is that the total your shop shows?`,
    );
  progress.stage('Writing orders', count);
  progress.update(job.done);
  const most = largestCustomer();
  let done = 0;
  let chunk: AssembledOrder[] = [];
  let shared = 0;
  /** What the file said of the customer of the last order, whose first order has the first name it gives them. */
  let known: CustomerRow = { customer: '' };
  /** What is told of customers with the chunk. */
  const news = new Map<string, CustomerRow>();
  const flush = async (): Promise<void> => {
    const outcomes = await writeOrders(db, plan, chunk);
    shared += await describeCustomers(db, plan.source, [...news.values()]);
    news.clear();
    await job.checkpoint(done, outcomes);
    progress.update(done);
    chunk = [];
  };
  for (const order of orders()) {
    const isFirst = most.see(order.customer);
    done += 1;
    if (done <= job.done) continue;
    const { customer } = order;
    if (isFirst || known.customer !== customer) known = { customer };
    const displayName = isFirst ? order.displayName : null;
    const email = known.email === undefined ? order.email : null;
    if (displayName !== null || email !== null) {
      known = { ...known, ...(displayName === null ? {} : { displayName }), ...(email === null ? {} : { email }) };
      news.set(customer, known);
    }
    chunk.push(order);
    if (chunk.length === CHUNK) await flush();
  }
  if (chunk.length > 0) await flush();
  if (shared > 0)
    job.note(
      `${shared} ${shared === 1 ? 'customer has an e-mail address that is' : 'customers have e-mail addresses that are'} another customer's already; a run suggests who may be one (kring duplicates).`,
    );
  const { customer, orders: own } = most.found();
  if (count >= ORDERS_TO_COMPARE && own > LARGEST_SHARE * count)
    job.note(`Customer ${customer} has ${own} of ${count} orders: is that one customer, or a stand-in for many?`);
}

/** Who has most of the orders, which come customer by customer. */
function largestCustomer() {
  let [customer, orders] = ['', 0];
  let most = { customer, orders };
  return {
    /** Whether it is the first order of the customer. */
    see(next: string): boolean {
      const isFirst = next !== customer;
      if (isFirst) [customer, orders] = [next, 0];
      orders += 1;
      if (orders > most.orders) most = { customer, orders };
      return isFirst;
    },
    found: () => most,
  };
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
    if (status === 'ACCEPTED') return { status, ordered: result.customerId };
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

/** @returns how many have an e-mail address that is somebody else's */
async function describeCustomers(db: Db, source: string, customers: readonly CustomerRow[]): Promise<number> {
  const told = await mapLimit(customers, CONCURRENT_NAMES, (row) => describeCustomer(db, detailsOf(source, row)));
  return told.filter((one) => one.shared.length > 0).length;
}
