import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runEnrichment } from '../../enrichment/run.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { META_GENERATION } from '../../store/client/keys.ts';
import { packText } from '../../store/client/json.ts';
import { N, S } from '../../store/client/attributes.ts';
import { putItem } from '../../store/client/commands.ts';
import type { Db } from '../../store/client/db.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { putSpend } from '../../store/definitions/catalogue.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client, type Json } from './client.ts';

const MONEY = '{ minorUnits }';
const WHOLE = `{
  portfolio { customers { count } direct ${MONEY} rewards ${MONEY} current ${MONEY} potential ${MONEY} total ${MONEY} }
  valueMap { status reason customers own ${MONEY} network ${MONEY} potential ${MONEY}
    bins { own { bin from ${MONEY} to ${MONEY} } network { bin } customers ownValue ${MONEY} networkValue ${MONEY} potentialValue ${MONEY} } }
  current: focus(by: CURRENT) { status customers of value ${MONEY} total ${MONEY} valueShare gini precision curve { percent customers value ${MONEY} } }
  potential: focus(by: POTENTIAL, share: 1) { value ${MONEY} total ${MONEY} valueShare }
  network: focus(by: NETWORK) { total ${MONEY} }
  total: focus(by: TOTAL) { total ${MONEY} }
  cohorts(grain: YEAR) { status cohorts { period { from to complete } customers before ${MONEY} value ${MONEY}
    cells { age active retention value ${MONEY} valuePerHead ${MONEY} period { complete } } } neverBought rest ${MONEY} }
  growth { status bridges { from { from } to { from complete } before ${MONEY} after ${MONEY} customersBefore customersAfter
    terms { key amount ${MONEY} customers } } }
  leaving(first: 5) { status listed ownExpected ${MONEY} customers { returnProbability ownExpected ${MONEY} network ${MONEY} networkExpected ${MONEY}
    customer { value { atRisk { own ${MONEY} network ${MONEY} } clv { returnProbability } } } } }
  segmentLandscape { status effectiveSegments uncoveredShare pairs segments { key customers share segment { size { count } } }
    bySegments { segments customers value ${MONEY} } overlaps(first: 3) { a b customers jaccard ofA ofB } }
  lifecycleSummary { stages { stage customers { count } } transitions { status began { stage customers } steps { from to customers medianDays } } }
}`;

const sum = (list: Json[], of: (one: Json) => number): number => list.reduce((total, one) => total + of(one), 0);

