import type { Calibration } from './calibration/calibration.ts';
import type { PurchaseModelKey } from './models/model.ts';
import type { ModelReport, SpendModelKey } from './result/report.ts';
import type { GammaGammaParameters } from './spend/gamma-gamma.ts';
import type { ShrunkMean } from './spend/shrunk-mean.ts';

/**
 * Everything a lifetime value depends on beside the customer's own purchases and the day: numbers, learned of a company once and kept
 * (docs/decisions/0016). With them one customer is valued alone, to the same bits as among everybody (evaluate.ts).
 */
export interface LifetimeParameters {
  readonly method: ModelReport['method'];
  readonly model: PurchaseModelKey;
  /** Of the purchase model, in the clock's time, in units of `unitDays`. */
  readonly purchase: Readonly<Record<string, number>>;
  readonly unitDays: number;
  /** Coefficients of the season's clock (timing/seasonality.ts); null: the calendar. */
  readonly season: readonly number[] | null;
  readonly blend: BlendParameters | null;
  readonly spend: SpendParameters;
  /** What rolling windows taught of the forecasts; null where there was none, absent in what earlier releases kept. */
  readonly calibration?: Calibration | null;
  /** The average customer forecasts are explained against; absent in what earlier releases kept. */
  readonly typical?: TypicalCustomer | null;
  /** How well the model told who returns from who does not when it was chosen, ½ … 1: the AUC on the inner split. */
  readonly discrimination: number;
  readonly horizonDays: number;
  readonly annualDiscount: number;
}

/** The regression of a blend (regression/blend.ts), and what levels it out over the company, as constants. */
export interface BlendParameters extends BlendLevels {
  /** Length of the window the regression was trained on: in days, and in the clock's time (what counts as recent). */
  readonly windowDays: number;
  readonly windowTime: number;
  readonly counts: readonly number[];
  readonly activity: readonly number[];
}

/** What brings a blend back to the model's own total over the company it was levelled on. */
export interface BlendLevels {
  /** Mean margin of a purchase over the customers: what a customer's own is compared with. Minor units. */
  readonly meanSpend: number;
  /** Factors on expected and on discounted purchases. */
  readonly level: number;
  readonly discountedLevel: number;
  /** Added to the logit of the probability of a purchase. */
  readonly shift: number;
}

export interface SpendParameters {
  readonly model: SpendModelKey;
  /** Purchases beyond ± this that are not like the customer's others are cut; null: none is. Minor units. */
  readonly winsorLimit: number | null;
  readonly shrunkMean: ShrunkMean;
  /** Null where the model does not apply. */
  readonly gammaGamma: GammaGammaParameters | null;
}

/** The average customer of a company, as a history: what one customer's forecast is explained against. Constants. */
export interface TypicalCustomer {
  /** Purchase days. */
  readonly purchases: number;
  /** Days since the first purchase. */
  readonly ageDays: number;
  /** Share of the age that has passed since the last purchase, 0 … 1; of those who bought more than once. */
  readonly idleShare: number;
  /** Mean margin of a purchase, over purchases. Minor units. */
  readonly marginMinor: number;
}
