import { DomainError, InvalidInputError } from '../errors.ts';
import { purchaseModelFamilies } from './models/families.ts';
import type { PurchaseModelKey, PurchaseStatistics } from './models/model.ts';
import {
  chooseCandidate,
  labelOf,
  modelEntry,
  modelsFor,
  MODEL_KEYS,
  type Choice,
  type ModelChoice,
} from './comparison/choose.ts';
import { CALENDAR_CLOCK } from './timing/clock.ts';
import { compareOver, type Comparison } from './comparison/comparison.ts';
import { emptyScores, fillColumns, type LifetimeScores } from './result/lifetime-columns.ts';
import { snapshotAt, validateLog, type PurchaseLog } from './history/log.ts';
import { PRIOR_PARAMETERS, PRIOR_SOURCE, PRIOR_UNIT_DAYS, priorModel, tooLittleFor } from './models/prior.ts';
import type { Attempt, Candidate, ModelEntry, ModelReport, SpendReport } from './result/report.ts';
import { sampleOf } from './comparison/sample.ts';
import { compareSpend, fitSpend, spendReport, spendTallies } from './spend/choose-spend.ts';
import { openWorkbench, type Workbench } from './comparison/workbench.ts';

export interface LifetimeOptions {
  /** Days ahead that are valued; 365 when absent. */
  readonly horizonDays?: number;
  /** Annual discount rate; 0.10 when absent. */
  readonly annualDiscount?: number;
  /** `auto` when absent: the company's own best. */
  readonly model?: ModelChoice;
  /** Length of the time unit parameters are reported in; 7 when absent. Changes no score. */
  readonly unitDays?: number;
  /** The log goes on to this day: forecasts made on the as-of day are also measured on what came after it. */
  readonly holdoutEndDay?: number;
  /** Milliseconds of a clock, to report how long each fit took. */
  readonly now?: () => number;
}

export interface LifetimeValue {
  readonly scores: LifetimeScores;
  readonly report: ModelReport;
  /** Share of all customers whose value comes from a fitted model; 0 for no customers. */
  readonly clvMeasurable: number;
  readonly totalClvMinor: number;
  readonly totalValueAtRiskMinor: number;
}

type Settings = Required<Pick<LifetimeOptions, 'horizonDays' | 'annualDiscount' | 'model' | 'unitDays'>> &
  LifetimeOptions;

const settingsOf = (asOfDay: number, options: LifetimeOptions): Settings => {
  const { horizonDays = 365, annualDiscount = 0.1, model = 'auto', unitDays = 7 } = options;
  if (!Number.isInteger(asOfDay))
    throw new InvalidInputError(['asOfDay'], `the as-of day must be a whole UTC day number, not ${asOfDay}`);
  if (!(horizonDays > 0 && horizonDays <= 36_525))
    throw new InvalidInputError(['horizonDays'], `the horizon must be 1 to 36525 days, not ${horizonDays}`);
  if (!(annualDiscount >= 0 && annualDiscount < 10))
    throw new InvalidInputError(
      ['annualDiscount'],
      `the annual discount rate must be at least 0 and below 10 (0.10 is ten per cent), not ${annualDiscount}`,
    );
  if (!(unitDays > 0 && unitDays < Infinity))
    throw new InvalidInputError(['unitDays'], `the time unit must be a positive number of days, not ${unitDays}`);
  if (model !== 'auto' && model !== 'all' && !MODEL_KEYS.includes(model))
    throw new InvalidInputError(
      ['model'],
      `there is no model "${String(model)}"; choose auto, all, ${MODEL_KEYS.join(', ')}`,
    );
  return { ...options, horizonDays, annualDiscount, model, unitDays };
};

const notTried = (reason: string): Attempt => ({ tried: false, kept: false, reason });
const NO_SPEND: SpendReport = {
  chosen: 'shrunkMean',
  reason: 'nobody has bought yet',
  winsorLimit: null,
  winsorisedPurchases: 0,
  shrunkMean: null,
  gammaGamma: null,
};

