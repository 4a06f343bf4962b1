import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INTERACTION_TYPES } from '../../../domain/events.ts';
import { leavingTrend, worseLeaveMore, type BacktestBand } from '../../../domain/health/backtest.ts';
import { seededUniform } from '../../../domain/numerics/random.ts';
import { bordersFor, cohortCutOffs, cohortOf, standingIn } from '../../../domain/health/cohorts.ts';
import { bandOf, HEALTH_FACTORS, healthOf, type HealthInputs } from '../../../domain/health/health.ts';
import {
  happinessOf,
  loyaltyOf,
  recommendationOf,
  satisfactionOf,
  significanceOf,
} from '../../../domain/health/parts.ts';
import type { BehaviourTally } from '../../../domain/summary/traces.ts';

const tally = (type: BehaviourTally['type'], count: number, rated = 0, valenceSum = 0, period = 0): BehaviourTally => ({
  period,
  type,
  count,
  rated,
  valenceSum,
});
const nothing: HealthInputs = {
  returnProbability: null,
  lifetimeStanding: null,
  behaviour: [],
  openComplaints: 0,
  purchaseDays: [],
  usualGapDays: null,
  hasReferred: false,
  today: 1000,
};
const share = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null });
const anyInputs: fc.Arbitrary<HealthInputs> = fc.record({
  returnProbability: share,
  lifetimeStanding: share,
  behaviour: fc.array(
    fc
      .record({
        period: fc.integer({ min: 0, max: 40 }),
        type: fc.constantFrom(...INTERACTION_TYPES),
        count: fc.integer({ min: 1, max: 9 }),
        mean: fc.option(fc.double({ min: -1, max: 1, noNaN: true }), { nil: null }),
      })
      .map(({ mean, ...one }) => ({
        ...one,
        rated: mean === null ? 0 : one.count,
        valenceSum: mean === null ? 0 : mean * one.count,
      })),
  ),
  openComplaints: fc.integer({ min: 0, max: 3 }),
  purchaseDays: fc.uniqueArray(fc.integer({ min: 0, max: 1000 })).map((days) => days.sort((a, b) => a - b)),
  usualGapDays: fc.option(fc.integer({ min: 1, max: 400 }), { nil: null }),
  hasReferred: fc.boolean(),
  today: fc.constant(1000),
});

describe('health', () => {
  it('has factors whose maxima sum to 100', () => {
    expect(HEALTH_FACTORS).toEqual({
      RETURN_PROBABILITY: 25,
      LIFETIME_VALUE: 15,
      WELLBEING: 20,
      LOYALTY: 20,
      RECOMMENDATION: 20,
    });
    expect(Object.values(HEALTH_FACTORS).reduce((sum, maximum) => sum + maximum, 0)).toBe(100);
  });
  it('is the sum of the points of its factors, from 0 to 100, with the confidence of what is known', () => {
    fc.assert(
      fc.property(anyInputs, (inputs) => {
        const { score, factors, confidence, band } = healthOf(inputs);
        const known = factors.filter(({ value }) => value !== null);
        expect(confidence).toBeCloseTo(known.reduce((sum, { maximum }) => sum + maximum, 0) / 100, 12);
        for (const { value, points } of factors) if (value === null) expect(points).toBe(0);
        expect(band).toBe(bandOf(score, confidence));
        if (score === null) return known.length === 0;
        expect(factors.reduce((sum, { points }) => sum + points, 0)).toBe(score);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100 + 1e-9);
        return true;
      }),
    );
  });
  it('weighs up what is known where a factor is missing, and lowers the confidence by its maximum', () => {
    const half = healthOf({ ...nothing, returnProbability: 0.8, lifetimeStanding: 0.4 });
    expect(half.score).toBeCloseTo((25 * 0.8 + 15 * 0.4) / 0.4, 9);
    expect(half).toMatchObject({ confidence: 0.4, band: 'UNKNOWN' });
    expect(healthOf(nothing)).toMatchObject({ score: null, confidence: 0, band: 'UNKNOWN' });
  });
  it('rises with the chance of return and with value among the cohort, all else equal', () => {
    fc.assert(
      fc.property(anyInputs, fc.double({ min: 0, max: 1, noNaN: true }), (inputs, more) => {
        for (const key of ['returnProbability', 'lifetimeStanding'] as const) {
          const low = inputs[key] ?? 0;
          const [one, other] = [low, Math.max(low, more)].map((value) => healthOf({ ...inputs, [key]: value }).score!);
          expect(other!).toBeGreaterThanOrEqual(one! - 1e-9);
        }
      }),
    );
  });
  it.each([
    [60, 1, 'HEALTHY'],
    [59.9, 0.5, 'NEUTRAL'],
    [40, 1, 'NEUTRAL'],
    [39.9, 0.6, 'AT_RISK'],
    [99, 0.49, 'UNKNOWN'],
    [null, 0, 'UNKNOWN'],
  ] as const)('of %s known to %s is %s', (score, confidence, band) => expect(bandOf(score, confidence)).toBe(band));
});

