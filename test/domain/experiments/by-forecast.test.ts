import { describe, expect, it } from 'vitest';
import { effectsByForecast, forecastCuts, partOf } from '../../../domain/experiments/by-forecast.ts';
import type { Outcomes } from '../../../domain/experiments/types.ts';
import { seededUniform } from '../../../domain/numerics/random.ts';
import { normalFrom } from './shop.ts';

const MEMBERS = 2000;
const arms = [
  { key: 'mail', share: 0.5 },
  { key: 'holdout', share: 0.5 },
];

/** Members by falling forecast, half of them treated; the action does `effect` to each. */
function experiment(
  seed: number,
  effect: (forecast: number) => number,
  members = MEMBERS,
): { outcomes: Outcomes; forecast: Float64Array } {
  const uniform = seededUniform(seed);
  const normal = normalFrom(uniform);
  const forecast = Float64Array.from({ length: members }, () => Math.exp(normal()));
  const arm = Uint8Array.from(forecast, () => (uniform() < 0.5 ? 0 : 1));
  const y = forecast.map((x, i) => x + normal() + (arm[i] === 0 ? effect(x) : 0));
  return { outcomes: { arms, control: 1, arm, y, covariate: forecast }, forecast };
}

describe('how an effect goes with what was forecast', () => {
  it('cuts in equal parts, and puts a forecast at a cut above it', () => {
    const cuts = forecastCuts(Float64Array.of(5, 1, 4, 2, 3), 5);
    expect(cuts).toEqual([2, 3, 4, 5]);
    expect([1, 2, 4.5, 9].map((x) => partOf(cuts, x))).toEqual([0, 1, 3, 4]);
  });

  it('finds the fifth it works on, draws the others to the mean, and says that ranking by the forecast pays', () => {
    const cuts = (forecast: Float64Array): number[] => forecastCuts(forecast);
    const { outcomes, forecast } = experiment(1, () => 0);
    const top = cuts(forecast).at(-1)!;
    const { outcomes: works } = experiment(1, (x) => (x >= top ? 2 : 0));
    const [found] = effectsByForecast(works, forecast, cuts(forecast));
    const effects = found!.parts.map(({ effect }) => effect!);
    expect(effects[4]!.low).toBeGreaterThan(1);
    expect(found!.p).toBeLessThan(1e-3);
    expect(found!.qini.low).toBeGreaterThan(0);
    // Drawn to the mean: less far from each other, in the same order.
    const shrunk = found!.parts.map((part) => part.shrunk!);
    expect(Math.max(...shrunk) - Math.min(...shrunk)).toBeLessThan(
      Math.max(...effects.map(({ value }) => value)) - Math.min(...effects.map(({ value }) => value)),
    );
    const [nothing] = effectsByForecast(outcomes, forecast, cuts(forecast));
    expect(nothing!.qini.value).toBeLessThan(found!.qini.value);
  });

  it('claims that a ranking pays where it does not in no more than its level of repetitions', () => {
    let claims = 0;
    let differ = 0;
    for (let seed = 10; seed < 110; seed++) {
      const { outcomes, forecast } = experiment(seed, () => 1, 400);
      const [{ qini, p } = { qini: null, p: 1 }] = effectsByForecast(outcomes, forecast, forecastCuts(forecast));
      if (qini!.low! > 0 || qini!.high! < 0) claims++;
      if (p < 0.05) differ++;
    }
    // 5 of 100 by the level; 12 or more come by chance in 4 of 1000 such tests.
    expect(claims).toBeLessThan(12);
    expect(differ).toBeLessThan(12);
  });

  it('shows no part of fewer than twenty on a side', () => {
    const { outcomes, forecast } = experiment(3, () => 1);
    const few = { ...outcomes, arm: outcomes.arm.map((place, i) => (i % 20 === 0 || place === 0 ? place : 0)) };
    const [found] = effectsByForecast(few, forecast, forecastCuts(forecast));
    for (const { control, effect, shrunk } of found!.parts) {
      expect(control).toBeLessThan(20);
      expect([effect, shrunk]).toEqual([null, null]);
    }
  });
});
