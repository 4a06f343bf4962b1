/** A rising line through knots: what was forecast, and what came. */
export interface Knots {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** More knots than this are noise, and do not fit where parameters are kept. */
const MOST_KNOTS = 12;
/** Fewer customers than this make no knot. */
const LEAST_OF_A_KNOT = 100;

/**
 * Isotonic regression of what came (0 or 1) on a probability, by pooling adjacent violators (Ayer et al. 1955) over groups of equal number; equals stay
 * together, so the order of the customers changes nothing. A group of n with k is read as (k + ½)/(n + 1), so that nothing is certain.
 */
export const isotonicKnots = (probability: Float64Array, came: ArrayLike<number>): Knots => {
  const count = probability.length;
  const order = Uint32Array.from(probability.keys()).sort((i, j) => probability[i]! - probability[j]!);
  const groupSize = Math.max(LEAST_OF_A_KNOT, Math.ceil(count / MOST_KNOTS));
  const blocks: { n: number; foreseen: number; came: number }[] = [];
  for (let start = 0; start < count;) {
    let end = Math.min(count, start + groupSize);
    while (end < count && probability[order[end]!] === probability[order[end - 1]!]) end++;
    if (count - end < LEAST_OF_A_KNOT) end = count;
    let block = { n: end - start, foreseen: 0, came: 0 };
    for (let k = start; k < end; k++) {
      block.foreseen += probability[order[k]!]!;
      block.came += came[order[k]!]! > 0 ? 1 : 0;
    }
    for (let last = blocks.at(-1); last !== undefined && rateOf(last) >= rateOf(block); last = blocks.at(-1)) {
      block = { n: last.n + block.n, foreseen: last.foreseen + block.foreseen, came: last.came + block.came };
      blocks.pop();
    }
    blocks.push(block);
    start = end;
  }
  return {
    from: blocks.map(({ n, foreseen }) => fourDigits(foreseen / n)),
    to: blocks.map((block) => fourDigits(rateOf(block))),
  };
};

const rateOf = ({ n, came }: { n: number; came: number }): number => (came + 0.5) / (n + 1);
const fourDigits = (value: number): number => Number(value.toPrecision(4));

/** The line through the knots, from (0, 0) and to (1, 1): it never falls, so nobody is ranked otherwise. */
export const throughKnots = ({ from, to }: Knots, probability: number): number => {
  let [x0, y0] = [0, 0];
  for (let k = 0; k <= from.length; k++) {
    const [x1, y1] = k < from.length ? [from[k]!, to[k]!] : [1, 1];
    if (probability <= x1 && x1 > x0) return y0 + ((probability - x0) / (x1 - x0)) * (y1 - y0);
    [x0, y0] = [x1, y1];
  }
  return y0;
};
