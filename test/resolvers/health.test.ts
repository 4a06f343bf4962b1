import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAvailable, startEngine, type Engine } from '../engines/engines.ts';
import { COMPANY_AS_OF } from '../enrichment/company.ts';
import { publishedCompany, type Client, type Json } from './client.ts';

const SIZE = 120;
const CUSTOMERS = `{
  customers(first: 100) { nodes {
    id
    value { clv { returnProbability } }
    health {
      score band confidence factors { key maximum value points } satisfaction significance
      happiness { score terms { key value weight } } loyalty { score terms { value weight } } recommendation { score terms { key } }
      absent { field reason } provenance { missingInputs }
    }
    opportunities(first: 3) { count reason list { kind target probability expectedMargin { minorUnits } because { text rule { antecedent lift } } } }
  } }
  healthBacktest { asOf until bands { band customers left share } worseLeaveMore }
  associationRules { count buyers supportFloor list { antecedent consequent customers support confidence lift adoption } }
}`;
const ONE = `query ($id: ID!) { customer(by: { id: $id }) {
  opportunities { blockedBy }
  personalisation { preferredChannel preferredHour groupAffinity { group share } nextOpportunity { target } doNotContact absent { field reason } }
} }`;

describe('health and opportunities', () => {
  let engine: Engine;
  let client: Client;
  let answer: Json;
  beforeAll(async () => {
    engine = await startEngine(isAvailable('dynoxide') ? 'dynoxide' : 'dynalite');
    client = await publishedCompany(engine, SIZE);
    answer = await client.data(CUSTOMERS);
  });
  afterAll(() => engine.stop());
  const all = (): Json[] => answer.customers.nodes;
  const one = async (id: string): Promise<Json> => (await client.data(ONE, { id })).customer;

  it('opens into factors whose points sum to the score, and whose first is the published chance of return', () => {
    const scored = all().filter(({ health }) => health.score !== null);
    expect(scored.length).toBeGreaterThan(50);
    for (const { health, value } of scored) {
      const points = health.factors.reduce((sum: number, factor: Json) => sum + factor.points, 0);
      expect(points).toBeCloseTo(health.score, 9);
      const [chance] = health.factors;
      if (chance.value !== null) expect(chance.value).toBe(value.clv.returnProbability);
      for (const part of [health.happiness, health.loyalty]) {
        const weight = part.terms.reduce((sum: number, term: Json) => sum + term.weight, 0);
        const sum = part.terms.reduce((total: number, term: Json) => total + term.weight * term.value, 0);
        if (weight === 0) expect(part.score).toBeNull();
        else expect(part.score).toBeCloseTo((100 * sum) / weight, 9);
      }
    }
    expect(new Set(scored.map(({ health }) => health.band)).size).toBeGreaterThan(1);
  });
  it('says of every factor that is missing why, and that it is missing', () => {
    for (const { health } of all()) {
      const missing = health.factors.filter(({ value }: Json) => value === null).map(({ key }: Json) => key);
      expect(health.provenance.missingInputs).toEqual(missing);
      const told = health.absent.filter(({ field }: Json) => field.startsWith('factors.'));
      expect(told.map(({ field }: Json) => field)).toEqual(missing.map((key: string) => `factors.${key}`));
      for (const { reason } of health.absent) expect(reason).toMatch(/^[A-Z].{10,}\.$/u);
    }
  });
  it('is tried on the past: every buyer of then is in one band', () => {
    const { bands, asOf, until } = answer.healthBacktest;
    expect(bands.map(({ band }: Json) => band)).toEqual(['HEALTHY', 'NEUTRAL', 'AT_RISK', 'UNKNOWN']);
    expect(Date.parse(until) - Date.parse(asOf)).toBeGreaterThanOrEqual(180 * 86_400_000);
    const judged = bands.reduce((sum: number, { customers }: Json) => sum + customers, 0);
    expect(judged).toBeGreaterThan(10);
    for (const { customers, left, share } of bands) {
      expect(left).toBeLessThanOrEqual(customers);
      expect(share).toBe(customers === 0 ? null : left / customers);
    }
  });
  it('lists opportunities with their reason, and blocks instead of hiding them', async () => {
    const selling = all().filter(({ opportunities }) => opportunities.count > 0);
    expect(selling.length).toBeGreaterThan(0);
    for (const { opportunities, value } of selling)
      for (const { probability, because } of opportunities.list) {
        expect(probability).toBeGreaterThanOrEqual(0);
        expect(probability).toBeLessThanOrEqual(value.clv.returnProbability);
        expect(because.text).toMatch(/\.$/u);
      }
    const blocked = await one(selling[0].id);
    expect(blocked.opportunities.blockedBy).toContain('NO_CONSENT');
    expect(blocked.personalisation.doNotContact).toEqual(blocked.opportunities.blockedBy);
    expect(blocked.personalisation.nextOpportunity.target).toBe(selling[0].opportunities.list[0].target);
  });
  it('is unblocked by a consent, and blocked again where offers are refused', async () => {
    const { id } = all().find(({ opportunities }) => opportunities.count > 0);
    const tell = async (type: string, value: string) => {
      const { factsIngest } = await client.data(
        'mutation ($input: FactsIngestInput!) { factsIngest(input: $input) { rejected } }',
        {
          input: {
            idempotencyKey: `${type}-${value}`,
            facts: [
              {
                source: 'crm',
                id: `${type}-${value}`,
                by: { id },
                type,
                value,
                detail: 'v1',
                at: new Date(COMPANY_AS_OF - 1000).toISOString(),
              },
            ],
          },
        },
      );
      expect(factsIngest.rejected).toBe(0);
      return (await one(id)).opportunities.blockedBy;
    };
    expect(await tell('CONSENT_EMAIL', 'GRANTED')).not.toContain('NO_CONSENT');
    expect(await tell('CONSENT_PERSONALISATION', 'WITHDRAWN')).toContain('NO_CONSENT');
  });
  it('says why there are none where nothing was bought', () => {
    const reasons = all().flatMap(({ opportunities }) => opportunities.reason ?? []);
    for (const reason of reasons) expect(reason).toMatch(/has not bought/u);
  });
  it('publishes rules above the floor with a lift above 1', () => {
    const { list, buyers, supportFloor } = answer.associationRules;
    for (const { customers, support, lift, confidence } of list) {
      expect(customers).toBeGreaterThanOrEqual(supportFloor);
      expect(support).toBeCloseTo(customers / buyers, 12);
      expect(lift).toBeGreaterThan(1);
      expect(confidence).toBeGreaterThanOrEqual(support);
    }
  });
  it('costs one more request than the customer', async () => {
    const id = all()[0].id;
    const health = await client.ask('query ($id: ID!) { customer(by: { id: $id }) { health { score } } }', { id });
    const value = await client.ask('query ($id: ID!) { customer(by: { id: $id }) { rfm { group } } }', { id });
    expect(health.cost.requests - value.cost.requests).toBeLessThanOrEqual(2);
    expect(health.cost.readUnits - value.cost.readUnits).toBeLessThanOrEqual(3);
  });
});
