import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleRatio } from '../../../domain/experiments/checks.ts';
import { SINGLE_LOOK } from '../../../domain/experiments/intervals.ts';
import {
  adjusted,
  armMoments,
  difference,
  effectOnExposed,
  liftOf,
  lifts,
  splitObserved,
} from '../../../domain/experiments/lift.ts';
import { experimentReport } from '../../../domain/experiments/report.ts';
import { OUT_OF_ANALYSIS, type Estimate, type Outcomes } from '../../../domain/experiments/types.ts';
import { hasHillstrom, outcomesOf, readHillstrom } from './hillstrom.ts';

const eight: Outcomes = {
  arms: [
    { key: 'holdout', share: 0.5 },
    { key: 'mail', share: 0.5 },
  ],
  control: 0,
  arm: Uint8Array.of(1, 0, 1, 0, 1, 0, 0, 1),
  y: Float64Array.of(14, 3, 31, 6, 0, 22, 4, 9),
  covariate: Float64Array.of(10, 1, 20, 6, 2, 15, 3, 8),
};
const differenceOf = (outcomes: Outcomes, y: Float64Array) => {
  const [control, treated] = armMoments(2, outcomes.arm, y);
  return difference(treated!, control!);
};
const digits = ({ value, standardError, low, high }: Estimate, scale: number, places: number) =>
  [value, standardError!, low!, high!].map((figure) => (figure / scale).toFixed(places));

describe('lift', () => {
  it('eight members by hand, without and with what was known before', () => {
    const plain = differenceOf(eight, eight.y);
    expect([plain.value.toFixed(6), plain.standardError.toFixed(6)]).toEqual(['4.750000', '7.893827']);
    const { theta, y } = adjusted(eight);
    const cleaned = differenceOf(eight, y);
    expect([theta.toFixed(6), cleaned.value.toFixed(6), cleaned.standardError.toFixed(6)]).toEqual([
      '1.606543',
      '-1.274536',
      '1.223993',
    ]);
    expect(lifts(eight, SINGLE_LOOK)[0]!.removed!.toFixed(6)).toBe('0.975957');
  });

  it('arms of fewer than twenty have no interval, and say so', () => {
    const [lift] = lifts(eight, SINGLE_LOOK);
    expect(lift).toMatchObject({
      intervalReason: 'ARM_TOO_SMALL',
      perPerson: { standardError: null, low: null, high: null },
      total: { low: null },
    });
    const arm = (n: number) => ({ n, mean: 1, variance: 1 });
    expect(liftOf(1, arm(20), arm(20), SINGLE_LOOK).intervalReason).toBeNull();
    expect(liftOf(1, arm(20), arm(19), SINGLE_LOOK).intervalReason).toBe('ARM_TOO_SMALL');
  });

  it('a control of nothing has no relative lift, and says so', () => {
    const lift = liftOf(1, { n: 50, mean: 3, variance: 2 }, { n: 50, mean: 0, variance: 0 }, SINGLE_LOOK);
    expect(lift).toMatchObject({ relative: null, relativeReason: 'CONTROL_MEAN_ZERO', perPerson: { value: 3 } });
  });

  it('who is out of the analysis counts nowhere', () => {
    const out = { ...eight, arm: Uint8Array.of(...eight.arm, OUT_OF_ANALYSIS), y: Float64Array.of(...eight.y, 1e9) };
    const covariate = Float64Array.of(...eight.covariate!, 1e9);
    expect(lifts({ ...out, covariate }, SINGLE_LOOK)[0]!.perPerson.value).toBeCloseTo(-1.274536, 6);
    expect(() => lifts({ ...eight, arm: eight.arm.map(() => 7) }, SINGLE_LOOK)).toThrow('in no arm');
  });

  it('a forecast that says nothing changes nothing; one that says all leaves no error', () => {
    const flat = lifts({ ...eight, covariate: new Float64Array(8).fill(4) }, SINGLE_LOOK)[0]!;
    expect(flat.perPerson.value).toBe(4.75);
    const perfect = { ...eight, covariate: eight.y.map((y, i) => y - 5 * eight.arm[i]!) };
    const cleaned = differenceOf(perfect, adjusted(perfect).y);
    expect(cleaned.value).toBeCloseTo(5, 12);
    expect(cleaned.standardError).toBeCloseTo(0, 12);
  });

  it('observed = baseline + incremental, to the minor unit', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        (observed, d) => {
          const split = splitObserved(observed, d);
          expect(split.baselineMinor + split.incrementalMinor).toBe(observed);
          expect(Math.abs(split.incrementalMinor - d)).toBeLessThan(1);
        },
      ),
    );
  });

  it('the effect on whom it reached is the lift over the part reached', () => {
    const lift = { value: 2, standardError: 1, low: 0.04, high: 3.96 };
    const { value, standardError, low, high } = effectOnExposed(lift, 0.75, 0.25)!;
    expect([value, standardError, low, high]).toEqual([4, 2, 0.08, 7.92]);
    expect(effectOnExposed(lift, 0.1, 0.1)).toBeNull();
    expect(effectOnExposed({ ...lift, standardError: null, low: null, high: null }, 1, 0)).toMatchObject({ low: null });
  });
});