describe('questions about the whole customer base', () => {
  let engine: Engine;
  let db: Db;
  let client: Client;
  let whole: Json;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, 40);
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3 } });
    client = await clientOf(db);
    whole = await client.data(WHOLE);
  });
  afterAll(() => engine.stop());

  it('the bins of the value map are the portfolio', () => {
    const { valueMap, portfolio } = whole;
    expect(valueMap).toMatchObject({ status: 'COMPUTED', reason: null, customers: 40, own: portfolio.direct });
    expect(valueMap.network.minorUnits).toBe(-portfolio.rewards.minorUnits);
    expect(sum(valueMap.bins, (bin) => bin.customers)).toBe(portfolio.customers.count);
    expect(sum(valueMap.bins, (bin) => bin.ownValue.minorUnits + bin.networkValue.minorUnits)).toBe(
      portfolio.current.minorUnits,
    );
    expect(sum(valueMap.bins, (bin) => bin.potentialValue.minorUnits)).toBe(portfolio.potential.minorUnits);
    for (const { own, customers, ownValue } of valueMap.bins)
      expect(ownValue.minorUnits / customers).toBeLessThan(own.to.minorUnits);
  });

  it('a focus group holds what the curve says, and the curve ends at the portfolio', () => {
    const { current, potential, network, total, portfolio } = whole;
    expect(current).toMatchObject({ customers: 8, of: 40, precision: 'EXACT', total: portfolio.current });
    expect(current.value).toEqual(current.curve[20].value);
    expect(current.valueShare).toBeCloseTo(current.value.minorUnits / portfolio.current.minorUnits, 12);
    expect(potential).toMatchObject({ value: portfolio.potential, total: portfolio.potential, valueShare: 1 });
    expect(total.total).toEqual(portfolio.total);
    expect(network.total.minorUnits).toBeGreaterThan(0);
  });

  it('what more could be sold to a focus group: within everybody, each listed as the customer has it', async () => {
    const REPORT = (first: number): string => `opportunities(first: ${first}) { status reason precision customers
      expected ${MONEY} of ${MONEY} expectedShare list { kind target expectedOverLifetime ${MONEY} expectedMargin ${MONEY} blockedBy
        customer { opportunities(first: 20) { blockedBy list { kind target expectedOverLifetime ${MONEY} expectedMargin ${MONEY} } } } } }`;
    const { some, all, none } = await client.data(
      `{ some: focus(by: CURRENT, share: 0.2) { ${REPORT(1)} } all: focus(by: TOTAL, share: 1) { ${REPORT(4)} } none: focus(share: 0) { ${REPORT(1)} } }`,
    );
    expect(all.opportunities).toMatchObject({ status: 'COMPUTED', precision: 'EXACT', expectedShare: 1 });
    expect(all.opportunities.list.length).toBeGreaterThan(0);
    expect(some.opportunities.of).toEqual(all.opportunities.expected);
    expect(some.opportunities.customers).toBeLessThanOrEqual(8);
    expect(none.opportunities).toMatchObject({ customers: 0, expected: { minorUnits: 0 }, list: [] });
    for (const { customer, kind, target, blockedBy, ...amounts } of all.opportunities.list) {
      const { list, blockedBy: speaksAgainst } = customer.opportunities;
      expect(list.find((one: Json) => one.kind === kind && one.target === target)).toMatchObject(amounts);
      expect(blockedBy).toEqual(speaksAgainst);
    }
  });

  it('cohorts hold everybody, and with what belongs to no purchase the direct value', () => {
    const { cohorts, portfolio } = whole;
    expect(sum(cohorts.cohorts, (one) => one.customers) + cohorts.neverBought).toBe(portfolio.customers.count);
    expect(sum(cohorts.cohorts, (one) => one.value.minorUnits) + cohorts.rest.minorUnits).toBe(
      portfolio.direct.minorUnits,
    );
    for (const { cells, customers, before, value, period } of cohorts.cohorts) {
      expect(sum(cells, (cell) => cell.value.minorUnits) + before.minorUnits).toBe(value.minorUnits);
      expect(cells[0]).toMatchObject({ age: 0, active: customers, retention: 1 });
      expect(cells.map((cell: Json) => cell.period.complete)).toEqual(
        cells.map((_: Json, k: number) => k < cells.length - 1),
      );
      expect(period.from.slice(5)).toBe('01-01');
    }
  });

  it('a bridge leads from one year to the next', () => {
    expect(whole.growth.status).toBe('COMPUTED');
    expect(whole.growth.bridges.length).toBeGreaterThan(1);
    for (const { before, after, terms } of whole.growth.bridges)
      expect(before.minorUnits + sum(terms, (term) => term.amount.minorUnits)).toBe(after.minorUnits);
    expect(whole.growth.bridges[0].to).toEqual({ from: '2024-01-01', complete: false });
  });

  it('who leaves is listed by expected loss, with the figures the customer has', () => {
    const { customers, status } = whole.leaving;
    expect(status).toBe('COMPUTED');
    expect(customers).toHaveLength(5);
    for (const { customer, ownExpected, network, returnProbability } of customers) {
      expect(customer.value.atRisk.own).toEqual(ownExpected);
      expect(customer.value.atRisk.network).toEqual(network);
      expect(customer.value.clv.returnProbability).toBe(returnProbability);
    }
  });

  it('the landscape counts every customer once, by how many segments they are in', () => {
    const { bySegments, segments, overlaps, effectiveSegments } = whole.segmentLandscape;
    expect(sum(bySegments, (one) => one.customers)).toBe(40);
    expect(sum(bySegments, (one) => one.value.minorUnits)).toBe(whole.portfolio.current.minorUnits);
    for (const { segment, customers } of segments) expect(segment.size.count).toBe(customers);
    expect(effectiveSegments).toBeLessThanOrEqual(segments.length);
    expect(overlaps).toHaveLength(3);
    expect(overlaps[0].jaccard).toBeLessThanOrEqual(Math.min(overlaps[0].ofA, overlaps[0].ofB));
  });

  it('steps lead to where customers stand', () => {
    const { stages, transitions } = whole.lifecycleSummary;
    for (const { stage, customers } of stages) {
      const began = transitions.began.find((one: Json) => one.stage === stage)?.customers ?? 0;
      const steps = (end: string): number =>
        sum(
          transitions.steps.filter((one: Json) => one[end] === stage),
          (one) => one.customers,
        );
      expect(began + steps('to') - steps('from')).toBe(customers.count);
    }
  });

  it('a dashboard costs at most 4 requests and 15 read units', async () => {
    const later = await clientOf({ ...db, clock: () => COMPANY_AS_OF + 10 * 60_000 });
    const parts = [
      `{ portfolio { total ${MONEY} } valueMap { customers } focus { value ${MONEY} } attention: focus(by: CURRENT) { gini } }`,
      `{ cohorts { neverBought } growth { status } lifecycleSummary { transitions { status } } }`,
      `{ leaving(first: 10) { customers { ownExpected ${MONEY} customer { displayName } } } }`,
      '{ segmentLandscape { effectiveSegments segments { key } } }',
    ];
    const units: number[] = [];
    for (const query of parts) units.push((await later.ask(query)).cost!.readUnits);
    // Half of it is the ten customers who are named.
    expect(units.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(15);
    expect(units[0]! + units[1]! + units[3]!).toBeLessThanOrEqual(7);
  });

  it('what winning customers cost is laid beside those won in the same period; without spend the reason is there', async () => {
    const asked = `{ acquisition(grain: YEAR) { status reason spend ${MONEY} costRatio costRatioReason
      retentionSpend ${MONEY} otherChannels { customers value ${MONEY} } untold { customers value ${MONEY} }
      channels { channel spend ${MONEY} customers customersReason value ${MONEY} bought { customers costPerCustomer ${MONEY} value ${MONEY} recovered } }
      periods { period { from } spend ${MONEY} customers costPerCustomer ${MONEY} value ${MONEY} recovered paybackPeriods } } }`;
    expect((await client.data(asked)).acquisition).toMatchObject({
      status: 'NOT_COMPUTED',
      reason: expect.stringMatching(/spend/u),
    });
    const year = (from: number): Json => ({ from: Date.UTC(from, 0), to: Date.UTC(from + 1, 0) });
    for (const [k, spend] of [
      { channel: 'search', ...year(2022), amountMinor: 5000 },
      { channel: 'fair', ...year(2022), amountMinor: 700 },
      { channel: 'fair', ...year(2024), amountMinor: 10_000_000 },
    ].entries())
      expect(await putSpend(db, { source: 'shop', id: String(k), ...spend })).toMatchObject({ status: 'ACCEPTED' });
    const { acquisition } = await client.data(asked);
    expect(acquisition).toMatchObject({ status: 'COMPUTED', spend: { minorUnits: 10_005_700 }, costRatio: null });
    expect(acquisition.costRatioReason).toMatch(/made up/u);
    expect(acquisition.channels.map(({ channel }: Json) => channel)).toEqual(['fair', 'search']);
    expect(sum(acquisition.periods, (one) => one.spend.minorUnits)).toBe(10_005_700);
    const won = Object.fromEntries(whole.cohorts.cohorts.map((one: Json) => [one.period.from, one]));
    const [first, last] = acquisition.periods;
    expect(first).toMatchObject({
      spend: { minorUnits: 5700 },
      customers: won[first.period.from].customers,
      recovered: true,
    });
    expect(first.value).toEqual(won[first.period.from].value);
    expect(first.costPerCustomer.minorUnits).toBe(Math.round(5700 / first.customers));
    expect(last.recovered).toBe(false);
    expect(last.paybackPeriods).toBeNull();
    // No order says how anybody came.
    expect(acquisition.channels[0]).toMatchObject({ customers: null, value: null, bought: null });
    expect(acquisition.channels[0].customersReason).toMatch(/acquisitionChannel/u);
    expect(acquisition.untold).toEqual({ customers: 40, value: whole.portfolio.direct });
    expect(acquisition.otherChannels.customers).toBe(0);
  });

  it('channels bring who they brought, attention lies beside value, and keeping is told from winning', async () => {
    const own = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(own, 20);
    const order = (n: number, month: number, acquisitionChannel: string, netMinor: number): Json => ({
      customer: { externalId: { source: 'shop', id: `new${n}` } },
      event: {
        kind: 'ORDER',
        source: 'shop',
        id: `way${n}`,
        occurredAt: Date.UTC(2023, month, 10),
        promotion: false,
        acquisitionChannel,
        lines: [{ sku: 's', group: 'g', quantity: 1, netMinor, lineKind: 'PRODUCT' }],
      },
    });
    const called = (n: number, effortMinutes: number): Json => ({
      customer: customer(n),
      event: {
        kind: 'INTERACTION',
        source: 'crm',
        id: `call${n}`,
        type: 'SALES_CONTACT',
        channel: 'PHONE',
        occurredAt: Date.UTC(2024, 1, 1),
        effortMinutes,
      },
    });
    await ingestEvents(own, [
      order(1, 2, 'search', 8000),
      order(2, 3, 'search', 9000),
      order(3, 3, 'fair', 100),
      called(3, 45),
      called(4, 15),
    ]);
    const march = { from: Date.UTC(2023, 2), to: Date.UTC(2023, 3) };
    for (const [k, spend] of [
      { channel: 'search', amountMinor: 4000 },
      { channel: 'letters', amountMinor: 90, purpose: 'RETENTION' as const },
    ].entries())
      await putSpend(own, { source: 'shop', id: String(k), ...march, ...spend });
    await runEnrichment(own, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0 } });
    const { acquisition, focus, portfolio } = await (
      await clientOf(own)
    ).data(`{ portfolio { direct ${MONEY} }
      focus(by: CURRENT, share: 0.5) { customers attentionReason attention { minutes precision of share contacts customers fragmentation } }
      acquisition { spend ${MONEY} retentionSpend ${MONEY} costRatio costRatioReason untold { customers value ${MONEY} } otherChannels { customers value ${MONEY} }
        channels { channel spend ${MONEY} customers value ${MONEY} bought { customers costPerCustomer ${MONEY} value ${MONEY} recovered } } } }`);
    expect(acquisition.spend.minorUnits).toBe(4000);
    expect(acquisition.retentionSpend.minorUnits).toBe(90);
    const [search, fair] = acquisition.channels;
    expect(search).toMatchObject({ channel: 'search', customers: 2, value: { minorUnits: 17_000 } });
    // Of the two, one came in the month that was paid for.
    expect(search.bought).toEqual({
      customers: 1,
      costPerCustomer: { minorUnits: 4000 },
      value: { minorUnits: 8000 },
      recovered: true,
    });
    expect(fair).toMatchObject({ channel: 'fair', spend: { minorUnits: 0 }, customers: 1, bought: null });
    const everybody = [...acquisition.channels, acquisition.untold, acquisition.otherChannels];
    expect(sum(everybody, (one) => one.customers)).toBe(23);
    expect(sum(everybody, (one) => one.value.minorUnits)).toBe(portfolio.direct.minorUnits);
    expect(acquisition.costRatioReason).toBeNull();
    expect(acquisition.costRatio).toBeGreaterThan(0);
    expect(focus.attentionReason).toBeNull();
    expect(focus.attention).toMatchObject({ of: 60, contacts: 2, customers: 2 });
    expect(focus.attention.share).toBe(focus.attention.minutes / 60);
    expect(focus.attention.fragmentation).toBeGreaterThan(0.5);
    expect((await client.data('{ focus { attention { minutes } attentionReason } }')).focus).toMatchObject({
      attention: null,
      attentionReason: expect.stringMatching(/effortMinutes/u),
    });
  });

  it('what cannot be asked is told', async () => {
    for (const query of [
      '{ focus(share: 1.5) { share } }',
      '{ leaving(first: 0) { listed } }',
      '{ leadTriage(capacityMinutes: -1) { status } }',
    ])
      expect((await client.ask(query)).errors[0]!.extensions.code).toMatch(/BAD_USER_INPUT|PAGE_SIZE/u);
  });

  it('before a run, and after one of a release that knew none of this, the reason is there', async () => {
    const empty = await testDb(engine, { clock: () => COMPANY_AS_OF });
    const asked =
      '{ focus { status reason curve { percent } } leaving { status reason } cohorts { reason cohorts { customers } } leadTriage(capacityMinutes: 60) { status reason count leads { stage } } }';
    expect(await (await clientOf(empty)).data(asked)).toMatchObject({
      focus: { status: 'NOT_COMPUTED', reason: 'No run has been published yet.', curve: [] },
      leadTriage: { status: 'NOT_COMPUTED', reason: 'No run has been published yet.', count: null, leads: [] },
    });
    await runEnrichment(empty, { asOf: COMPANY_AS_OF, trigger: 'MANUAL' });
    expect(await (await clientOf(empty)).data(asked)).toMatchObject({
      focus: { status: 'NOT_COMPUTED', reason: expect.stringMatching(/nobody has bought/u) },
      leaving: { status: 'NOT_COMPUTED', reason: expect.stringMatching(/Nobody has bought/u) },
      cohorts: { reason: null, cohorts: [] },
      leadTriage: { status: 'COMPUTED', reason: null, count: 0, leads: [] },
    });

    const older = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(older, 3);
    await runEnrichment(older, { asOf: COMPANY_AS_OF, trigger: 'MANUAL' });
    const generation = (await visibleGeneration(older, { consistent: true }))!;
    const { aggregates: _, ...slots } = generation.slots!;
    await putItem(older, {
      pk: S(META_GENERATION.pk),
      sk: S(META_GENERATION.sk),
      generation: N(generation.generation),
      fence: N(generation.generation),
      json: packText(JSON.stringify({ ...generation, slots })),
    });
    expect((await (await clientOf(older)).data(asked)).cohorts.reason).toMatch(/next run does/u);
  });

  it('a night without an event leaves what time does not move where it lies', async () => {
    const night = { ...db, clock: () => COMPANY_AS_OF + DAY_MS };
    const before = (await visibleGeneration(db, { consistent: true }))!.slots!['aggregates'];
    await runEnrichment(night, { asOf: COMPANY_AS_OF + DAY_MS, trigger: 'MANUAL', settings: { kappa: 0.3 } });
    const after = (await visibleGeneration(db, { consistent: true }))!.slots!['aggregates'];
    const { inflateRawSync } = await import('node:zlib');
    const bits = (text: string): number => inflateRawSync(Buffer.from(text, 'base64'))[0]!;
    // Value map, periods over, periods now and steps stay; what is ahead, curves and the leaving list move with the day.
    const moved = bits(before!) ^ bits(after!);
    expect(moved & 0b0011_1001).toBe(0);
    expect(moved & 0b1000_0110).toBe(0b1000_0110);
  });
});
