/** How many thresholds a score has passed; unknown has passed none, as no reach has. */
const passed = (score: number | null, thresholds: readonly number[]): number =>
  score === null ? 0 : thresholds.reduce((sum, threshold) => sum + (score > threshold ? 1 : 0), 0);

/**
 * Whether a customer's history is to be told a score: when it stands on another side of some threshold than the one told last, so that whoever asks
 * the history which thresholds were passed at an instant is answered as if it knew every score. What lies between is told of everybody at once, once a month.
 *
 * @param told the score told last, null before the first
 * @param score null where nothing is known; it is never told
 */
export const mustBeTold = (told: number | null, score: number | null, thresholds: readonly number[]): score is number =>
  score !== null && passed(score, thresholds) !== passed(told, thresholds);
