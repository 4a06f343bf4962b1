import { describe, expect, it } from 'vitest';
import type { PurchaseLog } from '../../../../domain/clv/history/log.ts';
import { sampleOf } from '../../../../domain/clv/comparison/sample.ts';
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
    expect(sampleOf(log, AS_OF)).toBe(log);
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