/**
 * Lifetime value of every customer of a company from its whole purchase log, by the model that forecasts this company best.
 * Deterministic, and the same for any order of the customers; nothing after `asOfDay` is used for a score.
 *
 * Customers without a purchase by `asOfDay` are worth 0 (method PRIOR, confidence 0): what a prospect may become is acquisition,
 * which purchases say nothing about. A company with too little history is scored with a published prior (method PRIOR).
 *
 * @param log margins in minor units (or any unit: money comes back in the same)
 * @param asOfDay UTC day number; purchases on it are known
 * @throws InvalidInputError for a log or an option that breaks its rules
 * @example scoreLifetimeValue(log, dayOf(asOf), { horizonDays: 365, annualDiscount: 0.1 }).scores.clvMinor
 */
export const scoreLifetimeValue = (log: PurchaseLog, asOfDay: number, options: LifetimeOptions = {}): LifetimeValue => {
  const settings = settingsOf(asOfDay, options);
  validateLog(log);
  const known = snapshotAt(log, asOfDay, CALENDAR_CLOCK, settings.unitDays);
  const { customers, statistics } = known;
  const repeatPurchases = statistics.frequency.reduce((sum, x) => sum + x, 0);
  const historyDays = Math.round(statistics.age.reduce((max, age) => Math.max(max, age), 0) * settings.unitDays);
  const facts = {
    reportVersion: 1 as const,
    asOfDay,
    unitDays: settings.unitDays,
    customers: customers.length,
    purchaseDays: repeatPurchases + customers.length,
    repeatPurchases,
    historyDays,
  };
  const scores = emptyScores(log.count);
  const lacking = tooLittleFor({ customers: customers.length, repeatPurchases, historyDays });
  if (lacking !== null) {
    const spend = customers.length === 0 ? null : fitSpend(spendTallies(log, customers, asOfDay));
    if (spend !== null) {
      const weekly = snapshotAt(log, asOfDay, CALENDAR_CLOCK, PRIOR_UNIT_DAYS);
      scoreByPrior(scores, customers, weekly.statistics, spend, asOfDay, settings);
    }
    return summed(scores, priorReport(facts, lacking, spend === null ? NO_SPEND : spendReport(spend, null)));
  }

  const workbench = openWorkbench(log, settings.unitDays, settings.now);
  const sample = sampleOf(log, asOfDay);
  const trial = sample === log ? workbench : openWorkbench(sample, settings.unitDays);
  const choice = chooseCandidate(trial, sample, asOfDay, settings.horizonDays, settings.model);
  const forecast = workbench.forecast(asOfDay, choice.chosen, settings.horizonDays, settings.annualDiscount);
  const spend = fitSpend(spendTallies(log, customers, asOfDay));
  const spendInner =
    choice.inner === null
      ? null
      : compareSpend(
          log,
          snapshotAt(log, choice.inner.window.fromDay, CALENDAR_CLOCK, 1).customers,
          choice.inner.window.fromDay,
          asOfDay,
        );
  const outer =
    settings.holdoutEndDay === undefined ? null : compareOver(workbench, log, asOfDay, settings.holdoutEndDay);
  const spendOuter =
    settings.holdoutEndDay === undefined ? undefined : compareSpend(log, customers, asOfDay, settings.holdoutEndDay);
  const spendChoice = spendReport(spend, spendInner, spendOuter);
  const model = purchaseModelFamilies[choice.chosen.model].bind(forecast.fit.parameters, settings.unitDays);
  fillColumns(scores, {
    customers,
    statistics: forecast.snapshot.statistics,
    scores: forecast.scores,
    model,
    spend,
    spendModel: spendChoice.chosen,
    clock: forecast.clock,
    asOfDay,
    horizon: forecast.horizon,
    method: 'MODELLED',
    discrimination: choice.candidates.find((entry) => sameCandidate(entry, choice.chosen))?.metrics.aucActive ?? 0.5,
  });
  // Figures are of everybody, also where the choice was made on a sample.
  const shown =
    outer ??
    (choice.inner === null || sample === log
      ? choice.inner
      : compareOver(workbench, log, choice.inner.window.fromDay, asOfDay));
  const entries = modelEntries(workbench, asOfDay, settings, choice, shown);
  return summed(scores, {
    ...facts,
    method: 'MODELLED',
    models: entries,
    rules: shown?.rules ?? null,
    holdoutWindow: shown?.window ?? null,
    innerWindow: choice.inner?.window ?? null,
    candidates: choice.candidates,
    sampledCustomers: sample === log ? null : sample.count,
    chosen: choice.chosen.model,
    chosenAs: { ...choice.chosen, parameters: forecast.fit.parameters },
    chosenHoldout: outer?.evaluate(choice.chosen) ?? null,
    reason: choice.reason,
    season: { ...choice.season, monthlyIntensity: choice.season.tried ? monthlyIntensity(workbench, asOfDay) : null },
    blend: choice.blend,
    spend: spendChoice,
    didNotHelp: choice.didNotHelp,
    warnings: [...choice.warnings, ...forecast.fit.warnings.map((warning) => `${labelOf(choice.chosen)}: ${warning}`)],
  });
};

