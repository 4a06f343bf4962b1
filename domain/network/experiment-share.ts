/** h by experiment: what the company's own actions said of how much of what people buy others buy too, beside what observation says. */
import {
  combineShares,
  EXPERIMENT_DAYS,
  LEAST_ATTENTION,
  poolShares,
  type SpillOver,
} from '../experiments/causal-share.ts';
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
 * ordinary purchases cause as much as an action's extra purchases is an assumption. One that is a year old, or most of whose ties are gone, has no part in it.
 *
 * @param shares of actions that may enter it: never of referral offers, which spread by themselves
 */
export function withExperiments(calibration: Calibration, shares: readonly ActionShare[]): Calibration {
  const { h: observedH, hSource, asOfMs } = calibration;
  const known = shares.filter(({ at }) => at <= asOfMs);
  const lasting = known.filter(
    (one) => daysSince(one, asOfMs) < EXPERIMENT_DAYS && one.attentionKept >= LEAST_ATTENTION,
  );
  // Where none counts any more, what they said is shown all the same.
  const counted = lasting.length > 0 ? lasting : known;
  const pooled = poolShares(counted);
  // What the operator says wins, as over observation.
  if (pooled === null || hSource === 'OPERATOR' || hSource === 'EXPERIMENT') return calibration;
  const { h, standardError } = pooled;
  const attentionKept = Math.min(...counted.map((one) => one.attentionKept));
  const combined = combineShares(observedH, { h, standardError, ageDays: ageOf(counted, asOfMs), attentionKept });
  const isUsed = combined.mode === 'EXPERIMENT';
  return {
    ...calibration,
    ...(isUsed ? { h: combined.h, hSource: 'EXPERIMENT' as const } : {}),
    experiment: {
      h,
      low: h - Z * standardError,
      high: h + Z * standardError,
      standardError,
      actions: counted.map(({ action }) => action),
      outcome: [...new Set(counted.map(({ outcome }) => outcome))].join(','),
      from: asOfMs,
      until: asOfMs + Math.floor(combined.validDays) * DAY_MS,
      observedH,
      observedSource: hSource,
      reason: combined.reason,
    },
  };
}

const daysSince = ({ at }: ActionShare, asOfMs: number): number => Math.floor((asOfMs - at) / DAY_MS);

/** Days since actions said what they said together: each by what it weighs there, so that a weak one of yesterday makes an old one no younger. */
function ageOf(shares: readonly ActionShare[], asOfMs: number): number {
  let [days, weights] = [0, 0];
  for (const one of shares) {
    const weight = (one.tau / one.betaError) ** 2;
    days += weight * daysSince(one, asOfMs);
    weights += weight;
  }
  return days / weights;
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
