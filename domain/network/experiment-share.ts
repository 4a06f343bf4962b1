/** h by experiment: what the company's own actions said of how much of what people buy others buy too, beside what observation says. */
import { combineShares, poolShares, type SpillOver } from '../experiments/causal-share.ts';
import { DAY_MS } from '../time/time.ts';
import type { Calibration } from './calibration.ts';

/** What one action that is over said. */
export interface ActionShare extends SpillOver {
  readonly action: string;
  readonly outcome: string;
  /** When its outcome was read for good, epoch ms. */
  readonly at: number;
  /** Part of the attention frozen at its start whose ties are still there. */
  readonly attentionKept: number;
}

const Z = 1.959964;

/**
 * The calibration with what actions said of h: both figures by their precision where the experiments say more than observation does, which they do for a year at most. That
 * ordinary purchases cause as much as an action's extra purchases is an assumption.
 *
 * @param shares of actions that may enter it: never of referral offers, which spread by themselves
 */
export function withExperiments(calibration: Calibration, shares: readonly ActionShare[]): Calibration {
  const { h: observedH, hSource, asOfMs } = calibration;
  const known = shares.filter(({ at }) => at <= asOfMs);
  const pooled = poolShares(known);
  // What the operator says wins, as over observation.
  if (pooled === null || hSource === 'OPERATOR' || hSource === 'EXPERIMENT') return calibration;
  const newest = Math.max(...known.map(({ at }) => at));
  const { h, standardError } = pooled;
  const attentionKept = Math.min(...known.map((one) => one.attentionKept));
  const ageDays = Math.floor((asOfMs - newest) / DAY_MS);
  const combined = combineShares(observedH, { h, standardError, ageDays, attentionKept });
  const isUsed = combined.mode === 'EXPERIMENT';
  return {
    ...calibration,
    ...(isUsed ? { h: combined.h, hSource: 'EXPERIMENT' as const } : {}),
    experiment: {
      h,
      low: h - Z * standardError,
      high: h + Z * standardError,
      standardError,
      actions: known.map(({ action }) => action),
      outcome: [...new Set(known.map(({ outcome }) => outcome))].join(','),
      from: asOfMs,
      until: asOfMs + Math.floor(combined.validDays) * DAY_MS,
      observedH,
      observedSource: hSource,
      reason: combined.reason,
    },
  };
}

/** The calibration as it counts at an instant: what an experiment said has run out at the end of its time, and observation stands again. */
export function calibrationAt(calibration: Calibration, at: number): Calibration {
  const { experiment, hSource } = calibration;
  if (experiment === undefined || hSource !== 'EXPERIMENT' || at < experiment.until) return calibration;
  return {
    ...calibration,
    h: experiment.observedH,
    hSource: experiment.observedSource,
    experiment: { ...experiment, reason: 'TOO_OLD' },
  };
}
