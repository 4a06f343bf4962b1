import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FactType } from '../../domain/facts/facts.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { runEnrichment } from '../../enrichment/run.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { putSegment } from '../../store/definitions/segments.ts';
import { COMPANY_AS_OF, customer, seedCompany } from '../enrichment/company.ts';
import { isAvailable, startEngine, testDb, type Engine } from '../engines/engines.ts';
import { clientOf, type Client, type Json } from './client.ts';

const SIZE = 40;
const sum = (list: readonly Json[], of: (one: Json) => number): number =>
  list.reduce((total, one) => total + of(one), 0);
const told = (n: number, type: FactType, value: string, daysAgo: number, rest: Json = {}): Json => ({
  customer: customer(n),
  event: {
    kind: 'FACT',
    source: 'crm',
    id: `${type}-${n}-${daysAgo}`,
    type,
    value,
    occurredAt: COMPANY_AS_OF - daysAgo * DAY_MS,
    ...rest,
  },
});
const did = (n: number, type: string, daysAgo: number, rest: Json = {}): Json => ({
  customer: customer(n),
  event: {
    kind: 'INTERACTION',
    source: 'desk',
    id: `${type}-${n}-${daysAgo}`,
    type,
    channel: 'PHONE',
    occurredAt: COMPANY_AS_OF - daysAgo * DAY_MS,
    ...rest,
  },
});

