import { currentMinorOf, totalMinorOf, type CustomerProfile } from '../../domain/profile/profile.ts';
import type { SegmentDefinition } from '../../domain/segments/builtin.ts';
import { compileRule } from '../../domain/segments/evaluate.ts';
import { measureOf, type SegmentMeasure } from '../../domain/segments/measure.ts';
import { percentileBoundaries, percentileOf } from '../../domain/segments/percentiles.ts';
import { segmentRow, type SegmentHistory } from '../../domain/segments/row.ts';
import { dayIn } from '../../domain/time/time.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { sortByFallingValue } from './ranking.ts';

/** The members of a segment, those with most of its measure first. */
export interface SegmentMembers {
  /** The amount the segment was selected for. */
  readonly measure: SegmentMeasure;
  readonly order: Int32Array;
  /** The measure of every customer, minor units; NaN where unknown. */
  readonly values: Float64Array;
}

export interface SegmentMembership {
  /** The segments of one customer, sorted. */
  keysOf(index: number): readonly string[];
  readonly members: ReadonlyMap<string, SegmentMembers>;
}

/** Tries every segment's rule on every customer. */
export function assignSegments(
  snapshot: Snapshot,
  profiles: readonly CustomerProfile[],
  segments: readonly SegmentDefinition[],
): SegmentMembership {
  const percentileBy = (pick: (profile: CustomerProfile) => number): ((index: number) => number) => {
    const values = Float64Array.from(profiles, pick);
    const boundaries = percentileBoundaries(values);
    return (index) => percentileOf(values[index]!, boundaries);
  };
  const total = percentileBy(({ value }) => totalMinorOf(value));
  const current = percentileBy(({ value }) => currentMinorOf(value));
  const own = percentileBy(({ value }) => value.directMinor);
  const referral = percentileBy(({ value }) => value.referralMinor);
  const network = percentileBy(({ value }) => value.networkMinor);
  const tests = segments.map(({ key, rule }) => ({
    key,
    test: compileRule(rule),
    measure: measureOf(rule),
    members: [] as number[],
  }));
  const measures = new Map(tests.map(({ measure }) => [measure, new Float64Array(profiles.length)]));
  const keys: string[][] = profiles.map(() => []);
  for (const [i, profile] of profiles.entries()) {
    const row = segmentRow(
      historyAt(snapshot, i),
      profile,
      { total: total(i), current: current(i), own: own(i), referral: referral(i), network: network(i) },
      snapshot.asOf,
      dayIn(snapshot.timeZone),
    );
    for (const [measure, values] of measures) values[i] = row[measure] ?? Number.NaN;
    for (const segment of tests) {
      if (segment.test(row) !== true) continue;
      segment.members.push(i);
      keys[i]!.push(segment.key);
    }
  }
  for (const own of keys) own.sort();
  return {
    keysOf: (index) => keys[index]!,
    members: new Map(
      tests.map(({ key, measure, members }) => {
        const values = measures.get(measure)!;
        return [key, { measure, values, order: sortByFallingValue(Int32Array.from(members), values) }];
      }),
    ),
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
