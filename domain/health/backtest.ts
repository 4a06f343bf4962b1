import type { HealthBand } from './health.ts';

/** Customers of one band on a past day, and how many of them bought nothing from then on. */
export interface BacktestBand {
  readonly band: HealthBand;
  readonly customers: number;
  readonly left: number;
}

/** A band of fewer customers says nothing of its rate. */
export const LEAST_JUDGED = 30;
/** Bands that are judged, the worst first. */
const JUDGED: readonly HealthBand[] = ['AT_RISK', 'NEUTRAL', 'HEALTHY'];

/**
 * Whether worse bands leave more often, over the bands with at least {@link LEAST_JUDGED} customers: true where each leaves at least as often as the next better one and the worst more often than
 * the best; null where fewer than two bands have as many.
 */
export function worseLeaveMore(bands: readonly BacktestBand[]): boolean | null {
  const rates = JUDGED.flatMap((band) => {
    const found = bands.find((one) => one.band === band && one.customers >= LEAST_JUDGED);
    return found === undefined ? [] : [found.left / found.customers];
  });
  if (rates.length < 2) return null;
  return rates.slice(1).every((rate, k) => rate <= rates[k]!) && rates[0]! > rates.at(-1)!;
}
