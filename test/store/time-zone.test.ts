import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Order } from '../../domain/events.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { findViews } from '../../store/published/customers.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { createTable, ensureTable, readTableMeta, timeZoneOf } from '../../store/client/table.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { ENGINE, newFiles } from '../intake/harness.ts';
import { shop } from './samples.ts';

const order = (id: string, at: string): Order => ({
  kind: 'ORDER',
  source: 'shop',
  id,
  occurredAt: Date.parse(at),
  promotion: false,
  lines: [{ sku: 's', group: 'g', quantity: 1, netMinor: 100, lineKind: 'PRODUCT' }],
});

describe('the time zone of a table', () => {
  let engine: Engine;
  const files = newFiles();
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : ENGINE);
  });
  afterAll(async () => {
    await engine.stop();
    files.remove();
  });
  const fresh = async (timeZone?: string) => {
    const db = {
      ...(await testDb(engine)),
      table: `zone-${timeZone?.replace('/', '-') ?? 'none'}-${Math.random().toString(36).slice(2)}`,
    };
    await createTable(db, { currency: 'EUR', ...(timeZone === undefined ? {} : { timeZone }) });
    return db;
  };

  it('is fixed with the table, UTC by default, and an IANA name', async () => {
    const db = await fresh('Europe/Amsterdam');
    expect([
      await timeZoneOf(db),
      (await ensureTable(db, { currency: 'EUR' })).timeZone,
      (await readTableMeta(await fresh())).timeZone,
    ]).toEqual(['Europe/Amsterdam', 'Europe/Amsterdam', 'UTC']);
    await expect(ensureTable(db, { currency: 'EUR', timeZone: 'UTC' })).rejects.toMatchObject({
      code: 'TIME_ZONE_MISMATCH',
      message: expect.stringContaining('Leave --time-zone out'),
    });
    await expect(ensureTable(db, { currency: 'EUR', timeZone: 'Mars/Olympus' })).rejects.toMatchObject({
      code: 'USAGE',
    });
  });

  it('decides which orders are of one day, in summaries and in runs as of an instant', async () => {
    // 23:30 and 00:30 on two days in Amsterdam, both on the 30th in UTC; 01:30 in Amsterdam is the second day still.
    const rows = ['2024-06-29T22:30:00Z', '2024-06-30T21:30:00Z', '2024-06-30T22:30:00Z', '2024-06-30T23:30:00Z'].map(
      (at, n) => ({ customer: shop('ann'), event: order(`o${n}`, at) }),
    );
    const days = async (zone?: string, asOf?: number) => {
      const db = await fresh(zone);
      await ingestEvents(db, rows);
      if (asOf !== undefined) {
        await runEnrichment(db, { asOf, trigger: 'MANUAL', settings: { clvModel: 'mbgnbd' } });
        return (await findViews(db, [shop('ann')])).views[0]?.profile?.profile.lifecycle.dueDay;
      }
      return (await findViews(db, [shop('ann')])).views[0]?.record.summary.orders?.purchases.map(({ day }) =>
        new Date(day * DAY_MS).toISOString().slice(0, 10),
      );
    };
    expect(await days()).toEqual(['2024-06-29', '2024-06-30']);
    expect(await days('Europe/Amsterdam')).toEqual(['2024-06-30', '2024-07-01']);
    // At a quarter past ten in the evening two orders are known: a day apart in UTC, of one day in Amsterdam.
    const then = Date.parse('2024-06-30T22:15:00Z');
    expect([await days(undefined, then), await days('Europe/Amsterdam', then)]).toEqual([
      Date.parse('2024-07-01') / DAY_MS,
      null,
    ]);
  });

  it('is that of times in a file that name no offset', async () => {
    const db = await fresh('America/New_York');
    const content =
      'orderId,customer,placedAt,sku,amount\n1,ann,2024-01-05,s,1.00\n2,ann,2024-07-05 20:30:00,s,1.00\n3,ann,2024-07-06T02:30:00Z,s,1.00';
    await files.import(db, 'orders', content, { timeZone: 'America/New_York' });
    const {
      views: [view],
    } = await findViews(db, [{ externalId: { source: 'import', id: 'ann' } }]);
    expect(view?.record.summary.orders).toMatchObject({
      firstAt: Date.parse('2024-01-05T05:00:00Z'),
      lastAt: Date.parse('2024-07-06T02:30:00Z'),
      purchaseDays: 2,
      lastDay: Date.parse('2024-07-05') / DAY_MS,
    });
  });
});
