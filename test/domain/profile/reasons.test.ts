import { describe, expect, it } from 'vitest';
import { companyLog } from '../../../bench/clv/companies.ts';
import { lifetimeEvaluator } from '../../../domain/clv/evaluate.ts';
import { fitLifetime } from '../../../domain/clv/fit.ts';
import { reasonsOf, REASON_KEYS } from '../../../domain/profile/reasons.ts';
import type { ScoringParameters } from '../../../domain/profile/parameters.ts';

const DAY = 1400;
const log = companyLog({ customers: 600, days: DAY, seed: 2 });
const { parameters: lifetime } = fitLifetime(log, DAY, { horizonDays: 365 });
const scoring = (of = lifetime!): ScoringParameters => ({
  marginRate: 1,
  choice: 'auto',
  lifetime: of,
  populationGapDays: 60,
  rfm: { recencyDays: [1, 2, 3, 4], frequency: [1, 2, 3, 4], monetary: [1, 2, 3, 4] },
});
const purchasesOf = (days: readonly number[], minor: readonly number[]) => ({
  purchases: days.map((day, k) => ({ day, knownMarginMinor: minor[k]!, uncostedRevenueMinor: 0 })),
});
const customer = (i: number) => {
  const [start, end] = [log.offsets[i]!, log.offsets[i + 1]!];
  return purchasesOf([...log.day.subarray(start, end)], [...log.marginMinor.subarray(start, end)]);
};
const reasons = (orders: ReturnType<typeof customer>) => reasonsOf(scoring(), orders as never, DAY)!;

describe('why a customer is expected to bring what they are', () => {
  it('closes to the cent on what is published, for everybody, from the same start', () => {
    const { clvMinor } = lifetimeEvaluator(lifetime!).scores(log, DAY);
    const starts = new Set<number>();
    for (let i = 0; i < log.count; i += 7) {
      const { typicalMinor, predictedMinor, contributions } = reasons(customer(i));
      expect(predictedMinor).toBe(Math.round(clvMinor[i]!));
      expect(contributions.map(({ key }) => key)).toEqual([...REASON_KEYS]);
      expect(typicalMinor + contributions.reduce((sum, { minor }) => sum + minor, 0)).toBe(predictedMinor);
      expect(contributions.every(({ minor }) => Number.isInteger(minor))).toBe(true);
      starts.add(typicalMinor);
    }
    expect(starts.size).toBe(1);
  });

  it('who is the average customer but for one figure gets all of it by that figure', () => {
    const { purchases, ageDays, idleShare, marginMinor } = lifetime!.typical!;
    const span = Math.round(ageDays * (1 - idleShare));
    const days = Array.from(
      { length: purchases },
      (_, k) => DAY - ageDays + (purchases === 1 ? 0 : Math.round((k * span) / (purchases - 1))),
    );
    const same = reasons(
      purchasesOf(
        days,
        days.map(() => marginMinor),
      ),
    );
    // Whole days: the share of the time since the last purchase is that of a day, not of the mean.
    for (const { minor } of same.contributions)
      expect(Math.abs(minor)).toBeLessThanOrEqual(0.01 * same.typicalMinor + 1);
    const dear = reasons(
      purchasesOf(
        days,
        days.map(() => 3 * marginMinor),
      ),
    );
    const by = Object.fromEntries(dear.contributions.map(({ key, minor }) => [key, minor]));
    expect(by['MARGIN']).toBeGreaterThan(0.5 * dear.typicalMinor);
    for (const key of ['PURCHASES', 'AGE', 'SINCE_LAST'])
      expect(Math.abs(by[key]!)).toBeLessThan(0.02 * by['MARGIN']! + 2);
  });

  it('a long silence takes, many purchases add', () => {
    const term = (orders: ReturnType<typeof customer>, key: string): number =>
      reasons(orders).contributions.find((one) => one.key === key)!.minor;
    const days = [300, 340, 390, 430, 470, 520];
    expect(
      term(
        purchasesOf(
          days,
          days.map(() => 5000),
        ),
        'SINCE_LAST',
      ),
    ).toBeLessThan(0);
    const many = Array.from({ length: 40 }, (_, k) => 400 + 25 * k);
    expect(
      term(
        purchasesOf(
          many,
          many.map(() => 5000),
        ),
        'PURCHASES',
      ),
    ).toBeGreaterThan(0);
  });

  it('are none where the parameters hold no average customer', () => {
    const { typical: _, ...earlier } = lifetime!;
    expect(reasonsOf(scoring(earlier), customer(0) as never, DAY)).toBeNull();
  });
});
