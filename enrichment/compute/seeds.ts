import { seedSet } from '../../domain/network/seeding.ts';
import type { Csr } from '../../domain/graph/kernel/csr.ts';

/** Whom to give a sample to, worked out once per run: the answer depends on the ties alone. */
export interface SeedsResult {
  /** Customer indices, the most useful first: the first k are the set for k. */
  readonly seeds: readonly number[];
  /** Expected customers reached by all of them, themselves included, with its 95 % interval. */
  readonly spread: number;
  readonly interval: readonly [low: number, high: number];
  readonly epsilon: number;
  readonly samples: number;
}

const SEEDS = 50;
/** Within 1 − 1/e − 0.2 of the best set; a tenth would cost four times the samples. */
const EPSILON = 0.2;
/** Sampling a larger graph would take longer than the rest of the run; `kring network --seeds` does it apart. */
const MOST_ARCS = 5_000_000;

export function computeSeeds(csr: Csr): SeedsResult | null {
  if (csr.arcCount === 0 || csr.arcCount > MOST_ARCS) return null;
  const { seeds, spread, interval, epsilon, samples } = seedSet(csr, SEEDS, {
    epsilon: EPSILON,
    probability: 'wc',
    seed: 1,
  });
  return { seeds: [...seeds], spread, interval, epsilon, samples };
}
