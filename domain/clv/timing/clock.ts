/**
 * A clock turns calendar days into the time a purchase model counts in. The plain clock is the calendar; a seasonal one runs
 * faster in busy weeks, so that purchases per unit of its time are even over the year (operational time: Feller 1971, II.5;
 * the device behind every time-transformed Poisson process). A model fitted in its time keeps every closed form.
 */
export interface Clock {
  /** Time at the end of a UTC day number, in days of average activity. Strictly increasing; fractions interpolate. */
  timeOf(day: number): number;
  /** The (fractional) day at which `timeOf` reaches `time`. */
  dayAt(time: number): number;
}

export const CALENDAR_CLOCK: Clock = { timeOf: (day) => day, dayAt: (time) => time };
