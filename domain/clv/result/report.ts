import type { HoldoutMetrics } from '../evaluation/holdout.ts';
import type { PurchaseModelKey } from '../models/model.ts';

/** One way to forecast purchases: a model, in the calendar's or in operational time, alone or blended with the regression. */
export interface Candidate {
  readonly model: PurchaseModelKey;
  readonly season: boolean;
  readonly blend: boolean;
}

/** Days (fromDay, toDay] a comparison was made on, from what was known on fromDay. */
export interface ComparisonWindow {
  readonly fromDay: number;
  readonly toDay: number;
  readonly customers: number;
  readonly activeCustomers: number;
  readonly purchases: number;
}

export interface ModelEntry {
  /** Fitted to everything up to the as-of day, in the calendar's time; times in units of `unitDays`. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly logLikelihood: number;
  readonly standardErrors: Readonly<Record<string, number>> | null;
  readonly converged: boolean;
  readonly warnings: readonly string[];
  /** CPU-clock seconds of the fit; null where the caller gave no clock. */
  readonly seconds: number | null;
  /** 2·parameters − 2·log-likelihood. */
  readonly aic: number;
  /** The model alone, on the report's {@link ModelReport.holdoutWindow}; null without one. */
  readonly holdout: HoldoutMetrics | null;
}

export interface CandidateEntry extends Candidate {
  /** Mean log error of `comparisonScore` (domain/clv/comparison), and over the windows: lower is better. */
  readonly score: number;
  /** Of its difference to the chosen candidate's score. */
  readonly standardError: number;
  /** On the latest window. */
  readonly metrics: HoldoutMetrics;
}

export interface SpendMetrics {
  readonly rmse: number;
  readonly bias: number | null;
  readonly spearman: number | null;
}

export type SpendModelKey = 'shrunkMean' | 'gammaGamma';

export interface SpendReport {
  readonly chosen: SpendModelKey;
  readonly reason: string;
  /** Purchases beyond ± this that are not like the customer's others were cut; null where nothing was. */
  readonly winsorLimit: number | null;
  readonly winsorisedPurchases: number;
  readonly shrunkMean: {
    readonly mean: number;
    readonly withinVariance: number;
    readonly betweenVariance: number;
    readonly holdout: SpendMetrics | null;
  } | null;
  readonly gammaGamma: {
    readonly parameters: { readonly p: number; readonly q: number; readonly gamma: number };
    readonly logLikelihood: number;
    readonly standardErrors: { readonly p: number; readonly q: number; readonly gamma: number } | null;
    readonly converged: boolean;
    readonly warnings: readonly string[];
    readonly customers: number;
    readonly holdout: SpendMetrics | null;
  } | null;
}

/** Something tried beyond the plain models, and whether it was kept. */
export interface Attempt {
  readonly tried: boolean;
  readonly kept: boolean;
  readonly reason: string;
}

/** How this company's lifetime values were computed and why so: serialisable as JSON as it is. */
export interface ModelReport {
  readonly reportVersion: 1;
  readonly method: 'MODELLED' | 'PRIOR';
  readonly asOfDay: number;
  readonly unitDays: number;
  readonly customers: number;
  readonly purchaseDays: number;
  readonly repeatPurchases: number;
  readonly historyDays: number;
  readonly models: Partial<Record<PurchaseModelKey, ModelEntry>>;
  readonly rules: Readonly<Record<'pastRate' | 'recency', HoldoutMetrics>> | null;
  /** What the metrics of `models` and `rules` were measured on. */
  readonly holdoutWindow: ComparisonWindow | null;
  /** The inner split the choice was made on, and every candidate's figures there, best first. */
  readonly innerWindow: ComparisonWindow | null;
  /** All windows of the choice, the latest first; absent in what earlier releases published. */
  readonly windows?: readonly ComparisonWindow[];
  readonly candidates: readonly CandidateEntry[];
  /** Customers the choice was made on, and what was not chosen fitted to, where the company has more than a hundred thousand; null: everybody. */
  readonly sampledCustomers: number | null;
  readonly chosen: PurchaseModelKey;
  /** The chosen candidate as used, season and blend included; parameters in its own time. */
  readonly chosenAs: Candidate & { readonly parameters: Readonly<Record<string, number>> };
  /** The chosen candidate on the hold-out window, when that is not the inner one. */
  readonly chosenHoldout: HoldoutMetrics | null;
  readonly reason: string;
  readonly season: Attempt & { readonly monthlyIntensity: readonly number[] | null };
  readonly blend: Attempt;
  readonly spend: SpendReport;
  readonly didNotHelp: readonly string[];
  readonly warnings: readonly string[];
}
