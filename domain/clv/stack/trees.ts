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

/** Coefficients on features of mean 0 and deviation 1, the intercept first: what they add to the logarithm, or logit, of the closed form. */
export interface Linear {
  readonly counts: readonly number[];
  readonly returns: readonly number[];
}

/** What was trained on past windows, before it is weighed. */
export interface Learned {
  /** Length of the windows it was trained on. */
  readonly windowDays: number;
  /** Mean margin of a purchase, in minor units: what margins are relative to. */
  readonly meanMargin: number;
  readonly borders: readonly Float64Array[];
  readonly trees: { readonly counts: Trees; readonly returns: Trees; readonly margins: Trees };
  readonly centre: Float64Array;
  readonly scale: Float64Array;
  readonly linear: Linear;
}
