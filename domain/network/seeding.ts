import { DomainError } from '../errors.ts';
import { greedyCoverage } from './coverage.ts';
import type { Csr } from '../graph/kernel/csr.ts';
import { seededUniform, type Uniform } from '../numerics/random.ts';
import { reachSampler, type ReachSampler, type TieProbability } from './reverse-reachable.ts';

export interface SeedOptions {
  /** The set chosen moves at least (1 − 1/e − ε) of what the best set would, with probability ≥ 1 − 1/n. */
  readonly epsilon?: number;
  readonly seed?: number;
  readonly probability?: TieProbability;
}

export interface SeedSet {
  /** Whom to give a sample to, the most useful first; caller's numbering. */
  readonly seeds: Int32Array;
  /** Expected number of people moved, the seeds included; unbiased, from sets that had no part in choosing. */
  readonly spread: number;
  /** 95 % interval of the expected spread (Wilson score). */
  readonly interval: readonly [low: number, high: number];
  /** Sets used to choose; as many again, at most {@link MOST_CHECKS}, to estimate. */
  readonly samples: number;
  readonly epsilon: number;
}

/** A hundred thousand checks put the interval within 0.3 % of the customer base. */
export const MOST_CHECKS = 100_000;

/**
 * Whom to give a sample to: k people whose independent cascade reaches the most others.
 *
 * Influence flows against a tie: from the followed to the follower. Sampling bounds the best spread from below, then
 * draws θ fresh sets and covers them greedily.
 *
 * Source: Tang, Shi & Xiao (2015), "Influence maximization in near-linear time: a martingale approach" (IMM), with the
 * fresh sets of Chen (2018), "An issue in the martingale analysis of … IMM".
 *
 * @param k number of seeds; more than there are nodes means all of them
 * @throws DomainError when k is not a whole number ≥ 1, or ε is outside (0, 1 − 1/e)
 */
export function seedSet(
  csr: Csr,
  k: number,
  { epsilon = 0.1, seed = 1, probability = 'wc' }: SeedOptions = {},
): SeedSet {
  if (!(Number.isInteger(k) && k >= 1))
    throw new DomainError('the number of seeds must be a whole number from 1', { k });
  if (!(epsilon > 0 && epsilon < 1 - 1 / Math.E))
    throw new DomainError('epsilon must be above 0 and below 1 - 1/e', { epsilon });
  const n = csr.nodeCount;
  if (n === 0) return { seeds: new Int32Array(0), spread: 0, interval: [0, 0], samples: 0, epsilon };
  const size = Math.min(k, n);
  const uniform = seededUniform(seed);
  const sampler = reachSampler(csr, probability, uniform);
  const samples = samplesFor(n, size, epsilon, lowerBound(sampler, size, epsilon, uniform));
  sampler.clear();
  drawUpTo(sampler, samples, uniform);
  const { chosen } = greedyCoverage(n, sampler.sets(), size);

  const checks = Math.min(samples, MOST_CHECKS);
  const hits = countHits(sampler, chosen, checks, uniform);
  return {
    seeds: chosen,
    spread: (n * hits) / checks,
    interval: wilson(hits, checks).map((share) => share * n) as [number, number],
    samples,
    epsilon,
  };
}

/** IMM phase 1: halves a guess of the best spread until the sets show that it is reached. */
function lowerBound(sampler: ReachSampler, k: number, epsilon: number, uniform: Uniform): number {
  const n = sampler.nodeCount;
  const coarse = Math.SQRT2 * epsilon;
  const failure = Math.log(n) + Math.log(2);
  const lambda =
    ((2 + (2 / 3) * coarse) * (logChoose(n, k) + failure + Math.log(Math.max(Math.log2(n), 1))) * n) / coarse ** 2;
  for (let guess = n / 2; guess >= 2; guess /= 2) {
    drawUpTo(sampler, Math.ceil(lambda / guess), uniform);
    const { count } = sampler.sets();
    const covered = greedyCoverage(n, sampler.sets(), k).covered.at(-1)!;
    const spread = (n * covered) / count;
    if (spread >= (1 + coarse) * guess) return spread / (1 + coarse);
  }
  // k seeds move at least themselves.
  return k;
}

/** θ of IMM, equation 6, with ℓ raised so that both phases together fail with probability ≤ 1/n. */
function samplesFor(n: number, k: number, epsilon: number, bound: number): number {
  const failure = Math.log(n) + Math.log(2);
  const greedy = 1 - 1 / Math.E;
  const alpha = Math.sqrt(failure + Math.log(2));
  const beta = Math.sqrt(greedy * (logChoose(n, k) + failure + Math.log(2)));
  return Math.ceil((2 * n * (greedy * alpha + beta) ** 2) / epsilon ** 2 / Math.max(bound, k));
}

function drawUpTo(sampler: ReachSampler, count: number, uniform: Uniform): void {
  for (let drawn = sampler.sets().count; drawn < count; drawn++)
    sampler.draw(Math.floor(uniform() * sampler.nodeCount));
}

function countHits(sampler: ReachSampler, seeds: Int32Array, checks: number, uniform: Uniform): number {
  const isSeed = new Uint8Array(sampler.nodeCount);
  for (const node of seeds) isSeed[node] = 1;
  sampler.clear();
  drawUpTo(sampler, checks, uniform);
  const { count, starts, members } = sampler.sets();
  let hits = 0;
  for (let set = 0; set < count; set++) {
    let at = starts[set]!;
    while (at < starts[set + 1]! && !isSeed[members[at]!]) at++;
    if (at < starts[set + 1]!) hits++;
  }
  return hits;
}

/** 95 % score interval of a share. Source: Wilson (1927). */
function wilson(hits: number, count: number): [number, number] {
  const z = 1.959963984540054;
  const share = hits / count;
  const centre = share + (z * z) / (2 * count);
  const half = z * Math.sqrt((share * (1 - share)) / count + (z * z) / (4 * count * count));
  const scale = 1 + (z * z) / count;
  // At the ends the formula gives 0 and 1 but for rounding.
  return [hits === 0 ? 0 : (centre - half) / scale, hits === count ? 1 : (centre + half) / scale];
}

/** ln of the number of ways to choose k of n, by Stirling's series above 100, exact sums below. */
function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

function logFactorial(n: number): number {
  if (n > 100) return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n);
  let sum = 0;
  for (let i = 2; i <= n; i++) sum += Math.log(i);
  return sum;
}
