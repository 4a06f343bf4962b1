import { describe, expect, it } from 'vitest';
import type { PurchaseLog } from '../../../../domain/clv/history/log.ts';
import { chooseCandidate } from '../../../../domain/clv/comparison/choose.ts';
import { MOST_CALIBRATED, MOST_COMPARED, sampleOf, trialOf } from '../../../../domain/clv/comparison/sample.ts';
import { openWorkbench } from '../../../../domain/clv/comparison/workbench.ts';
import { learnCalibration } from '../../../../domain/clv/calibration/learn.ts';
import { fitLifetime } from '../../../../domain/clv/fit.ts';
import { fitSpend, spendTallies } from '../../../../domain/clv/spend/choose-spend.ts';
import { logOf } from '../reference-data.ts';
import { simulateShop } from '../simulated-shop.ts';

const AS_OF = 18_300;

type Row = [customer: string, day: number, margin: number];
const rowsOf = (log: PurchaseLog): Row[] =>
  Array.from({ length: log.count }, (_, i) => i).flatMap((i) =>
    Array.from(log.day.subarray(log.offsets[i]!, log.offsets[i + 1]!), (day, k): Row => [
      String(i).padStart(4, '0'),
      day,
      log.marginMinor[log.offsets[i]! + k]!,
    ]),
  );
const named = (rows: readonly Row[]): PurchaseLog => ({
  ...logOf(rows),
  ids: [...new Set(rows.map(([id]) => id))].sort(),
});

describe('a comparison sample', () => {
  const rows = rowsOf(simulateShop({ customers: 900, fromDay: 18_000, toDay: 18_400, peak: 0, peakDay: 0, seed: 5 }));
  const sample = sampleOf(named(rows), AS_OF, 120);

  it('is everybody where there are not too many', () => {
    const log = named(rows);
    expect(sampleOf(log, AS_OF, 900)).toBe(log);
    const everybody = { log, workbench: openWorkbench(log, 7) };
    expect(trialOf(everybody, AS_OF, 900)).toBe(everybody);
    expect(trialOf(everybody, AS_OF, 120).log.ids).toEqual(sample.ids);
    expect(sample.ids).toHaveLength(120);
    expect(new Set(sample.ids).size).toBe(120);
  });

  it('depends on nothing but first day, frequency and id: not on money, on later days, on the days between', () => {
    const firstDay = new Map<string, number>();
    for (const [id, day] of rows) firstDay.set(id, Math.min(day, firstDay.get(id) ?? Infinity));
    const otherwise = rows.map(([id, day, margin]): Row => [id, day > AS_OF ? day + 7 : day, margin * 100 - 3]);
    expect(sampleOf(named(otherwise), AS_OF, 120).ids).toEqual(sample.ids);
    const later = rows.filter(([id, day]) => day <= AS_OF || firstDay.get(id)! > AS_OF);
    expect(sampleOf(named(later), AS_OF, 120).ids).toEqual(sample.ids);
    const newcomers = Array.from({ length: 300 }, (_, i): Row => [`zz${i}`, AS_OF + 5, 1]);
    expect(sampleOf(named([...rows, ...newcomers]), AS_OF, 120).ids).toEqual(sample.ids);
  });

  it('does not depend on the order of the customers', () => {
    const log = named(rows);
    const offsets = Int32Array.from({ length: log.count + 1 }, (_, i) => log.day.length - log.offsets[log.count - i]!);
    const day = new Int32Array(log.day.length);
    const marginMinor = new Float64Array(log.day.length);
    for (let i = 0; i < log.count; i++) {
      const [start, end] = [log.offsets[log.count - 1 - i]!, log.offsets[log.count - i]!];
      day.set(log.day.subarray(start, end), offsets[i]);
      marginMinor.set(log.marginMinor.subarray(start, end), offsets[i]);
    }
    expect(
      [
        ...sampleOf({ count: log.count, ids: [...log.ids!].reverse(), offsets, day, marginMinor }, AS_OF, 120).ids!,
      ].sort(),
    ).toEqual(sample.ids);
  });

  it('holds early and late, one-time and regular buyers as the whole does, with their own purchases and returns', () => {
    const mean = (log: PurchaseLog): number =>
      log.day.filter((day) => day <= AS_OF).length /
      Array.from({ length: log.count }, (_, i) => i).filter((i) => log.day[log.offsets[i]!]! <= AS_OF).length;
    expect(mean(sample) / mean(named(rows))).toBeCloseTo(1, 1);
    const log = named(rows);
    const everything: PurchaseLog = {
      ...log,
      returns: {
        entry: Int32Array.from(log.day.keys()),
        day: log.day,
        marginMinor: log.marginMinor,
        whole: new Uint8Array(log.day.length),
      },
    };
    const part = sampleOf(everything, AS_OF, 120);
    expect([...part.returns!.entry]).toEqual([...part.day.keys()]);
    expect(part.returns!.marginMinor).toEqual(part.marginMinor);
  });
});

describe('a choice among candidates', () => {
  it('is made by a sample as it is by everybody', () => {
    const asOf = 18_300;
    const log = simulateShop({ customers: 2000, fromDay: asOf - 900, toDay: asOf, peak: 0.7, peakDay: 330, seed: 12 });
    const chosenFrom = (part: PurchaseLog) => chooseCandidate(openWorkbench(part, 7), part, asOf, 365, 'auto').chosen;
    const chosen = chosenFrom(log);
    expect(chosen.season).toBe(true);
    expect(chosenFrom(sampleOf(log, asOf, 1000))).toEqual(chosen);
  });

  it('is made from a sample of a large company, and what is chosen learned from everybody', () => {
    const asOf = 18_300;
    const log = simulateShop({ customers: 25_600, fromDay: asOf - 120, toDay: asOf, peak: 0, peakDay: 0, seed: 13 });
    const { parameters, report } = fitLifetime(log, asOf);
    const everybody = openWorkbench(log, 7);
    const { customers } = everybody.snapshot(asOf, false);
    expect(customers.length).toBeGreaterThan(MOST_COMPARED);
    expect(customers.length).toBeLessThan(MOST_CALIBRATED);
    expect(report).toMatchObject({ sampledCustomers: MOST_COMPARED, customers: customers.length });
    const purchase = { model: report.chosen, season: report.chosenAs.season, blend: report.chosenAs.blend };
    const forecast = everybody.forecast(asOf, purchase, parameters!.horizonDays, parameters!.annualDiscount);
    expect(parameters!.purchase).toEqual(forecast.fit.parameters);
    const chosen = { purchase, spend: parameters!.spend.model };
    const now = { forecast, spend: fitSpend(spendTallies(log, customers, asOf)) };
    expect(parameters!.calibration).toEqual(
      learnCalibration({ log, workbench: everybody }, asOf, chosen, now, parameters!.horizonDays),
    );
  });
});
