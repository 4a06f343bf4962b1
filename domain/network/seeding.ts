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
  /** Sets used to choose. */
  readonly samples: number;
  readonly epsilon: number;
}

/** Sets drawn to estimate: they put the interval within 0.7 % of the customer base. */
const CHECKS = 20_000;
/** Sets drawn to choose by at first. */
const FEWEST = 16_384;
/** What greedy choice reaches of the best. */
const GREEDY = 1 - 1 / Math.E;

/**
 * Whom to give a sample to: k people whose independent cascade reaches the most others.
 *
 * Influence flows against a tie: from the followed to the follower. Seeds are chosen greedily by sampled sets, judged by as many others, and
 * both doubled until what the seeds reach at least, divided by what any could reach at most, shows the guarantee. That is long before the sets
 * which would be needed without looking.
 *
 * Source: Tang, Tang, Xiao & Yuan (2018), "Online processing algorithms for influence maximization", OPIM-C with the bounds of its section 4.
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
  const [choosing, judging] = [reachSampler(csr, probability, uniform), reachSampler(csr, probability, uniform)];
  // What both bounds may fail by is 1/n altogether.
  const failure = Math.log(6) + Math.log(n);
  const root = GREEDY * Math.sqrt(failure) + Math.sqrt(GREEDY * (logChoose(n, size) + failure));
  const most = Math.ceil((2 * n * root ** 2) / epsilon ** 2 / size);
  const rounds = 1 + Math.ceil(Math.max(0, Math.log2(most / FEWEST)));
  const confidence = Math.log(3 * rounds) + Math.log(n);
  let samples = FEWEST;
  let chosen: Int32Array;
  for (let round = 1; ; round++, samples *= 2) {
    drawUpTo(choosing, samples, uniform);
    drawUpTo(judging, samples, uniform);
    const coverage = greedyCoverage(n, choosing.sets(), size);
    chosen = coverage.chosen;
    const reached = atLeast(hitsOf(judging, chosen), samples, confidence);
    const best = atMost(coverage.covered.at(-1)!, samples, confidence);
    if (round >= rounds || reached >= (GREEDY - epsilon) * best) break;
  }
  judging.clear();
  drawUpTo(judging, CHECKS, uniform);
  const hits = hitsOf(judging, chosen);
  return {
    seeds: chosen,
    spread: (n * hits) / CHECKS,
    interval: wilson(hits, CHECKS).map((share) => share * n) as [number, number],
    samples,
    epsilon,
  };
}

/** Reached at least, with the given confidence, where `hits` of `count` sets were hit. Equation 5 of the source, per set. */
const atLeast = (hits: number, count: number, confidence: number): number =>
  ((Math.sqrt(hits + (2 * confidence) / 9) - Math.sqrt(confidence / 2)) ** 2 - confidence / 18) / count;

/** No set of as many reaches more, where greedy choice covered so many of the sets it chose by. Equation 8 of the source, per set. */
const atMost = (covered: number, count: number, confidence: number): number =>
  (Math.sqrt(covered / GREEDY + confidence / 2) + Math.sqrt(confidence / 2)) ** 2 / count;

function drawUpTo(sampler: ReachSampler, count: number, uniform: Uniform): void {
  for (let drawn = sampler.sets().count; drawn < count; drawn++)
    sampler.draw(Math.floor(uniform() * sampler.nodeCount));
}

/** In how many of the sets drawn any of the seeds is. */
function hitsOf(sampler: ReachSampler, seeds: Int32Array): number {
  const isSeed = new Uint8Array(sampler.nodeCount);
  for (const node of seeds) isSeed[node] = 1;
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
