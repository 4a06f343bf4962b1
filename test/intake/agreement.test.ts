import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Order } from '../../domain/events.ts';
import { dayOf } from '../../domain/time/time.ts';
import { eventsOf, logOfEvents } from '../../intake/clv-log.ts';
import { readOrders } from '../../intake/clv-orders.ts';
import { canonicalId } from '../../intake/columns.ts';
import type { Db } from '../../store/client/db.ts';
import { history } from '../../store/events/history.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { startEngine, testDb } from '../engines/engines.ts';
import type { Engine } from '../engines/engines.ts';
import { ENGINE, newFiles } from './harness.ts';

let engine: Engine;
let db: Db;
const files = newFiles();
beforeAll(async () => {
  engine = await startEngine(ENGINE);
});
beforeEach(async () => {
  db = await testDb(engine);
});
afterAll(async () => {
  await engine.stop();
  files.remove();
});

const said = (rows: readonly { row: number | string; field: string; reason: string }[]): string[] =>
  rows.map(({ row, field, reason }) => `${row} ${field} ${reason}`).toSorted();

/** One file, imported and read for a forecast: the rows that each refuses or tells of, and what each takes for purchases and returns. */
async function both(content: string, map: Readonly<Record<string, string>>) {
  const imported = await files.import(db, 'orders', content, {
    map,
    currency: 'EUR',
    acceptIds: true,
  });
  const forecast = await readOrders(files.file(content), {
    map: Object.entries(map).map(([field, column]) => `${column}=${field}`),
    dateFormat: 'iso',
    currency: 'EUR',
    dropDuplicates: false,
  });
  // Whoever any row may be of, read with quotes and without; nobody has orders under a name that is none.
  const delimiter = content.split('\n').some((line) => line.includes(';')) ? ';' : ',';
  const customers = [true, false].flatMap((quoted) => {
    const [header, ...rows] = parse(content, {
      delimiter,
      quote: quoted ? '"' : null,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }) as string[][];
    return rows.map((row) => canonicalId((row[header!.indexOf(map['customer'] ?? 'customer')] ?? '').trim()));
  });
  const orders = [];
  for (const customer of new Set(customers)) {
    if (customer === '') continue;
    const { events } = await history(db, customerIdOf(db, { externalId: { source: 'import', id: customer } }));
    orders.push(
      ...events.map((order) => ({
        customer,
        order: order as unknown as Order,
        rows: [],
        displayName: null,
        email: null,
      })),
    );
  }
  const kept = logOfEvents(
    orders.flatMap((order) => eventsOf(order, dayOf)),
    forecast.money,
    100,
  );
  return { imported, forecast, kept };
}

async function expectAgreement(...args: Parameters<typeof both>) {
  const { imported, forecast, kept } = await both(...args);
  expect(said([...forecast.rejected, ...forecast.told])).toEqual(said(imported.rejects));
  expect(forecast.ids).toEqual(kept.ids);
  expect(forecast.log).toEqual(kept.log);
  expect(forecast.unmatchedReturns).toBe(kept.unmatchedReturns);
  return forecast;
}

