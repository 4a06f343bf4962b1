import { DomainError } from '../../errors.ts';
import { outcomeOver, type Outcome } from '../calibration/outcome.ts';
import { comparisonScore } from '../comparison/comparison.ts';
import type { Trial } from '../comparison/sample.ts';
import { rollingWindows } from '../comparison/windows.ts';
import { evaluateForecast } from '../evaluation/holdout.ts';
import { scoreInfluence } from '../evaluation/influence.ts';
import type { PartWeights, StackParameters } from '../parameters.ts';
import type { PurchaseScores } from '../models/model.ts';
import type { Attempt, Candidate, SpendModelKey } from '../result/report.ts';
import { marginFactors, mixedScores, moneyAnswers, purchaseAnswers, rawParts, returnAnswers, weighed } from './mix.ts';
import { unpackModel } from './packed.ts';
import { partLevels, trainParts, type Trained } from './train.ts';
import { poolWeights, squaredWeights } from './weights.ts';

/** Fewer customers than this teach thirty figures of each nothing. */
const LEAST_KNOWN = 500;

/** What is mixed with the chosen models, and what the mix said of past windows. */
export interface StackChoice {
  /** Null: the closed form stands alone. */
  readonly stack: StackParameters | null;
  readonly attempt: Attempt;
  /** Forecasts of the windows and of the as-of day, for level and intervals to be learned from; null without a stack. */
  readonly said: {
    readonly outcomes: readonly Outcome[];
    readonly now: Pick<Outcome, 'scores' | 'margins' | 'spend'>;
  } | null;
}

/** A day's forecasts of everybody known on it, each part trained on nothing later. */
interface Prepared {
  readonly trained: Trained;
  readonly outcome: Outcome;
  readonly frequency: Float64Array;
  readonly parts: ReturnType<typeof rawParts>;
  readonly levels: ReturnType<typeof partLevels>;
}

const NEUTRAL: PartWeights = { purchases: [1, 0, 0, 0, 0, 0], returns: [1, 0, 0, 0], money: null };

/**
 * Mixes the chosen models with gradient-boosted trees, a regression on the same figures and plain rules, by weights that are learned on the rolling windows; what a window is judged
 * by is learned from the other windows and from days before it (Wolpert 1992; Breiman 1996). The mix is kept where it forecasts every window better, and by more than the standard
 * error of that; the margin likewise, by its squared error. A mix in force stays until it is worse by more than one.
 */
