import { valueAtRisk } from '../../domain/network/ripple.ts';
import { descendingOrder } from '../../domain/numerics/order.ts';
import type { ValueFlow } from './flow.ts';
import type { SnapshotRelations } from './relations.ts';

/** Customers whose value at risk is worked out. */
const AT_RISK = 1000;
/** What a figure that is rounded to whole minor units may be off by. */
const RISK_WITHIN_MINOR = 1e-3;

/**
 * What others are worth only through a customer, whole minor units, of those with most network value: each costs a walk through the graph, and the
 * rest move little.
 */
export function networkAtRisk(flow: ValueFlow, relations: SnapshotRelations): ReadonlyMap<number, number> {
  const { receivedMinor } = flow.cents;
  const most = [...descendingOrder(receivedMinor).subarray(0, AT_RISK)].filter((i) => receivedMinor[i]! > 0);
  const risks = valueAtRisk(
    { ...relations, shares: flow.shares, f: flow.network.f },
    flow.referral.afterReferralMinor,
    most,
    RISK_WITHIN_MINOR,
  );
  return new Map(risks.map(({ customer, network }) => [customer, Math.round(network)]));
}