const sameCandidate = (a: Candidate, b: Candidate): boolean =>
  a.model === b.model && a.season === b.season && a.blend === b.blend;

const modelEntries = (
  workbench: Workbench,
  asOfDay: number,
  settings: Settings,
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
      entries[model] = modelEntry(workbench, asOfDay, model, measured ?? null);
    } catch (error) {
      // A model without a fit here is missing from the report; the choice was made among the others.
      if (!(error instanceof DomainError)) throw error;
    }
  }
  return entries;
};

const monthlyIntensity = (workbench: Workbench, asOfDay: number): number[] | null => {
  const clock = workbench.seasonClock(asOfDay);
  return clock === null
    ? null
    : Array.from({ length: 12 }, (_, month) => {
        const [from, to] = [Math.round(month * 30.4375), Math.round((month + 1) * 30.4375)];
        return (clock.timeOf(to) - clock.timeOf(from)) / (to - from);
      });
};

const scoreByPrior = (
  scores: LifetimeScores,
  customers: Int32Array,
  statistics: PurchaseStatistics,
  spend: ReturnType<typeof fitSpend>,
  asOfDay: number,
  settings: Settings,
): void => {
  const horizon = settings.horizonDays / PRIOR_UNIT_DAYS;
  fillColumns(scores, {
    customers,
    statistics,
    spend,
    spendModel: 'shrunkMean',
    clock: CALENDAR_CLOCK,
    asOfDay,
    horizon,
    method: 'PRIOR',
    discrimination: 0.5,
    scores: purchaseModelFamilies.mbgnbd.score(
      PRIOR_PARAMETERS,
      statistics,
      horizon,
      (Math.log1p(settings.annualDiscount) / 365.25) * PRIOR_UNIT_DAYS,
    ),
    model: priorModel(),
  });
};

const priorReport = (
  facts: Pick<
    ModelReport,
    'reportVersion' | 'asOfDay' | 'unitDays' | 'customers' | 'purchaseDays' | 'repeatPurchases' | 'historyDays'
  >,
  lacking: string,
  spend: SpendReport,
): ModelReport => ({
  ...facts,
  method: 'PRIOR',
  models: {},
  rules: null,
  holdoutWindow: null,
  innerWindow: null,
  candidates: [],
  sampledCustomers: null,
  chosen: 'mbgnbd',
  chosenAs: { model: 'mbgnbd', season: false, blend: false, parameters: PRIOR_PARAMETERS },
  chosenHoldout: null,
  reason: `a prior (${PRIOR_SOURCE}): too little to fit a model to: ${lacking}`,
  season: { ...notTried('too little history'), monthlyIntensity: null },
  blend: notTried('too little history'),
  spend,
  didNotHelp: [],
  warnings: [],
});

const summed = (scores: LifetimeScores, report: ModelReport): LifetimeValue => {
  const total = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0);
  const modelled = scores.method.reduce((sum, method) => sum + (method === 'MODELLED' ? 1 : 0), 0);
  return {
    scores,
    report,
    clvMeasurable: scores.method.length === 0 ? 0 : modelled / scores.method.length,
    totalClvMinor: total(scores.clvMinor),
    totalValueAtRiskMinor: total(scores.valueAtRiskMinor),
  };
};
