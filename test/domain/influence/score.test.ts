import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import { scoreChange } from '../../../domain/influence/change.ts';
import { fitOnFollowers } from '../../../domain/influence/honesty.ts';
import { calibrateScale } from '../../../domain/influence/scale.ts';
import { calibrateInfluence, influenceScores, isInfluential } from '../../../domain/influence/score.ts';
import { DAY_MS } from '../../../domain/time/time.ts';
import { solveTies, tieColumns } from '../network/networks.ts';

const reached = fc
  .array(fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1e6, noNaN: true })), {
    minLength: 1,
    maxLength: 60,
    size: 'max',
  })
  .map((values) => Float64Array.from(values));

describe('the influence score', () => {
  it('follows S = 100·min(1, ln(1 + n/a) / ln(1 + b/a))', () => {
    const calibration = { version: 7, score: { typical: 2, top: 200 } };
    const { scores } = influenceScores(Float64Array.of(0, 2, 200, 500), calibration);
    expect(scores[0]).toBe(0);
    expect(scores[1]).toBeCloseTo((100 * Math.log(2)) / Math.log(101), 12);
    expect([scores[2], scores[3]]).toEqual([100, 100]);
  });

  it('takes the median of the positive that matter and the 99.9th percentile as anchors', () => {
    const traces = Array.from({ length: 99 }, (_, k) => 1e-9 * (k + 1));
    const amounts = Float64Array.of(900, ...traces, ...new Float64Array(1000), ...new Float64Array(899).fill(10), 1000);
    const { typical, top } = calibrateScale(amounts);
    expect(typical).toBe(10);
    expect(top).toBeCloseTo(900 + 0.001 * 100, 9);
  });

  it('takes the median from thirty amounts on, the mean over everybody known below that', () => {
    const amounts = (count: number): Float64Array =>
      Float64Array.from({ length: count }, (_, i) => (i < count / 2 ? 1 : 3));
    expect(calibrateScale(amounts(30)).typical).toBe(2);
    expect(calibrateScale(Float64Array.of(...amounts(29), 0)).typical).toBeCloseTo((15 * 1 + 14 * 3) / 30, 12);
  });

  it('takes a quarter of the way between two amounts where a quantile falls there, and leaves traces out', () => {
    // 31 amounts: the 99.9th percentile is at place 29.97 of 0 … 30.
    const amounts = Float64Array.from({ length: 31 }, (_, i) => i + 1);
    expect(calibrateScale(amounts.toReversed())).toEqual({ typical: 16, top: expect.closeTo(160, 12) });
    const wide = Float64Array.of(...amounts.map((x) => 1000 * x));
    const traces = Float64Array.of(...wide, ...new Float64Array(31).fill(30.9));
    expect(calibrateScale(traces).typical, 'below a thousandth of the top').toBe(16_000);
    const atTop = Float64Array.of(...new Float64Array(40).fill(1000), ...new Float64Array(41).fill(1));
    expect(calibrateScale(atTop).typical, 'a thousandth of the top still matters').toBe(1);
  });

  it('has a top of at least ten times what is typical', () => {
    expect(calibrateScale(new Float64Array(40).fill(2))).toEqual({ typical: 2, top: 20 });
    const stars = Float64Array.of(...new Float64Array(40).fill(2), ...new Float64Array(9).fill(50));
    expect(calibrateScale(stars)).toEqual({ typical: 2, top: 50 });
  });

  it('takes what is typical from everybody where few have any: a star who moves two thirds of a company scores 100', () => {
    // 998 follow the hub, who follows one of them: n of two customers, and 0 of all others.
    const { scores } = influenceScores(Float64Array.of(666.33, 333.67, ...new Float64Array(998)));
    expect(scores[0]).toBe(100);
    expect(scores[1]).toBeGreaterThan(80);
    expect(scores[2]).toBe(0);
    // A small one as well: four follow the hub.
    expect(isInfluential(influenceScores(Float64Array.of(3, 2, 0, 0, 0)).scores[0]!)).toBe(true);
    // Customers without any tie are unknown, not without influence.
    const { typical } = calibrateScale(Float64Array.of(4, 2, 0, ...new Float64Array(100).fill(Number.NaN)));
    expect(typical).toBeCloseTo(2, 12);
  });

  it('is between 0 and 100, 0 exactly without influence, and orders customers as n does', () => {
    fc.assert(
      fc.property(reached, (n) => {
        const { scores } = influenceScores(n);
        expect([...scores].filter((s) => !(s >= 0 && s <= 100))).toEqual([]);
        expect([...scores].map((s) => s === 0)).toEqual([...n].map((x) => x === 0));
        const order = [...n.keys()].sort((i, k) => n[i]! - n[k]!);
        expect(order.slice(1).filter((i, at) => scores[i]! < scores[order[at]!]!)).toEqual([]);
      }),
    );
  });

  it('moves only with the own reach once the anchors are frozen', () => {
    fc.assert(
      fc.property(reached, fc.double({ min: 0, max: 1e9, noNaN: true }), (n, celebrity) => {
        const { scores, calibration } = influenceScores(n);
        const later = influenceScores(Float64Array.of(...n, celebrity), calibration);
        expect(later.scores.subarray(0, n.length)).toEqual(scores);
        expect(later.calibration).toBe(calibration);
      }),
    );
  });

  it('does not depend on the unit of n: the same crowd, twice as influential, keeps its scores', () => {
    fc.assert(
      fc.property(
        reached.filter((n) => n.some((x) => x > 0)),
        (n) => {
          const doubled = influenceScores(n.map((x) => 2 * x)).scores;
          const gap = Math.max(...influenceScores(n).scores.map((s, i) => Math.abs(s - doubled[i]!)));
          expect(gap).toBeLessThan(1e-9);
        },
      ),
    );
  });

  it('calls nobody influential for being like everybody else', () => {
    const { scores } = influenceScores(new Float64Array(50).fill(3));
    expect(scores[0]).toBeGreaterThan(0);
    expect(isInfluential(scores[0]!)).toBe(false);
  });

  it('keeps the meaning of 35 for engagement points: above counts, exactly 35 and unknown do not', () => {
    expect([35, 35.0001, 36, null].map(isInfluential)).toEqual([false, true, true, false]);
    const four = influenceScores(Float64Array.of(4.03), { version: 1, score: { typical: 1, top: 100 } }).scores[0]!;
    expect(four).toBeCloseTo(35, 1);
  });

  it('comes from the conserving solve with everybody worth 1', () => {
    const { solved } = solveTies(
      tieColumns(3, [
        { from: 1, to: 0 },
        { from: 2, to: 1 },
      ]),
      Float64Array.of(1, 1, 1),
      0.5,
    );
    expect([...solved.gross]).toEqual([0.75, 0.5, 0]);
    expect([...influenceScores(solved.gross).scores].map((s) => s > 0)).toEqual([true, true, false]);
  });

  it('refuses what is no influence', () => {
    expect(() => influenceScores(Float64Array.of(-1))).toThrow(DomainError);
    expect(() => influenceScores(Float64Array.of(Number.NaN))).toThrow(DomainError);
    expect(() => influenceScores(Float64Array.of(1, Infinity))).toThrow(DomainError);
    expect(influenceScores(Float64Array.of(1)).calibration.version).toBe(1);
    expect(influenceScores(new Float64Array(3)).scores).toEqual(new Float64Array(3));
  });
});

