import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Order } from '../../domain/events.ts';
import { findViews } from '../../store/published/customers.ts';
import type { Db } from '../../store/client/db.ts';
import { earlierVersions, eventByReceipt, history } from '../../store/events/history.ts';
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

const customer = (id: string) => ({ externalId: { source: 'import', id } });
const summaryOf = async (id: string) => (await findViews(db, [customer(id)])).views[0]?.record.summary;
const ordersOf = async (id: string) => (await history(db, customerIdOf(db, customer(id)))).events as unknown as Order[];
const orders = (header: string, ...rows: string[]) =>
  files.import(db, 'orders', [`orderId,customer,placedAt,sku,${header}`, ...rows].join('\n'));

describe('lines that give back', () => {
  it('a negative amount with its cost takes back the order, and is dated', async () => {
    await orders('amount,cost', 'o1,x,2024-01-01,s,100.00,40', 'o2,x,2024-01-05,s,-100.00,-40');
    // The message that goods were sent back moves no money, before or after.
    await files.import(db, 'interactions', 'customer,type,occurredAt,objectRef\nx,RETURN_SENT,2024-01-05,o1');
    expect(await summaryOf('x')).toMatchObject({
      orders: null,
      milestones: { cycleCount: 0 },
      moneyBack: {
        refunds: { revenueMinor: 10_000, knownMarginMinor: 6000 },
        credits: { revenueMinor: 0 },
        lastAt: Date.UTC(2024, 0, 5),
      },
    });
  });

  it('are taken off the total that is told of the file, as is what was cancelled', async () => {
    const { outcome } = await orders(
      'amount,quantity,status,refunded',
      'o1,x,2024-01-01,s,100.00,1,paid,30.00',
      'o2,x,2024-01-05,s,-20.00,-1,,',
      'o3,y,2024-01-05,s,70.00,1,cancelled,',
    );
    expect(outcome.notes).toEqual([expect.stringContaining('3 orders of 50.00 EUR')]);
  });

  it('names its order also where a spreadsheet saved both ids as decimals', async () => {
    const file = [
      'orderId,customer,placedAt,sku,amount,returnOf',
      '77.0,x,2024-01-01,s,100.00,',
      '78.0,x,2024-01-05,s,-100.00,77.0',
    ].join('\n');
    await files.import(db, 'orders', file, { acceptIds: true });
    expect(await ordersOf('x')).toMatchObject([{ id: '77' }, { id: '78', lines: [{ returnOf: '77' }] }]);
  });

  it('a negative quantity or amount gives back, of an earlier order or of its own', async () => {
    const { rejects } = await orders(
      'amount,quantity',
      'n1,z,2025-01-05,s1,100.00,1',
      'n1r,z,2025-01-15,s1,-100.00,1',
      'n2,y,2025-01-05,s1,100.00,1',
      'n2,y,2025-01-05,s1,-40.00,-1',
      'n3,x,2025-01-05,s1,0.00,1',
    );
    expect(rejects).toEqual([]);
    expect(await summaryOf('z')).toMatchObject({ orders: null, moneyBack: { refunds: { revenueMinor: 10_000 } } });
    expect(await summaryOf('y')).toMatchObject({ orders: { count: 1, revenueMinor: 6000 } });
    expect(await summaryOf('x')).toMatchObject({ orders: { count: 1, revenueMinor: 0 }, moneyBack: null });
  });

  it('invoices of cancellations without a reference, as a wholesaler writes them', async () => {
    const { rejects } = await files.import(
      db,
      'orders',
      [
        'Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer',
        '1,85123A,"WHITE, HANGING",6,2010-12-01 08:26:00,2.55,a',
        '2,22633,Warmer,74215,2011-01-18 10:01:00,1.04,b',
        'C3,22633,Warmer,-74215,2011-01-18 10:17:00,1.04,b',
        '4,D,Discount,-1,2010-12-02 08:26:00,27.50,a',
        '4,85123A,X,6,2010-12-02 08:26:00,2.55,a',
        '5,POST,x,1,2010-12-02 08:26:00,0.0,a',
        '6,POST,x,1,2010-12-02 08:26:00,5.0,',
      ].join('\n'),
      { map: { orderId: 'Invoice', sku: 'StockCode', placedAt: 'InvoiceDate' } },
    );
    expect(rejects).toMatchObject([{ row: '8', field: 'customer' }]);
    expect(await summaryOf('b')).toMatchObject({
      orders: null,
      moneyBack: { refunds: { revenueMinor: 7_718_360 }, credits: { revenueMinor: 0 } },
    });
    expect(await summaryOf('a')).toMatchObject({
      orders: { count: 3, revenueMinor: 3060 },
      moneyBack: { credits: { revenueMinor: 2750 } },
    });
  });

  it('a line of no pieces and no money is skipped and told, and its basket kept', async () => {
    const { rejects, outcome } = await orders(
      'amount,quantity',
      'b1,a,2025-01-05,milk,1.99,1',
      'b1,a,2025-01-05,bag,0.00,0',
      'b2,a,2025-01-06,bag,0.00,0',
    );
    expect(outcome).toMatchObject({ counts: { ACCEPTED: 1 }, rejectedRows: 0 });
    expect(rejects.map(({ row, reason }) => [row, reason])).toEqual([
      ['3', 'is skipped: no pieces and no money; the rest of order b1 is kept'],
      ['4', 'is skipped: no pieces and no money; the rest of order b2 is kept'],
      ['4', 'nothing is left of order b2, so it is no order'],
    ]);
    expect(await summaryOf('a')).toMatchObject({ orders: { count: 1, revenueMinor: 199 } });
  });
});