describe('the sub-scores of health', () => {
  it('happiness: how it was, and complaints as they stand', () => {
    expect(happinessOf([tally('REVIEW', 1, 1, 0.5)], 0)).toEqual({
      score: 0.75,
      terms: [{ key: 'EXPERIENCE', weight: 3, value: 0.75 }],
    });
    const complained = [tally('REVIEW', 2, 2, 2), tally('COMPLAINT_OPENED', 1, 1, -1)];
    const open = happinessOf(complained, 1).score!;
    expect(open).toBeCloseTo((3 * 0.5 + 0) / 4, 12);
    expect(happinessOf(complained, 0).score! - open).toBeCloseTo(0.25, 12);
    expect(happinessOf([tally('PAGE_VIEW', 5)], 0)).toEqual({ score: null, terms: [] });
  });
  it('loyalty: repeats, tenure and the wait against the usual gap', () => {
    const { score, terms } = loyaltyOf([0, 100, 200], 300, 50);
    expect(terms.map(({ key, value }) => [key, value])).toEqual([
      ['REPEAT', 2 / 3],
      ['TENURE', expect.closeTo(200 / 365.25 / 3, 12)],
      ['RHYTHM', 0.5],
    ]);
    expect(score).toBeCloseTo((2 * (2 / 3) + 200 / 365.25 / 3 + 0.5) / 4, 12);
    expect(loyaltyOf([7], 7, 30).terms.map(({ value }) => value)).toEqual([0, 0, 1]);
    expect(loyaltyOf([7], 9, null).terms).toHaveLength(2);
    expect(loyaltyOf([], 9, 30).score).toBeNull();
  });
  it('recommendation: answers, public acts with their tone, people brought in; nothing known is not nothing done', () => {
    expect(recommendationOf([], false).score).toBeNull();
    expect(recommendationOf([], true).score).toBe(1);
    expect(recommendationOf([tally('SOCIAL_SHARE', 2)], false).score).toBe(0.75);
    expect(recommendationOf([tally('SOCIAL_MENTION', 1, 1, -1)], false).score).toBe(0);
    expect(recommendationOf([tally('SURVEY_RESPONSE', 1, 1, 0), tally('SOCIAL_SHARE', 1)], true).score).toBeCloseTo(
      (2 * 0.5 + 0.5 + 2) / 5,
      12,
    );
  });
  it('satisfaction and significance are two numbers', () => {
    const answered = [tally('SURVEY_RESPONSE', 1, 1, 1, 1)];
    expect([satisfactionOf(answered), significanceOf(answered, 400)]).toEqual([1, 0]);
    const active = [tally('PORTAL_TASK', 4, 0, 0, 14), tally('NEWSLETTER_RECEIVED', 9, 0, 0, 14)];
    expect([satisfactionOf(active), significanceOf(active, 400)]).toEqual([null, 0.5]);
    expect(significanceOf([], 400)).toBeNull();
  });
});

