import { DomainError } from '../errors.ts';
import type { Attention } from '../network/ties.ts';

/** One action's effect on those who got it, and on those who follow them, each with its standard error. */
export interface SpillOver {
  /** τ and β = h·τ. */
  readonly tau: number;
  readonly tauError: number;
  readonly beta: number;
  readonly betaError: number;
  /** Of the two figures; 0 where they come from different customers. */
  readonly covariance?: number;
}

export interface PooledShare {
  readonly h: number;
  readonly standardError: number;
  readonly actions: number;
}

/**
 * One h from several actions: Σ τβ/σ² / Σ (τ² − s_τ²)/σ², σ the error of β. Weak actions count for little, and what chance adds to τ² is taken off, else h would come out too
 * small. null where the actions together do not carry a ratio.
 *
 * Source: Fuller (1987), Measurement Error Models, §1.2 (attenuation); the error by the delta method.
 */
export function poolShares(actions: readonly SpillOver[]): PooledShare | null {
  let [together, squares] = [0, 0];
  for (const { tau, tauError, beta, betaError, covariance = 0 } of actions) {
    if (!(tauError > 0 && betaError > 0)) throw new DomainError('errors are above 0', { tauError, betaError });
    together += (tau * beta - covariance) / betaError ** 2;
    squares += (tau ** 2 - tauError ** 2) / betaError ** 2;
  }
  if (!(squares > 0)) return null;
  const h = together / squares;
  let variance = 0;
  for (const { tau, tauError, betaError, covariance = 0 } of actions) {
    const left = betaError ** 2 - 2 * h * covariance + h ** 2 * tauError ** 2;
    variance += (tau ** 2 * left) / betaError ** 4;
  }
  return { h, standardError: Math.sqrt(variance) / squares, actions: actions.length };
}

/** How far the observational figure is trusted: three networks have .012, .192, .199. */
export const OBSERVATIONAL_ERROR = 0.1;
/** Variance that a year adds to what an experiment said. */
const DRIFT_A_YEAR = OBSERVATIONAL_ERROR ** 2;
/** No experiment counts for longer. */
export const EXPERIMENT_DAYS = 365;
/** An experiment ends early when less than this of what was seen is still there. */
export const LEAST_ATTENTION = 0.7;

/** ĥ of experiments, with the error it had when they ended. */
export interface ExperimentalShare {
  readonly h: number;
  readonly standardError: number;
  /** Days since it was measured. */
  readonly ageDays: number;
  /** Part of the frozen attention whose ties are still there, from {@link attentionKept}. */
  readonly attentionKept: number;
}

export interface CombinedShare {
  /** h* in [0, 1): both figures, each by its precision. */
  readonly h: number;
  /** EXPERIMENT: the experiment says more than observation does; else it is shown, and not used. */
  readonly mode: 'EXPERIMENT' | 'OBSERVATION';
  /** Of the experiment today, drift included. */
  readonly standardError: number;
  /** What is left of its validity, in days; 0 where it is over. */
  readonly validDays: number;
  readonly reason: 'IMPRECISE' | 'TOO_OLD' | 'TIES_CHANGED' | null;
}

/**
 * The share h to use, from observation and from experiments: h* = (h_obs/s₀² + ĥ/s²)/(1/s₀² + 1/s²), s²(t) = s² + .1²·t/365 days. An experiment counts while it is more precise than
 * observation, so never for longer than a year. A negative ĥ counts as 0. That ordinary purchases cause as much as the action's extra ones is an assumption.
 */
export function combineShares(
  observational: number,
  { h, standardError, ageDays, attentionKept }: ExperimentalShare,
): CombinedShare {
  if (!(standardError > 0 && ageDays >= 0))
    throw new DomainError('an error above 0 and an age are needed', { standardError, ageDays });
  const variance = standardError ** 2 + (DRIFT_A_YEAR * ageDays) / EXPERIMENT_DAYS;
  const prior = OBSERVATIONAL_ERROR ** 2;
  const left = Math.max(0, ((prior - variance) / DRIFT_A_YEAR) * EXPERIMENT_DAYS);
  const reason =
    standardError >= OBSERVATIONAL_ERROR
      ? 'IMPRECISE'
      : variance >= prior
        ? 'TOO_OLD'
        : attentionKept < LEAST_ATTENTION
          ? 'TIES_CHANGED'
          : null;
  const both = (observational / prior + Math.max(0, h) / variance) / (1 / prior + 1 / variance);
  return {
    h: Math.min(1 - 1e-9, Math.max(0, reason === null ? both : observational)),
    mode: reason === null ? 'EXPERIMENT' : 'OBSERVATION',
    standardError: Math.sqrt(variance),
    validDays: reason === null ? left : 0,
    reason,
  };
}

/** What an action is; a referral offer spreads by itself, so what it shows of others is not word of mouth about purchases. */
export const ACTION_KINDS = ['MAIL', 'SAMPLE', 'DISCOUNT', 'REFERRAL_OFFER', 'CALL', 'OTHER'] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];
export const entersCalibration = (kind: ActionKind): boolean => kind !== 'REFERRAL_OFFER';

type FrozenAttention = Pick<Attention, 'arcs' | 'offsets'>;

/** The part of the frozen attention whose ties are still there, in the same numbering of customers; 1 where there was none. */
export function attentionKept(frozen: FrozenAttention, now: FrozenAttention): number {
  let [kept, all] = [0, 0];
  for (let j = 0; j + 1 < frozen.offsets.length; j++) {
    // Arcs of a follower are in the order of whom they lead to.
    let at = now.offsets[j] ?? 0;
    const end = now.offsets[j + 1] ?? at;
    for (let a = frozen.offsets[j]!; a < frozen.offsets[j + 1]!; a++) {
      const [to, weight] = [frozen.arcs.to[a]!, frozen.arcs.weight[a]!];
      all += weight;
      while (at < end && now.arcs.to[at]! < to) at++;
      if (at < end && now.arcs.to[at] === to && now.arcs.weight[at]! > 0) kept += weight;
    }
  }
  return all > 0 ? kept / all : 1;
}
