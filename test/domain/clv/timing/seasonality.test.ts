import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seasonalClock } from '../../../../domain/clv/timing/seasonality.ts';
import { scoreLifetimeValue } from '../../../../domain/clv/score.ts';
import { dayNumber } from '../reference-data.ts';
import { simulateShop } from '../simulated-shop.ts';

const coefficients = fc
  .array(fc.double({ min: -0.4, max: 0.4, noNaN: true }), { minLength: 9, maxLength: 9 })
  .map((values) => Float64Array.from(values));

describe('operational time', () => {
  it('rises with every day, agrees with the calendar over four years, and is inverted by dayAt', () => {
    fc.assert(
      fc.property(coefficients, fc.integer({ min: -3000, max: 30_000 }), (season, day) => {
        const clock = seasonalClock(season);
        expect(clock.timeOf(day + 1)).toBeGreaterThan(clock.timeOf(day));
        expect(clock.timeOf(day + 1461) - clock.timeOf(day)).toBeCloseTo(1461, 6);
        expect(clock.dayAt(clock.timeOf(day))).toBeCloseTo(day, 6);
      }),
    );
  });

  it('finds the season of a shop, keeps it because it forecasts better, and shrinks the error of a fit at the peak', () => {
    const shop = simulateShop({
      customers: 1500,
      fromDay: dayNumber('2018-01-01'),
      toDay: dayNumber('2021-06-30'),
      peak: 0.9,
      peakDay: dayNumber('2018-12-01'),
      seed: 11,
    });
    const asOfDay = dayNumber('2020-12-31');
    const holdoutEndDay = dayNumber('2021-06-30');
    const options = { horizonDays: holdoutEndDay - asOfDay, holdoutEndDay };
    const { report } = scoreLifetimeValue(shop, asOfDay, options);
    expect(report.season).toMatchObject({ tried: true, kept: true });
    const monthly = report.season.monthlyIntensity!;
    expect(monthly[10]! + monthly[11]!).toBeGreaterThan(1.5 * (monthly[4]! + monthly[5]!));
    const calendar = report.models[report.chosen]!.holdout!;
    expect(Math.abs(report.chosenHoldout!.bias!)).toBeLessThan(Math.abs(calendar.bias!) / 2);
    expect(report.chosenHoldout!.rmse).toBeLessThan(calendar.rmse);
  });
});
