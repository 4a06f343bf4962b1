import { DomainError } from './errors.ts';

/**
 * Rounds amounts to whole minor units so that they still add up: floors first, then one unit each to the largest
 * remainders (equal remainders: lowest index first), until the sum is reached. When `total` is further away than the
 * remainders reach, the rest is spread the same way, round after round.
 *
 * Source: the largest-remainder (Hamilton) method of apportionment.
 *
 * @param values amounts in minor units, any sign
 * @param total what the result must add up to, an integer; by default the rounded sum of the values
 * @returns integers in minor units; each differs from its value by less than 1 when `total` is the default
 * @throws DomainError when a value is not finite, or the total is not an integer that a double holds exactly
 */
export function roundConserving(values: Float64Array, total?: number): Float64Array {
  const n = values.length;
  const rounded = new Float64Array(n);
  const remainder = new Float64Array(n);
  let floors = 0;
  let remainders = 0;
  for (let i = 0; i < n; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) throw new DomainError('an amount must be finite', { index: i, value });
    rounded[i] = Math.floor(value);
    remainder[i] = value - rounded[i]!;
    floors += rounded[i]!;
    remainders += remainder[i]!;
  }
  const target = total ?? floors + Math.round(remainders);
  if (!Number.isSafeInteger(target) || !Number.isSafeInteger(floors)) {
    throw new DomainError('the total must be a whole number of minor units within ±2^53', { total: target, floors });
  }
  const missing = target - floors;
  if (missing === 0 || n === 0) {
    if (missing !== 0) throw new DomainError('no amounts to carry the total', { total: target });
    return rounded;
  }
  const everybody = Math.floor(missing / n);
  const order = largestFirst(remainder);
  for (let i = 0; i < n; i++) rounded[i]! += everybody;
  for (let k = 0; k < missing - everybody * n; k++) rounded[order[k]!]! += 1;
  return rounded;
}

/** Indexes by falling remainder, ties by index. */
function largestFirst(remainder: Float64Array): Uint32Array {
  const order = Uint32Array.from(remainder, (_, i) => i);
  return order.sort((a, b) => remainder[b]! - remainder[a]! || a - b);
}
