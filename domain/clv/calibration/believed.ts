/** What one window says of a quantity that should be 0: its value, and the variance of that by who happened to be a customer. */
export interface Sighting {
  readonly value: number;
  readonly variance: number;
}

/** As many windows the prior of the spread between windows counts for. */
export const PRIOR_WINDOWS = 2;

/**
 * How much of the mean of some sightings is believed: m·max(0, 1 − SE²/m²), the positive part of James & Stein (1961) for one mean. SE² is the larger of
 * what chance alone does within the windows and how differently they came out, over the number of windows; so few tell their own spread badly,
 * hence a prior of `usualSpread` that counts for {@link PRIOR_WINDOWS} of them. Windows that contradict each other move nothing.
 *
 * @param effective windows as ones that do not overlap
 */
export const believedMean = (sightings: readonly Sighting[], effective: number, usualSpread: number): number => {
  const count = sightings.length;
  if (count === 0) return 0;
  const mean = sightings.reduce((sum, { value }) => sum + value, 0) / count;
  if (mean === 0) return 0;
  const within = sightings.reduce((sum, { variance }) => sum + variance, 0) / count;
  const apart = sightings.reduce((sum, { value }) => sum + (value - mean) ** 2, 0);
  const between = (PRIOR_WINDOWS * usualSpread ** 2 + apart) / (PRIOR_WINDOWS + count - 1);
  const share = 1 - Math.max(within, between) / effective / mean ** 2;
  return share > 0 ? mean * share : 0;
};
