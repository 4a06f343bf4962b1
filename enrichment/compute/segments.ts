import type { FieldSource } from '../../domain/profile/fields.ts';
import type { SegmentDefinition } from '../../domain/segments/builtin.ts';
import { inSomeOrder } from '../../domain/segments/order.ts';
import { labelled, type LabelledSegment } from '../../domain/segments/changes.ts';
import { answering, compileRule, LETTER } from '../../domain/segments/evaluate.ts';
import { RANKED_FIELDS, segmentRow, type RankedField } from '../../domain/segments/fields.ts';
import { measureOf, type SegmentMeasure } from '../../domain/segments/measure.ts';
import type { SegmentRule } from '../../domain/segments/rules.ts';
import type { SegmentRole } from '../../domain/segments/roles.ts';
import { percentileBoundaries, percentileOf } from '../../domain/segments/percentiles.ts';
import { byFallingValue } from './ranking.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Rows } from './rows.ts';

/** The members of a segment, those with most of its measure first. */
export interface SegmentMembers {
  /** The amount the segment was selected for. */
  readonly measure: SegmentMeasure;
  /** What is to be done with them; null where nobody said. */
  readonly role: SegmentRole | null;
  readonly order: Int32Array;
  /** The measure of every customer, minor units; NaN where unknown. */
  readonly values: Float64Array;
}

export interface SegmentMembership {
  /** The segments of one customer, sorted. */
  keysOf(index: number): readonly string[];
  readonly members: ReadonlyMap<string, SegmentMembers>;
  readonly told: ToldMembership;
}

/** Membership with what each condition answered (domain/segments/changes.ts), of all segments but those that an RFM group says. */
export interface ToldMembership {
  readonly segments: readonly LabelledSegment[];
  readonly ruleOf: (key: string) => SegmentRule;
  answersOf(index: number): string;
}

/**
 * Tries every segment's rule on every customer.
 *
 * @param ranked the column of every field that has a percentile
 * @param lists who is on the list of which segment
 */
export function assignSegments(
  customers: Rows<FieldSource>,
  ranked: Readonly<Record<RankedField, Float64Array>>,
  segments: readonly SegmentDefinition[],
  lists: Snapshot['lists'] = NO_LISTS,
): SegmentMembership {
  const listsOf = listsByCustomer(lists, customers.length);
  const percentiles = new Map(RANKED_FIELDS.map((field) => [field, percentileBy(ranked[field])]));
  const sorted = inSomeOrder(segments);
  const told = sorted.filter(({ kind }) => kind !== 'RFM');
  const words = wordColumn(customers.length);
  const tests = sorted.map(({ key, kind, rule, role = null }) => ({
    key,
    role,
    ...(kind === 'RFM' ? { test: compileRule(rule), asked: null } : { test: null, asked: answering(rule) }),
    measure: measureOf(rule),
    holds: new Uint8Array(customers.length),
  }));
  const measures = new Map(tests.map(({ measure }) => [measure, new Float64Array(customers.length)]));
  for (let i = 0; i < customers.length; i++) {
    // A rule may ask for segments that were tried before it (domain/segments/order.ts).
    const held = listsOf(i);
    const row = segmentRow({ ...customers.at(i), segments: held }, (field) => percentiles.get(field)!(i));
    for (const [measure, values] of measures) values[i] = row[measure] ?? Number.NaN;
    let all = '';
    for (const { key, test, asked, holds } of tests) {
      const answers = asked?.answers(row) ?? '';
      const isMember = (asked === null ? test(row) : asked.holds(answers)) === true;
      if (asked !== null) all += (isMember ? LETTER.yes : LETTER.no) + answers;
      if (!isMember) continue;
      holds[i] = 1;
      if (!held.includes(key)) held.push(key);
    }
    words.set(i, all);
  }
  const rules = new Map(told.map(({ key, rule }) => [key, rule]));
  return {
    keysOf: keysIn(tests),
    told: { segments: told.map(labelled), ruleOf: (key) => rules.get(key)!, answersOf: words.at },
    members: new Map(
      tests.map(({ key, measure, role, holds }) => {
        const values = measures.get(measure)!;
        return [key, { measure, role, values, order: byFallingValue(positionsOf(holds), values) }];
      }),
    ),
  };
}

const NO_LISTS: Snapshot['lists'] = { names: [], offsets: new Int32Array(1), member: new Int32Array() };

/** The lists a customer is on. */
function listsByCustomer({ names, offsets, member }: Snapshot['lists'], count: number): (index: number) => string[] {
  const lists = names.map((name, k) => {
    const has = new Uint8Array(count);
    for (const i of member.subarray(offsets[k], offsets[k + 1])) has[i] = 1;
    return { name, has };
  });
  return (index) => lists.flatMap(({ name, has }) => (has[index] === 1 ? [name] : []));
}

/** Apart from where members are found, whose columns would stay as long as this is asked. */
function keysIn(tests: readonly { readonly key: string; readonly holds: Uint8Array }[]): SegmentMembership['keysOf'] {
  const byKey = tests.map(({ key, holds }) => ({ key, holds })).sort((a, b) => (a.key < b.key ? -1 : 1));
  return (index) => {
    const keys: string[] = [];
    for (const { key, holds } of byKey) if (holds[index] === 1) keys.push(key);
    return keys;
  };
}

/** A word a customer, each different one kept once. */
function wordColumn(length: number) {
  const words: string[] = [];
  const places = new Map<string, number>();
  const column = new Int32Array(length);
  return {
    set: (index: number, word: string): void => {
      let place = places.get(word);
      if (place === undefined) places.set(word, (place = words.push(word) - 1));
      column[index] = place;
    },
    at: (index: number): string => words[column[index]!]!,
  };
}

function positionsOf(holds: Uint8Array): Int32Array {
  const positions = new Int32Array(holds.reduce((sum, flag) => sum + flag, 0));
  for (let i = 0, k = 0; i < holds.length; i++) if (holds[i] === 1) positions[k++] = i;
  return positions;
}

function percentileBy(values: Float64Array): (index: number) => number {
  const boundaries = percentileBoundaries(values);
  return (index) => percentileOf(values[index]!, boundaries);
}
