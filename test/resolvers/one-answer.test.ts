import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtinSegments } from '../../domain/segments/builtin.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { COMPANY_AS_OF, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client, type Json } from './client.ts';

const CREATE =
  'mutation ($input: SegmentCreateInput!) { segmentCreate(input: $input) { segment { measure } userErrors { code message } } }';
const MEMBERS =
  'query ($key: String!) { segment(key: $key) { measure size { count } value { minorUnits } members(first: 100) { nodes { id value { total { minorUnits } revenue { minorUnits } networkValue { conserved { minorUnits } } } } } } }';
const LIST = `query ($filter: CustomerFilter) { customers(first: 100, filter: $filter) { nodes { id
  value { total { minorUnits } current { total { minorUnits } } standing { percentile } clv { predicted { minorUnits } returnProbability expectedNextOrderOn } atRisk { own { minorUnits } network { minorUnits } } }
  lifecycle { lapsed lapsedBelow returnProbability expectedNextOrderOn usualGapDays overdueDays }
} } modelReport { valueAtRisk { minorUnits } } }`;

/** A question has one answer, wherever it is asked. */
describe('one answer per question', () => {
  let engine: Engine;
  let client: Client;
  let everybody: Json[];
  const money = (amount: string) => ({ money: { amount, currencyCode: 'EUR' } });
  const define = (key: string, field: string, value: Json) =>
    client.data(CREATE, {
      input: { idempotencyKey: key, key, name: key, rule: { test: { field, comparator: 'GTE', value } } },
    });
  const idsOf = async (key: string): Promise<string[]> =>
    (await client.data(MEMBERS, { key })).segment.members.nodes.map(({ id }: Json) => id).sort();

  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, 60);
    client = await clientOf(db);
    await define('total', 'TOTAL_VALUE', money('60.00'));
    await define('current', 'CURRENT_VALUE', money('60.00'));
    await define('top', 'TOTAL_VALUE_PERCENTILE', { number: 75 });
    await define('likely', 'RETURN_PROBABILITY', { number: 0.5 });
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3 } });
    everybody = (await client.data(LIST, {})).customers.nodes;
  });
  afterAll(() => engine.stop());

  const where = (holds: (customer: Json) => boolean): string[] =>
    everybody
      .filter(holds)
      .map(({ id }) => id)
      .sort();

  it('total value is one amount: shown, filtered by, and tested in a segment rule', async () => {
    const { customers } = await client.data(LIST, { filter: { totalValue: { min: '60.00' } } });
    const filtered: string[] = customers.nodes.map(({ id }: Json) => id).sort();
    expect(filtered).toEqual(await idsOf('total'));
    expect(filtered).toEqual(where(({ value }) => value.total.minorUnits >= 6000));
    const current = await idsOf('current');
    expect(current).toEqual(where(({ value }) => value.current.total.minorUnits >= 6000));
    expect(current.length).toBeLessThan(filtered.length);
  });

  it("a percentile is one number: a customer's standing, and in a segment rule", async () => {
    const top = await idsOf('top');
    expect(top).toEqual(where(({ value }) => value.standing.percentile >= 75));
    expect(Math.abs(top.length - everybody.length / 4)).toBeLessThanOrEqual(1);
  });

  it('leaving is one statement, with one date that never lies in the past of the run', async () => {
    const today = new Date(COMPANY_AS_OF).toISOString().slice(0, 10);
    for (const {
      value: { clv },
      lifecycle,
    } of everybody) {
      expect(lifecycle.returnProbability).toBe(clv.returnProbability);
      expect(lifecycle.lapsed).toBe(clv.returnProbability < lifecycle.lapsedBelow);
      expect(lifecycle.expectedNextOrderOn).toBe(clv.expectedNextOrderOn);
      if (clv.expectedNextOrderOn !== null) expect(clv.expectedNextOrderOn > today).toBe(true);
    }
    expect(everybody.some(({ lifecycle }) => lifecycle.overdueDays > 0)).toBe(true);
    expect(await idsOf('likely')).toEqual(where(({ lifecycle }) => !lifecycle.lapsed));
  });

  it('value at risk has two figures side by side, and the report is the sum of the own ones', async () => {
    const { modelReport } = await client.data(LIST, {});
    expect(everybody.reduce((sum, { value }) => sum + value.atRisk.own.minorUnits, 0)).toBe(
      modelReport.valueAtRisk.minorUnits,
    );
    expect(everybody.some(({ value }) => value.atRisk.network !== null)).toBe(true);
  });

  it('a segment is shown by the value it was selected for', async () => {
    const amountOf: Record<string, (customer: Json) => number> = {
      REVENUE: ({ value }) => value.revenue.minorUnits,
      NETWORK_VALUE: ({ value }) => value.networkValue.conserved.minorUnits,
      TOTAL_VALUE: ({ value }) => value.total.minorUnits,
    };
    let shown = 0;
    for (const { key } of builtinSegments) {
      const { segment } = await client.data(MEMBERS, { key });
      const amount = amountOf[segment.measure];
      if (amount === undefined) continue;
      const amounts: number[] = segment.members.nodes.map(amount);
      expect(amounts).toEqual(amounts.toSorted((a, b) => b - a));
      expect(segment.value.minorUnits).toBe(amounts.reduce((sum, one) => sum + one, 0));
      if (segment.measure !== 'TOTAL_VALUE') expect(amounts.every((one) => one >= 0)).toBe(true);
      shown += amounts.length;
    }
    expect(shown).toBeGreaterThan(everybody.length);
  });
});
