import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../domain/time/time.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { upsertCustomer } from '../../store/customers/upsert.ts';
import type { Db } from '../../store/client/db.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client, type Json } from './client.ts';

const MONEY = '{ minorUnits }';
const ASK = `query ($n: String!, $days: [Int!]!, $months: Int!) { customer(by: { externalId: { source: "shop", id: $n } }) {
  value { clv { predicted ${MONEY} expectedOrders returnProbability } }
  valueAhead(days: $days, months: $months) { status reason provenance { version method }
    horizons { days predicted ${MONEY} expectedOrders returnProbability } months { from to expected ${MONEY} } } } }`;

const WHY = `query ($n: String!) { customer(by: { externalId: { source: "shop", id: $n } }) {
  value { clv { predicted ${MONEY} low ${MONEY} high ${MONEY} } }
  valueReasons { status reason typical ${MONEY} predicted ${MONEY} terms { figure amount ${MONEY} own typical }
    interval95 { low ${MONEY} high ${MONEY} } provenance { method } } } }`;

describe('value ahead', () => {
  let engine: Engine;
  let db: Db;
  let client: Client;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, 40);
    await upsertCustomer(db, { by: customer(90), displayName: 'Nobody yet' });
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0 } });
    client = await clientOf(db);
  });
  afterAll(() => engine.stop());

  const ahead = async (n: number, days = [30, 90, 365, 1095], months = 12): Promise<Json> =>
    (await client.data(ASK, { n: `c${n}`, days, months })).customer;

  it('is at the run’s own horizon what the run published, for everybody', async () => {
    for (let n = 0; n < 40; n += 1) {
      const { value, valueAhead } = await ahead(n, [365], 0);
      expect(valueAhead.reason).toBeNull();
      expect(valueAhead.horizons).toEqual([{ days: 365, ...value.clv }]);
      expect(valueAhead.months).toEqual([]);
      expect(valueAhead.provenance.version).toBe('clv-1');
    }
  });

  it('grows with the horizon, and lies in months that add up to it', async () => {
    for (let n = 0; n < 40; n += 7) {
      const { horizons } = (await ahead(n)).valueAhead;
      for (const of of [
        (one: Json): number => one.predicted.minorUnits,
        (one: Json): number => one.expectedOrders,
        (one: Json): number => one.returnProbability,
      ])
        expect(horizons.map(of)).toEqual(horizons.map(of).toSorted((a: number, b: number) => a - b));
      const { months } = (await ahead(n)).valueAhead;
      expect(months).toHaveLength(12);
      const [first, last] = [months[0], months.at(-1)];
      const valuationDay = Date.UTC(2024, 9, 4);
      expect(Math.floor(COMPANY_AS_OF / DAY_MS) * DAY_MS).toBe(valuationDay);
      expect([first.from, first.to, last.to]).toEqual(['2024-10-05', '2024-11-01', '2025-10-01']);
      for (const [k, month] of months.slice(1).entries()) expect(month.from).toBe(months[k].to);
      const days = (Date.parse(last.to) - valuationDay) / DAY_MS - 1;
      const [until] = (await ahead(n, [days], 0)).valueAhead.horizons;
      expect(months.reduce((sum: number, { expected }: Json) => sum + expected.minorUnits, 0)).toBe(
        until.predicted.minorUnits,
      );
    }
  });

  it('is explained by terms that add up, to the cent, to what the run published', async () => {
    for (let n = 0; n < 40; n += 5) {
      const { value, valueReasons } = (await client.data(WHY, { n: `c${n}` })).customer;
      expect(valueReasons.reason).toBeNull();
      const { typical, predicted, terms, interval95 } = valueReasons;
      expect(predicted).toEqual(value.clv.predicted);
      expect(terms.map(({ figure }: Json) => figure)).toEqual(['PURCHASES', 'SINCE_LAST', 'AGE', 'MARGIN', 'REST']);
      expect(typical.minorUnits + terms.reduce((sum: number, { amount }: Json) => sum + amount.minorUnits, 0)).toBe(
        predicted.minorUnits,
      );
      expect(interval95.low.minorUnits).toBeLessThanOrEqual(value.clv.low.minorUnits);
      expect(interval95.high.minorUnits).toBeGreaterThanOrEqual(value.clv.high.minorUnits);
    }
    expect((await client.data(WHY, { n: 'c90' })).customer.valueReasons).toMatchObject({
      status: 'NOT_COMPUTED',
      reason: expect.stringMatching(/not bought/u),
      terms: [],
    });
  });

  it('of who has not bought, or of whom something came since, there is none, and the reason is there', async () => {
    expect((await ahead(90)).valueAhead).toMatchObject({
      status: 'NOT_COMPUTED',
      reason: expect.stringMatching(/not bought/u),
      horizons: [],
      provenance: null,
    });
    const line = { sku: 's1', group: 'g1', quantity: 1, netMinor: 90_000, lineKind: 'PRODUCT' as const };
    const late = { kind: 'ORDER' as const, source: 'shop', promotion: false, lines: [line] };
    await ingestEvents(db, [
      { customer: customer(3), event: { ...late, id: 'late', occurredAt: COMPANY_AS_OF - 5 * DAY_MS } },
    ]);
    expect((await ahead(3)).valueAhead).toMatchObject({
      status: 'NOT_COMPUTED',
      reason: expect.stringMatching(/since the run/u),
    });
  });

  it.each([
    [[0], 12],
    [[3651], 12],
    [Array.from({ length: 13 }, (_, k) => k + 1), 12],
    [[90], 37],
    [[90], -1],
  ])('horizons of %j and %i months are refused', async (days, months) => {
    const { errors } = await client.ask(ASK, { n: 'c1', days, months });
    expect(errors[0]!.extensions['code']).toBe('BAD_USER_INPUT');
  });
});