describe('an import and a forecast of one file agree about which rows are', () => {
  it('orders and returns: by price or quantity below 0, refunded, cancelled on the day or later', async () => {
    const { log, ids, rejected, unmatchedReturns } = await expectAgreement(
      [
        'order,customer,date,sku,qty,price,status,refunded,refundedAt,cancelledAt',
        '1,Ann@shop.example,2024-01-05,a,2,10.00,paid,,,',
        '2,ann@shop.example,2024-01-20,a,-1,10.00,,,,',
        '3,bo,2024-02-01,a,1,30.00,paid,12.50,2024-03-01,',
        '4,bo,2024-02-02,a,1,30.00,cancelled,,,',
        '5,bo,2024-02-03,a,1,30.00,,,,2024-04-01',
        '6,bo,2024-02-04,a,1,30.00,pending,,,',
        '7,cy,2024-02-05,a,1,-8.00,,,,',
        '8,di,2024-02-05,a,1,20.00,refunded,,,',
        '9,di,2024-02-06,a,0,0.00,,,,',
      ].join('\n'),
      {},
    );
    expect(rejected).toEqual([]);
    expect(ids).toEqual(['ann@shop.example', 'bo', 'di']);
    expect([...log.marginMinor]).toEqual([20, 30, 30, 20]);
    expect([...log.returns!.marginMinor]).toEqual([10, 12.5, 30, 20]);
    expect([...log.returns!.whole]).toEqual([0, 0, 1, 1]);
    expect(unmatchedReturns).toBe(8);
  });

  it('refused, alone or with their order, and say so in the same words', async () => {
    const { rejected } = await expectAgreement(
      [
        'order;customer;date;sku;quantity;amount;profit;currency;status',
        '1;c;2024-01-01;a;1;1.234,56;0,5;EUR;',
        '1;c;2024-01-01;b;1;€ 12;;EUR;',
        '2;c;yesterday;a;1;5,00;1;EUR;',
        '3;;2024-01-02;a;1;5,00;1;EUR;',
        '4;c;2024-01-02;a;-1;5,00;1;EUR;',
        '5;c;2024-01-02;a;0;5,00;1;EUR;',
        '6;c;2024-01-02;a;1;5,00;6,00;EUR;',
        '7;c;2024-01-02;a;1;5,00;1;USD;',
        '8;c;2024-01-02;a;1;5,00;1;EUR;teleported',
        '9;c;2024-01-02;a;;5,00;1;EUR;',
        '10;c;2099-01-02;a;1;5,00;1;EUR;',
        '11;c;2024-01-02;a;1;5,00;1;EUR;paid',
        '11;other;2024-01-02;a;1;5,00;1;EUR;paid',
        '12;12345.0;2024-01-03;a;1;7,50;1;EUR;paid',
        '13;12345;2024-01-04;a;1;7,50;1;EUR;paid',
        '14;c;2024-01-04;a;1',
        '15;c;2024-01-05;a;1;1.000;1;EUR;',
      ].join('\n'),
      {},
    );
    expect(rejected.map(({ row, field }) => `${row} ${field}`).toSorted()).toEqual(
      [
        '2 orderId',
        '3 amount',
        '4 placedAt',
        '5 customer',
        '6 amount',
        '7 quantity',
        '8 profit',
        '9 currency',
        '10 status',
        '11 quantity',
        '12 placedAt',
        '13 orderId',
        '14 customer',
        '17 ',
      ].toSorted(),
    );
  });

  const CASES = join(import.meta.dirname, '../../../shared/cases');
  const EMAIL = { orderId: 'Name', customer: 'Email', placedAt: 'Created at', sku: 'Lineitem sku' };
  it.skipIf(!existsSync(CASES)).each([
    ['clv/future_return.csv', { sku: 'customer', orderId: 'date' }],
    ['clv/future_return_without.csv', { sku: 'customer', orderId: 'date' }],
    ['intake/dates.csv', {}],
    ['intake/empties.csv', {}],
    ['intake/ids.csv', {}],
    ['intake/numbers.csv', {}],
    ['intake/or2_raw.csv', { orderId: 'Invoice', customer: 'Customer ID', sku: 'StockCode', placedAt: 'InvoiceDate' }],
    ['intake/quote_swallow.csv', {}],
    [
      'intake/shopify.csv',
      { ...EMAIL, quantity: 'Lineitem quantity', price: 'Lineitem price', status: 'Financial Status' },
    ],
    [
      'intake/stripe.csv',
      {
        orderId: 'id',
        customer: 'Customer ID',
        placedAt: 'Created date (UTC)',
        sku: 'Description',
        refunded: 'Amount Refunded',
      },
    ],
    [
      'intake/woo.csv',
      {
        customer: 'Email (Billing)',
        sku: 'SKU',
        quantity: 'Quantity (- Refund)',
        price: 'Item Cost',
        refunded: 'Order Refund Amount',
      },
    ],
  ])('one thing or the other in %s (skipped where ../shared/cases is absent)', async (name, map) => {
    const { ids } = await expectAgreement(readFileSync(join(CASES, name), 'utf8'), map as Record<string, string>);
    expect(ids).not.toEqual([]);
  });

  const RAW = join(import.meta.dirname, '../../../shared/data/online_retail_2009_2010_raw.csv.gz');
  it.skipIf(!existsSync(RAW))(
    "one thing or the other in the head of a wholesaler's lines (skipped where ../shared/data is absent)",
    async () => {
      const head = gunzipSync(readFileSync(RAW)).toString('utf8').split('\n').slice(0, 1500).join('\n');
      const forecast = await expectAgreement(head, {
        orderId: 'Invoice',
        customer: 'Customer ID',
        sku: 'StockCode',
        placedAt: 'InvoiceDate',
      });
      expect(forecast.rejected.length).toBe(61);
      expect(forecast.log.returns!.entry.length).toBeGreaterThan(10);
    },
  );
});
