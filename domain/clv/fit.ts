import { DomainError } from '../errors.ts';
import { learnCalibration } from './calibration/learn.ts';
import type { PurchaseFit, PurchaseModelKey } from './models/model.ts';
import { chooseCandidate, labelOf, modelEntry, modelsFor, type Choice } from './comparison/choose.ts';
import { compareOver, type Comparison } from './comparison/comparison.ts';
import { sameCandidate, steadied, withIncumbent, type Incumbent, type ModelPair } from './comparison/incumbent.ts';
import { MOST_CALIBRATED, MOST_COMPARED, trialOf, type Trial } from './comparison/sample.ts';
import { openWorkbench, type CandidateForecast, type Workbench } from './comparison/workbench.ts';
import { snapshotAt, validateLog, type PurchaseLog, type PurchaseSnapshot } from './history/log.ts';
import { PRIOR_PARAMETERS, PRIOR_SOURCE, PRIOR_UNIT_DAYS, tooLittleFor } from './models/prior.ts';
import type { LifetimeParameters } from './parameters.ts';
import type { Attempt, Candidate, ModelEntry, ModelReport, SpendReport } from './result/report.ts';
import { settingsOf, type LifetimeOptions, type LifetimeSettings } from './settings.ts';
import {
  compareSpend,
  fitSpend,
  spendParameters,
  spendReport,
  spendTallies,
  type FittedSpend,
} from './spend/choose-spend.ts';
import { typicalOf } from './typical.ts';
import { CALENDAR_CLOCK } from './timing/clock.ts';

/** What was learned of a company. */
export interface LifetimeFit {
  /** Null where nobody has bought by that day. */
  readonly parameters: LifetimeParameters | null;
  readonly report: ModelReport;
  /** What won the choice: an incumbent may have stayed in force against it. */
  readonly winner: ModelPair;
}

type Facts = Pick<
  ModelReport,
  'reportVersion' | 'asOfDay' | 'unitDays' | 'customers' | 'purchaseDays' | 'repeatPurchases' | 'historyDays'
>;

const notTried = (reason: string): Attempt => ({ tried: false, kept: false, reason });
const NO_SPEND: SpendReport = {
  chosen: 'shrunkMean',
  reason: 'nobody has bought yet',
  winsorLimit: null,
  winsorisedPurchases: 0,
  shrunkMean: null,
  gammaGamma: null,
};
const PRIOR: Candidate = { model: 'mbgnbd', season: false, blend: false };

/**
 * Chooses the models that forecast a company best and fits them to everything up to a day. Deterministic, and the same for any order of the
 * customers; nothing after `asOfDay` is used. A company with too little history gets a published prior (method PRIOR).
 *
 * @param incumbent models in force, which stay unless the same others win twice in a row
 * @throws InvalidInputError for a log or an option that breaks its rules
 */
