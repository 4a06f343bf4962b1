import { describe, expect, it } from 'vitest';
import { planOf, type ActionRequest } from '../../domain/actions/action.ts';
import type { NetworkEffect } from '../../domain/experiments/network-effect.ts';
import { OUT_OF_ANALYSIS } from '../../domain/experiments/types.ts';
import { seededUniform } from '../../domain/numerics/random.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { reportOf, type ReportInput } from '../../enrichment/actions/report.ts';
import type { ActionRecord, DrawnAudience } from '../../store/actions/records.ts';
import { normalFrom } from '../domain/experiments/shop.ts';

const START = 20_000 * DAY_MS;
const uniform = seededUniform(7);
const normal = normalFrom(uniform);

interface Given {
  /** Members of each arm. */
  readonly sizes: readonly number[];
  readonly plan?: Partial<ActionRequest>;
  /** Outcome of a member of an arm. */
  readonly y?: (arm: number, member: number) => number;
  readonly forecast?: (member: number) => number;
  /** Out of the analysis. */
  readonly lost?: (arm: number, member: number) => boolean;
  readonly reached?: (arm: number, member: number) => boolean;
  readonly asOf?: number;
  readonly effect?: ReportInput['effect'];
}

/** A report of members who were drawn into arms of these sizes. */
function report({ sizes, plan = {}, y, forecast, lost, reached, asOf = START + 30 * DAY_MS, effect = null }: Given) {
  const asked = planOf({
    key: 'mail',
    name: 'Mail',
    kind: 'MAIL',
    segment: 'all',
    startsAt: START,
    arms: [
      { key: 'mail', share: 0.5, costPerPersonMinor: 50 },
      { key: 'holdout', share: 0.5, costPerPersonMinor: 0 },
    ],
    ...plan,
  });
  const arm = Uint8Array.from(sizes.flatMap((size, place) => Array.from({ length: size }, () => place)));
  const ids = Array.from(arm, (_, at) => String(at).padStart(20, '0'));
  const column = (of: (at: number) => number): Float64Array => Float64Array.from(arm, (_, at) => of(at));
  const x = column((at) => forecast?.(at) ?? 1000 + 10 * (at % 20));
  const drawn = { members: arm.length, byArm: sizes, power: null } as unknown as DrawnAudience;
  return reportOf({
    action: { ...asked, state: 'RUNNING', drawn } as unknown as ActionRecord & { drawn: DrawnAudience },
    drawn: {
      ids,
      columns: {
        arm: Float64Array.from(arm),
        unit: column((at) => (asked.design === 'USER' ? Number.NaN : Math.floor(at / 4))),
        stratum: column(() => 0),
        forecastMinor: x,
        orders: x,
        returns: x,
      },
    },
    members: {
      position: Int32Array.from(arm.keys()),
      arm: arm.map((place, at) => (lost?.(place, at) === true ? OUT_OF_ANALYSIS : place)),
      mergedAcross: 0,
    },
    y: column((at) => y?.(arm[at]!, at) ?? Math.round(2000 + 300 * normal())),
    exposures: ids.flatMap((customerId, at) =>
      reached?.(arm[at]!, at) === true ? [{ customerId, kind: 'SENT' as const, at: START, source: 'm' }] : [],
    ),
    asOf,
    daysPassed: 28,
    effect,
  });
}

const effectOf =
  (h: Partial<NetworkEffect['h']>, notLinear: boolean | null): NonNullable<ReportInput['effect']> =>
  () => {
    const one = { value: 1, standardError: 1, low: 0, high: 2 };
    const found = { direct: one, total: one, spillOverShare: one, h: { ...one, reason: null, ...h } };
    return { ...(found as unknown as NetworkEffect), notLinear };
  };

