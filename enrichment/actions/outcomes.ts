/** What customers did in the window of an action: a purchase counts on its day, money given back against the day it went back. */
import type { ActionPlan } from '../../domain/actions/action.ts';
import { isReturn, type CustomerEvent } from '../../domain/events.ts';
import { settleOrders } from '../../domain/history/returns.ts';
import { purchaseMarginMinor } from '../../domain/profile/scoring.ts';
import { canonicalEvents, knownAt } from '../../domain/summary/canonical.ts';
import { dayIn, type DayOf } from '../../domain/time/time.ts';
import { mapLimit } from '../../store/client/concurrency.ts';
import type { Db } from '../../store/client/db.ts';
import { idsAt } from '../../store/customers/packed-ids.ts';
import { idsOf, recordsById } from '../../store/customers/survivors.ts';
import { history } from '../../store/events/history.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { chunksOf } from '../../store/client/concurrency.ts';

/** Days of the shop's calendar, half open. */
export interface WindowDays {
  readonly from: number;
  readonly to: number;
}

/** The whole days of a window: it begins with the day of the start. */
export function windowDays({ startsAt, outcome }: Pick<ActionPlan, 'startsAt' | 'outcome'>, dayOf: DayOf): WindowDays {
  const from = dayOf(startsAt);
  return { from, to: from + outcome.windowDays };
}

const HISTORIES_AT_ONCE = 16;
const RECORDS_AT_ONCE = 100;

/**
 * Outcome of each of some customers of a snapshot, by place; 0 for the others. Margin and returning are read off the snapshot; only whose money went back in
 * the window, and orders and spend of those who bought in it, take their histories.
 */
export async function outcomesOf(
  db: Db,
  snapshot: Snapshot,
  plan: Pick<ActionPlan, 'startsAt' | 'outcome'>,
  marginRate: number,
  counted: Uint8Array,
): Promise<Float64Array> {
  const { columns, purchases } = snapshot;
  const dayOf = dayIn(snapshot.timeZone);
  const window = windowDays(plan, dayOf);
  const { metric } = plan.outcome;
  const isRead = metric === 'SPEND' || metric === 'ORDERS';
  const y = new Float64Array(counted.length);
  const histories: number[] = [];
  for (let i = 0; i < counted.length; i++) {
    if (counted[i] === 0) continue;
    const backAt = columns.moneyBackAt[i]!;
    if (!Number.isNaN(backAt) && dayOf(backAt) >= window.from) {
      histories.push(i);
      continue;
    }
    for (let k = purchases.offsets[i]!; k < purchases.offsets[i + 1]!; k++) {
      const day = purchases.day[k]!;
      if (day < window.from || day >= window.to) continue;
      if (isRead) {
        histories.push(i);
        break;
      }
      if (metric === 'RETURNED') y[i] = 1;
      else y[i]! += purchaseMarginMinor(purchases.knownMarginMinor[k]!, purchases.uncostedRevenueMinor[k]!, marginRate);
    }
  }
  for (const some of chunksOf(histories, RECORDS_AT_ONCE)) {
    const ids = idsAt(snapshot.ids, some);
    const records = await recordsById(db, ids);
    await mapLimit([...some.keys()], HISTORIES_AT_ONCE, async (at) => {
      const record = records.get(ids[at]!);
      if (record === undefined) return;
      const { events } = await history(db, ...idsOf(record));
      y[some[at]!] = outcomeOf(knownAt(events, snapshot.asOf), metric, window, dayOf, marginRate);
    });
  }
  return y;
}

/** The outcome of one customer from their events. Whole minor units of money. */
export function outcomeOf(
  events: readonly CustomerEvent[],
  metric: ActionPlan['outcome']['metric'],
  window: WindowDays,
  dayOf: DayOf,
  marginRate: number,
): number {
  const canonical = canonicalEvents(events);
  const { events: standing, moneyBack } = settleOrders(canonical);
  const isIn = (at: number): boolean => dayOf(at) >= window.from && dayOf(at) < window.to;
  const left = standing.filter((event) => event.kind === 'ORDER' && isIn(event.occurredAt));
  if (metric === 'ORDERS') return left.length;
  if (metric === 'RETURNED') return left.length > 0 ? 1 : 0;
  let [spendMinor, knownMinor, uncostedMinor] = [0, 0, 0];
  for (const event of canonical) {
    if (event.kind !== 'ORDER' || event.cancelledAt !== undefined || !isIn(event.occurredAt)) continue;
    for (const line of event.lines) {
      if (isReturn(line)) continue;
      spendMinor += line.netMinor;
      if (line.costMinor === undefined) uncostedMinor += line.netMinor;
      else knownMinor += line.netMinor - line.costMinor;
    }
  }
  for (const back of moneyBack) {
    if (!isIn(back.at)) continue;
    spendMinor -= back.amountMinor;
    knownMinor -= back.knownMarginMinor;
    uncostedMinor -= back.uncostedRevenueMinor;
  }
  return metric === 'SPEND' ? spendMinor : purchaseMarginMinor(knownMinor, uncostedMinor, marginRate);
}
