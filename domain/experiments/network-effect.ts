import { DomainError } from '../errors.ts';
import { normalQuantile, studentQuantile } from '../numerics/distributions.ts';
import { meanFollowed, seen, spreadWithSlope, type ExposureGraph, type Spread } from './exposure.ts';
import { effectiveClusters, leastSquares, numbered, robustCovariance, type Clusters } from './least-squares.ts';
import type { Estimate } from './types.ts';

/** ADDITIVE: an action gives everybody about as much; PROPORTIONAL: in proportion to what is forecast of them. Declared before the start. */
export type EffectShape = 'ADDITIVE' | 'PROPORTIONAL';

/** An action on people who influence each other; one entry per customer of the graph in every column. */
export interface NetworkExperiment extends ExposureGraph {
  /** 1 for who got the action. */
  readonly z: Float64Array;
  /** 1 for members: who could have got it. */
  readonly treatable: Uint8Array;
  /** 1 for whose outcome is known; members and others alike. */
  readonly counted: Uint8Array;
  readonly y: Float64Array;
  /** X: the forecast of y before the start; null only for an additive effect. */
  readonly covariate: Float64Array | null;
  readonly shape: EffectShape;
  /** Community of each customer where arms were drawn by communities, or within them by a rate of their own; null where by customers. */
  readonly cluster: Clusters;
  /** Two-sided level of the intervals. */
  readonly alpha?: number;
}

export interface CausalShareEstimate {
  /** ĥ: the part of the followed share that this action's extra purchases caused. Negative is possible, and reported. */
  readonly value: number | null;
  readonly standardError: number | null;
  /** null: not bounded on this side. */
  readonly low: number | null;
  readonly high: number | null;
  /** NOT_MEASURED: the interval is open on a side, or there is no estimate: these data do not say. */
  readonly reason: 'NOT_MEASURED' | null;
}

export interface NetworkEffect {
  /** Per member who gets it, on themselves alone. */
  readonly direct: Estimate;
  /** Per customer counted, if every member got it: τ·mean((I − kQW)⁻¹ treatable); to the first order where h is not found. */
  readonly total: Estimate;
  /** Part of the total that reaches people through others. */
  readonly spillOverShare: Estimate;
  /** Σ over who was counted of what was brought as arms were drawn, direct and through others. */
  readonly brought: Estimate;
  readonly h: CausalShareEstimate;
  /** e_j: what the action brought with each customer; they sum to `brought`. */
  readonly effect: Float64Array;
  /** What is left of y, in the unit it was fitted in; NaN for who is not counted. */
  readonly residual: Float64Array;
  /** Effective number of clusters; null where each customer was drawn alone. */
  readonly clusters: number | null;
}

/** Where h is looked for. */
const LOWEST = -0.9;
const HIGHEST = 0.95;
const SETTLED = 1e-5;
const MOST_STEPS = 40;
/** The ends of the interval are found to this. */
const END = 1e-4;
/** Place of s and g among the columns. */
const S = 1;
const G = 2;

/**
 * The effect of an action and how much of it travels: y = a + bX + τ·(I − kQW)⁻¹z. For a given k, y is regressed on s, on its slope g = ds/dk and on what was known
 * before; the coefficient of g says how far k is off (Gauss–Newton), and all k at which it is not told from 0 are the interval (a score interval: it stays honest,
 * and may be open, where the action itself is too weak to carry a ratio).
 *
 * Beside the columns of docs/lift.md it holds what everybody could have seen had all members got it (QW·treatable): who follows many members sees more of
 * any action, and may buy more anyway (Borusyak & Hull 2023).
 *
 * @throws DomainError for columns of another length, or a proportional effect without a forecast
 */
