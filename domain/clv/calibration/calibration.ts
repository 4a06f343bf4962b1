import type { Levels } from './apply.ts';
import type { Widths } from './conformal.ts';

/** What the windows taught of the forecasts of the chosen models. */
export interface Calibration {
  readonly windows: number;
  readonly levels: Levels;
  readonly widths: Widths;
  /** Of the logarithm of what comes in over what was expected of everybody together, within the horizon: Student's scale and degrees of freedom. */
  readonly total: { readonly spread: number; readonly degrees: number };
}