describe('lifetime value among the own cohort', () => {
  it('compares with the quarter of the first purchase, with everybody where that is small', () => {
    const [first, second] = [17_200, 17_300];
    expect([cohortOf(first), cohortOf(second)]).toEqual(['2017-Q1', '2017-Q2']);
    const firstDay = Float64Array.from({ length: 50 }, (_, i) => (i < 40 ? first : i < 49 ? second : Number.NaN));
    const values = Float64Array.from({ length: 50 }, (_, i) => (i < 40 ? i : 1000 + i));
    const cutOffs = cohortCutOffs(firstDay, values);
    expect(Object.keys(cutOffs.cohorts)).toEqual(['2017-Q1']);
    expect(standingIn(39, bordersFor(cutOffs, first))).toBe(1);
    expect(standingIn(39, bordersFor(cutOffs, second))).toBeLessThan(0.9);
    expect(bordersFor(cutOffs, second)).toBe(cutOffs.all);
    expect(standingIn(3, cohortCutOffs(new Float64Array(0), new Float64Array(0)).all)).toBeNull();
  });
  it('stands from 0 to 1, rising with the value, equals in the middle', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 80 }), (values) => {
        const { all } = cohortCutOffs(new Float64Array(values.length), Float64Array.from(values));
        const standings = values.toSorted((a, b) => a - b).map((value) => standingIn(value, all)!);
        for (const [k, one] of standings.entries()) {
          expect(one).toBeGreaterThanOrEqual(k === 0 ? 0 : standings[k - 1]! - 1e-12);
          expect(one).toBeLessThanOrEqual(1);
        }
      }),
    );
    expect(
      standingIn(
        5,
        Array.from({ length: 11 }, () => 5),
      ),
    ).toBe(0.5);
    expect([
      standingIn(-1, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
      standingIn(2.5, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    ]).toEqual([0, 0.25]);
  });
});

describe('the backtest', () => {
  /** @param left at risk, neutral, healthy */
  const bands = (left: readonly number[], customers = 30): BacktestBand[] => [
    { band: 'HEALTHY', customers, left: left[2]! },
    { band: 'UNKNOWN', customers, left: 0 },
    { band: 'NEUTRAL', customers, left: left[1]! },
    { band: 'AT_RISK', customers, left: left[0]! },
  ];
  it.each([
    [[9, 5, 1], true],
    [[9, 9, 1], true],
    [[5, 4, 3], null],
    [[1, 5, 9], false],
    [[5, 5, 5], null],
  ] as const)('of bands from which %j of 30 left says %s', (left, expected) =>
    expect(worseLeaveMore(bands(left))).toBe(expected),
  );
  it('is the trend of Cochran and Armitage: R says prop.trend.test(c(1, 5, 9), c(30, 30, 30)) χ² = 7.68', () => {
    expect(leavingTrend(bands([9, 5, 1]))! ** 2).toBeCloseTo(7.68, 9);
    expect(leavingTrend(bands([1, 5, 9]))).toBeCloseTo(-leavingTrend(bands([9, 5, 1]))!, 12);
  });
  it('says nothing where there is one band, nobody, or everybody did the same', () => {
    expect(leavingTrend([{ band: 'NEUTRAL', customers: 3, left: 1 }])).toBeNull();
    expect(leavingTrend([])).toBeNull();
    expect(leavingTrend(bands([30, 30, 30]))).toBeNull();
    expect(worseLeaveMore(bands([0, 0, 0]))).toBeNull();
  });
  it('claims something of bands that say nothing in one of ten companies, for both directions together', () => {
    const uniform = seededUniform(7);
    const draw = (n: number): number => Array.from({ length: n }, uniform).filter((u) => u < 0.3).length;
    const claims = Array.from({ length: 1000 }, () =>
      worseLeaveMore([
        { band: 'HEALTHY', customers: 200, left: draw(200) },
        { band: 'NEUTRAL', customers: 60, left: draw(60) },
        { band: 'AT_RISK', customers: 12, left: draw(12) },
      ]),
    ).filter((claim) => claim !== null).length;
    // Within three standard errors of a tenth.
    expect(claims).toBeGreaterThan(72);
    expect(claims).toBeLessThan(128);
  });
});