describe('columns about what became of an order', () => {
  it('refunded: the amount of the order, once or in each of its rows; of the lines where they differ; never more than the lines', async () => {
    const { rejects } = await orders(
      'amount,refunded,refundedAt',
      'once,a,2025-01-05,s1,30.00,10.00,2025-01-09',
      'once,a,2025-01-05,s2,10.00,,',
      'each,b,2025-01-05,s1,30.00,10.00,',
      'each,b,2025-01-05,s2,10.00,10.00,',
      'lines,c,2025-01-05,s1,30.00,30.00,',
      'lines,c,2025-01-05,s2,10.00,2.00,',
      'ship,d,2025-01-05,s1,20.00,25.00,',
    );
    expect(await summaryOf('a')).toMatchObject({
      orders: { revenueMinor: 3000 },
      moneyBack: { refunds: { revenueMinor: 1000 }, lastAt: Date.UTC(2025, 0, 9) },
    });
    expect(await summaryOf('b')).toMatchObject({ orders: { revenueMinor: 3000 } });
    expect(await summaryOf('c')).toMatchObject({ orders: { revenueMinor: 800, distinctProducts: 1 } });
    expect(await summaryOf('d')).toMatchObject({
      orders: null,
      moneyBack: { refunds: { revenueMinor: 2000 }, credits: { revenueMinor: 0 } },
    });
    expect(rejects).toMatchObject([
      { row: '8', field: 'refunded', reason: expect.stringMatching(/more was refunded/) },
    ]);
  });

  it('status: paid counts, cancelled and refunded do not, unpaid is no order, one that nobody knows is refused', async () => {
    const { rejects, outcome } = await orders(
      'amount,status',
      'p,a,2025-01-05,s1,10.00,Completed',
      'r,b,2025-01-05,s1,20.00,Refunded',
      'c,c,2025-01-05,s1,20.00,wc-cancelled',
      'f,d,2025-01-05,s1,20.00,Failed',
      'm,e,2025-01-05,s1,20.00,paid',
      'm,e,2025-01-05,s2,5.00,cancelled',
      'x,f,2025-01-05,s1,20.00,Teleported',
      'y,g,2025-01-05,s1,20.00,partially_refunded',
    );
    expect(outcome).toMatchObject({ counts: { ACCEPTED: 4 }, rejectedRows: 2 });
    expect(rejects.map(({ row, reason }) => [row, reason.slice(0, 25)]).toSorted()).toEqual([
      ['5', 'order f is not paid, so i'],
      ['7', 'is skipped: the line is c'],
      ['8', 'is no known status; known'],
      ['9', 'is good itself, but order'],
    ]);
    expect(await summaryOf('a')).toMatchObject({ orders: { revenueMinor: 1000 } });
    expect(await summaryOf('b')).toMatchObject({ orders: null, moneyBack: { refunds: { revenueMinor: 2000 } } });
    expect(await summaryOf('c')).toMatchObject({ orders: null, moneyBack: null });
    expect(await summaryOf('d')).toBeUndefined();
    expect(await summaryOf('e')).toMatchObject({ orders: { revenueMinor: 2000 } });
  });

  it('cancelledAt: from then on no order, whatever was refunded besides', async () => {
    await orders(
      'amount,cancelledAt,refunded,status',
      'o,a,2025-01-05,s1,20.00,2025-01-08,20.00,refunded',
      'o,a,2025-01-05,s2,20.00,,,',
    );
    expect(await ordersOf('a')).toMatchObject([
      { cancelledAt: Date.UTC(2025, 0, 8), lines: [{ sku: 's1' }, { sku: 's2' }] },
    ]);
    expect(await summaryOf('a')).toMatchObject({ orders: null, moneyBack: null, lastEventAt: Date.UTC(2025, 0, 8) });
  });
});

describe('an export that says something else of an order it told before', () => {
  const header = 'orderId,customer,placedAt,sku,amount,refunded,status';
  const before = [header, 'o,a,2025-01-05,s1,20.00,,paid', 'p,a,2025-01-06,s1,5.00,,paid'].join('\n');
  const after = [header, 'o,a,2025-01-05,s1,20.00,20.00,refunded', 'p,a,2025-01-06,s1,5.00,,paid'].join('\n');

  it('is refused, and with correct it replaces the order and keeps what was said before', async () => {
    await files.import(db, 'orders', before);
    const refused = await files.import(db, 'orders', after);
    expect(refused.outcome.counts).toEqual({ CONFLICT: 1, DUPLICATE: 1 });
    expect(refused.rejects[0]?.reason).toMatch(/with --correct it is replaced/);
    expect(await summaryOf('a')).toMatchObject({ orders: { revenueMinor: 2500 } });
    const corrected = await files.import(db, 'orders', after, { correct: true });
    expect(corrected.outcome.counts).toEqual({ ACCEPTED: 1, DUPLICATE: 1 });
    expect(await summaryOf('a')).toMatchObject({
      orders: { count: 1, revenueMinor: 500 },
      moneyBack: { refunds: { revenueMinor: 2000 } },
    });
    const earlier = await earlierVersions(db, (await eventByReceipt(db, 'ORDER', 'import', 'o'))!);
    expect(earlier).toMatchObject([{ lines: [{ netMinor: 2000 }] }]);
    // The older export, late: nothing changes.
    expect((await files.import(db, 'orders', before, { correct: true })).outcome.counts).toEqual({ DUPLICATE: 2 });
    expect(await summaryOf('a')).toMatchObject({ orders: { count: 1, revenueMinor: 500 } });
  });
});
