import { logistic } from '../../numerics/elementary.ts';
import { logit } from '../calibration/apply.ts';
import type { Workbench } from '../comparison/workbench.ts';
import { logKnownAt, purchasesBetween, type PurchaseLog } from '../history/log.ts';
import { MIN_CUSTOMERS } from '../models/prior.ts';
import type { PurchaseScores } from '../models/model.ts';
import { fitGlm } from '../regression/glm.ts';
import type { Candidate, SpendModelKey } from '../result/report.ts';
import { expectedSpend, fitSpend, spendTallies } from '../spend/choose-spend.ts';
import { binRows, bordersOfColumn } from './bins.ts';
import { boost } from './booster.ts';
import { STACK_FEATURES, stackFeatures } from './features.ts';
import type { PartLevels } from '../parameters.ts';
import type { Learned, RawParts } from './mix.ts';
import { packModel, unpackModel } from './packed.ts';

/** Windows that are learned from, where the history has as many. */
const MOST_ORIGINS = 2;
const MIN_ACTIVE = 30;
const RIDGE = 20;
/** A margin that came counts up to so many times what was expected and a usual purchase: one wholesaler is no law. */
const MOST_TIMES = 20;

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
const sixDigits = (value: number): number => Number(value.toPrecision(6));

/** The shift of every logit that brings the mean probability to a target. */
const shiftTo = (logits: Float64Array, target: number): number => {
  let [low, high] = [-20, 20];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (logits.reduce((total, value) => total + logistic(-value - middle), 0) < target * logits.length) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

/** What was learned, as it is forecast with, and as text. */
export type Trained = Learned & { readonly model: string };

/** One past window as rows to learn from: the closed form, at the level of what came, is where learning begins. */
interface Lesson {
  readonly features: Float64Array;
  readonly logExpected: Float64Array;
  readonly logits: Float64Array;
  readonly logMargin: Float64Array;
  readonly orders: Float64Array;
  readonly returned: Float64Array;
  readonly margin: Float64Array;
}

/**
 * Learns how customers differ from what the closed form expects of them, from windows that end on `asOfDay` and before; nothing after it is read. The level of a window
 * is its season and teaches nothing.
 *
 * @returns null where they hold too few customers, buyers or non-buyers
 */
export const trainParts = (
  workbench: Workbench,
  log: PurchaseLog,
  asOfDay: number,
  horizonDays: number,
  candidate: Candidate,
  spendModel: SpendModelKey,
): Trained | null => {
  const windowDays = Math.min(horizonDays, Math.floor((asOfDay - workbench.firstDay) / 3));
  if (windowDays < 14) return null;
  const known = logKnownAt(log, asOfDay);
  let [margins, purchases] = [0, 0];
  for (let k = 0; k < known.day.length; k++) {
    if (known.day[k]! > asOfDay) continue;
    margins += known.marginMinor[k]!;
    purchases++;
  }
  const meanMargin = sixDigits(margins / purchases);
  if (!(meanMargin > 0)) return null;
  const lessons: Lesson[] = [];
  for (let k = 1; k <= MOST_ORIGINS; k++) {
    const origin = asOfDay - k * windowDays;
    if (origin - workbench.firstDay < windowDays / 2) break;
    const lesson = lessonOf(workbench, log, origin, windowDays, candidate, spendModel, meanMargin);
    if (lesson === null) break;
    lessons.push(lesson);
  }
  if (lessons.length === 0) return null;
  const pooled = (pick: (lesson: Lesson) => Float64Array): Float64Array => {
    const all = new Float64Array(lessons.reduce((length, one) => length + pick(one).length, 0));
    let at = 0;
    for (const one of lessons) {
      all.set(pick(one), at);
      at += pick(one).length;
    }
    return all;
  };
  const features = pooled((one) => one.features);
  const width = STACK_FEATURES.length;
  const rows = features.length / width;
  const borders = STACK_FEATURES.map((_, c) => bordersOfColumn(rows, (row) => features[row * width + c]!));
  const binned = binRows(features, width, borders);
  const [logExpected, logits, logMargin] = [
    pooled((one) => one.logExpected),
    pooled((one) => one.logits),
    pooled((one) => one.logMargin),
  ];
  const [orders, returned, margin] = [
    pooled((one) => one.orders),
    pooled((one) => one.returned),
    pooled((one) => one.margin),
  ];
  const [centre, scale] = [new Float64Array(width), new Float64Array(width)];
  for (let c = 0; c < width; c++) {
    let [mean, square] = [0, 0];
    for (let row = 0; row < rows; row++) mean += features[row * width + c]! / rows;
    for (let row = 0; row < rows; row++) square += (features[row * width + c]! - mean) ** 2 / rows;
    centre[c] = sixDigits(mean);
    scale[c] = square > 1e-12 ? sixDigits(Math.sqrt(square)) : 1;
  }
  const design = { rows, columns: width + 1, values: new Float64Array(rows * (width + 1)) };
  for (let row = 0; row < rows; row++) {
    design.values[row * (width + 1)] = 1;
    for (let c = 0; c < width; c++)
      design.values[row * (width + 1) + c + 1] = (features[row * width + c]! - centre[c]!) / scale[c]!;
  }
  const linear = (family: 'POISSON' | 'BINOMIAL', response: Float64Array, offset: Float64Array): number[] | null => {
    const fit = fitGlm(family, design, response, { offset, ridge: RIDGE });
    return fit.converged ? Array.from(fit.coefficients, (value) => Number(value.toPrecision(5))) : null;
  };
  const nothing = new Array<number>(width + 1).fill(0);
  const model = packModel({
    borders,
    trees: {
      counts: boost('POISSON', binned, logExpected, orders),
      returns: boost('BINOMIAL', binned, logits, returned),
      margins: boost('POISSON', binned, logMargin, margin),
    },
    centre,
    scale,
    linear: {
      counts: linear('POISSON', orders, logExpected) ?? nothing,
      returns: linear('BINOMIAL', returned, logits) ?? nothing,
    },
  });
  return { windowDays, meanMargin, model, ...unpackModel(model) };
};

const lessonOf = (
  workbench: Workbench,
  log: PurchaseLog,
  origin: number,
  windowDays: number,
  candidate: Candidate,
  spendModel: SpendModelKey,
  meanMargin: number,
): Lesson | null => {
  // A season that is not known yet is left out: it belongs to the level.
  const season = candidate.season && workbench.seasonClock(origin) !== null;
  const { snapshot, scores } = workbench.forecast(origin, { ...candidate, season }, windowDays, 0);
  const { orders, marginMinor } = purchasesBetween(log, snapshot.customers, origin, origin + windowDays);
  const returned = orders.map((n) => Number(n > 0));
  const active = sum(returned);
  if (orders.length < MIN_CUSTOMERS || active < MIN_ACTIVE || orders.length - active < MIN_ACTIVE) return null;
  const spend = expectedSpend(fitSpend(spendTallies(log, snapshot.customers, origin)), spendModel);
  const expected = scores.expectedPurchases.map((value) => Math.max(1e-9, value));
  const money = expected.map((value, row) => Math.max(1e-9, (value * spend[row]!) / meanMargin));
  const level = sum(orders) / sum(expected);
  const came = marginMinor.map((minor, row) =>
    Math.min(Math.max(0, minor / meanMargin), MOST_TIMES * (1 + money[row]! * level)),
  );
  const moneyLevel = Math.max(1e-9, sum(came) / sum(money));
  const logits = scores.probabilityOfPurchase.map(logit);
  const shift = shiftTo(logits, active / orders.length);
  return {
    features: stackFeatures(logKnownAt(log, origin), snapshot.customers, origin, windowDays, meanMargin),
    logExpected: expected.map((value) => Math.log(value * level)),
    logits: logits.map((value) => value + shift),
    logMargin: money.map((value) => Math.log(value * moneyLevel)),
    orders,
    returned,
    margin: came,
  };
};

/**
 * Constants that bring every part to the closed form's own total over the customers of a day.
 * @param margins expected margin of a purchase
 */
export const partLevels = (parts: RawParts, scores: PurchaseScores, margins: Float64Array): PartLevels => {
  const count = margins.length;
  const total = sum(scores.expectedPurchases);
  const factorTo = (target: number, column: Float64Array): number => {
    const own = sum(column);
    return own > 0 && target > 0 ? sixDigits(target / own) : 0;
  };
  const returned = sum(scores.probabilityOfPurchase) / count;
  const base = scores.expectedPurchases.map((value, row) => value * margins[row]!);
  const money = sum(base);
  const inside = returned > 0 && returned < 1;
  return {
    purchases: [1, ...parts.purchases.slice(1).map((column) => factorTo(total, column))],
    returns: [0, ...parts.returns.slice(1).map((column) => (inside ? sixDigits(shiftTo(column, returned)) : 0))],
    money: [
      1,
      factorTo(
        money,
        base.map((value, row) => value * parts.moneyTree[row]!),
      ),
      ...parts.moneyRules.map((column) => factorTo(money, column)),
    ],
  };
};
