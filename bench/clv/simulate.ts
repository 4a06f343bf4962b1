import type { PurchaseStatistics } from '../../domain/clv/models/model.ts';

/** Mulberry32: a small seeded generator, uniform on [0, 1). */
export function seededUniform(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Gamma(shape, 1) by Marsaglia & Tsang (2000), boosted below shape 1. */
export function gammaVariate(uniform: () => number, shape: number): number {
  if (shape < 1) return gammaVariate(uniform, shape + 1) * (1 - uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    const v = (1 + c * normal) ** 3;
    if (v > 0 && Math.log(1 - uniform()) < 0.5 * normal * normal + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** BG/NBD with CDNOW's parameters, in days. */
export const TRUE_PARAMETERS = { r: 0.2426, alpha: 4.4136 * 7, a: 0.7929, b: 2.4259 } as const;

/** A BG/NBD population acquired evenly over `days` days and observed on the last of them, purchases on whole days. */
export function simulatePopulation(customers: number, days: number, seed: number): PurchaseStatistics {
  const uniform = seededUniform(seed);
  const { r, alpha, a, b } = TRUE_PARAMETERS;
  const statistics = {
    count: customers,
    unitDays: 1,
    frequency: new Float64Array(customers),
    recency: new Float64Array(customers),
    age: new Float64Array(customers),
    sumLogGaps: new Float64Array(customers),
  };
  for (let i = 0; i < customers; i++) {
    const rate = gammaVariate(uniform, r) / alpha;
    const leave = gammaVariate(uniform, a);
    const dropout = leave / (leave + gammaVariate(uniform, b));
    const birth = uniform() * days;
    const firstDay = Math.floor(birth);
    let time = birth;
    let lastDay = firstDay;
    for (;;) {
      time -= Math.log(1 - uniform()) / rate;
      if (!(time < days)) break;
      const day = Math.floor(time);
      if (day > lastDay) {
        statistics.sumLogGaps[i]! += Math.log(day - lastDay);
        statistics.frequency[i]!++;
        lastDay = day;
      }
      if (uniform() < dropout) break;
    }
    statistics.recency[i] = lastDay - firstDay;
    statistics.age[i] = days - firstDay;
  }
  return statistics;
}
