import { describe, expect, it } from 'vitest';
import { compare } from '../../local/demo/company/compare.ts';
import { seededChance } from '../../local/demo/company/chance.ts';
import { generateCompany } from '../../local/demo/company/generate.ts';
import { seasonAt } from '../../local/demo/company/purchases.ts';
import { runInMemory } from '../../bench/truth/in-memory.ts';

const company = generateCompany({ customers: 120 });
const { records, truth, asOf } = company;
const returnsOf = (key: string): number =>
  records.events.filter(
    ({ event }) => event.kind === 'ORDER' && event.id.startsWith(`o-${key}-`) && event.id.endsWith('-return'),
  ).length;
const sum = (values: Iterable<number>): number => [...values].reduce((total, one) => total + one, 0);

describe('a generated company', () => {
  it('is the same for the same settings, and another for another seed', () => {
    expect(generateCompany({ customers: 120 })).toEqual(company);
    expect(generateCompany({ customers: 120, seed: 2 }).records).not.toEqual(records);
  });
  it('says of every record that it is simulated, and names each once', () => {
    expect(records.events.every(({ event }) => event.simulated === true)).toBe(true);
    expect([...records.ties, ...records.referrals].every(({ simulated }) => simulated === true)).toBe(true);
    expect(records.spends.every(({ campaign }) => campaign === 'SIMULATED')).toBe(true);
    const ids = records.events.map(({ event }) => `${event.kind} ${event.source} ${event.id}`);
    expect(new Set(ids).size).toBe(ids.length);
  });
  it('tells nothing of what comes after the run', () => {
    expect(Math.max(...records.events.map(({ event }) => event.occurredAt))).toBeLessThan(asOf);
    expect(Math.max(...records.ties.map(({ at }) => at))).toBeLessThanOrEqual(asOf);
  });
  it('has everything a company can have', () => {
    const kinds = new Set(
      records.events.map(({ event }) =>
        event.kind === 'INTERACTION' || event.kind === 'FACT' ? event.type : event.kind,
      ),
    );
    for (const kind of [
      'ORDER',
      'COMPLAINT_RESOLVED',
      'SURVEY_RESPONSE',
      'PORTAL_TASK',
      'NEWSLETTER_READ',
      'PROMOTION_REDEEMED',
      'LEAD',
      'CONSENT_EMAIL',
      'ACCOUNT',
      'NEED',
    ] as const)
      expect(kinds).toContain(kind);
    const interactions = records.events.flatMap(({ event }) => (event.kind === 'INTERACTION' ? [event] : []));
    expect(interactions.some(({ effortMinutes = 0 }) => effortMinutes > 0)).toBe(true);
    const orders = records.events.flatMap(({ event }) => (event.kind === 'ORDER' ? [event] : []));
    expect(orders.some(({ lines }) => lines.some(({ returnOf }) => returnOf !== undefined))).toBe(true);
    expect(orders.some(({ promotion }) => promotion)).toBe(true);
    expect(orders.some(({ acquisitionChannel }) => acquisitionChannel !== undefined)).toBe(true);
    expect(truth.customers.some(({ isAlive }) => !isAlive)).toBe(true);
  });
  it('moves network value and makes none; where nothing moves anybody there is none', () => {
    expect(sum(truth.customers.map(({ networkMinor }) => networkMinor))).toBeCloseTo(0, 4);
    expect(truth.causedPurchases).toBeGreaterThan(0);
    const still = generateCompany({ customers: 120, influence: 0 }).truth;
    expect(still.causedPurchases).toBe(0);
    expect(still.customers.every(({ networkMinor }) => networkMinor === 0)).toBe(true);
  });
  it('expects of the future what comes, on the whole, and nothing of who has left', () => {
    for (const one of truth.customers) {
      if (!one.isAlive) expect([one.expectedOrders, one.cameOrders]).toEqual([0, 0]);
      expect(one.returnProbability).toBeLessThanOrEqual(1 + 1e-9);
    }
    const many = [1, 2, 3, 4, 5].flatMap((seed) => generateCompany({ customers: 150, seed }).truth.customers);
    const [expected, came] = [sum(many.map((one) => one.expectedOrders)), sum(many.map((one) => one.cameOrders))];
    expect(came / expected).toBeGreaterThan(0.9);
    expect(came / expected).toBeLessThan(1.1);
  });
  it('has a season whose mean is 1', () => {
    const year = Array.from({ length: 1461 }, (_, day) => seasonAt(day, 0.6));
    expect(sum(year) / year.length).toBeCloseTo(1, 3);
    expect(Math.max(...year)).toBeCloseTo(1.6, 2);
  });
});

describe('chance', () => {
  it('draws gammas of mean 1 and variance 1 ÷ shape', () => {
    for (const shape of [0.5, 1.5, 4]) {
      const chance = seededChance(3);
      const draws = Array.from({ length: 20_000 }, () => chance.gamma(shape));
      const mean = sum(draws) / draws.length;
      expect(mean).toBeCloseTo(1, 1);
      expect((sum(draws.map((one) => (one - mean) ** 2)) / draws.length) * shape).toBeCloseTo(1, 0);
    }
  });
});

describe('estimate beside truth', () => {
  it('has own value to the cent, refunds taken off, and every score beside what is true', async () => {
    const { estimate } = await runInMemory(company, { clvModel: 'mbgnbd' });
    const byKey = new Map(estimate.customers.map((one) => [one.key, one]));
    // A returned piece takes back its share of a line, which is rounded in one way or the other.
    for (const { key, ownMinor } of truth.customers)
      expect(Math.abs(byKey.get(key)!.directMinor - ownMinor), key).toBeLessThanOrEqual(returnsOf(key));
    const lines = compare(estimate, truth);
    expect(new Set(lines.map(({ score }) => score))).toEqual(
      new Set(['own value', 'expected value', 'P(return)', 'alive', 'churn', 'health', 'referral', 'influence']),
    );
    for (const { estimate: is, truth: so } of lines)
      for (const value of [is, so]) expect(Number.isNaN(value)).toBe(false);
    // A probability that said nothing would have .5.
    expect(lines.find(({ figure }) => figure.startsWith('AUC of who returned'))!.estimate).toBeGreaterThan(0.75);
  });
});
