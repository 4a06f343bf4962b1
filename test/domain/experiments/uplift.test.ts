import { describe, expect, it } from 'vitest';
import { uniformOf } from '../../../domain/experiments/assignment.ts';
import { nextBestActions, type NextBestInput } from '../../../domain/experiments/next-best.ts';
import { crossFittedPolicy } from '../../../domain/experiments/policy.ts';
import { qini } from '../../../domain/experiments/qini.ts';
import { isShown, segmentEffects, shrink } from '../../../domain/experiments/shrinkage.ts';
import { OUT_OF_ANALYSIS, type Outcomes } from '../../../domain/experiments/types.ts';
import { seededUniform } from '../../../domain/numerics/random.ts';
import { hasHillstrom, outcomesOf, readHillstrom } from './hillstrom.ts';

const six = (values: Iterable<number>): string[] => Array.from(values, (value) => value.toFixed(6));

describe('shrinkage', () => {
  it('Paule–Mandel, to published digits', () => {
    const { v, mean, q, p, effects } = shrink([4, 1, -1, 3], [1, 0.25, 1, 0.5]);
    expect([...six([v, mean]), q]).toEqual(['4.007468', '1.751525', 17.875]);
    expect(p).toBeCloseTo(0.000466745, 8);
    expect(six(effects)).toEqual(['3.550976', '1.044130', '-0.450516', '2.861510']);
  });

  it('segments that differ by no more than chance get one effect', () => {
    const { v, mean, effects } = shrink([1, 1.1, 0.9], [1, 1, 4]);
    expect(v).toBe(0);
    expect(new Set(effects)).toEqual(new Set([mean]));
  });

  it('a segment that could not be measured gets the mean of the others; one alone stays as it is', () => {
    const { mean, effects } = shrink([4, Number.NaN, 1], [1, Number.NaN, 1]);
    expect(effects[1]).toBe(mean);
    expect(shrink([3], [1])).toMatchObject({ mean: 3, p: 1 });
    expect(() => shrink([1], [])).toThrow('variance');
  });
});

describe('Qini', () => {
  /** Two blocks: the first works, the second does not. */
  const score = Float64Array.of(2, 2, 2, 2, 1, 1, 1, 1);
  const treated = Uint8Array.of(1, 1, 0, 0, 1, 1, 0, 0);
  const y = Float64Array.of(3, 1, 0, 0, 1, 1, 1, 1);

  it('by hand: the area above the line of a random order', () => {
    // After the first block 2·(2 − 0)/8, after the second 4·(1.5 − .5)/8: ½·½·.5 + ½·½·(.5 + .5) − ½·.5.
    const { value, curve } = qini({ score, treated, y });
    expect(curve).toEqual([
      { part: 0.5, gain: 0.5 },
      { part: 1, gain: 0.5 },
    ]);
    expect(value).toBeCloseTo(0.125, 12);
  });

  it('is 0 for a score that says nothing and negative for one that is upside down; others do not count', () => {
    expect(qini({ score: new Float64Array(8), treated, y }).value).toBe(0);
    expect(qini({ score: score.map((s) => -s), treated, y }).value).toBeCloseTo(-0.125, 12);
    const more = {
      score: Float64Array.of(...score, 9),
      treated: Uint8Array.of(...treated, OUT_OF_ANALYSIS),
      y: Float64Array.of(...y, 99),
    };
    expect(qini(more).value).toBeCloseTo(0.125, 12);
    expect(qini({ score: new Float64Array(0), treated: new Uint8Array(0), y: new Float64Array(0) })).toMatchObject({
      curve: [],
    });
  });

  it('does not depend on the order in which ties come', () => {
    const turned = { score: score.toReversed(), treated: treated.toReversed(), y: y.toReversed() };
    expect(qini(turned).value).toBe(qini({ score, treated, y }).value);
  });
});

