import { normalQuantile } from '../numerics/distributions.ts';
import { qini } from './qini.ts';
import { cellsOf, isShown, segmentEffects, shrink, type Segmentation } from './shrinkage.ts';
import { OUT_OF_ANALYSIS, type Estimate, type Outcomes } from './types.ts';

/** People are told apart by fifths of what was forecast of them when arms were drawn. */
export const FORECAST_PARTS = 5;
/** For the Qini curve more finely: no one is ranked before another for a cent. */
const QINI_PARTS = 20;
const QINI_REPETITIONS = 100;

/** Upper ends of all equal parts but the last, of what was forecast. @example forecastCuts(Float64Array.of(1, 2, 3, 4), 2) // [3] */
export function forecastCuts(forecast: Float64Array, parts: number = FORECAST_PARTS): number[] {
  const sorted = forecast.toSorted();
  return Array.from({ length: parts - 1 }, (_, part) => sorted[Math.floor(((part + 1) * sorted.length) / parts)]!);
}

/** The part a forecast is in. @example partOf([10, 20, 30, 40], 20) // 2 */
export const partOf = (cuts: readonly number[], forecast: number): number =>
  cuts.filter((end) => forecast >= end).length;

export interface PartEffect {
  readonly treated: number;
  readonly control: number;
  /** As measured there alone, with its 95 % interval; null for fewer than twenty on a side. */
  readonly effect: Estimate | null;
  /** Drawn towards the mean of all parts; null with `effect`. */
  readonly shrunk: number | null;
}

/** How the effect of an arm goes with what was forecast. */
export interface EffectByForecast {
  /** Place of the arm. */
  readonly arm: number;
  readonly parts: readonly PartEffect[];
  /** Cochran's Q over the parts that are shown, and how often chance alone gives as much. */
  readonly q: number;
  readonly p: number;
  /** Does approaching those of whom most is forecast first bring more than approaching anybody? Area above the line of chance, in the outcome's unit a member of both arms. */
  readonly qini: Estimate;
}

/**
 * Effects by fifths of what was forecast, drawn to their mean, and the Qini value of the forecast as a ranking, for every arm but the control. Ranked by what was known
 * before anybody was drawn, so nothing here was chosen by its own outcome.
 *
 * @param forecast of each member, in any unit  @param cuts from {@link forecastCuts}
 */
export function effectsByForecast(
  outcomes: Outcomes,
  forecast: Float64Array,
  cuts: readonly number[],
): EffectByForecast[] {
  const segments: Segmentation = { of: Int32Array.from(forecast, (x) => partOf(cuts, x)), count: cuts.length + 1 };
  const cells = cellsOf(outcomes, segments);
  const fine = forecastCuts(forecast, QINI_PARTS);
  const score = Float64Array.from(forecast, (x) => partOf(fine, x));
  return outcomes.arms.flatMap((_, arm) => {
    if (arm === outcomes.control) return [];
    const found = segmentEffects(outcomes, segments, arm, cells);
    const shrunk = shrink(
      found.map(({ effect }) => effect),
      found.map((one) => (isShown(one) ? one.variance : Number.NaN)),
    );
    const treated = Uint8Array.from(outcomes.arm, (place) =>
      place === arm ? 1 : place === outcomes.control ? 0 : OUT_OF_ANALYSIS,
    );
    const { value, standardError } = qini({ score, treated, y: outcomes.y }, QINI_REPETITIONS);
    return {
      arm,
      parts: found.map((one, part): PartEffect => ({
        treated: one.treated,
        control: one.control,
        effect: isShown(one) ? estimate(one.effect, Math.sqrt(one.variance)) : null,
        shrunk: isShown(one) && one.variance > 0 ? shrunk.effects[part]! : null,
      })),
      q: shrunk.q,
      p: shrunk.p,
      qini: estimate(value, standardError!),
    };
  });
}

function estimate(value: number, standardError: number): Estimate {
  const width = normalQuantile(0.975) * standardError;
  return { value, standardError, low: value - width, high: value + width };
}
