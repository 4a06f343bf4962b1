import { DomainError } from '../errors.ts';

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
  for (let i = 0; i < n; i++) rounded[i]! += everybody;
  addToLargest(rounded, remainder, missing - everybody * n);
  return rounded;
}

/** Adds one unit to the `count` entries with the largest remainders, ties by index; in two passes instead of a sort by pairs. */
function addToLargest(rounded: Float64Array, remainder: Float64Array, count: number): void {
  if (count === 0) return;
  const ascending = remainder.slice().sort();
  const least = ascending[ascending.length - count]!;
  let left = count;
  for (let i = 0; i < remainder.length; i++) {
    if (remainder[i]! > least) {
      rounded[i]! += 1;
      left--;
    }
  }
  for (let i = 0; left > 0; i++) {
    if (remainder[i] === least) {
      rounded[i]! += 1;
      left--;
    }
  }
}