describe.skipIf(!hasHillstrom)(
  'the public e-mail experiment (skipped without ../shared/data/hillstrom_compact.csv)',
  () => {
    const customers = hasHillstrom ? readHillstrom() : [];
    const report = (outcome: 'visit' | 'conversion' | 'spendMinor') => experimentReport(outcomesOf(customers, outcome));

    it('arms, means and sums', () => {
      const [visit, conversion, spend] = [report('visit'), report('conversion'), report('spendMinor')];
      expect(visit.arms.map(({ n }) => n)).toEqual([21_307, 21_387, 21_306]);
      expect(visit.arms.map(({ mean }) => mean.toFixed(6))).toEqual(['0.182757', '0.151400', '0.106167']);
      expect(conversion.arms.map(({ mean }) => mean.toFixed(6))).toEqual(['0.012531', '0.008837', '0.005726']);
      expect(spend.arms.map(({ mean }) => (mean / 100).toFixed(6))).toEqual(['1.422617', '1.077202', '0.652789']);
      expect(spend.arms.map(({ sum }) => sum)).toEqual([3_031_169, 2_303_811, 1_390_833]);
      expect([visit.sampleRatio.chiSquare.toFixed(6), visit.sampleRatio.p.toFixed(6)]).toEqual([
        '0.202531',
        '0.903693',
      ]);
    });

    it('lifts with their errors', () => {
      const line = (outcome: 'visit' | 'conversion' | 'spendMinor', scale = 1) =>
        report(outcome).lifts.map(({ perPerson, z }) => [...digits(perPerson, scale, 6).slice(0, 2), z!.toFixed(3)]);
      expect(line('visit')).toEqual([
        ['0.076590', '0.003386', '22.620'],
        ['0.045233', '0.003234', '13.985'],
      ]);
      expect(line('conversion')).toEqual([
        ['0.006805', '0.000921', '7.390'],
        ['0.003111', '0.000823', '3.782'],
      ]);
      expect(line('spendMinor', 100)).toEqual([
        ['0.769827', '0.145247', '5.300'],
        ['0.424412', '0.130333', '3.256'],
      ]);
    });

    it('spend: interval, relative, and the total that is a share of what was observed', () => {
      const { lifts: found, arms } = report('spendMinor');
      expect(found.map(({ perPerson }) => digits(perPerson, 100, 6).slice(2))).toEqual([
        ['0.485149', '1.054505'],
        ['0.168965', '0.679860'],
      ]);
      const relative = found.map((lift) => digits(lift.relative!, 1, 4));
      expect(relative.map(([value, , low, high]) => [value, low, high])).toEqual([
        ['1.1793', '0.5443', '1.8143'],
        ['0.6502', '0.1491', '1.1512'],
      ]);
      expect(found.map(({ total }) => digits(total, 100, 2)).map(([value, , low, high]) => [value, low, high])).toEqual(
        [
          ['16402.71', '10337.07', '22468.34'],
          ['9076.90', '3613.64', '14540.16'],
        ],
      );
      expect(splitObserved(arms[0]!.sum, found[0]!.total.value)).toEqual({
        observedMinor: 3_031_169,
        baselineMinor: 1_390_898,
        incrementalMinor: 1_640_271,
      });
    });

    it('an always-valid interval tuned here is 1.549 times as wide', () => {
      const rule = {
        kind: 'ALWAYS_VALID',
        alpha: 0.05,
        accumulation: 'STAGGERED',
        plannedStandardError: null,
      } as const;
      const widths = lifts(outcomesOf(customers, 'spendMinor'), rule).map(({ perPerson }) =>
        ((perPerson.high! - perPerson.low!) / 200).toFixed(6),
      );
      expect(widths).toEqual(['0.440888', '0.395618']);
    });
  },
);

describe('sample ratio', () => {
  it('χ² and p, to published digits', () => {
    const line = (counts: number[]) => {
      const { chiSquare, p, alarm } = sampleRatio(
        counts,
        counts.map(() => 1),
      );
      return [chiSquare.toFixed(6), p.toPrecision(6), alarm];
    };
    expect(line([5000, 5200])).toEqual(['3.921569', '0.0476704', false]);
    expect(line([821_588, 815_482])).toEqual(['22.774369', '0.00000182179', true]);
    expect(line([1000, 1100, 1050])).toEqual(['4.761905', '0.0924625', false]);
  });
});
