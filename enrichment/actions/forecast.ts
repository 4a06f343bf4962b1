import type { ActionPlan } from '../../domain/actions/action.ts';
import { lifetimeEvaluator } from '../../domain/clv/evaluate.ts';
import type { PurchaseLog } from '../../domain/clv/history/log.ts';
import { purchaseMarginMinor } from '../../domain/profile/scoring.ts';
import { dayIn } from '../../domain/time/time.ts';
import { idCount } from '../../store/customers/packed-ids.ts';
import type { RunResult } from '../compute/compute.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** Everybody's purchases by day, with their margin. */
export const purchaseLog = (
  { ids, purchases }: Pick<Snapshot, 'ids' | 'purchases'>,
  marginRate: number,
): PurchaseLog => ({
  count: idCount(ids),
  offsets: purchases.offsets,
  day: purchases.day,
  marginMinor: purchases.knownMarginMinor.map((known, k) =>
    purchaseMarginMinor(known, purchases.uncostedRevenueMinor[k]!, marginRate),
  ),
});

/** What the parameters in force say of a window from its first day on, of everybody of a snapshot, in the outcome's own unit. */
export function forecastOfAll(
  plan: Pick<ActionPlan, 'startsAt' | 'outcome'>,
  snapshot: Snapshot,
  parameters: RunResult['parameters'],
): Float64Array {
  if (parameters === null) return new Float64Array(idCount(snapshot.ids));
  const { lifetime, marginRate } = parameters.scoring;
  const { windowDays: horizonDays, metric } = plan.outcome;
  const log = purchaseLog(snapshot, marginRate);
  const day = dayIn(snapshot.timeZone)(plan.startsAt) - 1;
  const evaluator = lifetimeEvaluator({ ...lifetime, horizonDays, annualDiscount: 0 });
  if (metric === 'MARGIN' || metric === 'SPEND') return evaluator.clvMinor(log, day);
  const scores = evaluator.scores(log, day);
  return metric === 'ORDERS' ? scores.expectedOrders : scores.returnProbability;
}
