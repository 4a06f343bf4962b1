import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../store/client/db.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { ENGINE, newFiles } from './harness.ts';

describe('the bounds an import shares with the API', () => {
  const files = newFiles();
  let engine: Engine;
  let db: Db;
  beforeAll(async () => {
    engine = await startEngine(ENGINE);
    db = await testDb(engine);
  });
  afterAll(async () => {
    files.remove();
    await engine.stop();
  });

  it('an amount or a sum of lines that could not be added up is rejected with the bound, the rest is kept', async () => {
    const { outcome, rejects } = await files.import(
      db,
      'orders',
      [
        'orderId,customer,placedAt,sku,quantity,amount',
        'o-1,ann,2025-01-02,tea,1,10000000000.00',
        'o-2,bob,2025-01-02,tea,1,10000000000.01',
        'o-3,cid,2025-01-02,tea,1,6000000000',
        'o-3,cid,2025-01-02,cup,1,6000000000',
      ].join('\n'),
    );
    expect(outcome.counts.ACCEPTED).toBe(1);
    expect(rejects.map(({ row, reason }) => [row, reason])).toEqual([
      ['3', expect.stringContaining('10000000000 EUR')],
      ['4', expect.stringContaining('more than 1000000000000 minor units')],
      ['5', expect.stringContaining('more than 1000000000000 minor units')],
    ]);
  });

  it('what went back counts with what was bought: an order that comes to more with its refund is rejected, not the import', async () => {
    const { outcome, rejects } = await files.import(
      db,
      'orders',
      [
        'orderId,customer,placedAt,sku,quantity,amount,refunded',
        'r-1,ann,2025-01-02,tea,1,6000000000,6000000000',
        'r-2,bob,2025-01-02,tea,1,5000000000,5000000000',
        'r-3,cid,2025-01-02,tea,-1,-10000000000.01,',
      ].join('\n'),
    );
    expect(outcome.counts).toEqual({ ACCEPTED: 1 });
    expect(rejects.map(({ row, reason }) => [row, reason]).toSorted()).toEqual([
      ['2', expect.stringContaining('more than 1000000000000 minor units')],
      ['4', expect.stringContaining('10000000000 EUR')],
    ]);
  });

  it('a weight without end is rejected', async () => {
    const { rejects } = await files.import(db, 'ties', `follower,followed,weight\nann,bob,1${'0'.repeat(200)}\n`);
    expect(rejects).toMatchObject([{ row: '2', field: 'weight', reason: expect.stringContaining('to 1e9') }]);
  });
});
