import { DomainError } from '../errors.ts';
import { normalQuantile } from '../numerics/distributions.ts';

/**
 * STAGGERED: customers come in one after another, each measured once, so information 1/se² grows. COHORT: everybody starts on one day and
 * their outcome adds up, so the variance se² of the sum grows.
 */
export type Accumulation = 'STAGGERED' | 'COHORT';

/** How wide an interval is, in standard errors. */
export type IntervalRule =
  | { readonly kind: 'FIXED'; readonly alpha: number }
  | {
      readonly kind: 'ALWAYS_VALID';
      readonly alpha: number;
      readonly accumulation: Accumulation;
      /** The standard error expected at the planned end, where the interval is to be narrowest; null: this one, for a single look. */
      readonly plannedStandardError: number | null;
    };

/** 95 %, for who looks once. */
export const SINGLE_LOOK: IntervalRule = { kind: 'FIXED', alpha: 0.05 };
/** What is spent on looking while an action runs, and on the frozen end: 5 % together (Bonferroni). */
export const ALPHA_RUNNING = 0.005;
export const ALPHA_FROZEN = 0.045;

/**
 * The interval in force: always valid at α .005 while the action runs, however often one looks; fixed at α .045 once it is closed. Its false alarms
 * are below 5 % together, for a loss of power of about 1 point; an always-valid interval alone loses a fifth.
 *
 * @param plannedStandardError of the figure at the planned end, from the design
 */
export const hybridRule = (
  closed: boolean,
  accumulation: Accumulation,
  plannedStandardError: number | null,
): IntervalRule =>
  closed
    ? { kind: 'FIXED', alpha: ALPHA_FROZEN }
    : { kind: 'ALWAYS_VALID', alpha: ALPHA_RUNNING, accumulation, plannedStandardError };

/** Standard errors either side of a figure whose standard error is `standardError`. */
export function halfWidth(rule: IntervalRule, standardError: number): number {
  if (!(rule.alpha > 0 && rule.alpha < 1)) throw new DomainError('alpha lies between 0 and 1', { alpha: rule.alpha });
  if (rule.kind === 'FIXED') return normalQuantile(1 - rule.alpha / 2);
  const variance = standardError ** 2;
  const planned = (rule.plannedStandardError ?? standardError) ** 2;
  // Of two figures without any variance nothing is uncertain; any width gives the figure itself.
  if (!(variance > 0 && planned > 0)) return normalQuantile(1 - rule.alpha / 2);
  return alwaysValidBound(rule.accumulation === 'STAGGERED' ? planned / variance : variance / planned, rule.alpha);
}

/**
 * The bound on |z| that holds at all times together with probability 1 − α: √((1 + ρ/V)·ln((V + ρ)/(ρα²))), ρ = V_plan/k,
 * k = −2 ln α + ln(−2 ln α) + 1, which makes it narrowest about V_plan.
 *
 * Source: Robbins (1970), normal mixture; Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024), asymptotic confidence sequences, eq. (14) and appendix B.2.
 *
 * @param progress V/V_plan
 * @example Math.round(1e6 * alwaysValidBound(1, 0.05)) // 3035446
 */
export function alwaysValidBound(progress: number, alpha: number): number {
  const rho = 1 / tuning(alpha);
  return Math.sqrt((1 + rho / progress) * Math.log((progress + rho) / (rho * alpha ** 2)));
}

/** k: V_plan/ρ at which the bound is narrowest about the plan. */
export const tuning = (alpha: number): number => -2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha)) + 1;
