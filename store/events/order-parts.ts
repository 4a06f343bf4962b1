import { composeOrder, decidingParts, type ComposedOrder, type OrderPart } from '../../domain/history/order-parts.ts';
import type { CustomerId } from '../../domain/events.ts';
import { S, str, type Item } from '../client/attributes.ts';
import { batchGet, batchWrite, keyName } from '../client/batch.ts';
import { deleteItem, isConditionFailed, putItem, queryPages, updateItem } from '../client/commands.ts';
import { busy, fullJitter, mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { aboutPk, orderPartsKey, orderToldKey, receiptKey, versionsOf } from '../client/keys.ts';
import { keepMarks, markCustomer, newMark } from '../customers/marks.ts';
import { recentRuleSet } from '../definitions/rules.ts';
import type { IngestOptions } from './event-rows.ts';
import { ingestEvents } from './events.ts';
import { foldCustomer } from './fold.ts';
import { receiptHash, versionOf } from './history.ts';

/** A part of the order a source knows by this id. */
export interface ToldOrder {
  readonly source: string;
  readonly id: string;
  readonly part: OrderPart;
}

/** ACCEPTED: said for the first time. DUPLICATE: known, or overtaken by what was said of a later instant. */
export type PartStatus = 'ACCEPTED' | 'DUPLICATE';

const CONCURRENT_ORDERS = 16;
const MAX_ATTEMPTS = 20;

/**
 * Takes in orders that are told in parts, each harmless to repeat and in any order: what an order is, cancellations and refunds, which may come before
 * the order they are of. Outcomes in the order of the parts.
 *
 * Part → composed order. The set of parts is only added to; the order in the history is put as they say, on condition that it is the version that was there
 * before the parts were read. So of two who compose at once the one that saw fewer parts gives way, and whoever dies in between leaves it to the
 * repeat of the message. Orders of one call are composed together: a customer is marked and folded once, whatever the number of their orders.
 */
export async function ingestOrderParts(
  db: Db,
  told: readonly ToldOrder[],
  options: Pick<IngestOptions, 'fold' | 'ruleSet'> = {},
): Promise<PartStatus[]> {
  const outcomes: PartStatus[] = Array.from({ length: told.length });
  const byOrder = Map.groupBy(told.keys(), (index) => receiptHash(db, 'ORDER', told[index]!.source, told[index]!.id));
  await mapLimit([...byOrder], CONCURRENT_ORDERS, async ([hash, indexes]) => {
    const parts = indexes.map((index) => JSON.stringify(told[index]!.part));
    await noteTold(
      db,
      hash,
      indexes.map((index) => told[index]!),
    );
    const known = await addParts(db, hash, parts);
    const seen = new Set(known.before);
    for (const [at, index] of indexes.entries()) {
      const text = parts[at]!;
      outcomes[index] = seen.has(text) || isOvertaken(known.before, text) ? 'DUPLICATE' : 'ACCEPTED';
      seen.add(text);
    }
  });
  const orders = [...byOrder].map(([partsHash, [first]]) => ({ ...told[first!]!, partsHash, hash: partsHash }));
  await composeAll(db, orders, options);
  return outcomes;
}

const read = (texts: readonly string[]): OrderPart[] => texts.map((text) => JSON.parse(text) as OrderPart);

/** Whether a statement says nothing that those before it leave open. */
function isOvertaken(before: readonly string[], text: string): boolean {
  const part = JSON.parse(text) as OrderPart;
  return part.part === 'ORDER' && !decidingParts([...read(before), part]).has(part);
}

/**
 * Notes with whom they are about parts that no event leads to: those of an order that stands under another id, or is none yet. First, so that
 * whoever dies in between leaves a note of nothing, and no part that erasing would not find.
 */
async function noteTold(db: Db, hash: string, told: readonly ToldOrder[]): Promise<void> {
  const owners = told.flatMap(({ id, part }) =>
    part.part === 'ORDER' && (part.order === null || (part.name ?? id) !== id) ? [part.customerId] : [],
  );
  for (const owner of new Set(owners)) {
    const { pk, sk } = orderToldKey(owner, hash);
    await putItem(db, { pk: S(pk), sk: S(sk) });
  }
}

async function addParts(
  db: Db,
  hash: string,
  parts: readonly string[],
): Promise<{ readonly before: readonly string[] }> {
  const before = await updateItem(db, orderPartsKey(hash), {
    UpdateExpression: 'ADD p :parts',
    ExpressionAttributeValues: { ':parts': { SS: [...new Set(parts)] } },
    ReturnValues: 'ALL_OLD',
  });
  return { before: before?.['p']?.SS ?? [] };
}

/** An order to be put as its parts say. */
interface OpenOrder {
  readonly source: string;
  readonly id: string;
  readonly partsHash: string;
  /** Of the receipt it stands under, as far as is known. */
  readonly hash: string;
}

/** What an order is to be by all its parts, on top of the receipt that was there before they were read. */
interface Wanted {
  readonly open: OpenOrder;
  readonly texts: readonly string[];
  readonly parts: readonly OrderPart[];
  readonly composed: ComposedOrder;
  readonly receipt: Item | undefined;
}

/** Puts orders as their parts say, until they stand so. */
async function composeAll(
  db: Db,
  orders: readonly OpenOrder[],
  options: Pick<IngestOptions, 'fold' | 'ruleSet'>,
): Promise<void> {
  let open = orders;
  for (let attempt = 0; open.length > 0; attempt += 1) {
    if (attempt >= MAX_ATTEMPTS) throw busy('An order is being told by many others at once.');
    if (attempt > 2) await fullJitter(attempt, 5, 500);
    const wanted = await wantedOf(db, open);
    const elsewhere = wanted.filter(
      ({ open: { hash }, composed: { order }, open: { source } }) =>
        hash !== receiptHash(db, 'ORDER', source, order.id),
    );
    const moved = wanted.filter(
      (one) =>
        !elsewhere.includes(one) && one.receipt !== undefined && str(one.receipt, 'c') !== one.composed.customerId,
    );
    await mapLimit(moved, CONCURRENT_ORDERS, ({ receipt, open: { hash } }) => moveAway(db, receipt!, hash, options));
    const put = wanted.filter((one) => !elsewhere.includes(one) && !moved.includes(one));
    const standing = await putOrders(db, put, options);
    open = [
      ...elsewhere.map(({ open: one, composed: { order } }) => ({
        ...one,
        hash: receiptHash(db, 'ORDER', one.source, order.id),
      })),
      ...moved.map((one) => one.open),
      ...put.filter((one) => !standing.has(one)).map((one) => one.open),
    ];
  }
}

/** Receipts first: what is put on top of a version that was read before the parts was composed of no fewer parts than that version. */
async function wantedOf(db: Db, open: readonly OpenOrder[]): Promise<Wanted[]> {
  const receipts = await batchGet(
    db,
    open.map(({ hash }) => receiptKey(hash)),
    { consistent: true },
  );
  const sets = await batchGet(
    db,
    open.map(({ partsHash }) => orderPartsKey(partsHash)),
    { consistent: true },
  );
  return open.flatMap((one): Wanted[] => {
    const texts = sets.get(keyName(orderPartsKey(one.partsHash)))?.['p']?.SS ?? [];
    const parts = read(texts);
    const composed = composeOrder(one.source, one.id, parts);
    const receipt = receipts.get(keyName(receiptKey(one.hash)));
    return composed === null ? [] : [{ open: one, texts, parts, composed, receipt }];
  });
}

/** Puts orders into the histories of their customers. @returns those that stand as they were wanted */
async function putOrders(
  db: Db,
  wanted: readonly Wanted[],
  options: Pick<IngestOptions, 'fold' | 'ruleSet'>,
): Promise<ReadonlySet<Wanted>> {
  const outcomes = await ingestEvents(
    db,
    wanted.map(({ composed: { customerId, order }, receipt }) => ({
      customer: { id: customerId },
      event: order,
      ...(receipt === undefined ? {} : { correction: { expectedVersion: versionOf(receipt) } }),
    })),
    options,
  );
  const put = wanted.filter((_, index) => ['ACCEPTED', 'DUPLICATE'].includes(outcomes[index]!.status));
  // Between its receipt and its event somebody may have found out whose the order is, and taken away what was not there yet.
  const receipts = await batchGet(
    db,
    put.map(({ open: { hash } }) => receiptKey(hash)),
    { consistent: true },
  );
  const stands = ({ open: { hash }, composed: { customerId } }: Wanted): boolean => {
    const now = receipts.get(keyName(receiptKey(hash)));
    return now !== undefined && str(now, 'c') === customerId;
  };
  await mapLimit(put, CONCURRENT_ORDERS, async (one) => {
    if (stands(one)) return prune(db, one.open.partsHash, one.texts, one.parts);
    const { event } = outcomes[wanted.indexOf(one)]!;
    return dropEvent(db, { customerId: one.composed.customerId, sk: event!.sk }, options);
  });
  return new Set(put.filter(stands));
}

/** Takes out what no longer decides anything: statements that a later one stands before. */
async function prune(db: Db, hash: string, texts: readonly string[], parts: readonly OrderPart[]): Promise<void> {
  const deciding = decidingParts(parts);
  const idle = texts.filter((_, index) => {
    const part = parts[index]!;
    return part.part === 'ORDER' && !deciding.has(part);
  });
  if (idle.length === 0) return;
  await updateItem(db, orderPartsKey(hash), {
    UpdateExpression: 'DELETE p :idle',
    ExpressionAttributeValues: { ':idle': { SS: idle } },
  });
}

/**
 * Takes an order from a customer it was recorded for before a message said whose it is: the event with its earlier versions, the customer's summary, then the
 * receipt. As long as the receipt stands nobody can put it elsewhere, and whoever comes upon it does this again.
 */
async function moveAway(
  db: Db,
  receipt: Item,
  hash: string,
  options: Pick<IngestOptions, 'fold' | 'ruleSet'>,
): Promise<void> {
  const from: CustomerId = str(receipt, 'c');
  for await (const page of queryPages(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :versions)',
    ExpressionAttributeValues: { ':pk': S(aboutPk(from)), ':versions': S(versionsOf(hash)) },
  }))
    await batchWrite(
      db,
      page.map((item) => ({ DeleteRequest: { Key: { pk: item['pk']!, sk: item['sk']! } } })),
    );
  await dropEvent(db, { customerId: from, sk: str(receipt, 'e') }, options);
  try {
    await deleteItem(db, receiptKey(hash), {
      ConditionExpression: 'c = :from AND e = :event AND h = :content',
      ExpressionAttributeValues: {
        ':from': S(from),
        ':event': S(str(receipt, 'e')),
        ':content': S(str(receipt, 'h')),
      },
    });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
  }
}

async function dropEvent(
  db: Db,
  { customerId, sk }: { readonly customerId: CustomerId; readonly sk: string },
  { fold = true, ruleSet }: Pick<IngestOptions, 'fold' | 'ruleSet'>,
): Promise<void> {
  const mark = newMark(db, fold ? 'SELF' : 'LATER');
  const isThere = await markCustomer(db, customerId, null, mark);
  await deleteItem(db, { pk: aboutPk(customerId), sk });
  if (isThere && fold) await foldCustomer(db, customerId, ruleSet ?? (await recentRuleSet(db)), mark);
  else if (isThere) await keepMarks(db, [[customerId, mark]], mark);
}