/** Two arms and a holdout over two segments; effects as given, noise of sd 1. */
function twoSegments(n: number, effect: (arm: number, segment: number) => number, seed: number) {
  const uniform = seededUniform(seed);
  const noise = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const of = Int32Array.from({ length: n }, (_, i) => i % 2);
  const arm = Uint8Array.from({ length: n }, () => Math.floor(3 * uniform()));
  const outcomes: Outcomes = {
    arms: ['a', 'b', 'holdout'].map((key) => ({ key, share: 1 / 3 })),
    control: 2,
    arm,
    y: Float64Array.from(arm, (a, i) => noise() + (a === 2 ? 0 : effect(a, of[i]!))),
    covariate: null,
  };
  return {
    outcomes,
    segments: { of, count: 2 },
    fold: Uint8Array.from({ length: n }, () => Math.floor(2 * uniform())),
    cost: [0.1, 0.1, 0],
  };
}

describe('policies', () => {
  it('a rule that gains by segments replaces the best single arm', () => {
    const crossed = twoSegments(6000, (arm, segment) => (arm === segment ? 1 : 0), 1);
    const found = crossFittedPolicy(crossed);
    expect([...found.rule]).toEqual([0, 1]);
    expect(found.replaces).toBe(true);
    expect(found.gain).toBeCloseTo(0.5, 1);
  });

  it('where all segments are alike no rule replaces it, and where nothing pays the control is best', () => {
    const alike = crossFittedPolicy(twoSegments(3000, (arm) => (arm === 0 ? 1 : 0.5), 2));
    expect(alike.bestSingle.arm).toBe(0);
    expect(alike.replaces).toBe(false);
    expect(crossFittedPolicy(twoSegments(3000, () => 0, 3))).toMatchObject({ bestSingle: { arm: 2 }, replaces: false });
  });

  it('claims a gain where there is none in no more than its level of repetitions', () => {
    let claims = 0;
    for (let seed = 1; seed <= 200; seed++)
      if (crossFittedPolicy({ ...twoSegments(600, () => 0.1, seed), shrunk: false }).replaces) claims++;
    expect(claims).toBeLessThanOrEqual(10);
  });
});

