import { describe, expect, it } from 'vitest';
import { experienceDriver, experienceDriverText } from '../../../domain/experience/driver.ts';
import { ranksOf, rankCorrelations } from '../../../domain/numerics/rank-correlation.ts';
import { seededUniform } from '../../../domain/numerics/random.ts';

/** Customers of whom some stay, likelier where the experience was good. */
function customers(count: number, strength: number) {
  const uniform = seededUniform(3);
  const score = Float64Array.from({ length: count }, () => 2 * uniform() - 1);
  return { score, stayed: Uint8Array.from(score, (one) => (uniform() < 0.5 + strength * one ? 1 : 0)) };
}

describe('whether experience goes with coming back', () => {
  it('is found where it does, with its interval, and called an association', () => {
    const { score, stayed } = customers(300, 0.4);
    const found = experienceDriver(score, stayed);
    expect(found).toMatchObject({ customers: 300, stayed: stayed.reduce((sum, one) => sum + one, 0) });
    expect(found.low!).toBeGreaterThan(0);
    expect(found.correlation!).toBeGreaterThan(found.low!);
    expect(experienceDriverText(found)).toMatch(
      /^Better experience goes with coming back: .* An association, not a cause\.$/u,
    );
    expect(
      experienceDriverText(
        experienceDriver(
          score.map((one) => -one),
          stayed,
        ),
      ),
    ).toContain('staying away');
  });
  it('is not where it does not, and cannot be told of few or of all alike; who said nothing is left out', () => {
    const { score, stayed } = customers(300, 0);
    expect(experienceDriverText(experienceDriver(score, stayed))).toContain('Nothing says');
    expect(experienceDriver(score.subarray(0, 29), stayed.subarray(0, 29)).correlation).toBeNull();
    expect(
      experienceDriver(
        score,
        stayed.map(() => 1),
      ),
    ).toMatchObject({ stayed: 300, correlation: null });
    const silent = Float64Array.from(score, (one, i) => (i < 100 ? one : Number.NaN));
    expect(experienceDriver(silent, stayed).customers).toBe(100);
  });
});

describe('rank correlations', () => {
  it('are those of R: cor(method = "spearman") of 1 2 3 4 5 with 2 1 4 3 5 is .8', () => {
    expect(
      rankCorrelations(Float64Array.of(1, 2, 3, 4, 5), [])(Float64Array.of(2, 1, 4, 3, 5))!.correlation,
    ).toBeCloseTo(0.8, 12);
  });
  it('have the mean rank for equals, and p of a half where there is nothing', () => {
    expect([...ranksOf(Float64Array.of(3, 1, 3, 2))]).toEqual([3.5, 1, 3.5, 2]);
    const none = rankCorrelations(Float64Array.of(1, 2, 3, 4, 5), [])(Float64Array.of(2, 1, 3, 1, 2))!;
    expect(none.correlation).toBeCloseTo(0, 12);
    expect(none.p).toBeCloseTo(0.5, 6);
    expect(none.low).toBeCloseTo(-none.high, 12);
  });
});