export const fitLifetime = (
  log: PurchaseLog,
  asOfDay: number,
  options: LifetimeOptions = {},
  incumbent: Incumbent | null = null,
): LifetimeFit => {
  const settings = settingsOf(asOfDay, options);
  validateLog(log);
  const { known, facts, lacking } = factsOf(log, asOfDay, settings);
  const { customers } = known;
  if (lacking !== null) return byPrior(log, known, facts, lacking, settings);

  const workbench = openWorkbench(log, settings.unitDays, settings.now);
  const everybody: Trial = { log, workbench };
  const { log: sample, workbench: trial } = trialOf(everybody, asOfDay, MOST_COMPARED);
  const free = chooseCandidate(trial, sample, asOfDay, settings.horizonDays, settings.model);
  const { choice, winner } =
    incumbent === null ? { choice: free, winner: free.chosen } : withIncumbent(free, incumbent, trial, asOfDay);
  const { chosen, inner } = choice;
  const forecast = forecastOf(workbench, asOfDay, chosen, settings, incumbent?.kept ?? null);
  const spend = fitSpend(spendTallies(log, customers, asOfDay));
  const spendInner =
    inner === null
      ? null
      : compareSpend(
          sample,
          snapshotAt(sample, inner.window.fromDay, CALENDAR_CLOCK, 1).customers,
          inner.window.fromDay,
          asOfDay,
        );
  const outer =
    settings.holdoutEndDay === undefined ? null : compareOver(workbench, log, asOfDay, settings.holdoutEndDay);
  const spendOuter =
    settings.holdoutEndDay === undefined ? undefined : compareSpend(log, customers, asOfDay, settings.holdoutEndDay);
  const spendWinner = spendReport(spend, spendInner, spendOuter);
  const spendChosen = spendInForce(spendWinner, incumbent);
  const isNamed = settings.model !== 'auto' && settings.model !== 'all';
  const calibration = isNamed
    ? null
    : learnCalibration(
        trialOf(everybody, asOfDay, MOST_CALIBRATED),
        asOfDay,
        { purchase: chosen, spend: spendChosen.chosen },
        { forecast, spend },
        settings.horizonDays,
      );
  const shown = outer ?? inner;
  const discrimination = choice.candidates.find((entry) => sameCandidate(entry, chosen))?.metrics.aucActive ?? 0.5;
  return {
    winner: { purchase: winner, spend: spendWinner.chosen },
    parameters: {
      ...parametersOf(workbench, asOfDay, chosen, forecast, spend, spendChosen.chosen, discrimination, settings),
      calibration,
    },
    report: {
      ...facts,
      method: 'MODELLED',
      models: modelEntries((model) => (model === chosen.model ? workbench : trial), asOfDay, settings, choice, shown),
      rules: shown?.rules ?? null,
      holdoutWindow: shown?.window ?? null,
      innerWindow: inner?.window ?? null,
      windows: choice.rolling?.comparisons.map(({ window }) => window) ?? [],
      candidates: choice.candidates,
      sampledCustomers: sample === log ? null : sample.count,
      chosen: chosen.model,
      chosenAs: { ...chosen, parameters: forecast.fit.parameters },
      chosenHoldout: outer?.evaluate(chosen, calibration?.levels) ?? null,
      reason: choice.reason,
      season: { ...choice.season, monthlyIntensity: choice.season.tried ? monthlyIntensity(workbench, asOfDay) : null },
      blend: choice.blend,
      spend: spendChosen,
      didNotHelp: choice.didNotHelp,
      warnings: [...choice.warnings, ...labelled(chosen, forecast.fit)],
    },
  };
};

/** What is known on the as-of day, its size and dates for the report, and what it lacks for a fit (null where there is enough). */
export const factsOf = (log: PurchaseLog, asOfDay: number, { unitDays }: LifetimeSettings) => {
  const known = snapshotAt(log, asOfDay, CALENDAR_CLOCK, unitDays);
  const { customers, statistics } = known;
  const repeatPurchases = statistics.frequency.reduce((sum, x) => sum + x, 0);
  const historyDays = Math.round(statistics.age.reduce((max, age) => Math.max(max, age), 0) * unitDays);
  const facts: Facts = {
    reportVersion: 1,
    asOfDay,
    unitDays,
    customers: customers.length,
    purchaseDays: repeatPurchases + customers.length,
    repeatPurchases,
    historyDays,
  };
  return { known, facts, lacking: tooLittleFor({ customers: customers.length, repeatPurchases, historyDays }) };
};

/** The forecast of everybody, on the parameters in force where a fit ended nowhere. */
export const forecastOf = (
  workbench: Workbench,
  asOfDay: number,
  chosen: Candidate,
  { horizonDays, annualDiscount }: LifetimeSettings,
  kept: LifetimeParameters | null,
): CandidateForecast => {
  const steady = (fit: PurchaseFit): PurchaseFit =>
    kept === null ? fit : steadied(fit, workbench.snapshot(asOfDay, chosen.season).statistics, kept);
  return workbench.forecast(asOfDay, chosen, horizonDays, annualDiscount, steady);
};

/** What of a fit is kept, so that later days are valued by it without fitting again. */
export const parametersOf = (
  workbench: Workbench,
  asOfDay: number,
  chosen: Candidate,
  { fit, blend }: CandidateForecast,
  spend: FittedSpend,
  spendModel: LifetimeParameters['spend']['model'],
  discrimination: number,
  { unitDays, horizonDays, annualDiscount }: LifetimeSettings,
): LifetimeParameters => ({
  method: 'MODELLED',
  model: chosen.model,
  purchase: fit.parameters,
  unitDays,
  season: chosen.season ? (workbench.seasonClock(asOfDay)?.coefficients ?? null) : null,
  blend,
  spend: spendParameters(spend, spendModel),
  typical: typicalOf(workbench.snapshot(asOfDay, false), spend.tallies),
  discrimination,
  horizonDays,
  annualDiscount,
});