describe('what a report says of what went wrong', () => {
  it('ARM_TOO_SMALL: below twenty there is a figure and no interval', () => {
    const [lift] = report({
      sizes: [40, 19],
      plan: {
        arms: [
          { key: 'mail', share: 0.68, costPerPersonMinor: 0 },
          { key: 'holdout', share: 0.32, costPerPersonMinor: 0 },
        ],
      },
    }).judged.FIXED.lifts;
    expect(lift).toMatchObject({ intervalReason: 'ARM_TOO_SMALL', perPerson: { low: null, high: null } });
    expect(report({ sizes: [40, 40] }).judged.FIXED.lifts[0]!.intervalReason).toBeNull();
  });

  it('CONTROL_MEAN_ZERO: nothing can be so many per cent more than nothing', () => {
    const [lift] = report({ sizes: [40, 40], y: (arm) => (arm === 0 ? 500 : 0) }).judged.FIXED.lifts;
    expect(lift).toMatchObject({ relative: null, relativeReason: 'CONTROL_MEAN_ZERO', perPerson: { value: 500 } });
  });

  it('NO_PROOF: without a holdout no lift, of no kind', () => {
    const told = report({
      sizes: [80],
      plan: { arms: [{ key: 'mail', share: 1, costPerPersonMinor: 0 }], withoutProof: true },
    });
    expect(told).toMatchObject({ withheld: 'NO_PROOF', byForecastReason: 'NO_PROOF', byForecast: [], spillover: null });
    expect(told.judged.FIXED.lifts).toEqual([]);
  });

  it('SAMPLE_RATIO: arms that are not of the sizes drawn withhold every lift', () => {
    const told = report({ sizes: [300, 180] });
    expect(told).toMatchObject({ withheld: 'SAMPLE_RATIO', byForecastReason: 'SAMPLE_RATIO', spilloverReason: null });
    expect(told.arms.every(({ incrementalMinor }) => incrementalMinor === null)).toBe(true);
  });

  it('DOMINATED_BY_ONE: both figures', () => {
    const told = report({ sizes: [40, 40], y: (arm, at) => (at === 0 ? 100_000 : arm === 0 ? 1100 : 1000) });
    expect(told.arms.map(({ dominatedByOne }) => dominatedByOne)).toEqual([true, false]);
    const [lift] = told.judged.FIXED.lifts;
    expect(lift!.perPerson.value).toBeGreaterThan(2000);
    expect(lift!.withoutDominant!.value).toBeLessThan(200);
  });

  it('ATTRITION and EXPOSURE: arms that lost, or were reached, unevenly', () => {
    const arms = ['a', 'b', 'holdout'].map((key) => ({
      key,
      share: key === 'holdout' ? 0.5 : 0.25,
      costPerPersonMinor: 0,
    }));
    const even = report({ sizes: [100, 100, 200], plan: { arms }, reached: (arm, at) => arm < 2 && at % 10 > 0 });
    expect([even.attrition.alarm, even.exposure!.alarm]).toEqual([false, false]);
    const uneven = report({
      sizes: [100, 100, 200],
      plan: { arms },
      lost: (arm, at) => arm === 2 && at % 5 === 0,
      reached: (arm, at) => arm === 0 || (arm === 1 && at % 3 === 0),
    });
    expect([uneven.attrition.alarm, uneven.exposure!.alarm]).toEqual([true, true]);
    expect(uneven.arms.map(({ lost }) => lost)).toEqual([0, 0, 40]);
  });

  it('NOT_FORECAST: where all are forecast alike nobody is told apart by it; of spend no forecast stands beside', () => {
    expect(report({ sizes: [40, 40], forecast: () => 0 })).toMatchObject({
      byForecast: [],
      byForecastReason: 'NOT_FORECAST',
    });
    const spend = report({ sizes: [40, 40], plan: { outcome: { metric: 'SPEND' } } });
    expect(spend.arms.map(({ forecastMean }) => forecastMean)).toEqual([null, null]);
  });

  it('DRAWN_WHOLE: of communities that were drawn, chance tells no member of a fifth from another', () => {
    expect(report({ sizes: [200, 200], plan: { design: 'COMMUNITY' } })).toMatchObject({
      byForecast: [],
      byForecastReason: 'DRAWN_WHOLE',
    });
    expect(report({ sizes: [200, 200] }).byForecastReason).toBeNull();
  });

  it('NO_TIES, NOT_MEASURED, NOT_LINEAR: of what went through ties', () => {
    expect(report({ sizes: [40, 40] })).toMatchObject({ spillover: null, spilloverReason: 'NO_TIES' });
    const open = effectOf({ value: 0.2, low: null, high: null, standardError: null, reason: 'NOT_MEASURED' }, null);
    expect(report({ sizes: [40, 40], effect: open }).spillover).toMatchObject({
      reason: 'NOT_MEASURED',
      notLinear: null,
    });
    expect(report({ sizes: [40, 40], effect: effectOf({}, true) }).spillover).toMatchObject({
      reason: null,
      notLinear: true,
    });
  });

  it('contamination moves nobody; a window that is not over is preliminary', () => {
    const told = report({ sizes: [40, 40], reached: (arm, at) => arm === 0 || at === 79, asOf: START + 27 * DAY_MS });
    expect(told).toMatchObject({ contaminated: 1, preliminary: true });
    expect(told.arms.map(({ members }) => members)).toEqual([40, 40]);
    expect(report({ sizes: [40, 40] }).preliminary).toBe(false);
  });
});
