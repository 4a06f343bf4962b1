/** An inner hold-out shorter than this says more about one week than about a model. */
const MIN_INNER_DAYS = 21;
/** How many windows a company is judged on, where its history has room for them. */
const WINDOWS = 3;
/** Windows that lie closer together than this share of their length are one window said three times. */
const LEAST_STEP = 1 / 4;
/** Share of the history that stays before the oldest window, to know customers by. */
const KNOWN_BEFORE = 1 / 3;

/**
 * Length of the inner hold-out: it stands to the history before it as the horizon asked for stands to the whole history, and is
 * never longer than the horizon. Null where that is too short to say anything.
 */
export const innerHoldoutDays = (historyDays: number, horizonDays: number): number | null => {
  const days = Math.floor(Math.min(horizonDays, (historyDays * horizonDays) / (historyDays + horizonDays)));
  return days < MIN_INNER_DAYS ? null : days;
};

/** Windows of one length, each later than what its forecasts know. */
export interface RollingWindows {
  readonly days: number;
  /** The last day that is known, of each window, the latest first. */
  readonly fromDays: readonly number[];
  /** What so many of them are worth as windows that do not overlap: 1 for one. */
  effective(count: number): number;
}

/**
 * Three windows that end on the as-of day and as far before it as leaves a third of the history before the oldest; they do not overlap where
 * there is room. One window where three would hardly differ. Null where there is room for none.
 */
export const rollingWindows = (firstDay: number, asOfDay: number, horizonDays: number): RollingWindows | null => {
  const historyDays = asOfDay - firstDay;
  const days = innerHoldoutDays(historyDays, horizonDays);
  if (days === null) return null;
  const step = Math.min(days, Math.floor((historyDays * (1 - KNOWN_BEFORE) - days) / (WINDOWS - 1)));
  const count = step >= days * LEAST_STEP ? WINDOWS : 1;
  return {
    days,
    fromDays: Array.from({ length: count }, (_, k) => asOfDay - days - k * step),
    effective: (counted) => 1 + ((counted - 1) * step) / days,
  };
};
