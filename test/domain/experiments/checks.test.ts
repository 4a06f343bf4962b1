import { describe, expect, it } from 'vitest';
import {
  cappedLifts,
  dominatedByOne,
  liftsWithout,
  sameShare,
  sampleRatio,
} from '../../../domain/experiments/checks.ts';
import { alwaysValidBound, halfWidth, hybridRule, SINGLE_LOOK, tuning } from '../../../domain/experiments/intervals.ts';
import { detectableEffect, powerOf, sampleSize } from '../../../domain/experiments/power.ts';
import { experimentReport } from '../../../domain/experiments/report.ts';
import type { Outcomes } from '../../../domain/experiments/types.ts';

/** Two arms of 50, turn by turn. */
const outcomes = (y: (member: number, arm: number) => number): Outcomes => {
  const arm = Uint8Array.from({ length: 100 }, (_, i) => i % 2);
  return {
    arms: [
      { key: 'holdout', share: 0.5 },
      { key: 'mail', share: 0.5 },
    ],
    control: 0,
    arm,
    y: Float64Array.from(arm, (a, i) => y(i, a)),
    covariate: null,
  };
};

describe('what must hold before a lift is shown', () => {
  it('withholds all lifts when the arms are not of the sizes drawn', () => {
    const even = outcomes((i) => i % 7);
    const odd = { ...even, arm: even.arm.map((arm, i) => (i < 60 ? 0 : arm)) };
    expect(experimentReport(even)).toMatchObject({ withheld: null, lifts: [{ arm: 1 }] });
    expect(experimentReport(odd)).toMatchObject({ withheld: 'SAMPLE_RATIO', lifts: [], plainLifts: [], capped: null });
    expect(
      experimentReport({
        ...odd,
        arms: [
          { key: 'holdout', share: 0.8 },
          { key: 'mail', share: 0.2 },
        ],
      }).withheld,
    ).toBeNull();
  });

  it('sees that members, or exposures, are missing more in one arm than in another', () => {
    // 30 and 10 of 100 each: 2·10²/(100·.2·.8) = 12.5.
    expect(sameShare([30, 10], [100, 100])).toMatchObject({ chiSquare: 12.5, degrees: 1, alarm: true });
    expect(sameShare([30, 31, 29], [100, 100, 100]).alarm).toBe(false);
    expect(sameShare([0, 0], [100, 100])).toEqual({ chiSquare: 0, degrees: 0, p: 1, alarm: false });
    expect(sameShare([100, 0], [100, 0]).alarm).toBe(false);
    expect(sampleRatio([0, 0], [1, 1]).p).toBe(1);
  });

  it('names who holds more than a fifth of an arm, and shows both figures', () => {
    const one = outcomes((i, arm) => (i === 41 ? 1000 : 10 + arm + (i % 3)));
    const dominated = dominatedByOne(one);
    expect(dominated).toEqual([
      {
        arm: 1,
        member: 41,
        share: 1000 / (1000 + one.y.filter((_, i) => i % 2 === 1 && i !== 41).reduce((a, b) => a + b)),
      },
    ]);
    const report = experimentReport(one);
    expect(report.lifts[0]!.perPerson.value).toBeGreaterThan(15);
    expect(report.withoutDominant[0]!.perPerson.value).toBeCloseTo(1, 0);
    expect(liftsWithout(one, dominated, SINGLE_LOOK)[0]!.n).toBe(49);
    expect(experimentReport(outcomes((i) => 1 + (i % 5))).dominated).toEqual([]);
  });

  it('a large refund dominates as a large order does', () => {
    expect(dominatedByOne(outcomes((i) => (i === 2 ? -500 : 1)))).toMatchObject([{ arm: 0, member: 2 }]);
  });

  it('cuts at 99 % of who bought, and leaves refunds', () => {
    const { cap, lifts } = cappedLifts(
      outcomes((i) => (i === 0 ? -40 : i < 60 ? 0 : i)),
      SINGLE_LOOK,
    );
    expect(cap).toBe(99);
    expect(
      cappedLifts(
        outcomes((i) => (i < 60 ? 0 : i)),
        SINGLE_LOOK,
        0.5,
      ).cap,
    ).toBe(79);
    expect(lifts[0]!.perPerson.value).toBeCloseTo(20 / 50 + 40 / 50, 12);
    expect(
      cappedLifts(
        outcomes(() => 0),
        SINGLE_LOOK,
      ).cap,
    ).toBe(Infinity);
  });

  it('lays the forecast beside the holdout', () => {
    const seen = outcomes((i, arm) => 10 * arm + (i % 4));
    const { arms } = experimentReport(
      seen,
      SINGLE_LOOK,
      Float64Array.from(seen.y, () => 1),
    );
    expect(arms[0]!.forecastMean).toBe(1);
    expect(arms[0]!.beyondForecast!.value).toBeCloseTo(0, 12);
    expect(arms[0]!.beyondForecast!.low!).toBeLessThan(0);
    expect(arms[1]!.beyondForecast!.low!).toBeGreaterThan(10);
  });
});

