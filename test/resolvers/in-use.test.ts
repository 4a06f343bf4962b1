import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../domain/time/time.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { putProduct } from '../../store/definitions/catalogue.ts';
import { ingestEvents } from '../../store/events/events.ts';
import type { Db } from '../../store/client/db.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client, type Json } from './client.ts';

describe('when the next one is needed', () => {
  let engine: Engine;
  let db: Db;
  let client: Client;
  const today = Math.floor(COMPANY_AS_OF / DAY_MS);
  const line = (sku: string, quantity = 1, netMinor = 900): Json => ({
    sku,
    group: 'Machines',
    quantity,
    netMinor,
    lineKind: 'PRODUCT',
  });
  const order = (id: string, daysAgo: number, ...lines: Json[]): Json => ({
    customer: customer(70),
    event: { kind: 'ORDER', source: 'shop', id, occurredAt: COMPANY_AS_OF - daysAgo * DAY_MS, promotion: false, lines },
  });
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, 12);
    await ingestEvents(db, [
      order('a', 400, line('drill'), line('paper')),
      order('b', 30, line('drill'), line('lamp'), line('saw')),
      { ...order('c', 20, line('saw', -1, -900)) },
    ]);
    for (const [sku, lifespanDays] of [
      ['drill', 365],
      ['lamp', 20],
      ['saw', 10],
    ] as const)
      await putProduct(db, { source: 'shop', sku, name: sku, lifespanDays });
    await putProduct(db, { source: 'shop', sku: 'paper', name: 'paper' });
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0 } });
    client = await clientOf(db);
  });
  afterAll(() => engine.stop());

  const ask = async (n: number): Promise<Json> =>
    (
      await client.data(
        `{ customer(by: { externalId: { source: "shop", id: "c${n}" } }) { lifecycle { usualGapDays overdueDays lapsed keepWarmFrom } segments { key }
          productsInUse { count reason list { sku group boughtOn lastsUntil daysLeft product { name lifespanDays } } } } }`,
      )
    ).customer;

  it('products last from their last purchase; what went back, and what nobody tells a lifespan of, is not in use', async () => {
    const { productsInUse } = await ask(70);
    expect(productsInUse).toMatchObject({ count: 2, reason: null });
    const day = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);
    expect(productsInUse.list).toEqual([
      {
        sku: 'lamp',
        group: 'Machines',
        boughtOn: day(today - 30),
        lastsUntil: day(today - 10),
        daysLeft: -10,
        product: { name: 'lamp', lifespanDays: 20 },
      },
      {
        sku: 'drill',
        group: 'Machines',
        boughtOn: day(today - 30),
        lastsUntil: day(today + 335),
        daysLeft: 335,
        product: { name: 'drill', lifespanDays: 365 },
      },
    ]);
    expect((await ask(1)).productsInUse).toMatchObject({ list: [], reason: expect.stringMatching(/lifespanDays/u) });
  });

  it('who is to be kept warm by now is whom the segment has, unless they lapsed', async () => {
    const told = await Promise.all(Array.from({ length: 12 }, (_, n) => ask(n)));
    expect(told.some(({ lifecycle }) => lifecycle.overdueDays > 0)).toBe(true);
    for (const { lifecycle, segments } of told) {
      const isDue = lifecycle.keepWarmFrom !== null && Date.parse(lifecycle.keepWarmFrom) <= today * DAY_MS;
      expect(isDue).toBe(lifecycle.overdueDays > 0);
      expect(segments.some(({ key }: Json) => key === 'keep-warm')).toBe(isDue && !lifecycle.lapsed);
    }
  });
});
