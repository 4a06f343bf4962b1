import { describe, expect, it } from 'vitest';
import { pointsLead, pointsOfTallies, type LeadInput } from '../../../domain/engagement/lead.ts';
import { interveneAt, pointsLeadText, verdictOf } from '../../../domain/engagement/lead-text.ts';
import { defaultRuleSet } from '../../../domain/engagement/rules.ts';
import type { InteractionType } from '../../../domain/events.ts';
import { ranksOf } from '../../../domain/numerics/rank-correlation.ts';
import { seededChance } from '../../../local/demo/company/chance.ts';

const tally = (type: InteractionType, count: number) => ({ period: 1, type, count, rated: 0, valenceSum: 0 });

/** Customers whose spend goes on as before, and who like a post or read one more where `strength` of it shows in what they spend after. */
function world(seed: number, customers: number, strength: number): LeadInput {
  const chance = seededChance(seed);
  const column = (of: (i: number) => number): Float64Array => Float64Array.from({ length: customers }, (_, i) => of(i));
  const rate = column(() => chance.gamma(1.5));
  const interest = column(() => chance.normal());
  const behaviours = new Map<InteractionType, Float64Array>(
    (['SOCIAL_LIKE', 'NEWSLETTER_READ', 'PAGE_VIEW', 'DELIVERY'] as const).map((type) => [
      type,
      column((i) =>
        type === 'PAGE_VIEW'
          ? Math.floor(chance.between(0, 3))
          : Math.max(0, Math.round(interest[i]! + chance.normal())),
      ),
    ]),
  );
  return {
    spend: {
      marginMinor: column((i) => 1000 * rate[i]! * chance.gamma(4)),
      recentMarginMinor: column((i) => 300 * rate[i]! * chance.gamma(2)),
      windowMarginMinor: column((i) => 100 * rate[i]! * chance.gamma(1)),
      windowPurchaseDays: column((i) => Math.floor(2 * rate[i]! * chance.gamma(1))),
      purchaseDays: column((i) => 1 + Math.round(8 * rate[i]!)),
      daysSinceLast: column((i) => Math.round(60 / rate[i]!)),
      daysSinceFirst: column(() => Math.round(chance.between(100, 900))),
      expectedOrders: column((i) => rate[i]!),
    },
    marginMinor: column((i) => Math.max(0, 1000 * rate[i]! * (1 + strength * interest[i]!) + 500 * chance.normal())),
    points: column((i) => 10 * behaviours.get('SOCIAL_LIKE')![i]! + 30 * behaviours.get('NEWSLETTER_READ')![i]!),
    behaviours,
  };
}

describe('whether points lead value', () => {
  it('is found where interest comes before spending, and named by the behaviours that show it', () => {
    const lead = pointsLead(world(1, 400, 0.5));
    expect(verdictOf(lead)).toBe('LEADS');
    expect(new Set(interveneAt(lead).map(({ type }) => type))).toEqual(new Set(['SOCIAL_LIKE', 'NEWSLETTER_READ']));
    // What is done with a purchase leads to none.
    expect(lead.behaviours.map(({ type }) => type)).not.toContain('DELIVERY');
    expect(pointsLeadText(lead)).toMatch(
      /^Points lead value: .* Where to intervene: .*NEWSLETTER_READ .*not a cause\.$/u,
    );
  });
  it('claims nothing more often than its level where there is nothing, and covers 0 as often as it says', () => {
    const still = Array.from({ length: 400 }, (_, k) => pointsLead(world(100 + k, 150, 0)));
    const claims = still.filter((lead) => verdictOf(lead) === 'LEADS').length;
    const named = still.filter((lead) => interveneAt(lead).length > 0).length;
    const covered = still.filter(({ points }) => points!.low <= 0 && points!.high >= 0).length;
    // 2.5 %, 5 % and 95 %, each within three standard errors.
    expect(claims).toBeLessThanOrEqual(19);
    expect(named).toBeLessThanOrEqual(33);
    expect(covered / 400).toBeGreaterThan(0.917);
    expect(covered / 400).toBeLessThan(0.983);
    expect(pointsLeadText(still.find((lead) => verdictOf(lead) === 'NO_EVIDENCE')!)).toContain('There is no evidence');
  });
  it('is not what past spend says already: points that follow from it alone lead nothing', () => {
    const { spend, marginMinor, ...rest } = world(5, 400, 0);
    const lead = pointsLead({ ...rest, spend, marginMinor, points: spend.purchaseDays.map((days) => 10 * days) });
    expect(lead.points).toBeNull();
  });
  it('cannot be told of a handful of customers, or of points few have', () => {
    expect(verdictOf(pointsLead(world(1, 20, 0.5)))).toBe('TOO_LITTLE_DATA');
    const none = { ...world(1, 200, 0.5), points: new Float64Array(200), behaviours: new Map() };
    expect(pointsLead(none)).toMatchObject({ points: null, behaviours: [], customers: 200 });
    expect(pointsLeadText(pointsLead(none))).toContain('cannot be told');
  });
  it('agrees with the definition: Spearman with one ranked control is (r − r₁r₂) ÷ √((1 − r₁²)(1 − r₂²))', () => {
    const { marginMinor, points, spend } = world(9, 120, 0.4);
    const same = Object.fromEntries(Object.keys(spend).map((key) => [key, spend.marginMinor])) as typeof spend & object;
    const r = (a: Float64Array, b: Float64Array): number => {
      const [x, y] = [ranksOf(a), ranksOf(b)];
      const mean = (120 + 1) / 2;
      const over = (f: (k: number) => number): number => [...x.keys()].reduce((sum, k) => sum + f(k), 0);
      return (
        over((k) => (x[k]! - mean) * (y[k]! - mean)) /
        Math.sqrt(over((k) => (x[k]! - mean) ** 2) * over((k) => (y[k]! - mean) ** 2))
      );
    };
    const [r0, r1, r2] = [r(points, marginMinor), r(points, spend.marginMinor), r(marginMinor, spend.marginMinor)];
    const found = pointsLead({ spend: same, marginMinor, points, behaviours: new Map() });
    expect(found.points!.correlation).toBeCloseTo((r0 - r1 * r2) / Math.sqrt((1 - r1 ** 2) * (1 - r2 ** 2)), 10);
  });
});

describe('points of tallies', () => {
  it('are those of the rules: an issue at its furthest stage, an unlike takes one back, groups are spending', () => {
    const read = [tally('NEWSLETTER_RECEIVED', 3), tally('NEWSLETTER_OPENED', 2), tally('NEWSLETTER_READ', 1)];
    // One read, one opened, one received.
    expect(pointsOfTallies(defaultRuleSet, read)).toBe(30 + 20 + 10);
    expect(pointsOfTallies(defaultRuleSet, [tally('SOCIAL_LIKE', 3), tally('SOCIAL_UNLIKE', 1)])).toBe(20);
    expect(pointsOfTallies(defaultRuleSet, [tally('SOCIAL_FOLLOW', 1), tally('SOCIAL_UNFOLLOW', 2)])).toBe(0);
    expect(pointsOfTallies(defaultRuleSet, [])).toBe(0);
  });
});
