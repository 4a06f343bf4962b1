import { digamma, logGamma } from '../../numerics/gamma.ts';
import type { Evaluation } from '../../numerics/optimise.ts';
import { newPowerTail, powerTail } from '../../numerics/power-tail.ts';
import type { GroupedHistories } from './grouping.ts';

/** ln H and its four partial derivatives, per distinct (x, time). */
const FIELDS = 5;

/** Distinct pairs (x, time) and the pair of every row, so that the series is summed once per pair. */
function distinctPairs(
  frequency: Float64Array,
  time: Float64Array,
): { x: number[]; time: number[]; pairOf: Int32Array } {
  const rankOfTime = new Map<number, number>();
  for (const t of time) if (!rankOfTime.has(t)) rankOfTime.set(t, rankOfTime.size);
  const pairs = new Map<number, number>();
  const x: number[] = [];
  const at: number[] = [];
  const pairOf = new Int32Array(frequency.length);
  for (let i = 0; i < frequency.length; i++) {
    const key = frequency[i]! * rankOfTime.size + rankOfTime.get(time[i]!)!;
    let pair = pairs.get(key);
    if (pair === undefined) {
      pair = x.length;
      pairs.set(key, pair);
      x.push(frequency[i]!);
      at.push(time[i]!);
    }
    pairOf[i] = pair;
  }
  return { x, time: at, pairOf };
}

/** The Pareto/NBD log-likelihood of grouped rows over θ = ln(r, α, s, β), with its analytic gradient. */
export function paretoObjective(groups: GroupedHistories): (theta: Float64Array) => Evaluation {
  const { count, frequency, recency, age, weight } = groups;
  const atRecency = distinctPairs(frequency, recency);
  const atAge = distinctPairs(frequency, age);
  const tailAtRecency = new Float64Array(atRecency.x.length * FIELDS);
  const tailAtAge = new Float64Array(atAge.x.length * FIELDS);
  const scratch = newPowerTail();

  return (theta) => {
    const [r, alpha, s, beta] = Array.from(theta, Math.exp) as [number, number, number, number];
    const fill = (pairs: { x: number[]; time: number[] }, table: Float64Array) => {
      for (let pair = 0; pair < pairs.x.length; pair++) {
        powerTail(r + pairs.x[pair]!, s + 1, alpha, beta, pairs.time[pair]!, scratch);
        table[pair * FIELDS] = scratch.logValue;
        table[pair * FIELDS + 1] = scratch.dP;
        table[pair * FIELDS + 2] = scratch.dAlpha;
        table[pair * FIELDS + 3] = scratch.dQ;
        table[pair * FIELDS + 4] = scratch.dBeta;
      }
    };
    fill(atRecency, tailAtRecency);
    fill(atAge, tailAtAge);

    const logAlpha = Math.log(alpha);
    const logBeta = Math.log(beta);
    const logS = Math.log(s);
    const logGammaR = logGamma(r);
    const digammaR = digamma(r);
    let value = 0;
    let [gr, gAlpha, gs, gBeta] = [0, 0, 0, 0];
    let currentX = -1;
    let gammaTerm = 0;
    let gammaSlope = 0;
    for (let i = 0; i < count; i++) {
      const x = frequency[i]!;
      if (x !== currentX) {
        currentX = x;
        gammaTerm = logGamma(r + x) - logGammaR + r * logAlpha + s * logBeta;
        gammaSlope = digamma(r + x) - digammaR + logAlpha;
      }
      const n = weight[i]!;
      const alphaT = alpha + age[i]!;
      const betaT = beta + age[i]!;
      const logAlphaT = Math.log(alphaT);
      const logBetaT = Math.log(betaT);
      const alive = -(r + x) * logAlphaT - s * logBetaT;
      let left = -Infinity;
      let [leftR, leftAlpha, leftS, leftBeta] = [0, 0, 0, 0];
      if (age[i]! > recency[i]!) {
        const from = atRecency.pairOf[i]! * FIELDS;
        const to = atAge.pairOf[i]! * FIELDS;
        const ratio = Math.exp(tailAtAge[to]! - tailAtRecency[from]!);
        const complement = 1 - ratio;
        if (complement > 0) {
          left = logS + tailAtRecency[from]! + Math.log(complement);
          leftR = (tailAtRecency[from + 1]! - ratio * tailAtAge[to + 1]!) / complement;
          leftAlpha = (tailAtRecency[from + 2]! - ratio * tailAtAge[to + 2]!) / complement;
          leftS = (tailAtRecency[from + 3]! - ratio * tailAtAge[to + 3]!) / complement + 1 / s;
          leftBeta = (tailAtRecency[from + 4]! - ratio * tailAtAge[to + 4]!) / complement;
        }
      }
      const smaller = Math.exp(-Math.abs(alive - left));
      const p = alive > left ? 1 / (1 + smaller) : smaller / (1 + smaller);
      const q = 1 - p;
      value += n * (gammaTerm + Math.max(alive, left) + Math.log1p(smaller));
      gr += n * (gammaSlope - p * logAlphaT + q * leftR);
      gAlpha += n * (r / alpha - (p * (r + x)) / alphaT + q * leftAlpha);
      gs += n * (logBeta - p * logBetaT + q * leftS);
      gBeta += n * (s / beta - (p * s) / betaT + q * leftBeta);
    }
    return { value, gradient: Float64Array.of(gr * r, gAlpha * alpha, gs * s, gBeta * beta) };
  };
}
