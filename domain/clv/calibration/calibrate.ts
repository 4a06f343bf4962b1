import { logistic } from '../../numerics/elementary.ts';
import { logLoss } from '../evaluation/metrics.ts';
import { NO_LEVELS, levelled, logit, type Levels } from './apply.ts';
import { believedMean, PRIOR_WINDOWS, type Sighting } from './believed.ts';
import type { Calibration } from './calibration.ts';
import { bordersOf, groupsFor, heldLevels, type Foreseen } from './conformal.ts';
import { isotonicKnots } from './isotonic.ts';
import { foreseenAt, type Outcome } from './outcome.ts';

/** Below as many windows nothing is known of how they differ, and levels stay the model's. */
export const LEAST_WINDOWS = 3;
/** How far windows of a company usually lie apart: logarithm of totals, logit of returns. */
const USUAL_SPREAD = 0.1;
const USUAL_RETURN_SPREAD = 0.2;

/**
 * Level, P(return) and intervals as they should have been in windows whose outcome is known. Each window is judged by what the *others* say,
 * so that nothing is called held because it was learned from itself.
 *
 * @param windows the latest window first; at least one
 * @param now forecasts of everybody on the as-of day, over the horizon
 * @param stretch horizon over the length of a window
 */
export const calibrate = (
  windows: readonly Outcome[],
  effective: (count: number) => number,
  now: Pick<Outcome, 'scores' | 'margins' | 'spend'>,
  stretch: number,
): Calibration => {
  const outcomes = windows.map(toldBy);
  const moves = outcomes.length >= LEAST_WINDOWS;
  const shapes = moves && returnsHelp(outcomes, effective);
  const learn = (from: readonly Told[]): Levels => (moves ? levelsOf(from, effective(from.length), shapes) : NO_LEVELS);
  const judged = outcomes.map((outcome, k): Foreseen => {
    const { expectedMinor, lawOf } = foreseenAt(outcome, learn(outcomes.filter((_, other) => other !== k)));
    return { expectedMinor, lawOf, cameMinor: outcome.cameMinor };
  });
  const levels = learn(outcomes);
  const groups = groupsFor(Math.min(...outcomes.map(({ orders }) => orders.length)));
  const { expectedMinor } = foreseenAt(now, levels);
  return {
    windows: outcomes.length,
    levels,
    widths: { borders: bordersOf(expectedMinor, groups), ...heldLevels(judged, groups) },
    total: totalOf(judged, stretch),
  };
};

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

/** ln(what came / what was expected) with its variance by who happened to come; null where either is none. */
const ratio = (expected: Float64Array, came: Float64Array): Sighting | null => {
  const [foreseen, actual] = [sum(expected), sum(came)];
  if (!(foreseen > 0 && actual > 0)) return null;
  const scale = foreseen / actual;
  const apart = came.reduce((total, value, i) => total + (value - expected[i]! / scale) ** 2, 0);
  return { value: -Math.log(scale), variance: apart / actual ** 2 };
};

/** The shift of every logit that brings the mean probability to the share that came back. */
const returnShift = ({ scores, orders }: Outcome): Sighting | null => {
  const logits = scores.probabilityOfPurchase.filter((p) => p > 0).map(logit);
  const active = orders.reduce((count, n) => count + Number(n > 0), 0);
  if (active === 0 || active >= logits.length) return null;
  let [low, high] = [-10, 10];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (logits.reduce((total, value) => total + logistic(-value - middle), 0) < active) low = middle;
    else high = middle;
  }
  const value = (low + high) / 2;
  const slope = logits.reduce((total, one) => total + logistic(one + value) * logistic(-one - value), 0);
  return { value, variance: 1 / Math.max(slope, 1e-9) };
};

const present = <Value>(values: readonly (Value | null)[]): Value[] => values.filter((value) => value !== null);
const sixDigits = (value: number): number => Number(value.toPrecision(6));

/** A window with what it says by itself, worked out once: it is asked in every company of other windows. */
interface Told extends Outcome {
  readonly said: {
    readonly purchases: Sighting | null;
    readonly margin: Sighting | null;
    readonly shift: Sighting | null;
  };
}

const toldBy = (outcome: Outcome): Told => {
  const purchases = ratio(outcome.scores.expectedPurchases, outcome.orders);
  const all = ratio(foreseenAt(outcome, NO_LEVELS).expectedMinor, outcome.cameMinor);
  const margin =
    all === null || purchases === null ? null : { value: all.value - purchases.value, variance: all.variance };
  return { ...outcome, said: { purchases, margin, shift: returnShift(outcome) } };
};

const levelsOf = (outcomes: readonly Told[], effective: number, shapes: boolean): Levels => {
  const believed = (sightings: readonly (Sighting | null)[], usual: number): number =>
    believedMean(present(sightings), effective, usual);
  const levels: Levels = {
    purchases: sixDigits(
      Math.exp(
        believed(
          outcomes.map(({ said }) => said.purchases),
          USUAL_SPREAD,
        ),
      ),
    ),
    margin: sixDigits(
      Math.exp(
        believed(
          outcomes.map(({ said }) => said.margin),
          USUAL_SPREAD,
        ),
      ),
    ),
    shift: sixDigits(
      believed(
        outcomes.map(({ said }) => said.shift),
        USUAL_RETURN_SPREAD,
      ),
    ),
    returns: null,
  };
  if (!shapes) return levels;
  const shifted = outcomes.map(({ scores }) => levelled(scores, levels).probabilityOfPurchase);
  return { ...levels, returns: isotonicKnots(joined(shifted), joined(outcomes.map(({ orders }) => orders))) };
};

const joined = (columns: readonly Float64Array[]): Float64Array => {
  const all = new Float64Array(columns.reduce((length, column) => length + column.length, 0));
  let at = 0;
  for (const column of columns) {
    all.set(column, at);
    at += column.length;
  }
  return all;
};

/** Whether the isotonic line of the other windows lowers a window's log-loss, by more than the standard error over the windows. */
const returnsHelp = (outcomes: readonly Told[], effective: (count: number) => number): boolean => {
  const gains = outcomes.map(({ scores, orders }, k) => {
    const others = outcomes.filter((_, other) => other !== k);
    const loss = (shapes: boolean): number =>
      logLoss(levelled(scores, levelsOf(others, effective(others.length), shapes)).probabilityOfPurchase, orders);
    return loss(false) - loss(true);
  });
  const mean = gains.reduce((total, gain) => total + gain, 0) / gains.length;
  const variance = gains.reduce((total, gain) => total + (gain - mean) ** 2, 0) / (gains.length - 1);
  return mean > Math.sqrt(variance / effective(gains.length));
};

/**
 * Windows were forecast from fits to less history than there is now, at levels they had no part in: how far their totals came out from what was
 * expected holds the parameters' uncertainty and what all customers share, beside chance.
 */
const totalOf = (judged: readonly Foreseen[], stretch: number): Calibration['total'] => {
  const errors = present(judged.map(({ expectedMinor, cameMinor }) => ratio(expectedMinor, cameMinor)));
  const squares = errors.reduce((total, { value }) => total + value ** 2, 0);
  const degrees = PRIOR_WINDOWS + errors.length;
  const chance = errors.reduce((total, { variance }) => total + variance / errors.length, 0);
  const variance = Math.max(chance, (PRIOR_WINDOWS * USUAL_SPREAD ** 2 + squares) / degrees);
  return { spread: sixDigits(Math.sqrt(variance * Math.max(1, stretch))), degrees };
};
