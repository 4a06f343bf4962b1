import { DomainError } from '../errors.ts';
import type { Csr } from '../graph/kernel/csr.ts';
import { absoluteSum } from '../graph/kernel/sum.ts';
import { seededUniform } from '../numerics/random.ts';
import { reachSampler, type TieProbability } from './reverse-reachable.ts';

export interface ReachShapley {
  /** Shapley value per node, caller's numbering, in the unit of `value`; sums to Σ value for any number of samples. */
  readonly shapley: Float64Array;
  readonly standardError: Float64Array;
  readonly samples: number;
}

/**
 * Shapley centrality of the cascade: each person's fair share of the value that seeds reach, over all orders in which
 * people might be given the sample. A root is drawn in proportion to its value; its Σ value is split equally over its
 * reverse-reachable set, since whoever of them comes first is the one who moves it.
 *
 * Source: Chen & Teng (2017), "Interplay between social influence and network centrality", ASV-RR, with weighted roots.
 *
 * @param value ≥ 0 per node; a loss has no place in a draw in proportion to value
 * @throws DomainError for a negative or infinite value, or fewer than one sample
 */
export function reachShapley(
  csr: Csr,
  value: Float64Array,
  {
    samples = 100_000,
    seed = 1,
    probability = 'wc',
  }: { samples?: number; seed?: number; probability?: TieProbability } = {},
): ReachShapley {
  if (!(Number.isInteger(samples) && samples >= 1))
    throw new DomainError('samples must be a whole number from 1', { samples });
  if (value.length !== csr.nodeCount)
    throw new DomainError('a column needs one entry per node', { length: value.length, nodeCount: csr.nodeCount });
  const cumulative = value.slice();
  for (let i = 0; i < value.length; i++) {
    if (!(value[i]! >= 0 && value[i]! < Infinity))
      throw new DomainError('a value must be finite and not negative', { node: i, value: value[i] });
    if (i > 0) cumulative[i]! += cumulative[i - 1]!;
  }
  const total = absoluteSum(value);
  const shapley = new Float64Array(csr.nodeCount);
  const squares = new Float64Array(csr.nodeCount);
  if (total > 0) {
    const uniform = seededUniform(seed);
    const sampler = reachSampler(csr, probability, uniform);
    for (let s = 0; s < samples; s++) {
      sampler.clear();
      const share = 1 / sampler.draw(firstAbove(cumulative, uniform() * total));
      for (const node of sampler.sets().members) {
        shapley[node]! += share;
        squares[node]! += share * share;
      }
    }
  }
  const standardError = squares.map(
    (square, i) => (total * Math.sqrt(Math.max(square - shapley[i]! ** 2 / samples, 0))) / samples,
  );
  return { shapley: shapley.map((shares) => (shares * total) / samples), standardError, samples };
}

/** First index whose cumulative sum exceeds `x`: never a node of value 0. */
function firstAbove(cumulative: Float64Array, x: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cumulative[middle]! > x) high = middle;
    else low = middle + 1;
  }
  return low;
}
