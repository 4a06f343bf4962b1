import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planOf, type ActionRequest } from '../../domain/actions/action.ts';
import { inGlobalHoldout } from '../../domain/experiments/assignment.ts';
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
import { customerIdOf } from '../../store/customers/identity.ts';
import { mergeCustomers } from '../../store/merges/merge.ts';
import { openJob } from '../../store/privacy/jobs.ts';
import { personOf } from '../../store/privacy/person.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf } from '../resolvers/client.ts';
import { COMPANY_AS_OF, customer, seedCompany } from './company.ts';

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
      sampleRatio { alarm p } attrition { alarm } exposure { alarm } spillover { total { value } influence { value } reason } spilloverReason restated { firstReadAt late }
      byForecast { arm q p parts { from to treated control effect { value low high } shrunk } qini { value low high } } byForecastReason } reports { nodes { asOf } } } }`;
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
    expect(closed.report.restated).toBeNull();

    // What came in late of its window restates it, and says so; whom it reached stands.
    const late = (id: string, to: string, at: number) =>
      ingestEvents(db, [{ customer: { id: to }, event: order(id, at, 5000) }]);
    await late('late', held[1]!, START + 3 * DAY_MS);
    await late('of-another-time', held[1]!, START + 10 * DAY_MS);
    const [told] = await recordExposures(db, [
      { action: 'mail', by: { id: held[2]! }, kind: 'SENT', at: START + DAY_MS, source: 'm' },
    ]);
    expect(told!.status).toBe('ACTION_ENDED');
    await runEnrichment(db, { ...run, asOf: START + 13 * DAY_MS });
    const again = (await client.data(ask)).action.report;
    const firstReadAt = new Date(START + 11 * DAY_MS).toISOString();
    expect(again.restated).toEqual({ firstReadAt, late: [0, 5000] });
    expect(again).toMatchObject({ contaminated: 1, lifts: [{ interval: 'FIXED' }] });
    expect(again.lifts[0].perPerson.value).toBeLessThan(closed.report.lifts[0].perPerson.value);
    expect(again.arms[0].baseline.minorUnits + again.arms[0].incremental.minorUnits).toBe(own.observed.minorUnits);
    await late('later', treated[0]!, START + 4 * DAY_MS);
    await runEnrichment(db, { ...run, asOf: START + 14 * DAY_MS });
    await runEnrichment(db, { ...run, asOf: START + 15 * DAY_MS });
    const twice = (await client.data(ask)).action;
    expect(twice.report.restated).toEqual({ firstReadAt, late: [5000, 5000] });
    expect(twice.reports.nodes).toHaveLength(4);
    // Who is erased takes nothing out of what was read; and 28 days after its time it stands, whatever comes.
    await openJob(db, 'ERASE', await personOf(db, { id: treated[3]! }), 'test');
    await runEnrichment(db, { ...run, asOf: START + 16 * DAY_MS });
    await late('too-late', held[3]!, START + 4 * DAY_MS);
    await runEnrichment(db, { ...run, asOf: START + 38 * DAY_MS });
    expect((await client.data(ask)).action.reports.nodes).toHaveLength(4);

    // By what was forecast: everybody of an arm who is told apart is in one of five parts.
    const [parts] = twice.report.byForecast;
    expect(parts).toMatchObject({ arm: 'mail' });
    expect(parts.parts.reduce((sum: number, part: { treated: number }) => sum + part.treated, 0)).toBe(treated.length);
    // Ten on a side are too few to show.
    expect(
      parts.parts.every((part: { effect: unknown; shrunk: unknown }) => part.effect === null && part.shrunk === null),
    ).toBe(true);
    expect(parts.qini.low).toBeLessThan(parts.qini.high);
  }, 240_000);

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

describe('a year of actions', () => {
  it('is everybody who could be reached against those left alone by all of them: once a week, and for good when it is over', async () => {
    const { db, treated } = await company(480);
    const year = new Date(START).getUTCFullYear();
    const all = Array.from({ length: 480 }, (_, n) => customerIdOf(db, customer(n)));
    const alone = all.filter((id) => inGlobalHoldout(id, year, 0.05));
    expect(alone.length).toBeGreaterThanOrEqual(20);
    expect(treated.some((id) => alone.includes(id))).toBe(false);
    // Whom the action reached buys for 20.00, and one of ten whom none may reach for 10.00; who comes new is of no side.
    await ingestEvents(db, [
      ...treated.map((id, n) => ({ customer: { id }, event: order(`w${n}`, START + DAY_MS, 2000) })),
      ...alone
        .filter((_, n) => n % 10 === 0)
        .map((id, n) => ({ customer: { id }, event: order(`a${n}`, START + DAY_MS, 1000) })),
      { customer: customer(9999), event: order('new', START + DAY_MS, 900_000) },
    ]);
    const client = await clientOf(db);
    const ask = (asked: number) =>
      client.data(`{ actionYear(year: ${asked}) { year share startsAt asOf preliminary actions arms { arm members mean } withheld sampleRatio { alarm }
        perPerson { value low high } total { value { minorUnits } } relative { value } interval intervalReason } }`);
    expect(await ask(year)).toEqual({ actionYear: null });
    await runEnrichment(db, { ...run, asOf: START + 3 * DAY_MS });
    const { actionYear: first } = await ask(year);
    expect(first).toMatchObject({
      year,
      share: 0.05,
      startsAt: new Date(START).toISOString(),
      preliminary: true,
      actions: ['mail'],
      withheld: null,
      interval: 'ALWAYS_VALID',
    });
    const [reachable, holdout] = first.arms;
    expect([reachable.members, holdout.members]).toEqual([480 - alone.length, alone.length]);
    expect(reachable.mean * reachable.members).toBeCloseTo(2000 * treated.length, 6);
    expect(holdout.mean * holdout.members).toBeCloseTo(1000 * Math.ceil(alone.length / 10), 6);
    expect(first.perPerson.low).toBeLessThan(first.perPerson.value);
    await runEnrichment(db, { ...run, asOf: START + 4 * DAY_MS });
    expect((await ask(year)).actionYear.asOf).toBe(first.asOf);
    await runEnrichment(db, { ...run, asOf: START + 10 * DAY_MS });
    expect((await ask(year)).actionYear.asOf).not.toBe(first.asOf);
    // The next year leaves others alone, and reads this one for good, once.
    const turn = Date.UTC(year + 1, 0, 1);
    await runEnrichment(db, { ...run, asOf: turn + 2 * DAY_MS });
    const { actionYear: read } = await ask(year);
    expect(read).toMatchObject({ preliminary: false, interval: 'FIXED' });
    await runEnrichment(db, { ...run, asOf: turn + 20 * DAY_MS });
    expect((await ask(year)).actionYear.asOf).toBe(read.asOf);
    expect(await ask(year + 1)).toEqual({ actionYear: null });
    expect(all.filter((id) => inGlobalHoldout(id, year + 1, 0.05))).not.toEqual(alone);
  }, 240_000);
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
