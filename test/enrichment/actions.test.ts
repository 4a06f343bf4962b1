import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planOf, type ActionRequest } from '../../domain/actions/action.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { outcomeOf } from '../../enrichment/actions/outcomes.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import type { PublishedActionReport } from '../../published/actions.ts';
import { statisticsOf } from '../../published/statistics.ts';
import { freezeNow } from '../../resolvers/actions/draw.ts';
import { readDrawn } from '../../store/actions/drawn.ts';
import { recordExposures } from '../../store/actions/exposures.ts';
import { advanceAction, getAction, putPlan } from '../../store/actions/records.ts';
import { latestReport } from '../../store/actions/reports.ts';
import type { Db } from '../../store/client/db.ts';
import { putSegment } from '../../store/definitions/segments.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { mergeCustomers } from '../../store/merges/merge.ts';
import { openJob } from '../../store/privacy/jobs.ts';
import { personOf } from '../../store/privacy/person.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf } from '../resolvers/client.ts';
import { COMPANY_AS_OF, seedCompany } from './company.ts';

const START = COMPANY_AS_OF + DAY_MS;
const run = { trigger: 'MANUAL' as const, settings: { kappa: 0.3, clvModel: 'mbgnbd' as const } };

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
});
afterAll(() => engine.stop());

const order = (id: string, at: number, netMinor: number, extra = {}) => ({
  kind: 'ORDER' as const,
  source: 'shop',
  id,
  occurredAt: at,
  promotion: false,
  lines: [{ sku: 's1', group: 'g1', quantity: 1, netMinor, lineKind: 'PRODUCT' as const, ...extra }],
});

async function company(size: number, change: Partial<ActionRequest> = {}) {
  const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
  await seedCompany(db, size);
  await putSegment(db, {
    key: 'all-buyers',
    name: 'All buyers',
    description: '',
    rule: { field: 'orders', op: 'GTE', value: 1 },
  });
  await runEnrichment(db, { ...run, asOf: COMPANY_AS_OF });
  await putPlan(
    db,
    planOf({
      key: 'mail',
      name: 'Mail',
      kind: 'MAIL',
      segment: 'all-buyers',
      consent: 'NOT_WITHDRAWN',
      startsAt: START,
      outcome: { metric: 'MARGIN', windowDays: 10 },
      arms: [
        { key: 'mail', share: 0.5, costPerPersonMinor: 50 },
        { key: 'holdout', share: 0.5, costPerPersonMinor: 0 },
      ],
      ...change,
    }),
  );
  const { drawn } = await freezeNow(db, 'mail', 1);
  const { ids, columns } = await readDrawn(db, 'mail', drawn!);
  const inArm = (place: number) => ids.filter((_, at) => columns.arm[at] === place);
  return { db, treated: inArm(0), held: inArm(1) };
}

const reportOf = async (db: Db): Promise<PublishedActionReport> =>
  (await latestReport(db, 'mail'))!.report as PublishedActionReport;
const portfolioOf = async (db: Db) => statisticsOf((await visibleGeneration(db, { consistent: true }))!).portfolio;

