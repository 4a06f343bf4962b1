/**
 * What a purchase model is to the rest of Kring. Every model of repeat buying (BG/NBD, MBG/NBD, Pareto/NBD,
 * MBG/CNBD-k) is fitted to the same sufficient statistics and answers the same questions.
 *
 * Time is in one unit throughout, `unitDays` long (1 = days, 7 = weeks). Columns are parallel typed arrays,
 * one entry per customer.
 */

/** Sufficient statistics of a population's purchase history as of one instant (Fader, Hardie & Lee 2005). */
export interface PurchaseStatistics {
  readonly count: number;
  /** Length of the time unit in days. */
  readonly unitDays: number;
  /** x: days with a purchase after the first one. Integer, ≥ 0. */
  readonly frequency: Float64Array;
  /** t_x: time from the first to the last purchase; 0 where x = 0. */
  readonly recency: Float64Array;
  /** T: time from the first purchase to the as-of instant, ≥ t_x. */
  readonly age: Float64Array;
  /** Σ ln(gap) over the x gaps between purchase days, in the same unit; 0 where x = 0. Needed by the Erlang-k timing models only. */
  readonly sumLogGaps: Float64Array;
}

/** One customer's row of {@link PurchaseStatistics}. */
export interface PurchaseHistory {
  readonly frequency: number;
  readonly recency: number;
  readonly age: number;
  readonly sumLogGaps?: number;
}

export type PurchaseModelKey = 'bgnbd' | 'mbgnbd' | 'paretonbd' | 'mbgcnbd';

export interface PurchaseFit {
  readonly model: PurchaseModelKey;
  /** Parameters by name, in the order of {@link PurchaseModelFamily.parameterNames}, in the statistics' time unit. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly logLikelihood: number;
  /** From the inverse observed information; null where the Hessian is not positive definite. */
  readonly standardErrors: Readonly<Record<string, number>> | null;
  readonly converged: boolean;
  /** Why the optimum should not be trusted, e.g. a parameter at its bound; empty when it should. */
  readonly warnings: readonly string[];
  readonly iterations: number;
}

/** A model with its parameters bound: answers for one customer. Never NaN, negative or infinite for valid input. */
export interface PurchaseModel {
  readonly key: PurchaseModelKey;
  readonly parameters: Readonly<Record<string, number>>;
  readonly unitDays: number;
  /** Natural log of the individual likelihood. */
  logLikelihood(history: PurchaseHistory): number;
  /** P(alive at T | history). Not churn: see docs/lifetime-value.md. */
  probabilityAlive(history: PurchaseHistory): number;
  /** E[purchases in (T, T + horizon] | history]. */
  expectedPurchases(history: PurchaseHistory, horizon: number): number;
  /** P(at least one purchase in (T, T + horizon] | history). */
  probabilityOfPurchase(history: PurchaseHistory, horizon: number): number;
  /** ∫₀ʰ e^{−δt} ρ(t) dt: expected discounted purchases; `discountRate` δ is continuous, per time unit. */
  discountedPurchases(history: PurchaseHistory, horizon: number, discountRate: number): number;
}

/** The answers for a whole population, in columns. */
export interface PurchaseScores {
  readonly expectedPurchases: Float64Array;
  readonly probabilityOfPurchase: Float64Array;
  readonly discountedPurchases: Float64Array;
}

export interface PurchaseModelFamily {
  readonly key: PurchaseModelKey;
  readonly label: string;
  readonly parameterNames: readonly string[];
  /** Maximum likelihood; throws a DomainError for statistics outside the model's domain, never returns NaN. */
  fit(statistics: PurchaseStatistics, options?: { readonly weights?: Float64Array }): PurchaseFit;
  bind(parameters: Readonly<Record<string, number>>, unitDays: number): PurchaseModel;
  /** Scores every customer; identical rows are computed once. */
  score(
    parameters: Readonly<Record<string, number>>,
    statistics: PurchaseStatistics,
    horizon: number,
    discountRate: number,
  ): PurchaseScores;
}
