import { DomainError } from '../errors.ts';
import { fitEntry } from './comparison/choose.ts';
import type { Calibration } from './calibration/calibration.ts';
import { learnCalibration } from './calibration/learn.ts';
import { candidateOf, pairOf } from './comparison/incumbent.ts';
import { MOST_CALIBRATED, trialOf } from './comparison/sample.ts';
import { openWorkbench, type CandidateForecast, type Workbench } from './comparison/workbench.ts';
import { byPrior, factsOf, forecastOf, labelled, monthlyIntensity, parametersOf, type LifetimeFit } from './fit.ts';
import type { PurchaseLog } from './history/log.ts';
import type { LifetimeParameters } from './parameters.ts';
import type { ModelReport, SpendReport } from './result/report.ts';
import { settingsOf } from './settings.ts';
import { fitSpend, spendReport, spendTallies, type FittedSpend } from './spend/choose-spend.ts';

/**
 * Fits the models in force anew, without a choice. The report keeps what was said when they were chosen, and takes the figures of the fit.
 *
 * @returns null where they cannot be fitted any more: then it is time to choose
 */
export const refitLifetime = (
  log: PurchaseLog,
  asOfDay: number,
  kept: LifetimeParameters,
  report: ModelReport,
): Omit<LifetimeFit, 'winner'> | null => {
  const { horizonDays, annualDiscount } = kept;
  const settings = settingsOf(asOfDay, { horizonDays, annualDiscount });
  const { known, facts, lacking } = factsOf(log, asOfDay, settings);
  if ((lacking === null) !== (kept.method === 'MODELLED')) return null;
  if (lacking !== null) return byPrior(log, known, facts, lacking, settings);
  const chosen = candidateOf(kept);
  const workbench = openWorkbench(log, settings.unitDays);
  try {
    const forecast = forecastOf(workbench, asOfDay, chosen, settings, kept);
    const spend = fitSpend(spendTallies(log, known.customers, asOfDay));
    if ((forecast.blend !== null) !== chosen.blend) return null;
    if (kept.spend.model === 'gammaGamma' && spend.gammaGamma === null) return null;
    const entry = fitEntry(forecast.fit, null, report.models[chosen.model]?.holdout ?? null);
    return {
      parameters: {
        ...parametersOf(workbench, asOfDay, chosen, forecast, spend, kept.spend.model, kept.discrimination, settings),
        calibration: calibrationAnew(log, workbench, asOfDay, kept, { forecast, spend }),
      },
      report: {
        ...report,
        ...facts,
        // Models are reported in the calendar's time.
        models: chosen.season ? report.models : { ...report.models, [chosen.model]: entry },
        chosenAs: { ...chosen, parameters: forecast.fit.parameters },
        season: chosen.season
          ? { ...report.season, monthlyIntensity: monthlyIntensity(workbench, asOfDay) }
          : report.season,
        spend: { ...spendReport(spend, null), ...spendAsChosen(report.spend, spend) },
        warnings: labelled(chosen, forecast.fit),
      },
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return null;
  }
};

/** As it was learned when the models were chosen; where nothing was, it stays so until the next choice. */
const calibrationAnew = (
  log: PurchaseLog,
  workbench: Workbench,
  asOfDay: number,
  kept: LifetimeParameters,
  now: { readonly forecast: CandidateForecast; readonly spend: FittedSpend },
): Calibration | null => {
  if ((kept.calibration ?? null) === null) return null;
  const trial = trialOf({ log, workbench }, asOfDay, MOST_CALIBRATED);
  return learnCalibration(trial, asOfDay, pairOf(kept), now, kept.horizonDays);
};

/** What was said of the spend models when they were chosen, beside the figures of a new fit. */
const spendAsChosen = (chosen: SpendReport, { shrunkMean, gammaGamma }: FittedSpend) => ({
  chosen: chosen.chosen,
  reason: chosen.reason,
  shrunkMean: { ...shrunkMean, holdout: chosen.shrunkMean?.holdout ?? null },
  gammaGamma: gammaGamma === null ? null : { ...gammaGamma, holdout: chosen.gammaGamma?.holdout ?? null },
});
