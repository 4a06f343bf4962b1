import { seedSet } from '../../domain/network/seeding.ts';
import type { PublishedSeeds } from '../../published/reports.ts';
import type { Csr } from '../../domain/graph/kernel/csr.ts';

/** Whom to give a sample to, worked out once per run: the answer depends on the ties alone. */
export interface SeedsResult extends Omit<PublishedSeeds, 'customers'> {
  /** Customer indices, the most useful first: the first k are the set for k. */
  readonly seeds: readonly number[];
}

const SEEDS = 50;
export function computeSeeds(csr: Csr): SeedsResult | null {
  if (csr.arcCount === 0) return null;
  const { seeds, spread, interval, epsilon, samples } = seedSet(csr, SEEDS, {
    probability: 'wc',
    seed: 1,
  });
  return { seeds: [...seeds], spread, interval, epsilon, samples };
}
