import type { PurchaseLog } from '../history/log.ts';

/** What trees and regression of the stack look at, all known on the as-of day. Sizes are logarithms of one more, margins relative to the company's mean. */
export const STACK_FEATURES = [
  'purchases',
  'idle',
  'age',
  'idleShare',
  'rate',
  'idleInOwnGaps',
  'meanLogGap',
  'spreadOfLogGaps',
  'lastGap',
  'longestGap',
  'idleOfLongestGap',
  'firstGap',
  'within30',
  'within90',
  'within180',
  'within365',
  'withinWindow',
  'windowBefore',
  'trend',
  'samePeriodLastYear',
  'fading',
  'shareInSamePeriod',
  'firstDaySine',
  'firstDayCosine',
  'marginInAll',
  'meanMargin',
  'lastMargin',
  'marginWithin90',
  'marginWithin365',
  'marginSamePeriodLastYear',
  'spreadOfMargins',
  'marginTrend',
] as const;

const YEAR_DAYS = 365.25;
const FADING_DAYS = 60;
/** Days added to an age before dividing by it: a newcomer's rate is not infinite. */
const RATE_PRIOR_DAYS = 28;

/** Figures are whole numbers of these: money in another unit, or purchases summed in another order, are the same figures. */
const GRAIN = 2 ** -12;

/** log(1 + size), on both sides of 0. */
const logSize = (value: number): number => (value < 0 ? -Math.log1p(-value) : Math.log1p(value));

/**
 * One row of {@link STACK_FEATURES} per customer, row-major, in one pass over the purchases until `asOfDay`.
 *
 * @param log as it is known on that day  @param customers who have bought by then
 * @param windowDays length of what is forecast: what counts as "the same period" begins on this day of the year and is as long
 * @param meanMargin of a purchase of the company, in the log's unit; above 0
 */
export const stackFeatures = (
  { offsets, day, marginMinor }: PurchaseLog,
  customers: Int32Array,
  asOfDay: number,
  windowDays: number,
  meanMargin: number,
): Float64Array => {
  const width = STACK_FEATURES.length;
  const values = new Float64Array(customers.length * width);
  for (let row = 0; row < customers.length; row++) {
    const start = offsets[customers[row]!]!;
    let end = start;
    const bound = offsets[customers[row]! + 1]!;
    let [n30, n90, n180, n365, inWindow, before, lastYear, inPeriod, fading] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
    let [all, squares, m90, m365, mLastYear] = [0, 0, 0, 0, 0];
    let [logGaps, logGaps2, longest] = [0, 0, 0];
    for (; end < bound && day[end]! <= asOfDay; end++) {
      const ago = asOfDay - day[end]!;
      const margin = marginMinor[end]! / meanMargin;
      all += margin;
      squares += margin * margin;
      fading += Math.exp(-ago / FADING_DAYS);
      if (ago < 30) n30++;
      if (ago < 180) n180++;
      if (ago < windowDays) inWindow++;
      else if (ago < 2 * windowDays) before++;
      if (ago < 90) {
        n90++;
        m90 += margin;
      }
      if (ago < 365) {
        n365++;
        m365 += margin;
      }
      if (ago < 365 && ago >= 365 - windowDays) {
        lastYear++;
        mLastYear += margin;
      }
      // The first windowDays after a whole number of years before now.
      const phase = ago % 365;
      if (phase === 0 ? windowDays >= 365 : phase >= 365 - windowDays) inPeriod++;
      if (end > start) {
        const gap = day[end]! - day[end - 1]!;
        const logGap = Math.log(gap);
        logGaps += logGap;
        logGaps2 += logGap * logGap;
        if (gap > longest) longest = gap;
      }
    }
    const count = end - start;
    const repeats = count - 1;
    const first = day[start]!;
    const age = asOfDay - first;
    const idle = asOfDay - day[end - 1]!;
    const recency = age - idle;
    const meanLogGap = repeats > 0 ? logGaps / repeats : 0;
    const mean = all / count;
    const lastMargin = marginMinor[end - 1]! / meanMargin;
    const angle = (2 * Math.PI * first) / YEAR_DAYS;
    const lastGap = repeats > 0 ? day[end - 1]! - day[end - 2]! : 0;
    const firstGap = repeats > 0 ? day[start + 1]! - first : 0;
    let at = row * width;
    values[at++] = Math.log(count);
    values[at++] = Math.log1p(idle);
    values[at++] = Math.log1p(age);
    values[at++] = age > 0 ? idle / age : 1;
    values[at++] = Math.log((repeats + 0.5) / (age + RATE_PRIOR_DAYS));
    values[at++] = Math.log1p((idle * count) / (recency + RATE_PRIOR_DAYS));
    values[at++] = meanLogGap;
    values[at++] = repeats > 1 ? Math.sqrt(Math.max(0, logGaps2 / repeats - meanLogGap ** 2)) : 0;
    values[at++] = Math.log1p(lastGap);
    values[at++] = Math.log1p(longest);
    values[at++] = Math.log1p(idle) - Math.log1p(longest);
    values[at++] = Math.log1p(firstGap);
    values[at++] = Math.log1p(n30);
    values[at++] = Math.log1p(n90);
    values[at++] = Math.log1p(n180);
    values[at++] = Math.log1p(n365);
    values[at++] = Math.log1p(inWindow);
    values[at++] = Math.log1p(before);
    values[at++] = Math.log1p(inWindow) - Math.log1p(before);
    values[at++] = Math.log1p(lastYear);
    values[at++] = Math.log1p(fading);
    values[at++] = inPeriod / count;
    values[at++] = Math.sin(angle);
    values[at++] = Math.cos(angle);
    values[at++] = logSize(all);
    values[at++] = logSize(mean);
    values[at++] = logSize(lastMargin);
    values[at++] = logSize(m90);
    values[at++] = logSize(m365);
    values[at++] = logSize(mLastYear);
    values[at++] = Math.log1p(Math.sqrt(Math.max(0, squares / count - mean * mean)));
    values[at++] = logSize(lastMargin) - logSize(mean);
  }
  for (let i = 0; i < values.length; i++) values[i] = Math.round(values[i]! / GRAIN) * GRAIN;
  return values;
};