describe.skipIf(!hasHillstrom)(
  'uplift of the public e-mail experiment (skipped without ../shared/data/hillstrom_compact.csv)',
  () => {
    const customers = hasHillstrom ? readHillstrom() : [];
    const bought = { of: Int32Array.from(customers, ({ mens, womens }) => (womens ? (mens ? 2 : 1) : 0)), count: 3 };
    const eighteen = {
      of: Int32Array.from(
        customers,
        ({ newbie, channel }, i) => 6 * bought.of[i]! + (newbie ? 3 : 0) + 'PWM'.indexOf(channel),
      ),
      count: 18,
    };
    const draws = Float64Array.from(customers, (_, i) => uniformOf(`half:${i}`));
    const shrunkOf = (outcome: 'visit' | 'spendMinor', arm: number, unit: number) => {
      const found = segmentEffects(outcomesOf(customers, outcome), bought, arm);
      expect(found.every(isShown)).toBe(true);
      const raw = found.map(({ effect }) => effect / unit);
      return {
        raw,
        found,
        ...shrink(
          raw,
          found.map(({ variance }) => variance / unit ** 2),
        ),
      };
    };

    it("women's mail, visits: three segments that differ", () => {
      const { raw, found, v, mean, q, effects } = shrunkOf('visit', 1, 1);
      expect(six(raw)).toEqual(['0.011078', '0.073985', '0.071103']);
      expect(six(found.map(({ variance }) => Math.sqrt(variance)))).toEqual(['0.004424', '0.004870', '0.012563']);
      expect([v.toFixed(9), mean.toFixed(6), q.toFixed(3)]).toEqual(['0.001222205', '0.051372', '97.338']);
      expect(six(effects)).toEqual(['0.011714', '0.073555', '0.068847']);
    });

    it("women's mail, spend: nothing to tell apart; men's mail, visits", () => {
      const spend = shrunkOf('spendMinor', 1, 100);
      expect(six(spend.raw)).toEqual(['0.278354', '0.631648', '0.161881']);
      expect(six(spend.effects)).toEqual(['0.449567', '0.476385', '0.457827']);
      expect([spend.v.toFixed(9), spend.q.toFixed(3)]).toEqual(['0.002871763', '2.142']);
      const mens = shrunkOf('visit', 0, 1);
      expect(six(mens.raw)).toEqual(['0.069155', '0.070580', '0.134444']);
      expect(six(mens.effects)).toEqual(['0.069540', '0.070932', '0.129247']);
    });

    it('Qini on the half that was not learned from: as published, to two of its errors', () => {
      const valueOf = (outcome: 'visit' | 'spendMinor', arm: number) => {
        const all = outcomesOf(customers, outcome);
        const learned = { ...all, arm: all.arm.map((a, i) => (draws[i]! < 0.5 ? a : OUT_OF_ANALYSIS)) };
        const found = segmentEffects(learned, eighteen, arm);
        const { effects } = shrink(
          found.map(({ effect }) => effect),
          found.map(({ variance }) => variance),
        );
        const treated = all.arm.map((a, i) =>
          draws[i]! < 0.5 ? OUT_OF_ANALYSIS : a === arm ? 1 : a === 2 ? 0 : OUT_OF_ANALYSIS,
        );
        return qini({ score: Float64Array.from(eighteen.of, (g) => effects[g]!), treated, y: all.y }, 100, 7);
      };
      const womens = valueOf('visit', 1);
      expect(Math.abs(womens.value - 0.003268)).toBeLessThan(2 * 0.000715);
      expect(womens.standardError! / 0.000715).toBeGreaterThan(0.65);
      expect(womens.standardError! / 0.000715).toBeLessThan(1.5);
      const mens = valueOf('visit', 0);
      expect(Math.abs(mens.value - 0.000685)).toBeLessThan(2 * 0.000612);
      const spend = valueOf('spendMinor', 1);
      expect(Math.abs(spend.value / 100)).toBeLessThan(2 * 0.03);
    });

    it('segment rules lose on spend, and the guard says so', () => {
      const fold = Uint8Array.from(draws, (u) => (u < 0.5 ? 0 : 1));
      const spend = outcomesOf(customers, 'spendMinor');
      for (const segments of [bought, eighteen]) {
        const { bestSingle, gain, replaces } = crossFittedPolicy({
          outcomes: spend,
          segments,
          cost: [10, 10, 0],
          fold,
        });
        expect(bestSingle.arm).toBe(0);
        expect((bestSingle.value / 100).toFixed(5)).toBe('1.32262');
        expect(gain).toBeLessThanOrEqual(0);
        expect(replaces).toBe(false);
      }
      const dear = crossFittedPolicy({ outcomes: spend, segments: eighteen, cost: [50, 50, 0], fold });
      expect((dear.bestSingle.value / 100).toFixed(5)).toBe('0.92262');
      expect(dear.replaces).toBe(false);
      const visits = crossFittedPolicy({
        outcomes: outcomesOf(customers, 'visit'),
        segments: eighteen,
        cost: [0, 0, 0],
        fold,
      });
      expect(visits.bestSingle.arm).toBe(0);
      expect(visits.replaces).toBe(false);
    });
  },
);

