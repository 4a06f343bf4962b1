import { DomainError } from '../errors.ts';
import { normalAbove, normalQuantile } from '../numerics/distributions.ts';
import { ALPHA_FROZEN } from './intervals.ts';

/** What an action is designed for. */
export interface PowerSettings {
  /** Two-sided level of the test at the end; by default that of the frozen end. */
  readonly alpha?: number;
  /** P(found) of the effect asked about. */
  readonly power?: number;
}

const standardErrorsNeeded = ({ alpha = ALPHA_FROZEN, power = 0.8 }: PowerSettings): number => {
  if (!(alpha > 0 && alpha < 1 && power > 0 && power < 1))
    throw new DomainError('alpha and power lie between 0 and 1', { alpha, power });
  return normalQuantile(1 - alpha / 2) + normalQuantile(power);
};

/**
 * The smallest effect per person that is found with the power asked for: (z_{1−α/2} + z_power)·σ·√(1/n₁ + 1/n₀).
 *
 * @param variance of the outcome within an arm, after what the covariate removes
 */
export const detectableEffect = (
  variance: number,
  treated: number,
  control: number,
  settings: PowerSettings = {},
): number => standardErrorsNeeded(settings) * Math.sqrt(variance * (1 / treated + 1 / control));

/** The smallest effect that is found where its figure has this standard error. */
export const detectableFrom = (standardError: number, settings: PowerSettings = {}): number =>
  standardErrorsNeeded(settings) * standardError;

/**
 * Members needed in each of the two arms to find an effect per person; null for no effect.
 *
 * @param controlShare of both arms' members
 */
export function sampleSize(
  variance: number,
  effect: number,
  controlShare = 0.5,
  settings: PowerSettings = {},
): { readonly treated: number; readonly control: number } | null {
  if (!(controlShare > 0 && controlShare < 1))
    throw new DomainError('the share lies between 0 and 1', { controlShare });
  if (effect === 0) return null;
  const total = (variance * (standardErrorsNeeded(settings) / effect) ** 2) / (controlShare * (1 - controlShare));
  return { treated: Math.ceil((1 - controlShare) * total), control: Math.ceil(controlShare * total) };
}

/** P(found) of an effect whose figure has this standard error, either way. */
export function powerOf(effect: number, standardError: number, alpha = ALPHA_FROZEN): number {
  const critical = normalQuantile(1 - alpha / 2);
  const size = effect / standardError;
  return normalAbove(critical - size) + normalAbove(critical + size);
}
