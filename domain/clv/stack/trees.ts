/** Trees of one depth, each complete: 2^depth − 1 splits, from the root level by level, and 2^depth leaves. */
export interface Trees {
  readonly depth: number;
  readonly features: Uint8Array;
  /** A row goes left where its bin is at most this: 255 always. */
  readonly splits: Uint8Array;
  readonly leaves: Float32Array;
}

/** The sum of the leaves one row of bins falls into. */
export const scoreOf = ({ depth, features, splits, leaves }: Trees, bins: Uint8Array, rowAt: number): number => {
  const inner = 2 ** depth - 1;
  let sum = 0;
  for (let root = 0, leaf = 0; root < features.length; root += inner, leaf += inner + 1) {
    let node = 0;
    for (let level = 0; level < depth; level++)
      node = 2 * node + (bins[rowAt + features[root + node]!]! <= splits[root + node]! ? 1 : 2);
    sum += leaves[leaf + node - inner]!;
  }
  return sum;
};
