import type { CustomerProfile } from '../../domain/profile/profile.ts';
import type { SegmentDefinition } from '../../domain/segments/builtin.ts';
import { compileRule } from '../../domain/segments/evaluate.ts';
import { percentiles } from '../../domain/segments/percentiles.ts';
import { segmentRow, type SegmentHistory } from '../../domain/segments/row.ts';
import { dayIn } from '../../domain/time/time.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export interface SegmentMembership {
  /** The segments of one customer, sorted. */
  keysOf(index: number): readonly string[];
  /** The members of every segment, best rank first. */
  membersBy(rank: Int32Array): ReadonlyMap<string, Int32Array>;
}

/** Tries every segment's rule on every customer. */
export function assignSegments(
  snapshot: Snapshot,
  profiles: readonly CustomerProfile[],
  segments: readonly SegmentDefinition[],
): SegmentMembership {
  const column = (pick: (profile: CustomerProfile) => number): Float64Array =>
    percentiles(Float64Array.from(profiles, pick));
  const total = column(({ value }) => value.directMinor + value.referralMinor + value.networkMinor);
  const own = column(({ value }) => value.directMinor);
  const referral = column(({ value }) => value.referralMinor);
  const network = column(({ value }) => value.networkMinor);
  const tests = segments.map(({ key, rule }) => ({ key, test: compileRule(rule), members: [] as number[] }));
  const keys: string[][] = profiles.map(() => []);
  for (const [i, profile] of profiles.entries()) {
    const row = segmentRow(
      historyAt(snapshot, i),
      profile,
      { total: total[i]!, own: own[i]!, referral: referral[i]!, network: network[i]! },
      snapshot.asOf,
      dayIn(snapshot.timeZone),
    );
    for (const segment of tests) {
      if (segment.test(row) !== true) continue;
      segment.members.push(i);
      keys[i]!.push(segment.key);
    }
  }
  for (const own of keys) own.sort();
  return {
    keysOf: (index) => keys[index]!,
    membersBy: (rank) =>
      new Map(tests.map(({ key, members }) => [key, Int32Array.from(members).sort((a, b) => rank[a]! - rank[b]!)])),
  };
}

function historyAt({ columns, groups }: Snapshot, i: number): SegmentHistory {
  const milestones = { openComplaints: columns.openComplaints[i]! };
  if (columns.orderCount[i] === 0) return { orders: null, milestones };
  return {
    milestones,
    orders: {
      count: columns.orderCount[i]!,
      promotionOrders: columns.promotionOrders[i]!,
      firstDay: columns.firstDay[i]!,
      lastDay: columns.lastDay[i]!,
      hasService: columns.hasService[i] === 1,
      groups: Array.from(
        groups.name.subarray(groups.offsets[i]!, groups.offsets[i + 1]!),
        (name) => groups.names[name]!,
      ),
    },
  };
}
