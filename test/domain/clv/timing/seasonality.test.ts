import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { snapshotAt, type PurchaseLog } from '../../../../domain/clv/history/log.ts';
import { purchaseModelFamilies } from '../../../../domain/clv/models/families.ts';
import { CALENDAR_CLOCK } from '../../../../domain/clv/timing/clock.ts';
import { estimateSeason, seasonalClock } from '../../../../domain/clv/timing/seasonality.ts';
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

  it('is the calendar where there is no season, and runs by the harmonics of the year where there is one', () => {
    const flat = seasonalClock(new Float64Array(9));
    expect(flat.timeOf(1234.5)).toBeCloseTo(1234.5, 9);
    expect(flat.intensity(77)).toBeCloseTo(1, 9);
    // ln intensity = .3 cos(2π day/365.25), whatever the intercept; its mean over the year is I₀(.3) = 1.022626…
    const season = seasonalClock(Float64Array.of(5, 0, 0.3, 0, 0, 0, 0, 0, 0));
    expect(season.intensity(0)).toBeCloseTo(Math.exp(0.3) / 1.022_626_9, 4);
    expect(season.intensity(183)).toBeCloseTo(Math.exp(-0.3) / 1.022_626_9, 3);
    expect(season.intensity(365)).toBeCloseTo(season.intensity(0), 3);
    const sine = seasonalClock(Float64Array.of(0, 0.3, 0, 0, 0, 0, 0, 0, 0));
    expect(sine.intensity(91)).toBeGreaterThan(1.3);
    const twice = seasonalClock(Float64Array.of(0, 0, 0, 0, 0.3, 0, 0, 0, 0));
    expect([twice.intensity(183), twice.intensity(91)].map((x) => x > 1)).toEqual([true, false]);
  });

  it('interpolates within a day', () => {
    const clock = seasonalClock(Float64Array.of(0, 0.2, 0.3, 0, 0, 0, 0, 0, 0));
    expect(clock.timeOf(100.25)).toBeCloseTo(0.75 * clock.timeOf(100) + 0.25 * clock.timeOf(101), 9);
    expect(clock.timeOf(-0.5)).toBeCloseTo((clock.timeOf(-1) + clock.timeOf(0)) / 2, 9);
    expect(clock.dayAt(clock.timeOf(100.25))).toBeCloseTo(100.25, 9);
  });

  describe('estimated from a log', () => {
    const FROM = dayNumber('2018-01-01');
    const peakDay = dayNumber('2018-12-01');
    const shopUntil = (toDay: number) =>
      simulateShop({ customers: 600, fromDay: FROM, toDay, peak: 0.9, peakDay, seed: 11 });
    const shop = shopUntil(FROM + 1200);
    const modelAt = (asOfDay: number, log: PurchaseLog = shop) => {
      const { statistics } = snapshotAt(log, asOfDay, CALENDAR_CLOCK, 7);
      return purchaseModelFamilies.mbgnbd.bind(purchaseModelFamilies.mbgnbd.fit(statistics).parameters, 7);
    };
    const seasonAt = (asOfDay: number, log: PurchaseLog = shop) =>
      estimateSeason(log, FROM, asOfDay, modelAt(asOfDay, log));

    it('peaks where the shop does, by about as much, wherever the log ends', () => {
      for (const days of [800, 983, 1100]) {
        const { intensity } = seasonalClock(seasonAt(FROM + days)!);
        const over = (from: number): number => {
          let total = 0;
          for (let day = from - 15; day <= from + 15; day++) total += intensity(day) / 31;
          return total;
        };
        expect(over(peakDay), String(days)).toBeGreaterThan(1.5);
        expect(over(peakDay), String(days)).toBeLessThan(2.1);
        expect(over(peakDay + 183), String(days)).toBeLessThan(0.5);
        expect(over(peakDay + 91), String(days)).toBeGreaterThan(0.7);
        expect(over(peakDay + 91), String(days)).toBeLessThan(1.3);
      }
    });

    it('is nine coefficients, the trend left out; and none of less than a year', () => {
      expect(seasonAt(FROM + 364)).toHaveLength(9);
      expect(seasonAt(FROM + 363)).toBeNull();
    });

    it('looks at nothing after the as-of day, nor at what was returned later', () => {
      const asOfDay = FROM + 800;
      const season = seasonAt(asOfDay);
      const model = modelAt(asOfDay);
      const later = { ...shop, day: shop.day.map((day) => (day > asOfDay ? day + 3 : day)) };
      expect(estimateSeason(later, FROM, asOfDay, model)).toEqual(season);
      const returned = (day: number): PurchaseLog => ({
        ...shop,
        returns: {
          entry: Int32Array.of(1),
          day: Int32Array.of(day),
          marginMinor: Float64Array.of(1),
          whole: Uint8Array.of(1),
        },
      });
      expect(estimateSeason(returned(asOfDay + 1), FROM, asOfDay, model)).toEqual(season);
      expect(estimateSeason(returned(asOfDay), FROM, asOfDay, model)).not.toEqual(season);
    });

    it('is the same with people who never bought, and with those who first buy later', () => {
      const asOfDay = FROM + 800;
      const [season, model] = [seasonAt(asOfDay), modelAt(asOfDay)];
      // A prospect stands before the customer whose first purchase is next in the log.
      const offsets = Int32Array.from([...shop.offsets].flatMap((offset) => [offset, offset]).slice(1));
      expect(estimateSeason({ ...shop, count: offsets.length - 1, offsets }, FROM, asOfDay, model)).toEqual(season);
      const late = Int32Array.of(...shop.offsets, shop.day.length + 1);
      const joined = {
        count: shop.count + 1,
        offsets: late,
        day: Int32Array.of(...shop.day, asOfDay + 1),
        marginMinor: Float64Array.of(...shop.marginMinor, 1),
      };
      expect(estimateSeason(joined, FROM, asOfDay, model)).toEqual(season);
    });

    it('counts every week to the last: a rush in it shows, with newcomers on its last days too', () => {
      const asOfDay = FROM + 800;
      const model = modelAt(asOfDay);
      const season = estimateSeason(shop, FROM, asOfDay, model)!;
      const rows = Array.from({ length: 400 }, (_, k) => [asOfDay - 1, asOfDay].slice(k % 2));
      const rush = {
        count: shop.count + rows.length,
        offsets: Int32Array.from([
          ...shop.offsets,
          ...rows.map((_, k) => shop.day.length + rows.slice(0, k + 1).flat().length),
        ]),
        day: Int32Array.of(...shop.day, ...rows.flat()),
        marginMinor: Float64Array.of(...shop.marginMinor, ...rows.flat().map(() => 1)),
      };
      const { intensity } = seasonalClock(estimateSeason(rush, FROM, asOfDay, model)!);
      expect(intensity(asOfDay - 3)).toBeGreaterThan(1.2 * seasonalClock(season).intensity(asOfDay - 3));
    });

    it('is not what a steady cooling leaves behind: a trend is estimated beside it', () => {
      // One purchase a week of each of many, falling by half in a year, where the model expects it to stay.
      const days: number[][] = Array.from({ length: 60 }, (_, customer) =>
        Array.from({ length: 900 }, (_unused, day) => FROM + day).filter(
          (day) => day === FROM || ((day * 7919 + customer * 104_729) % 1000) / 1000 < 0.4 * 2 ** (-(day - FROM) / 365),
        ),
      );
      const log: PurchaseLog = {
        count: days.length,
        offsets: Int32Array.from([0, ...days.map((_, i) => days.slice(0, i + 1).flat().length)]),
        day: Int32Array.from(days.flat()),
        marginMinor: new Float64Array(days.flat().length),
      };
      const steady = { ...modelAt(FROM + 800), expectedPurchases: (_: object, horizon: number) => horizon };
      for (const toDay of [FROM + 545, FROM + 899]) {
        const { intensity } = seasonalClock(estimateSeason(log, FROM, toDay, steady)!);
        for (let day = 0; day < 365; day += 30)
          expect(Math.abs(intensity(FROM + day) - 1), String(day)).toBeLessThan(0.1);
      }
    });

    it('of a shop without one is flat', () => {
      const even = simulateShop({ customers: 600, fromDay: FROM, toDay: FROM + 1100, peak: 0, peakDay, seed: 7 });
      const { intensity } = seasonalClock(seasonAt(FROM + 1100, even)!);
      for (let day = 0; day < 365; day += 30) expect(Math.abs(intensity(FROM + day) - 1)).toBeLessThan(0.25);
    });
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
