import { DomainError } from '../errors.ts';
import type { LogScale } from './scale.ts';
import { calibrateScale, scoreOn } from './scale.ts';

/**
 * The influence score, 0–100: how many customers' worth of behaviour a customer moves.
 *
 * n_i comes from the same conserving solve as network value, with everybody worth 1: n_i = f_i − 1 (its `gross`). So the
 * score knows nothing of money, and cannot disagree with network value about who influences whom.
 *
 * **35.** Engagement points double a like from a customer with influence *above* 35. On this scale
 * 35 means n ≈ a·((1 + b/a)^0.35 − 1), four times the typical influence when b = 100·a. The anchors are frozen in the
 * calibration, so a customer crosses 35 only when their own reach moves. Exactly 35 is not above; unknown is not above.
 */
export const INFLUENTIAL_ABOVE = 35;

/** Frozen anchors; stored with its version beside every score, so that two scores are comparable or known not to be. */
export interface InfluenceCalibration {
  readonly version: number;
  readonly score: LogScale;
}

export interface InfluenceScores {
  /** S per customer; 0 exactly where n = 0. */
  readonly scores: Float64Array;
  readonly calibration: InfluenceCalibration;
}

/**
 * @param reachedCustomers n per customer, ≥ 0.
 * @param calibration The frozen anchors; absent: anchors are taken from `reachedCustomers` as version 1.
 * @throws DomainError for a negative or not finite n.
 */
export function influenceScores(reachedCustomers: Float64Array, calibration?: InfluenceCalibration): InfluenceScores {
  const bad = reachedCustomers.findIndex((n) => !(n >= 0 && n < Infinity));
  if (bad >= 0)
    throw new DomainError('influence is finite and not negative', { customer: bad, n: reachedCustomers[bad] });
  const frozen = calibration ?? calibrateInfluence(reachedCustomers, 1);
  return { scores: reachedCustomers.map((n) => scoreOn(frozen.score, n)), calibration: frozen };
}

/** @param reachedCustomers n per customer, ≥ 0; NaN for customers without any tie, who say nothing about what is typical. */
export function calibrateInfluence(reachedCustomers: Float64Array, version: number): InfluenceCalibration {
  return { version, score: calibrateScale(reachedCustomers) };
}

/** Whether a like counts double; null (unknown) does not. */
export function isInfluential(score: number | null): boolean {
  return score !== null && score > INFLUENTIAL_ABOVE;
}
