/**
 * A logarithmic 0–100 scale with two frozen anchors. Frozen, because a scale that follows the population would move
 * everybody's score when one celebrity joins.
 */
export interface LogScale {
  /** a: a typical amount of the population it was calibrated on; see `calibrateScale`. */
  readonly typical: number;
  /** b: the amount that scores 100 (the 99.9th percentile when it was calibrated). */
  readonly top: number;
}

/** 100 takes at least this many times the typical amount: nobody stands out by being like everybody else. */
const LEAST_TOP = 10;

/** S = 100·min(1, ln(1 + x/a) / ln(1 + b/a)); 0 exactly when x = 0. NaN (unknown) stays NaN. */
export function scoreOn(scale: LogScale, amount: number): number {
  return 100 * Math.min(1, Math.log1p(amount / scale.typical) / Math.log1p(scale.top / scale.typical));
}

/**
 * Amounts below this part of the top do not say what is typical. What fading leaves of somebody's activity years ago is
 * positive too; a median over such traces would make everybody else look influential.
 */
const TRACE = 1e-3;

/** Fewer positive amounts than this do not say what is typical: the median of two is neither of them. */
const ENOUGH = 30;

/**
 * The anchors from a population: the median of the positive amounts that matter and the 99.9th percentile of the positive ones.
 * Where only a few have any (a company around one star), typical is the mean over everybody known, those with nothing
 * included: what each would have if it were spread evenly. With no positive amount, a scale of 1 to 10.
 *
 * @param amounts Per customer, ≥ 0; NaN where unknown, which is left out.
 */
export function calibrateScale(amounts: Float64Array): LogScale {
  const positive = amounts.filter((amount) => amount > 0).sort();
  if (positive.length === 0) return { typical: 1, top: LEAST_TOP };
  const top = quantile(positive, 0.999);
  const known = amounts.reduce((count, amount) => (amount >= 0 ? count + 1 : count), 0);
  const typical =
    positive.length < ENOUGH
      ? positive.reduce((total, amount) => total + amount / known, 0)
      : quantile(
          positive.filter((amount) => amount >= TRACE * top),
          0.5,
        );
  return { typical, top: Math.max(top, LEAST_TOP * typical) };
}

/** Linear interpolation between order statistics (Hyndman & Fan's type 7) of ascending, non-empty values. */
function quantile(ascending: Float64Array, q: number): number {
  const at = q * (ascending.length - 1);
  const below = Math.floor(at);
  const low = ascending[below]!;
  const high = ascending[Math.min(below + 1, ascending.length - 1)]!;
  return low + (at - below) * (high - low);
}
