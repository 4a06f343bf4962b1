/**
 * The integral the Pareto/NBD lives on:
 *
 *   H(t) = ∫_t^∞ (α+u)^{−P} (β+u)^{−Q} du,   P, Q > 0, k = P + Q − 1 > 0.
 *
 * For α ≥ β: H = (α+t)^{−P} (β+t)^{1−Q}/k · ₂F₁(1, P; k+1; (α−β)/(α+t)), and the mirror image otherwise. Both series have
 * positive terms only, so nothing cancels whatever the number of purchases. Where the argument comes close to 1 the series
 * is slow and the integral itself is summed by the trapezoidal rule in ln(u − t), which converges geometrically.
 */

/** ln H and its partial derivatives; reused between calls to keep fitting free of garbage. */
export interface PowerTail {
  logValue: number;
  dP: number;
  dQ: number;
  dAlpha: number;
  dBeta: number;
}

/** A place for a value and its derivatives, to be filled again and again. */
export const newPowerTail = (): PowerTail => ({ logValue: 0, dP: 0, dQ: 0, dAlpha: 0, dBeta: 0 });

const SERIES_UP_TO = 0.97;
const STEP = 0.3;
const NEGLIGIBLE_EXPONENT = 42;
/** α and β no longer change a double this many times larger. */
const PURE_POWER = 1e17;

/** Writes ln H(t) and its partial derivatives with respect to P, Q, α and β into `out`. */
export function powerTail(p: number, q: number, alpha: number, beta: number, t: number, out: PowerTail): PowerTail {
  const mirrored = alpha < beta;
  // Written for α ≥ β; the mirror image swaps (P, α) with (Q, β).
  const high = mirrored ? beta : alpha;
  const low = mirrored ? alpha : beta;
  const highPower = mirrored ? q : p;
  const lowPower = mirrored ? p : q;
  const z = (high - low) / (high + t);
  if (z <= SERIES_UP_TO) bySeries(highPower, lowPower, high, low, t, z, out);
  else byQuadrature(highPower, lowPower, high, low, t, out);
  if (mirrored) {
    const { dP, dAlpha } = out;
    out.dP = out.dQ;
    out.dQ = dP;
    out.dAlpha = out.dBeta;
    out.dBeta = dAlpha;
  }
  return out;
}

function bySeries(p: number, q: number, alpha: number, beta: number, t: number, z: number, out: PowerTail): void {
  const k = p + q - 1;
  const a = alpha + t;
  const b = beta + t;
  // S = Σ (p)_n/(k+1)_n zⁿ and, in the same loop, ∂S/∂p, −∂S/∂(k+1) and z·∂S/∂z.
  let term = 1;
  let sum = 1;
  let upper = 0;
  let lower = 0;
  let dUpper = 0;
  let dLower = 0;
  let zSlope = 0;
  const tolerance = 1e-17 * (1 - z);
  for (let n = 0; ; n++) {
    const numerator = p + n;
    const denominator = k + 1 + n;
    term *= (numerator / denominator) * z;
    upper += 1 / numerator;
    lower += 1 / denominator;
    sum += term;
    dUpper += term * upper;
    dLower += term * lower;
    zSlope += term * (n + 1);
    if (term * (n + 2) <= tolerance * sum) break;
  }
  const slope = z > 0 ? zSlope / z / sum : p / (k + 1);
  const logA = Math.log(a);
  const logB = Math.log(b);
  out.logValue = Math.log(sum / k) - p * logA - (q - 1) * logB;
  out.dP = -1 / k - logA + (dUpper - dLower) / sum;
  out.dQ = -1 / k - logB - dLower / sum;
  out.dAlpha = -p / a + slope * (b / (a * a));
  out.dBeta = -(q - 1) / b - slope / a;
}

function byQuadrature(p: number, q: number, alpha: number, beta: number, t: number, out: PowerTail): void {
  const a = alpha + t;
  const b = beta + t;
  const logIntegrand = (y: number) => {
    const v = Math.exp(y);
    return y - p * Math.log(a + v) - q * Math.log(b + v);
  };
  // The integrand in y = ln(u − t) has one maximum, needed roughly: 1 = p·v/(a+v) + q·v/(b+v), whose right side increases in v.
  let left = Math.log(b / (p + q)) - 2;
  let right = Math.log(a / (p + q - 1)) + 2;
  for (let pass = 0; pass < 8; pass++) {
    const middle = (left + right) / 2;
    const v = Math.exp(middle);
    if ((p * v) / (a + v) + (q * v) / (b + v) < 1) left = middle;
    else right = middle;
  }
  const peak = logIntegrand(left);
  let sum = 0;
  let sumP = 0;
  let sumQ = 0;
  let sumAlpha = 0;
  let sumBeta = 0;
  for (const direction of [1, -1]) {
    for (let i = direction === 1 ? 0 : 1; ; i++) {
      const y = left + direction * i * STEP;
      const exponent = logIntegrand(y) - peak;
      if (exponent < -NEGLIGIBLE_EXPONENT) break;
      const weight = Math.exp(exponent);
      const v = Math.exp(y);
      if (v > PURE_POWER * a) {
        // From here the terms are geometric and ln(a+v) = ln(b+v) = y; with a small k there would be thousands of them.
        const decay = -Math.expm1(-(p + q - 1) * STEP);
        const logs = (weight / decay) * (y + (STEP * (1 - decay)) / decay);
        sum += weight / decay;
        sumP -= logs;
        sumQ -= logs;
        break;
      }
      sum += weight;
      sumP -= weight * Math.log(a + v);
      sumQ -= weight * Math.log(b + v);
      sumAlpha -= (weight * p) / (a + v);
      sumBeta -= (weight * q) / (b + v);
    }
  }
  out.logValue = peak + Math.log(sum * STEP);
  out.dP = sumP / sum;
  out.dQ = sumQ / sum;
  out.dAlpha = sumAlpha / sum;
  out.dBeta = sumBeta / sum;
}