export const chooseStack = (
  trial: Trial,
  asOfDay: number,
  chosen: { readonly purchase: Candidate; readonly spend: SpendModelKey },
  horizonDays: number,
  inForce: StackParameters | null,
): StackChoice => {
  const rejected = (reason: string, tried = false): StackChoice => ({
    stack: null,
    attempt: { tried, kept: false, reason },
    said: null,
  });
  const { workbench, log } = trial;
  const windows = rollingWindows(workbench.firstDay, asOfDay, horizonDays);
  if (windows === null || windows.fromDays.length < 2)
    return rejected('a mix is judged on windows it had no part in, and there is room for one at most');
  const prepare = (fromDay: number, days: number): Prepared | null => {
    const { purchase, spend } = chosen;
    const outcome = outcomeOver(workbench, log, fromDay, days, purchase, spend);
    if (outcome.orders.length < LEAST_KNOWN) return null;
    const trained = trainParts(workbench, log, fromDay, days, purchase, spend);
    if (trained === null) return null;
    const snapshot = workbench.snapshot(fromDay, false);
    const parts = rawParts(log, snapshot, trained, outcome.scores, days);
    const levels = partLevels(parts, outcome.scores, outcome.margins);
    return { trained, outcome, frequency: snapshot.statistics.frequency, parts, levels };
  };
  try {
    const prepared = windows.fromDays.flatMap((fromDay) => prepare(fromDay, windows.days) ?? []);
    if (prepared.length < 2) return rejected('too few customers bought again, or did not, before the windows');
    const now = prepare(asOfDay, horizonDays);
    if (now === null) return rejected('too few customers bought again, or did not, to train on');
    const effective = windows.effective(prepared.length);
    const others = (k: number): Prepared[] => prepared.filter((_, other) => other !== k);

    const blind = prepared.map((_, k) => purchaseWeights(others(k)));
    const gains = prepared.map((one, k) => compared(one, mixedBy(one, blind[k]!)));
    const verdict = judged(gains, effective, inForce !== null && inForce.weights.purchases[0] !== 1);
    const isMixed = verdict.kept;
    const moneyless = (from: readonly Prepared[]): PartWeights => (isMixed ? purchaseWeights(from) : NEUTRAL);

    const blindMoney = prepared.map((_, k) => withMoney(others(k), isMixed ? blind[k]! : NEUTRAL));
    const moneyGains = prepared.map((one, k) => comparedMoney(one, blindMoney[k]!));
    const money = judged(moneyGains, effective, (inForce?.weights.money ?? null) !== null);
    const reason =
      `Trees, a regression and plain rules ${isMixed ? 'helped' : 'did not help beyond chance'}: they change the score by ${verdict.text} on ${prepared.length} windows of ` +
      `${windows.days} days; the squared error of the margin ${money.kept ? 'falls' : 'does not fall beyond chance'}: ${money.text} in the logarithm of its root`;
    if (!isMixed && !money.kept) return rejected(reason, true);

    const learned = moneyless(prepared);
    const weights = money.kept ? withMoney(prepared, learned) : learned;
    const { windowDays, meanMargin, model } = now.trained;
    return {
      stack: { windowDays, horizonDays, meanMargin, weights, levels: now.levels, model },
      attempt: { tried: true, kept: true, reason: `${reason}. Weights ${weightsText(weights)}` },
      said: {
        outcomes: prepared.map((one, k) => said(one, money.kept ? blindMoney[k]! : isMixed ? blind[k]! : NEUTRAL)),
        now: said(now, weights),
      },
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return rejected(`trees, a regression and plain rules could not be tried: ${error.message}`);
  }
};

/** A stack in force on a day of its own: as it was trained and weighed, at the levels of the closed form of that day. */
export const relevelled = (
  { workbench, log }: Trial,
  asOfDay: number,
  chosen: { readonly purchase: Candidate; readonly spend: SpendModelKey },
  horizonDays: number,
  stack: StackParameters,
): StackParameters => {
  const { scores, margins } = outcomeOver(workbench, log, asOfDay, horizonDays, chosen.purchase, chosen.spend);
  const learned = { windowDays: stack.windowDays, meanMargin: stack.meanMargin, ...unpackModel(stack.model) };
  const parts = rawParts(log, workbench.snapshot(asOfDay, false), learned, scores, horizonDays);
  return { ...stack, levels: partLevels(parts, scores, margins) };
};

const weightsText = ({ purchases, returns, money }: PartWeights): string =>
  [purchases, returns, money ?? []].map((weights) => weights.join(' ')).join(' | ');

const purchaseWeights = (windows: readonly Prepared[]): PartWeights => ({
  purchases: squaredWeights(
    windows.map(({ parts, levels, outcome }) => ({ columns: purchaseAnswers(parts, levels), came: outcome.orders })),
  ),
  returns: poolWeights(
    windows.map(({ parts, levels, outcome }) => ({ columns: returnAnswers(parts, levels), came: outcome.orders })),
  ),
  money: null,
});

const withMoney = (windows: readonly Prepared[], weights: PartWeights): PartWeights => ({
  ...weights,
  money: squaredWeights(windows.map((one) => ({ columns: moneyOf(one, weights), came: one.outcome.cameMinor }))),
});

const mixedBy = ({ parts, levels, outcome }: Prepared, weights: PartWeights): PurchaseScores =>
  mixedScores(parts, levels, weights, outcome.scores).scores;

const moneyOf = (one: Prepared, weights: PartWeights): Float64Array[] =>
  moneyAnswers(one.parts, one.levels, mixedBy(one, weights).expectedPurchases, one.outcome.margins);

/** How much a mix changes an error of a window, and the variance of that by who happened to be a customer. */
interface Change {
  readonly value: number;
  readonly variance: number;
}

const compared = ({ outcome, frequency }: Prepared, mix: PurchaseScores): Change => {
  const [own, other] = [mix, outcome.scores].map(
    ({ expectedPurchases: expected, probabilityOfPurchase: probability }) => {
      const metrics = evaluateForecast({ expected, probability }, outcome.orders, frequency);
      return {
        score: comparisonScore(metrics),
        influence: scoreInfluence({ expected, probability }, outcome.orders, metrics),
      };
    },
  ) as [{ score: number; influence: Float64Array }, { score: number; influence: Float64Array }];
  const squares = own.influence.reduce((sum, value, i) => sum + (value - other.influence[i]!) ** 2, 0);
  return { value: own.score - other.score, variance: squares / own.influence.length ** 2 };
};

/** In the logarithm of the root of the mean squared error. */
const comparedMoney = (one: Prepared, weights: PartWeights): Change => {
  const answers = moneyOf(one, weights);
  const { cameMinor } = one.outcome;
  const squaresOf = (column: Float64Array): Float64Array => column.map((value, i) => (value - cameMinor[i]!) ** 2);
  const [own, other] = [squaresOf(weighed(answers, weights.money!)), squaresOf(answers[0]!)];
  const [all, allOther] = [own, other].map((squares) => squares.reduce((sum, value) => sum + value, 0)) as [
    number,
    number,
  ];
  if (!(all > 0 && allOther > 0)) return { value: 0, variance: 0 };
  const variance = own.reduce((sum, value, i) => sum + ((value / all - other[i]! / allOther) / 2) ** 2, 0);
  return { value: Math.log(all / allOther) / 2, variance };
};

/** Better in every window, and by more than the standard error; who is in force already stays unless worse by more than that. */
const judged = (
  changes: readonly Change[],
  effective: number,
  isInForce: boolean,
): { readonly kept: boolean; readonly text: string } => {
  const mean = changes.reduce((sum, { value }) => sum + value, 0) / changes.length;
  const within = changes.reduce((sum, { variance }) => sum + variance, 0) / changes.length;
  const between = changes.reduce((sum, { value }) => sum + (value - mean) ** 2, 0) / (changes.length - 1);
  const standardError = Math.sqrt(Math.max(within, between) / effective);
  const kept = isInForce ? mean <= standardError : mean < -standardError && changes.every(({ value }) => value < 0);
  return { kept, text: `${mean < 0 ? '−' : '+'}${Math.abs(mean).toFixed(4)} ± ${standardError.toFixed(4)}` };
};

/** What a mix said of a window, as level and intervals are learned from it. */
const said = (one: Prepared, weights: PartWeights): Outcome => {
  const scores = mixedBy(one, weights);
  const factors = marginFactors(one.parts, one.levels, weights, scores.expectedPurchases, one.outcome.margins);
  const margins = factors === null ? one.outcome.margins : one.outcome.margins.map((margin, i) => margin * factors[i]!);
  return { ...one.outcome, scores, margins };
};
