import { gammaVariate, seededUniform } from '../../../../bench/clv/simulate.ts';
import type { PurchaseStatistics } from '../../../../domain/clv/models/model.ts';

export interface ErlangTruth {
  readonly k: number;
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

export interface SimulatedPopulation {
  readonly statistics: PurchaseStatistics;
  /** Times of the hold-out purchases after the as-of instant, per customer. */
  readonly holdout: readonly (readonly number[])[];
}

/** An MBG/CNBD-k population in continuous time: acquired evenly over `days`, then watched for `holdoutDays` more. */
export function simulateErlang(
  truth: ErlangTruth,
  { customers, days, holdoutDays, seed }: { customers: number; days: number; holdoutDays: number; seed: number },
): SimulatedPopulation {
  const uniform = seededUniform(seed);
  const columns = {
    frequency: [] as number[],
    recency: [] as number[],
    age: [] as number[],
    sumLogGaps: [] as number[],
  };
  const holdout: number[][] = [];
  for (let i = 0; i < customers; i++) {
    const rate = gammaVariate(uniform, truth.r) / truth.alpha;
    const leave = gammaVariate(uniform, truth.a);
    const dropout = leave / (leave + gammaVariate(uniform, truth.b));
    const age = uniform() * days;
    let [time, frequency, recency, sumLogGaps] = [0, 0, 0, 0];
    const later: number[] = [];
    while (uniform() >= dropout) {
      const gap = gammaVariate(uniform, truth.k) / rate;
      time += gap;
      if (time > age + holdoutDays) break;
      if (time > age) {
        later.push(time - age);
        continue;
      }
      frequency++;
      recency = time;
      sumLogGaps += Math.log(gap);
    }
    columns.frequency.push(frequency);
    columns.recency.push(recency);
    columns.age.push(age);
    columns.sumLogGaps.push(sumLogGaps);
    holdout.push(later);
  }
  return {
    statistics: {
      count: customers,
      unitDays: 1,
      frequency: Float64Array.from(columns.frequency),
      recency: Float64Array.from(columns.recency),
      age: Float64Array.from(columns.age),
      sumLogGaps: Float64Array.from(columns.sumLogGaps),
    },
    holdout,
  };
}
