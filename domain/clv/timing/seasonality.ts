import type { PurchaseModel } from '../models/model.ts';
import type { Clock } from './clock.ts';
import { fitGlm, glmPredict, type Design } from '../regression/glm.ts';
import { logKnownAt, type PurchaseLog } from '../history/log.ts';

/** Sine–cosine pairs over the year. Four resolve about six weeks: a Christmas season, not a single day's noise. */
const HARMONICS = 4;
/** One whole cycle, the least an estimate can be made of. */
export const SEASONAL_MIN_DAYS = 365;
/** Two whole cycles before a season may be chosen, as in every seasonal smoother: with less, season and trend cannot be told apart. */
export const SEASONAL_CHOICE_DAYS = 730;
const YEAR_DAYS = 365.25;
/** Purchases a coefficient must be paid for with: strong enough to keep a small shop's noise from looking like a season. */
const RIDGE = 20;

/**
 * Intercept, harmonics and, where asked, years before `trendTo`. The trend is estimated beside the season and then left out of the clock:
 * without it a shop whose customers cool off over eighteen months seems to have its season in the first of them.
 */
const seasonalRow = (day: number, trendTo?: number): number[] => {
  const row = [1];
  for (let k = 1; k <= HARMONICS; k++) {
    const angle = (2 * Math.PI * k * day) / YEAR_DAYS;
    row.push(Math.sin(angle), Math.cos(angle));
  }
  if (trendTo !== undefined) row.push((day - trendTo) / YEAR_DAYS);
  return row;
};

const designOf = (days: readonly number[], trendTo?: number): Design => {
  const rows = days.map((day) => seasonalRow(day, trendTo));
  return { rows: rows.length, columns: rows[0]?.length ?? 0, values: Float64Array.from(rows.flat()) };
};

export interface SeasonalClock extends Clock {
  readonly intensity: (day: number) => number;
  /** What the clock is made of, and can be made of again. */
  readonly coefficients: readonly number[];
}

/**
 * Cumulative intensity as a clock: one year of daily intensity with mean 1, repeated; time and calendar agree every year.
 */
export const seasonalClock = (coefficients: Float64Array): SeasonalClock => {
  const weights = coefficients.slice();
  weights[0] = 0;
  const intensityOf = glmPredict('POISSON', weights, designOf(Array.from({ length: 1461 }, (_, day) => day)));
  const cycleDays = intensityOf.length;
  const scale = cycleDays / intensityOf.reduce((sum, value) => sum + value, 0);
  const cumulative = new Float64Array(cycleDays + 1);
  for (let day = 0; day < cycleDays; day++) cumulative[day + 1] = cumulative[day]! + intensityOf[day]! * scale;
  const timeOf = (day: number): number => {
    const cycle = Math.floor(day / cycleDays);
    const within = day - cycle * cycleDays;
    const whole = Math.floor(within);
    const start = cumulative[whole]!;
    return cycle * cycleDays + start + (within - whole) * ((cumulative[whole + 1] ?? start) - start);
  };
  const dayAt = (time: number): number => {
    const cycle = Math.floor(time / cycleDays);
    const within = time - cycle * cycleDays;
    let low = 0;
    let high = cycleDays;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! <= within) low = middle;
      else high = middle;
    }
    return cycle * cycleDays + low + (within - cumulative[low]!) / (cumulative[low + 1]! - cumulative[low]!);
  };
  return { timeOf, dayAt, intensity: (day) => timeOf(day + 1) - timeOf(day), coefficients: [...coefficients] };
};

/**
 * Estimates the yearly season from the company's own log: repeat purchases per calendar week against what a model without
 * seasons expects from the customers acquired until then, fitted as a Poisson regression on harmonics of the year. The model's
 * expectation carries growth and decay, and a linear trend what it misses of them, so that neither is mistaken for a season.
 *
 * @param model fitted in the calendar's time on the same log; `expectedPurchases` at age 0 is E[X(t)]
 * @returns null for a log shorter than a year
 */
export const estimateSeason = (
  whole: PurchaseLog,
  fromDay: number,
  asOfDay: number,
  model: PurchaseModel,
): Float64Array | null => {
  if (asOfDay - fromDay + 1 < SEASONAL_MIN_DAYS) return null;
  const log = logKnownAt(whole, asOfDay);
  const weeks = Math.floor((asOfDay - fromDay + 1) / 7);
  // Whole weeks counted back from the as-of day, so that weekdays cancel out.
  const startDay = asOfDay - weeks * 7 + 1;
  const repeats = new Float64Array(weeks);
  const acquired = new Float64Array(asOfDay - fromDay + 1);
  for (let i = 0; i < log.count; i++) {
    const start = log.offsets[i]!;
    const end = log.offsets[i + 1]!;
    if (start === end || log.day[start]! > asOfDay) continue;
    acquired[log.day[start]! - fromDay]!++;
    for (let k = start + 1; k < end && log.day[k]! <= asOfDay; k++) {
      if (log.day[k]! >= startDay) repeats[Math.floor((log.day[k]! - startDay) / 7)]!++;
    }
  }
  const newcomer = { frequency: 0, recency: 0, age: 0 };
  const expectedByAge = Float64Array.from(acquired, (_, age) =>
    age === 0 ? 0 : model.expectedPurchases(newcomer, age / model.unitDays),
  );
  const cumulative = (day: number): number => {
    let total = 0;
    for (let first = fromDay; first < day; first++) total += acquired[first - fromDay]! * expectedByAge[day - first]!;
    return total;
  };
  const days: number[] = [];
  const response: number[] = [];
  const offset: number[] = [];
  let before = cumulative(startDay - 1);
  for (let week = 0; week < weeks; week++) {
    const after = cumulative(startDay + week * 7 + 6);
    if (after > before) {
      days.push(startDay + week * 7 + 3);
      response.push(repeats[week]!);
      offset.push(Math.log(after - before));
    }
    before = after;
  }
  if (days.length <= 2 * HARMONICS + 2) return null;
  const fit = fitGlm('POISSON', designOf(days, asOfDay), response, { offset: Float64Array.from(offset), ridge: RIDGE });
  return fit.converged ? fit.coefficients.slice(0, 1 + 2 * HARMONICS) : null;
};