describe('intervals', () => {
  it('always-valid bounds, to published digits', () => {
    const row = (alpha: number) => [0.1, 0.25, 0.5, 1, 2].map((v) => alwaysValidBound(v, alpha).toFixed(6));
    expect([tuning(0.05).toFixed(6), tuning(0.005).toFixed(6)]).toEqual(['8.781800', '13.957171']);
    expect(row(0.05)).toEqual(['3.763256', '3.226667', '3.069915', '3.035446', '3.069221']);
    expect(row(0.005)).toEqual(['4.437177', '3.945327', '3.806499', '3.775562', '3.802776']);
  });

  it('the hybrid: .005 always valid while running, .045 at the frozen end', () => {
    expect(halfWidth(hybridRule(true, 'COHORT', 1), 3).toFixed(6)).toBe('2.004654');
    expect(halfWidth(hybridRule(false, 'STAGGERED', 1), 2).toFixed(6)).toBe('3.945327');
    // A cohort's variance grows, a staggered one's shrinks.
    expect(halfWidth(hybridRule(false, 'COHORT', 2), 1).toFixed(6)).toBe('3.945327');
    expect(halfWidth(hybridRule(false, 'COHORT', null), 5).toFixed(6)).toBe('3.775562');
    expect(halfWidth(hybridRule(false, 'COHORT', null), 0)).toBeLessThan(4);
    expect(() => halfWidth({ kind: 'FIXED', alpha: 0 }, 1)).toThrow('alpha');
  });
});

describe('power', () => {
  it('the textbook: half a standard deviation at .05 and .80 takes 63 in each arm', () => {
    expect(sampleSize(1, 0.5, 0.5, { alpha: 0.05 })).toEqual({ treated: 63, control: 63 });
    expect(detectableEffect(1, 63, 63, { alpha: 0.05 })).toBeCloseTo(0.49917, 5);
    expect(sampleSize(1, 0, 0.5)).toBeNull();
    expect(() => sampleSize(1, 1, 1)).toThrow('share');
    expect(() => detectableEffect(1, 9, 9, { power: 1 })).toThrow('power');
  });

  it('a smaller holdout takes more people in all, and what can be found is found with the power asked for', () => {
    const { treated, control } = sampleSize(4, 0.3, 0.1)!;
    expect(treated + control).toBeGreaterThan(2.7 * sampleSize(4, 0.3)!.treated);
    const effect = detectableEffect(4, treated, control);
    expect(effect).toBeCloseTo(0.3, 2);
    expect(powerOf(effect, Math.sqrt(4 * (1 / treated + 1 / control)))).toBeCloseTo(0.8, 5);
    expect(powerOf(0, 1)).toBeCloseTo(0.045, 10);
  });
});