describe('change over 1 and 30 days', () => {
  const at = (day: number, score: number, calibrationVersion = 1) => ({
    atMs: day * DAY_MS,
    score,
    calibrationVersion,
  });

  it('compares with the newest score that old', () => {
    const history = [at(60, 20), at(70, 25), at(99, 40), at(100, 41)];
    expect(scoreChange(history, 100 * DAY_MS, 1)).toBe(1);
    expect(scoreChange(history, 100 * DAY_MS, 30)).toBe(16);
  });

  it('takes the newest by its instant, not by its place; one at the very instant counts, a later one does not', () => {
    const day100 = 100 * DAY_MS;
    expect(scoreChange([at(100, 41), at(70, 25), at(60, 20)], day100, 30)).toBe(16);
    expect(scoreChange([at(70, 25), at(100, 41), { ...at(101, 90) }], day100, 30)).toBe(16);
    expect(scoreChange([at(70, 25), { ...at(100, 41), atMs: day100 + 1 }], day100, 30), 'no newer one').toBe(0);
    expect(scoreChange([at(71, 25), at(100, 41)], day100, 30), 'none that old').toBeNull();
    expect(scoreChange([at(70, 41), at(100, 25)], day100, 30), 'may fall').toBe(-16);
  });

  it('is unknown without an earlier score or across a recalibration', () => {
    expect(scoreChange([at(100, 40)], 100 * DAY_MS, 1)).toBeNull();
    expect(scoreChange([at(60, 40, 1), at(100, 40, 2)], 100 * DAY_MS, 30)).toBeNull();
    expect(scoreChange([], 0, 1)).toBeNull();
  });
});

describe('the honesty check', () => {
  it('finds a score that is only a follower count', () => {
    const followers = Float64Array.of(1, 10, 100, 1000, Number.NaN);
    const fit = fitOnFollowers(
      Float64Array.from(followers, (count) => 10 * Math.log1p(count) || 55),
      followers,
    );
    expect(fit.customers).toBe(4);
    expect(fit.rSquared).toBeCloseTo(1, 12);
  });

  it('matches the squared correlation worked out by hand', () => {
    const followers = Float64Array.of(0, Math.E - 1, Math.E ** 2 - 1);
    expect(fitOnFollowers(Float64Array.of(0, 3, 3), followers).rSquared).toBeCloseTo(0.75, 12);
  });

  it('looks at customers whose followers are known only, 0 among them, and at three or more', () => {
    const followers = Float64Array.of(Number.NaN, 0, Math.E - 1, Math.E ** 2 - 1, Number.NaN);
    expect(fitOnFollowers(Float64Array.of(99, 0, 3, 3, -99), followers)).toEqual({
      rSquared: expect.closeTo(0.75, 12),
      customers: 3,
    });
    expect(fitOnFollowers(Float64Array.of(7, 7, 7), Float64Array.of(1, 2, 3)).rSquared).toBeNull();
    expect(fitOnFollowers(Float64Array.of(3, 2, 1), Float64Array.of(0, 1, 3)).rSquared).toBeCloseTo(1, 12);
  });

  it('says nothing where nothing varies', () => {
    expect(fitOnFollowers(Float64Array.of(1, 2, 3), Float64Array.of(5, 5, 5)).rSquared).toBeNull();
    expect(fitOnFollowers(Float64Array.of(1, 2), Float64Array.of(5, 6)).rSquared).toBeNull();
    expect(() => fitOnFollowers(Float64Array.of(1), Float64Array.of(1, 2))).toThrow(DomainError);
    expect(calibrateInfluence(new Float64Array(2), 4)).toEqual({ version: 4, score: { typical: 1, top: 10 } });
  });
});
