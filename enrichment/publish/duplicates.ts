import { DUPLICATE_REASONS } from '../../domain/customers/duplicates.ts';
import type { RunReports } from '../../published/reports.ts';
import { idsAt } from '../../store/customers/packed-ids.ts';
import type { RunResult } from '../compute/compute.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** Suggestions that are listed. */
const LISTED = 1000;

/** Customers who may be one person, those with most value first; of each group the most valuable first. */
export function duplicatesOf(
  { duplicates, ids }: Snapshot,
  { flow }: RunResult,
): NonNullable<RunReports['duplicates']> {
  const groups = new Map<number, { readonly reason: number; readonly customers: number[] }>();
  for (const [k, group] of duplicates.group.entries()) {
    const found = groups.get(group) ?? { reason: duplicates.reason[k]!, customers: [] };
    found.customers.push(duplicates.customer[k]!);
    groups.set(group, found);
  }
  const valueOf = (customers: readonly number[]): number =>
    customers.reduce((sum, customer) => sum + flow.totalMinor[customer]!, 0);
  const listed = [...groups.values()]
    .map(({ reason, customers }) => ({
      reason: DUPLICATE_REASONS[reason]!,
      customers: customers.toSorted((a, b) => flow.totalMinor[b]! - flow.totalMinor[a]! || a - b),
      value: valueOf(customers),
    }))
    .sort((a, b) => b.value - a.value)
    .slice(0, LISTED)
    .map(({ reason, customers }) => ({ reason, customers: idsAt(ids, customers) }));
  return { count: groups.size, listed };
}
