import { DomainError } from '../../errors.ts';
import type { Trial } from '../comparison/sample.ts';
import type { CandidateForecast } from '../comparison/workbench.ts';
import { rollingWindows } from '../comparison/windows.ts';
import { MIN_CUSTOMERS } from '../models/prior.ts';
import type { Candidate, SpendModelKey } from '../result/report.ts';
import { expectedSpend, type FittedSpend } from '../spend/choose-spend.ts';
import { calibrate } from './calibrate.ts';
import type { Calibration } from './calibration.ts';
import { outcomeOver, type Outcome } from './outcome.ts';

/**
 * Forecasts rolling windows with the models chosen and learns of what came. A window on which they cannot be fitted, that knew too few customers,
 * or in which nobody bought is left out.
 *
 * @param trial workbench and log the windows are forecast from; `now` is of everybody on the as-of day
 * @returns null where there is no window
 */
export const learnCalibration = (
  trial: Trial,
  asOfDay: number,
  chosen: { readonly purchase: Candidate; readonly spend: SpendModelKey },
  now: { readonly forecast: CandidateForecast; readonly spend: FittedSpend },
  horizonDays: number,
): Calibration | null => {
  const { workbench, log } = trial;
  const windows = rollingWindows(workbench.firstDay, asOfDay, horizonDays);
  if (windows === null) return null;
  const outcomes = windows.fromDays.flatMap((fromDay): Outcome[] => {
    try {
      const outcome = outcomeOver(workbench, log, fromDay, windows.days, chosen.purchase, chosen.spend);
      return outcome.orders.length >= MIN_CUSTOMERS && outcome.orders.some((n) => n > 0) ? [outcome] : [];
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return [];
    }
  });
  if (outcomes.length === 0) return null;
  return calibrate(
    outcomes,
    windows.effective,
    { scores: now.forecast.scores, margins: expectedSpend(now.spend, chosen.spend), spend: now.spend },
    horizonDays / windows.days,
  );
};