describe('how a company and its customers stand', () => {
  let engine: Engine;
  let client: Client;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    const db = await testDb(engine, { clock: () => COMPANY_AS_OF });
    await seedCompany(db, SIZE);
    await ingestEvents(db, [
      ...Array.from({ length: 24 }, (_, n) => did(n, 'SURVEY_RESPONSE', 9, { valence: (n % 9) / 4 - 1 })),
      ...Array.from({ length: 6 }, (_, n) => did(n, 'SUPPORT_CONTACT', 3, { effortMinutes: 10 + n })),
      ...Array.from({ length: 4 }, (_, n) => told(n, 'CONTACT', n < 3 ? 'Ada' : 'Bram', 80)),
      // Again the same person, and another one who took over.
      told(0, 'CONTACT', 'Ada', 20),
      told(1, 'CONTACT', 'Chen', 5),
      // Ran out a day ago.
      told(2, 'CONTACT', 'Ada', 30, { expiresAt: COMPANY_AS_OF - DAY_MS }),
      told(0, 'LIFE_STAGE', 'empty nest', 50),
      told(0, 'LIFESTYLE', 'outdoors', 50),
      told(1, 'LIFE_STAGE', 'student', 50),
      // Nobody has ordered among these.
      ...[0, 1, 2].flatMap((k) => [
        did(SIZE + k, 'SALES_CONTACT', 6 + k),
        told(SIZE + k, 'LEAD', 'QUALIFIED', 4, { detail: k === 2 ? 'Dora' : 'Bram' }),
      ]),
    ] as Parameters<typeof ingestEvents>[1]);
    await putSegment(db, {
      key: 'nest-of-ada',
      name: 'Nest of Ada',
      description: '',
      rule: {
        all: [
          { field: 'lifeStage', op: 'EQ', value: 'empty nest' },
          { field: 'contact', op: 'EQ', value: 'Ada' },
        ],
      },
    });
    await runEnrichment(db, { asOf: COMPANY_AS_OF, trigger: 'MANUAL', settings: { kappa: 0.3 } });
    client = await clientOf(db);
  });
  afterAll(() => engine.stop());

  it('lays value of and value for the customer beside one another, and the report counts everybody where they are', async () => {
    const { customers, balance, portfolio } = await client.data(`{
      customers(first: 100) { nodes { value { standing { percentile } } health { happiness { score } }
        balance { valueOf valueFor happiness quadrant absent { field reason } provenance { version } } } }
      balance { status measuredShare quadrants { quadrant customers value { minorUnits } } unmeasured { quadrant customers value { minorUnits } } }
      portfolio { customers { count } total { minorUnits } } }`);
    const nodes: Json[] = customers.nodes;
    for (const { balance: own, value, health } of nodes) {
      expect(own.valueOf).toBe(value.standing.percentile);
      expect(own.happiness).toBe(health.happiness.score);
      expect(own.valueFor === null).toBe(own.happiness === null);
      const [of, for_] = [own.valueOf >= 50, own.valueFor >= 50];
      const expected = of ? (for_ ? 'STAR' : 'VULNERABLE') : for_ ? 'FREE_RIDER' : 'LOST_CAUSE';
      expect(own.quadrant).toBe(own.valueFor === null ? null : expected);
      expect(own.absent.map(({ field }: Json) => field)).toEqual(
        own.valueFor === null ? ['valueFor', 'happiness', 'quadrant'] : [],
      );
      for (const { reason } of own.absent) expect(reason).toMatch(/known/u);
    }
    const parts: Json[] = [...balance.quadrants, balance.unmeasured];
    expect(sum(parts, (one) => one.customers)).toBe(portfolio.customers.count);
    expect(sum(parts, (one) => one.value.minorUnits)).toBe(portfolio.total.minorUnits);
    for (const { quadrant, customers: count } of parts) {
      expect(nodes.filter(({ balance: own }) => own.quadrant === quadrant)).toHaveLength(count);
      expect(count).toBeGreaterThan(0);
    }
  });

  const ONE = `id trustedContact { name since until reason } dimensions { lifeStage lifestyle absent { field reason }
    relationship { stage cycle lapsed customerSince contact } } lifecycle { stage cycle lapsed }`;
  const one = async (n: number): Promise<Json> =>
    (
      await client.data(`query ($by: CustomerIdentifier!) { customer(by: $by) { ${ONE} } }`, {
        by: customer(n),
      })
    ).customer;

  it('a customer has one trusted contact, since the same one was told without a break', async () => {
    const day = (daysAgo: number): string => new Date(COMPANY_AS_OF - daysAgo * DAY_MS).toISOString();
    const names = await Promise.all([0, 1, 2, 3, 9, SIZE].map(one));
    const at = (k: number): Json => names[k].trustedContact;
    expect(at(0)).toMatchObject({ name: 'Ada', reason: null });
    expect(Date.parse(at(0).since)).toBe(Date.parse(day(80)));
    expect(at(1).name).toBe('Chen');
    expect(Date.parse(at(1).since)).toBe(Date.parse(day(5)));
    expect(at(2)).toMatchObject({ name: null, reason: expect.stringMatching(/CONTACT/u) });
    expect(at(3).name).toBe('Bram');
    expect(at(4)).toMatchObject({ name: null, since: null });
    // The owner of the lead, where nobody else is told.
    expect(at(5).name).toBe('Bram');
  });

  it('contacts share everybody, and what of human contact is with customers of somebody is covered', async () => {
    const { trustedContacts, portfolio, focus } = await client.data(`{
      trustedContacts { status coverage minutesCoverage contacts { contact customers value { minorUnits } minutes contacted }
        others { customers value { minorUnits } minutes } nobody { contact customers value { minorUnits } minutes contacted } }
      portfolio { customers { count } current { minorUnits } }
      focus(by: CURRENT, share: 1) { attention { minutes } } }`);
    const { contacts, others, nobody, coverage, minutesCoverage } = trustedContacts;
    const all: Json[] = [...contacts, others, nobody];
    expect(sum(all, ({ customers }) => customers)).toBe(portfolio.customers.count);
    expect(sum(all, ({ value }) => value.minorUnits)).toBe(portfolio.current.minorUnits);
    expect(sum(all, ({ minutes }) => minutes)).toBeCloseTo(focus.attention.minutes, 6);
    expect(Object.fromEntries(contacts.map(({ contact, customers }: Json) => [contact, customers]))).toEqual({
      Ada: 1,
      Chen: 1,
      Bram: 3,
      Dora: 1,
    });
    // Of the six with minutes three have a contact that stands: 10 + 11 + 13 of 75 minutes.
    expect(coverage).toBeCloseTo(0.5, 12);
    expect(minutesCoverage).toBeCloseTo(34 / 75, 12);
  });

  it("a contact's triage is of their own leads", async () => {
    const TRIAGE = `query ($contact: String) { leadTriage(capacityMinutes: 60, contact: $contact) {
      status count actions { leads } leads { contact customer { id } } } }`;
    const all = (await client.data(TRIAGE, { contact: null })).leadTriage;
    const own = (await client.data(TRIAGE, { contact: 'Bram' })).leadTriage;
    expect(own).toMatchObject({ status: 'COMPUTED', count: 2 });
    expect(own.leads).toEqual(expect.arrayContaining(all.leads.filter(({ contact }: Json) => contact === 'Bram')));
    expect(sum(own.actions, ({ leads }) => leads)).toBe(2);
    expect((await client.data(TRIAGE, { contact: 'Nobody' })).leadTriage).toMatchObject({ count: 0, leads: [] });
  });

  it('life stage, lifestyle and relationship are three dimensions, each by itself, and a segment asks for each', async () => {
    const [both, stage, none] = await Promise.all([one(0), one(1), one(9)]);
    expect(both.dimensions).toMatchObject({ lifeStage: 'empty nest', lifestyle: 'outdoors', absent: [] });
    expect(both.dimensions.relationship).toMatchObject({ ...both.lifecycle, contact: 'Ada' });
    expect(stage.dimensions).toMatchObject({ lifeStage: 'student', lifestyle: null });
    expect(stage.dimensions.absent).toEqual([{ field: 'lifestyle', reason: expect.stringMatching(/LIFESTYLE/u) }]);
    expect(none.dimensions.absent.map(({ field }: Json) => field)).toEqual(['lifeStage', 'lifestyle']);
    expect(none.dimensions.relationship).toMatchObject(none.lifecycle);
    const { segment, customers } = await client.data(
      '{ segment(key: "nest-of-ada") { members(first: 5) { nodes { id } } } customers(first: 9, filter: { lifestyle: ["outdoors"] }) { nodes { id } } }',
    );
    expect(segment.members.nodes).toEqual([{ id: both.id }]);
    expect(customers.nodes).toEqual([{ id: both.id }]);
  });

  it('sources say how much they tell by department, how far they lag, and how well they are matched', async () => {
    const { sourceHealth } = await client.data(
      '{ sourceHealth { status customers matchedShare sources { source department records customers matchedShare lastAt lagDays } } }',
    );
    const of = (source: string, department: string): Json =>
      sourceHealth.sources.find((row: Json) => row.source === source && row.department === department);
    expect(of('desk', 'SERVICE')).toMatchObject({ records: 30, customers: 24, lagDays: 3 });
    expect(of('desk', 'SALES')).toMatchObject({ records: 3, customers: 3, lagDays: 6, matchedShare: 1 });
    expect(of('crm', 'SALES')).toMatchObject({ records: 10, customers: 7, matchedShare: 1, lagDays: 4 });
    expect(of('crm', 'MARKETING')).toMatchObject({ records: 3, customers: 2 });
    const everything = await client.data(`{ customers(first: 50) { nodes {
      orders(first: 5) { nodes { source } } interactions(first: 5) { nodes { source } } facts { history { source } } } } }`);
    const nodes: Json[] = everything.customers.nodes;
    const told = nodes.map(({ orders, interactions, facts }) =>
      [...orders.nodes, ...interactions.nodes, ...facts.history].map(({ source }: Json) => source as string),
    );
    expect(sum(sourceHealth.sources, ({ records }) => records)).toBe(told.flat().length);
    const known = told.filter((sources) => sources.length > 0);
    expect(sourceHealth.customers).toBe(known.length);
    expect(sourceHealth.matchedShare).toBeCloseTo(
      known.filter((sources) => new Set(sources).size > 1).length / known.length,
      12,
    );
  });
});