describe('next best action', () => {
  const base: NextBestInput = {
    offers: [
      { costMinor: 100, effect: Float64Array.of(500, 150, 90, 300), overallEffect: 200 },
      { costMinor: 10, effect: Float64Array.of(30, 40, 5, 5), overallEffect: 15 },
    ],
    leftAlone: new Uint8Array(4),
    through: null,
    budgetMinor: 10_000,
    capacity: null,
    draw: Float64Array.of(0.5, 0.6, 0.7, 0.8),
    guard: { replaces: true, bestSingle: 0 },
  };
  const chosen = (change: Partial<NextBestInput> = {}) =>
    nextBestActions({ ...base, ...change }).map(({ customer, offer }) => [customer, offer]);

  it('takes the best score first, each customer once, and nothing that does not pay', () => {
    expect(nextBestActions(base)).toEqual([
      { customer: 0, offer: 0, reason: 'RULE', costMinor: 100, expectedMinor: 500, score: 4 },
      { customer: 1, offer: 1, reason: 'RULE', costMinor: 10, expectedMinor: 40, score: 3 },
      { customer: 3, offer: 0, reason: 'RULE', costMinor: 100, expectedMinor: 300, score: 2 },
    ]);
  });

  it('within budget and capacity; what does not fit is passed over for what does', () => {
    expect(chosen({ capacity: 1 })).toEqual([[0, 0]]);
    expect(chosen({ budgetMinor: 60 })).toEqual([
      [1, 1],
      [0, 1],
    ]);
    expect(chosen({ budgetMinor: 0 })).toEqual([]);
  });

  it('counts what others bring where that is known', () => {
    expect(chosen({ through: Float64Array.of(0, 0, 1, 0) })).toContainEqual([2, 0]);
    expect(nextBestActions({ ...base, through: Float64Array.of(0.5, 0, 0, 0) })[0]).toMatchObject({
      expectedMinor: 750,
      score: 6.5,
    });
  });

  it('without a proven rule everybody gets the one action that is best for all, or none', () => {
    const lines = nextBestActions({ ...base, guard: { replaces: false, bestSingle: 0 } });
    expect(lines.map(({ customer, reason, expectedMinor }) => [customer, reason, expectedMinor])).toEqual(
      [0, 1, 2, 3].map((customer) => [customer, 'BEST_SINGLE', 200]),
    );
    expect(chosen({ guard: { replaces: false, bestSingle: null } })).toEqual([]);
  });

  it('leaves the holdout alone, and takes exploration out first by chance alone', () => {
    expect(chosen({ leftAlone: Uint8Array.of(1, 0, 0, 1) })).toEqual([[1, 1]]);
    const n = 1000;
    const uniform = seededUniform(5);
    const many: NextBestInput = {
      ...base,
      offers: [0, 1].map((k) => ({ costMinor: 100, effect: new Float64Array(n).fill(200 + k), overallEffect: 200 })),
      leftAlone: Uint8Array.from({ length: n }, (_, i) => (i < 100 ? 1 : 0)),
      draw: Float64Array.from({ length: n }, uniform),
      budgetMinor: 30_000,
    };
    const lines = nextBestActions(many);
    const explored = lines.filter(({ reason }) => reason === 'EXPLORATION');
    expect(lines.reduce((sum, { costMinor }) => sum + costMinor, 0)).toBe(30_000);
    expect(explored).toHaveLength(30);
    expect(lines.slice(0, 30)).toEqual(explored);
    expect(new Set(explored.map(({ offer }) => offer))).toEqual(new Set([0, 1]));
    expect(lines.every(({ customer }) => customer >= 100)).toBe(true);
    expect(lines.slice(30).every(({ customer, offer }) => many.draw[customer]! >= 0.1 && offer === 1)).toBe(true);
    expect(new Set(lines.map(({ customer }) => customer)).size).toBe(300);
  });

  it('what costs nothing and brings something comes first', () => {
    const free = { costMinor: 0, effect: Float64Array.of(0, 1, 0, 0), overallEffect: 1 };
    expect(nextBestActions({ ...base, offers: [free, base.offers[0]!] })[0]).toMatchObject({
      customer: 1,
      score: Infinity,
    });
    expect(() => nextBestActions({ ...base, draw: new Float64Array(1) })).toThrow('columns');
    expect(() => nextBestActions({ ...base, explorationShare: 1 })).toThrow('exploration');
  });
});
