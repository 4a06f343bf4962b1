import { purchasesBetween, type PurchaseLog } from '../history/log.ts';
import type { PurchaseScores } from '../models/model.ts';
import type { Candidate, SpendModelKey } from '../result/report.ts';
import type { Workbench } from '../comparison/workbench.ts';
import { expectedSpend, fitSpend, spendTallies, type KnownSpend } from '../spend/choose-spend.ts';
import { compoundInputs } from '../spend/compound-inputs.ts';
import { compoundLaw, type CompoundLaw } from '../spend/interval.ts';
import { levelled, type Levels } from './apply.ts';

/** What the chosen models said before a window, and what came in it: one entry per customer known then. */
export interface Outcome {
  readonly scores: PurchaseScores;
  /** Expected margin of a purchase. */
  readonly margins: Float64Array;
  readonly spend: KnownSpend;
  readonly orders: Float64Array;
  readonly cameMinor: Float64Array;
}

/** Everything known on `fromDay` against the `days` after. @throws DomainError where a model cannot be fitted there */
export const outcomeOver = (
  workbench: Workbench,
  log: PurchaseLog,
  fromDay: number,
  days: number,
  candidate: Candidate,
  spendModel: SpendModelKey,
): Outcome => {
  const { snapshot, scores } = workbench.forecast(fromDay, candidate, days, 0);
  const spend = fitSpend(spendTallies(log, snapshot.customers, fromDay));
  const { orders, marginMinor } = purchasesBetween(log, snapshot.customers, fromDay, fromDay + days);
  return { scores, margins: expectedSpend(spend, spendModel), spend, orders, cameMinor: marginMinor };
};

/** The forecasts of a window at some levels: expected margin, and its law, per customer. */
export const foreseenAt = (
  { scores, margins, spend }: Pick<Outcome, 'scores' | 'margins' | 'spend'>,
  levels: Levels,
): {
  readonly scores: PurchaseScores;
  readonly expectedMinor: Float64Array;
  lawOf(row: number): CompoundLaw | null;
} => {
  const at = levelled(scores, levels);
  const marginAt = levels.margin === 1 ? margins : margins.map((margin) => margin * levels.margin);
  const inputOf = compoundInputs(spend, marginAt, at);
  return {
    scores: at,
    expectedMinor: at.expectedPurchases.map((expected, row) => expected * marginAt[row]!),
    lawOf: (row) => compoundLaw(inputOf(row)),
  };
};
