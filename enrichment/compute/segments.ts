import { columnValue } from '../../domain/profile/orderings.ts';
import type { FieldSource } from '../../domain/profile/fields.ts';
import type { SegmentDefinition } from '../../domain/segments/builtin.ts';
import { compileRule } from '../../domain/segments/evaluate.ts';
import { RANKED_FIELDS, segmentRow, type RankedField } from '../../domain/segments/fields.ts';
import { measureOf, type SegmentMeasure } from '../../domain/segments/measure.ts';
import { percentileBoundaries, percentileOf } from '../../domain/segments/percentiles.ts';
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
  customers: readonly FieldSource[],
  segments: readonly SegmentDefinition[],
): SegmentMembership {
  const percentiles = new Map(RANKED_FIELDS.map((field) => [field, percentileBy(customers, field)]));
  const tests = segments.map(({ key, rule }) => ({
    key,
    test: compileRule(rule),
    measure: measureOf(rule),
    members: [] as number[],
  }));
  const measures = new Map(tests.map(({ measure }) => [measure, new Float64Array(customers.length)]));
  const keys: string[][] = customers.map(() => []);
  for (const [i, customer] of customers.entries()) {
    const row = segmentRow(customer, (field) => percentiles.get(field)!(i));
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

function percentileBy(customers: readonly FieldSource[], field: RankedField): (index: number) => number {
  const values = Float64Array.from(customers, (customer) => columnValue(field, customer));
  const boundaries = percentileBoundaries(values);
  return (index) => percentileOf(values[index]!, boundaries);
}
