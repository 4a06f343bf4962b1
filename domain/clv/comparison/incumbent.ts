import { DomainError } from '../../errors.ts';
import { purchaseModelFamilies } from '../models/families.ts';
import { groupHistories } from '../models/grouping.ts';
import type { PurchaseFit, PurchaseModelKey, PurchaseStatistics } from '../models/model.ts';
import type { LifetimeParameters } from '../parameters.ts';
import type { Candidate, SpendModelKey } from '../result/report.ts';
import { labelOf, type Choice } from './choose.ts';
import { entryOf, type RollingComparison, type Tried } from './rolling.ts';
import type { Workbench } from './workbench.ts';

/** What is chosen among: how purchases are forecast, and what one of them brings. */
export interface ModelPair {
  readonly purchase: Candidate;
  readonly spend: SpendModelKey;
}

/** The models in force, and what won the last choice against them. */
export interface Incumbent {
  readonly kept: LifetimeParameters;
  readonly challenger: ModelPair | null;
}

/** Whether two are one way to forecast purchases. */
export const sameCandidate = (a: Candidate, b: Candidate): boolean =>
  a.model === b.model && a.season === b.season && a.blend === b.blend;

/** The purchase model of parameters as what it was chosen as. */
export const candidateOf = ({ model, season, blend }: LifetimeParameters): Candidate => ({
  model,
  season: season !== null,
  blend: blend !== null,
});

/** The models of parameters. */
export const pairOf = (kept: LifetimeParameters): ModelPair => ({
  purchase: candidateOf(kept),
  spend: kept.spend.model,
});

/** Whether two are one way to forecast purchases and what is spent on them. */
export const samePair = (a: ModelPair, b: ModelPair): boolean =>
  sameCandidate(a.purchase, b.purchase) && a.spend === b.spend;

/**
 * A choice in which the model in force stays unless it cannot be fitted any more, or the same challenger has beaten it by more than a standard
 * error twice in a row: luck is worth less than what a change of model does to every value at once.
 *
 * @returns the choice as it is to be used, and what won it
 */
export const withIncumbent = (
  choice: Choice,
  { kept, challenger }: Incumbent,
  workbench: Workbench,
  asOfDay: number,
): { readonly choice: Choice; readonly winner: Candidate } => {
  const incumbent = candidateOf(kept);
  const won = choice.chosen;
  if (kept.method === 'PRIOR' || sameCandidate(won, incumbent) || !canBeFitted(incumbent, kept, workbench, asOfDay))
    return { choice, winner: won };
  const { rolling } = choice;
  const [own, best] = [judgedBy(rolling, incumbent), judgedBy(rolling, won)];
  const candidates =
    rolling === null ||
    own === null ||
    best === null ||
    choice.candidates.some((entry) => sameCandidate(entry, incumbent))
      ? choice.candidates
      : [...choice.candidates, entryOf(own, best, rolling)].sort((a, b) => a.score - b.score);
  const against = rolling === null || own === null || best === null ? null : rolling.difference(best, own);
  const isBeaten = against !== null && against.difference < -against.standardError;
  if (isBeaten && challenger !== null && sameCandidate(challenger.purchase, won))
    return { choice: { ...choice, candidates }, winner: won };
  return {
    choice: {
      ...choice,
      chosen: incumbent,
      candidates,
      reason: `${labelOf(incumbent)} stays in force until another model wins two choices in a row. ${isBeaten ? 'This time it would have been ' : 'Without it, it would have been '}${choice.reason}`,
    },
    winner: isBeaten ? won : incumbent,
  };
};

const judgedBy = (rolling: RollingComparison | null, candidate: Candidate): Tried | null => {
  try {
    return rolling?.judge(candidate) ?? null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return null;
  }
};

const canBeFitted = (
  { model, season, blend }: Candidate,
  { horizonDays }: LifetimeParameters,
  workbench: Workbench,
  asOfDay: number,
): boolean => {
  try {
    if (season && workbench.seasonClock(asOfDay) === null) return false;
    if (blend && workbench.regression(asOfDay, horizonDays, season) === null) return false;
    workbench.fit(asOfDay, model, season);
    return true;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return false;
  }
};

/** Half of 6.64: what the likelihood gains by chance alone once in a hundred tries of one more parameter. */
const GAIN_BEYOND_CHANCE = 3.32;

/**
 * A fit, or the parameters in force where it found no maximum and explains the same histories hardly better than they do: on a ridge, where
 * the search happens to stop says nothing of the company, and would move every value.
 */
export const steadied = (fit: PurchaseFit, statistics: PurchaseStatistics, kept: LifetimeParameters): PurchaseFit => {
  if (fit.converged || kept.method === 'PRIOR' || kept.model !== fit.model || kept.unitDays !== statistics.unitDays)
    return fit;
  const gain =
    logLikelihoodOf(fit.model, fit.parameters, statistics) - logLikelihoodOf(fit.model, kept.purchase, statistics);
  return gain > GAIN_BEYOND_CHANCE
    ? fit
    : { ...fit, parameters: kept.purchase, logLikelihood: fit.logLikelihood - gain };
};

const logLikelihoodOf = (
  key: PurchaseModelKey,
  parameters: Readonly<Record<string, number>>,
  statistics: PurchaseStatistics,
): number => {
  const model = purchaseModelFamilies[key].bind(parameters, statistics.unitDays);
  const { count, frequency, recency, age, weight, logGaps } = groupHistories(statistics);
  let sum = 0;
  for (let g = 0; g < count; g++) {
    const row = { frequency: frequency[g]!, recency: recency[g]!, age: age[g]! };
    sum += weight[g]! * model.logLikelihood({ ...row, sumLogGaps: logGaps[g]! / weight[g]! });
  }
  return sum;
};