export function networkEffect(experiment: NetworkExperiment): NetworkEffect {
  const model = modelOf(experiment);
  const { treatable, alpha = 0.05 } = experiment;
  const { rows, base, clusters } = model;
  const effective = clusters === null ? null : effectiveClusters(clusters);
  const q =
    effective === null ? normalQuantile(1 - alpha / 2) : studentQuantile(1 - alpha / 2, Math.max(1, effective - 1));

  let k = 0;
  let settled = false;
  let fit = model.at(k);
  for (let step = 0; step < MOST_STEPS && !settled; step++) {
    const move = fit.c / fit.tau;
    if (!Number.isFinite(move)) break;
    const next = Math.min(HIGHEST, Math.max(LOWEST, k + move));
    settled = Math.abs(next - k) < SETTLED;
    // What is left is below the error of the figure by far; the last step is taken all the same.
    k = next;
    fit = model.at(k);
  }
  const isInside = settled && k > LOWEST && k < HIGHEST;
  // Where no k fits best, ties are read to the first order: what g says is then added as it is.
  if (!isInside) fit = model.at((k = 0));
  const { tau } = fit;
  const c = Number.isNaN(fit.c) ? 0 : fit.c;

  const full = spreadWithSlope(experiment, k, Float64Array.from(treatable));
  const effect = new Float64Array(experiment.y.length);
  const residual = new Float64Array(effect.length).fill(Number.NaN);
  const sums = { reach: 0, reachSlope: 0, alone: 0, brought: 0, broughtSlope: 0, members: 0 };
  for (const [row, i] of rows.entries()) {
    sums.members += treatable[i]!;
    sums.reach += base[row]! * full.s[i]!;
    sums.reachSlope += base[row]! * full.g[i]!;
    sums.alone += base[row]! * treatable[i]!;
    sums.brought += base[row]! * fit.s[i]!;
    sums.broughtSlope += base[row]! * fit.g[i]!;
    effect[i] = base[row]! * (tau * fit.s[i]! + c * fit.g[i]!);
    residual[i] = fit.residual[row]!;
  }
  /** A figure with what it moves by for one more of τ and of c: the delta method. */
  const estimate = (value: number, perTau: number, perC: number): Estimate => {
    const ofC = Number.isNaN(fit.varC) ? 0 : 2 * perTau * perC * fit.covariance + perC ** 2 * fit.varC;
    const standardError = Math.sqrt(Math.max(0, perTau ** 2 * fit.varTau + ofC));
    // Where nobody, or everybody, got it there is nothing to compare.
    if (!(Number.isFinite(value) && Number.isFinite(standardError)))
      return { value: Number.isFinite(value) ? value : 0, standardError: null, low: null, high: null };
    return { value, standardError, low: value - q * standardError, high: value + q * standardError };
  };
  const n = rows.length;
  const { reach, reachSlope, alone, brought, broughtSlope, members } = sums;
  const all = tau * reach + c * reachSlope;
  return {
    direct: estimate((tau * alone) / members, alone / members, 0),
    total: estimate(all / n, reach / n, reachSlope / n),
    spillOverShare: estimate(
      1 - (tau * alone) / all,
      (-alone * c * reachSlope) / all ** 2,
      (tau * alone * reachSlope) / all ** 2,
    ),
    brought: estimate(tau * brought + c * broughtSlope, brought, broughtSlope),
    h: isInside ? scoreInterval(model, k, Math.sqrt(fit.varC) / Math.abs(tau), q) : NOT_MEASURED,
    effect,
    residual,
    clusters: effective,
  };
}

const NOT_MEASURED: CausalShareEstimate = {
  value: null,
  standardError: null,
  low: null,
  high: null,
  reason: 'NOT_MEASURED',
};

interface Point extends Spread {
  readonly tau: number;
  readonly c: number;
  readonly varTau: number;
  readonly varC: number;
  readonly covariance: number;
  readonly residual: Float64Array;
}

interface Model {
  /** The customers counted, in the order of the regression's rows. */
  readonly rows: Int32Array;
  /** What one unit of relative effect is worth with each row; 1 for an additive effect. */
  readonly base: Float64Array;
  readonly clusters: Clusters;
  at(k: number): Point;
}