describe('what a run reports of an action', () => {
  it('adds up to the cent, moves no sum of the portfolio, and is judged by looks while it runs and once when it is closed', async () => {
    const { db, treated, held } = await company(110);
    // Everybody treated buys for 20.00, of the holdout every other one; costs are not known.
    await ingestEvents(
      db,
      [...treated, ...held.filter((_, at) => at % 2 === 0)].map((id, n) => ({
        customer: { id },
        event: order(`w${n}`, START + 2 * DAY_MS, 2000 + n),
      })),
    );
    await runEnrichment(db, { ...run, asOf: START + 4 * DAY_MS });
    const beside = await portfolioOf(db);
    const early = await reportOf(db);
    expect(early).toMatchObject({ preliminary: true, daysPassed: 5, withheld: null, isMoney: true });
    expect((await getAction(db, 'mail'))!.state).toBe('RUNNING');

    await recordExposures(
      db,
      [...treated, held[0]!].map((id) => ({
        action: 'mail',
        by: { id },
        kind: 'SENT' as const,
        at: START,
        source: 'm',
      })),
    );
    await runEnrichment(db, { ...run, asOf: START + 11 * DAY_MS });
    const report = await reportOf(db);
    expect(report).toMatchObject({ preliminary: false, daysPassed: 10, contaminated: 1, mergedAcross: 0, erased: 0 });
    const [mail, holdout] = report.arms;
    // To the cent: what was observed is what would have come anyway and what the action caused.
    expect(mail!.baselineMinor! + mail!.incrementalMinor!).toBe(mail!.sum);
    expect(mail).toMatchObject({ members: treated.length, exposed: treated.length, lost: 0 });
    expect(holdout).toMatchObject({ exposed: 1, baselineMinor: null, incrementalMinor: null });
    expect(mail!.sum).toBe(treated.reduce((sum, _, n) => sum + 2000 + n, 0));
    const { FIXED, ALWAYS_VALID } = report.judged;
    const [fixed] = FIXED.lifts;
    const [looked] = ALWAYS_VALID.lifts;
    expect(fixed!.perPerson.low).toBeGreaterThan(0);
    expect(looked!.perPerson.low!).toBeLessThan(fixed!.perPerson.low!);
    expect(Math.round(fixed!.total.value)).toBeCloseTo(mail!.incrementalMinor!, -1);
    expect(fixed!.costMinor).toBe(50 * treated.length);

    // The same company without an action has the same sums.
    const { db: twin } = await company(110);
    await advanceAction(twin, 'mail', 'CANCELLED', { reason: 'to compare' });
    await ingestEvents(
      twin,
      [...treated, ...held.filter((_, at) => at % 2 === 0)].map((id, n) => ({
        customer: { id },
        event: order(`w${n}`, START + 2 * DAY_MS, 2000 + n),
      })),
    );
    await runEnrichment(twin, { ...run, asOf: START + 4 * DAY_MS });
    expect(await portfolioOf(twin)).toEqual(beside);

    const client = await clientOf(db);
    const ask = `{ action(key: "mail") { state report { preliminary withheld contaminated
      arms { arm members observed { minorUnits } baseline { minorUnits } incremental { minorUnits } forecastMean beyondForecast { value low } }
      lifts { arm interval perPerson { value low high } total { value { minorUnits } } relative { value } cost { minorUnits } net { value { minorUnits } } onExposed { value } capped { value } }
      sampleRatio { alarm p } attrition { alarm } exposure { alarm } spillover { total { value } influence { value } reason } spilloverReason } reports { nodes { asOf } } } }`;
    const running = (await client.data(ask)).action;
    expect(running.report.lifts[0].interval).toBe('ALWAYS_VALID');
    expect(running.reports.nodes).toHaveLength(2);
    await advanceAction(db, 'mail', 'CLOSED');
    const closed = (await client.data(ask)).action;
    expect(closed.report.lifts[0].interval).toBe('FIXED');
    const own = closed.report.arms[0];
    expect(own.baseline.minorUnits + own.incremental.minorUnits).toBe(own.observed.minorUnits);
    // What was read for good is not reported of again.
    await runEnrichment(db, { ...run, asOf: START + 12 * DAY_MS });
    expect((await client.data(ask)).action.reports.nodes).toHaveLength(2);
  });

  it('takes refunds on their day, counts whom merges and erasures took out, and withholds every lift where arms are not as drawn', async () => {
    const { db, treated, held } = await company(110);
    await mergeCustomers(db, { survivor: { id: treated[0]! }, merged: { id: held[0]! } });
    const gone = [held[1]!];
    for (const id of gone) await openJob(db, 'ERASE', await personOf(db, { id }), 'test');
    await ingestEvents(db, [
      { customer: { id: treated[1]! }, event: order('bought', START + DAY_MS, 9000) },
      {
        customer: { id: treated[1]! },
        event: {
          ...order('back', START + 3 * DAY_MS, -4000),
          lines: [
            { sku: 's1', group: 'g1', quantity: -1, netMinor: -4000, lineKind: 'PRODUCT' as const, returnOf: 'bought' },
          ],
        },
      },
    ]);
    await runEnrichment(db, { ...run, asOf: START + 4 * DAY_MS });
    const report = await reportOf(db);
    expect(report).toMatchObject({ mergedAcross: 2, erased: 1, withheld: null });
    expect(report.arms.map(({ lost }) => lost)).toEqual([1, 2]);
    expect(report.arms[0]!.sum).toBe(5000);
    expect(report.arms[0]!.dominatedByOne).toBe(true);

    // Most of one arm are gone: whoever is missing is not missing by chance.
    for (const id of held.slice(2, 42)) await openJob(db, 'ERASE', await personOf(db, { id }), 'test');
    await runEnrichment(db, { ...run, asOf: START + 5 * DAY_MS });
    const alarmed = await reportOf(db);
    expect(alarmed.sampleRatio.alarm).toBe(true);
    expect(alarmed.attrition.alarm).toBe(true);
    expect(alarmed).toMatchObject({ withheld: 'SAMPLE_RATIO', spillover: null });
    expect(alarmed.judged.FIXED.lifts).toEqual([]);
    expect(alarmed.judged.ALWAYS_VALID.lifts).toEqual([]);
    expect(alarmed.arms.every(({ incrementalMinor }) => incrementalMinor === null)).toBe(true);
  });
});

describe('an outcome', () => {
  const window = { from: 10, to: 20 };
  const dayOf = (at: number): number => Math.floor(at / DAY_MS);
  const bought = order('a', 12 * DAY_MS, 10_000, { costMinor: 6000 });
  const back = (day: number) => ({
    ...order('b', day * DAY_MS, -5000),
    lines: [
      {
        sku: 's1',
        group: 'g1',
        quantity: -1,
        netMinor: -5000,
        costMinor: -3000,
        lineKind: 'PRODUCT' as const,
        returnOf: 'a',
      },
    ],
  });

  it('is what came in less what went back within the window, each on its day', () => {
    expect(outcomeOf([bought], 'MARGIN', window, dayOf, 1)).toBe(4000);
    expect(outcomeOf([bought, back(15)], 'MARGIN', window, dayOf, 1)).toBe(2000);
    expect(outcomeOf([bought, back(15)], 'SPEND', window, dayOf, 1)).toBe(5000);
    // Given back after the window: not within it.
    expect(outcomeOf([bought, back(25)], 'SPEND', window, dayOf, 1)).toBe(10_000);
    // Bought before, given back within: less than nothing.
    expect(outcomeOf([{ ...bought, occurredAt: 5 * DAY_MS }, back(15)], 'SPEND', window, dayOf, 1)).toBe(-5000);
    expect(outcomeOf([{ ...bought, cancelledAt: 13 * DAY_MS }], 'SPEND', window, dayOf, 1)).toBe(0);
  });

  it('counts orders that stand, and whether there is one', () => {
    expect(outcomeOf([bought, { ...bought, id: 'c' }], 'ORDERS', window, dayOf, 1)).toBe(2);
    expect(outcomeOf([bought], 'RETURNED', window, dayOf, 1)).toBe(1);
    expect(outcomeOf([], 'RETURNED', window, dayOf, 1)).toBe(0);
  });
});
