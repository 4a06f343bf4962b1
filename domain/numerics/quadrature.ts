import { logBeta } from './gamma.ts';

export interface QuadratureRule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** Gauss–Legendre rule with `count` nodes on [0, 1]; nodes by Newton's method on the Legendre polynomial. */
export function gaussLegendre(count: number): QuadratureRule {
  const nodes = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let z = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let pass = 0; pass < 100; pass++) {
      let current = 1;
      let previous = 0;
      for (let degree = 1; degree <= count; degree++) {
        const older = previous;
        previous = current;
        current = ((2 * degree - 1) * z * previous - (degree - 1) * older) / degree;
      }
      slope = (count * (z * current - previous)) / (z * z - 1);
      const step = current / slope;
      z -= step;
      if (Math.abs(step) < 1e-15) break;
    }
    nodes[i] = (1 - z) / 2;
    weights[i] = 1 / ((1 - z * z) * slope * slope);
  }
  return { nodes, weights };
}

/** Where e^{−δt} is mild and where it ends the integral. */
const SHORT_RULE = gaussLegendre(12);
const LONG_RULE = gaussLegendre(40);
/** e^{−45} ≈ 3e-20: beyond it a factor e^{−δt} cannot change a double. */
const NEGLIGIBLE_EXPONENT = 45;
/** Purchase rates are integrated to about 5e-15 over panels of this length in y = ln(1 + t/scale) … */
const PANEL = 2.5;
/** … over which they fall by at most this many factors of e. */
const PANEL_FALL = 8;

/**
 * ∫₀ʰ e^{−δt} rate(t) dt by Gauss–Legendre in y = ln(1 + t/scale), the variable in which purchase rates are smooth. A rate
 * that falls steeply at first has either vanished or flattened later, so panels may double in length.
 * `rate` must not grow exponentially; `horizon` may be Infinity when `discountRate` > 0.
 * @param steepness a bound on −d ln rate/dy at t = 0
 */
export function discountedIntegral(
  rate: (t: number) => number,
  scale: number,
  horizon: number,
  discountRate: number,
  steepness = 0,
): number {
  const end = discountRate > 0 ? Math.min(horizon, NEGLIGIBLE_EXPONENT / discountRate) : horizon;
  const { nodes, weights } = discountRate * end <= 1 ? SHORT_RULE : LONG_RULE;
  const length = Math.log1p(end / scale);
  let panel = Math.min(PANEL, PANEL_FALL / steepness);
  let total = 0;
  for (let from = 0; from < length;) {
    const width = Math.min(panel, length - from);
    let sum = 0;
    for (let i = 0; i < nodes.length; i++) {
      const t = scale * Math.expm1(from + nodes[i]! * width);
      sum += weights[i]! * (scale + t) * Math.exp(-discountRate * t) * rate(t);
    }
    total += sum * width;
    from += width;
    panel = Math.min(PANEL, 2 * panel);
  }
  return total;
}

/** ln(1 + e^y) without overflow. */
const softplus = (y: number): number => (y > 0 ? y + Math.log1p(Math.exp(-y)) : Math.log1p(Math.exp(y)));

/** Beyond this logit, p or 1 − p is below the spacing of doubles and the density is a pure exponential. */
const PURE_TAIL = 40;

/**
 * E[f(p)] for p ~ Beta(a, b): trapezoidal rule in y = logit p, where the density decays exponentially on both sides and the
 * rule converges geometrically. Slower than a series, but for any a, b > 0 and any non-negative f smooth in y that is
 * finite at 0 and 1. Small a or b make tails of any length; they are summed as geometric series once f is constant there.
 */
export function betaExpectation(a: number, b: number, f: (p: number) => number): number {
  const logDensity = (y: number) => -a * softplus(-y) - b * softplus(y);
  const mode = Math.log(a / b);
  const step = Math.min(0.25, 0.6 * Math.sqrt((a + b) / (a * b)));
  const peak = logDensity(mode);
  let sum = 0;
  for (const side of [
    { sign: 1, decay: b, limit: f(1) },
    { sign: -1, decay: a, limit: f(0) },
  ]) {
    for (let i = side.sign === 1 ? 0 : 1; ; i++) {
      const y = mode + side.sign * i * step;
      const exponent = logDensity(y) - peak;
      if (exponent < -NEGLIGIBLE_EXPONENT) break;
      const value = f(y < 0 ? Math.exp(y) / (1 + Math.exp(y)) : 1 / (1 + Math.exp(-y)));
      if (side.sign * y > PURE_TAIL && Math.abs(value - side.limit) <= 1e-15 * side.limit) {
        sum += (Math.exp(exponent) * side.limit) / -Math.expm1(-side.decay * step);
        break;
      }
      sum += Math.exp(exponent) * value;
    }
  }
  return sum * step * Math.exp(peak - logBeta(a, b));
}