function modelOf(experiment: NetworkExperiment): Model {
  const { z, treatable, counted, y, covariate, shape, cluster, followedShare, attention } = experiment;
  const n = y.length;
  for (const column of [
    z,
    treatable,
    counted,
    followedShare,
    ...(covariate ? [covariate] : []),
    ...(cluster ? [cluster] : []),
  ])
    if (column.length !== n) throw new DomainError('columns differ in length', { customers: n, length: column.length });
  if (attention.arcs.nodeCount !== n) throw new DomainError('the graph is of other customers', { customers: n });
  if (shape === 'PROPORTIONAL' && covariate === null) throw new DomainError('a proportional effect needs a forecast');

  const rows = Int32Array.from(counted.keys()).filter((i) => counted[i] === 1);
  const pick = (column: ArrayLike<number>): Float64Array => Float64Array.from(rows, (i) => column[i]!);
  const base = shape === 'ADDITIVE' ? new Float64Array(rows.length).fill(1) : floored(pick(covariate!));
  const outcome = pick(y).map((value, row) => value / base[row]!);
  const follows = Float64Array.from(rows, (i) => (attention.offsets[i + 1]! > attention.offsets[i]! ? 1 : 0));
  const known = [
    follows,
    pick(seen(experiment, Float64Array.from(treatable))),
    ...(shape === 'ADDITIVE' && covariate ? [pick(covariate), pick(meanFollowed(experiment, covariate))] : []),
  ];
  const one = new Float64Array(rows.length).fill(1);
  const clusters = cluster === null ? null : numbered(pick(cluster));
  let last: Spread | undefined;
  return {
    rows,
    base,
    clusters,
    at(k) {
      const { s, g } = (last = spreadWithSlope(experiment, k, z, last));
      // What was known comes last, so that s and g are dropped for nothing but the constant.
      const fit = leastSquares([one, pick(s), pick(g), ...known], outcome);
      return {
        tau: fit.coefficients[S]!,
        c: fit.influence[G] === null ? Number.NaN : fit.coefficients[G]!,
        varTau: robustCovariance(fit, S, S, clusters),
        varC: robustCovariance(fit, G, G, clusters),
        covariance: robustCovariance(fit, S, G, clusters),
        s,
        g,
        residual: fit.residual,
      };
    },
  };
}

/** X, no smaller than its 5 % quantile among those above 0: a ratio to next to nothing would decide everything. */
function floored(x: Float64Array): Float64Array {
  const positive = x.filter((value) => value > 0).sort();
  const floor = positive[Math.floor(0.05 * positive.length)];
  if (floor === undefined) throw new DomainError('a proportional effect needs forecasts above 0');
  return x.map((value) => Math.max(value, floor));
}

/** All k with |c(k)| ≤ q·se(c(k)), going out from the estimate; open where an end of the range is among them. */
function scoreInterval(model: Model, k: number, standardError: number, q: number): CausalShareEstimate {
  const isIn = (at: number): boolean => {
    const { c, varC } = model.at(at);
    return !(Math.abs(c) > q * Math.sqrt(varC));
  };
  const end = (towards: number): number | null => {
    if (isIn(towards)) return null;
    const direction = Math.sign(towards - k);
    let inside = k;
    const step = Math.max(10 * END, Math.min(0.1, q * standardError));
    let outside = k + direction * step;
    while (Math.abs(outside - k) < Math.abs(towards - k) && isIn(outside)) {
      inside = outside;
      outside += direction * step;
    }
    if (Math.abs(outside - k) > Math.abs(towards - k)) outside = towards;
    while (Math.abs(outside - inside) > END) {
      const middle = (inside + outside) / 2;
      if (isIn(middle)) inside = middle;
      else outside = middle;
    }
    return (inside + outside) / 2;
  };
  const [low, high] = [end(LOWEST), end(HIGHEST)];
  const isOpen = low === null || high === null;
  return {
    value: k,
    standardError: isOpen ? null : (high - low) / (2 * q),
    low,
    high,
    reason: isOpen ? 'NOT_MEASURED' : null,
  };
}