/** The forecast by the published prior, where there is too little history to fit anything. */
export const byPrior = (
  log: PurchaseLog,
  known: PurchaseSnapshot,
  facts: Facts,
  lacking: string,
  { horizonDays, annualDiscount }: LifetimeSettings,
): LifetimeFit => {
  const { customers } = known;
  const spend = customers.length === 0 ? null : fitSpend(spendTallies(log, customers, facts.asOfDay));
  return {
    winner: { purchase: PRIOR, spend: 'shrunkMean' },
    parameters:
      spend === null
        ? null
        : {
            method: 'PRIOR',
            model: PRIOR.model,
            purchase: PRIOR_PARAMETERS,
            unitDays: PRIOR_UNIT_DAYS,
            season: null,
            blend: null,
            spend: spendParameters(spend, 'shrunkMean'),
            typical: typicalOf(known, spend.tallies),
            discrimination: 0.5,
            horizonDays,
            annualDiscount,
          },
    report: {
      ...facts,
      method: 'PRIOR',
      models: {},
      rules: null,
      holdoutWindow: null,
      innerWindow: null,
      windows: [],
      candidates: [],
      sampledCustomers: null,
      chosen: PRIOR.model,
      chosenAs: { ...PRIOR, parameters: PRIOR_PARAMETERS },
      chosenHoldout: null,
      reason: `a prior (${PRIOR_SOURCE}): too little to fit a model to: ${lacking}`,
      season: { ...notTried('too little history'), monthlyIntensity: null },
      blend: notTried('too little history'),
      spend: spend === null ? NO_SPEND : spendReport(spend, null),
      didNotHelp: [],
      warnings: [],
    },
  };
};

/** The warnings of a fit, each with the candidate it is about. */
export const labelled = (chosen: Candidate, { warnings }: PurchaseFit): string[] =>
  warnings.map((warning) => `${labelOf(chosen)}: ${warning}`);

/** The spend model in force stays unless it cannot be fitted any more, or another wins twice in a row. */
const spendInForce = (report: SpendReport, incumbent: Incumbent | null): SpendReport => {
  if (incumbent === null || incumbent.kept.method === 'PRIOR') return report;
  const { kept, challenger } = incumbent;
  const own = kept.spend.model;
  if (report.chosen === own || (own === 'gammaGamma' && report.gammaGamma === null)) return report;
  if (challenger?.spend === report.chosen) return report;
  return { ...report, chosen: own, reason: `it stays until the other wins two choices in a row: ${report.reason}` };
};

const modelEntries = (
  workbenchOf: (model: PurchaseModelKey) => Workbench,
  asOfDay: number,
  settings: LifetimeSettings,
  choice: Choice,
  shown: Comparison | null,
): ModelReport['models'] => {
  const entries: Partial<Record<PurchaseModelKey, ModelEntry>> = {};
  for (const model of modelsFor(settings.model)) {
    const plain: Candidate = { model, season: false, blend: false };
    try {
      const measured =
        shown === choice.inner
          ? choice.candidates.find((entry) => sameCandidate(entry, plain))?.metrics
          : shown?.evaluate(plain);
      entries[model] = modelEntry(workbenchOf(model), asOfDay, model, measured ?? null);
    } catch (error) {
      // A model without a fit here is missing from the report; the choice was made among the others.
      if (!(error instanceof DomainError)) throw error;
    }
  }
  return entries;
};

/** Operational days per calendar day of each month from January, 1 on average; null where no season could be told. */
export const monthlyIntensity = (workbench: Workbench, asOfDay: number): number[] | null => {
  const clock = workbench.seasonClock(asOfDay);
  return clock === null
    ? null
    : Array.from({ length: 12 }, (_, month) => {
        const [from, to] = [Math.round(month * 30.4375), Math.round((month + 1) * 30.4375)];
        return (clock.timeOf(to) - clock.timeOf(from)) / (to - from);
      });
};
