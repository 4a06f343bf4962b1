/** Answers of several forecasts, one column each, and what came. */
export interface Answers {
  readonly columns: readonly Float64Array[];
  readonly came: Float64Array;
}

/** A forecast pays this share of the first one's mean squared error for its weight: what gains less is not worth having. */
const PRICE = 0.002;
const threeDigits = (value: number): number => Math.round(value * 1000) / 1000;

/**
 * Weights, none negative, that sum to 1 and make the mean squared error of the mix least over some windows, each window's error relative to that of the first
 * forecast, so that a busy window counts as much as a quiet one (Breiman 1996, stacked regressions). So few forecasts are tried set by set, each exactly.
 */
export const squaredWeights = (windows: readonly Answers[]): number[] => {
  const size = windows[0]!.columns.length;
  // Quadratic form of errors: e_a·e_b, relative to e_0·e_0.
  const form = Array.from({ length: size }, () => new Float64Array(size));
  for (const { columns, came } of windows) {
    const errors = columns.map((column) => column.map((value, i) => value - came[i]!));
    const own = product(errors[0]!, errors[0]!);
    if (!(own > 0)) continue;
    for (let a = 0; a < size; a++)
      for (let b = 0; b <= a; b++) {
        const share = product(errors[a]!, errors[b]!) / own / windows.length;
        form[a]![b]! += share;
        if (a !== b) form[b]![a]! += share;
      }
  }
  let best = [1, ...new Array<number>(size - 1).fill(0)];
  let least = form[0]![0]!;
  for (let set = 2; set < 1 << size; set++) {
    const among = Array.from({ length: size }, (_, c) => c).filter((c) => set & (1 << c));
    const shares = leastOn(among.map((a) => among.map((b) => form[a]![b]!)));
    if (shares === null || shares.some((share) => share < 0)) continue;
    let error = PRICE * among.filter((c) => c > 0).length;
    among.forEach((a, i) => among.forEach((b, j) => (error += shares[i]! * shares[j]! * form[a]![b]!)));
    if (!(error < least)) continue;
    least = error;
    best = new Array<number>(size).fill(0);
    among.forEach((c, i) => (best[c] = shares[i]!));
  }
  return closed(best);
};

/**
 * Weights of a linear pool of probabilities that make the log-loss of what came least over some windows, by expectation–maximisation of a mixture (Dempster, Laird &
 * Rubin 1977), in which none becomes negative.
 */
export const poolWeights = (windows: readonly Answers[]): number[] => {
  const size = windows[0]!.columns.length;
  const likelihoods = windows.map(({ columns, came }) =>
    columns.map((column) => column.map((p, i) => Math.min(1 - 1e-6, Math.max(1e-6, came[i]! > 0 ? p : 1 - p)))),
  );
  let weights = new Array<number>(size).fill(1 / size);
  for (let step = 0; step < 100; step++) {
    const next = new Array<number>(size).fill(0);
    for (const columns of likelihoods) {
      const rows = columns[0]!.length;
      for (let i = 0; i < rows; i++) {
        let sum = 0;
        for (let c = 0; c < size; c++) sum += weights[c]! * columns[c]![i]!;
        for (let c = 0; c < size; c++) next[c]! += (weights[c]! * columns[c]![i]!) / sum / rows / likelihoods.length;
      }
    }
    weights = next;
  }
  return closed(weights);
};

/** To three digits, the first taking what is missing to 1; weights that are next to nothing are nothing. */
const closed = (weights: readonly number[]): number[] => {
  const rounded = weights.map((weight) => (weight < 0.02 ? 0 : threeDigits(weight)));
  const others = rounded.slice(1).reduce((sum, weight) => sum + weight, 0);
  return [threeDigits(Math.max(0, 1 - others)), ...rounded.slice(1)];
};

const product = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

/** Shares that sum to 1 and make a positive definite form least: its inverse times 1, scaled; null where it is singular. */
const leastOn = (form: readonly (readonly number[])[]): number[] | null => {
  const n = form.length;
  const rows = form.map((row, i) => [...row.map((value, j) => (i === j ? value * (1 + 1e-9) : value)), 1]);
  for (let pivot = 0; pivot < n; pivot++) {
    let at = pivot;
    for (let i = pivot + 1; i < n; i++) if (Math.abs(rows[i]![pivot]!) > Math.abs(rows[at]![pivot]!)) at = i;
    [rows[pivot], rows[at]] = [rows[at]!, rows[pivot]!];
    const head = rows[pivot]!;
    if (Math.abs(head[pivot]!) < 1e-12) return null;
    for (let i = 0; i < n; i++) {
      if (i === pivot) continue;
      const factor = rows[i]![pivot]! / head[pivot]!;
      for (let j = pivot; j <= n; j++) rows[i]![j]! -= factor * head[j]!;
    }
  }
  const solved = rows.map((row, i) => row[n]! / row[i]!);
  const sum = solved.reduce((total, value) => total + value, 0);
  return sum > 0 ? solved.map((value) => value / sum) : null;
};
