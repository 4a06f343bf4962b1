import {
  CUSTOMER_FIELDS,
  fieldEntries,
  type CustomerField,
  type FieldSource,
  type FieldSpec,
  type FieldsWith,
} from '../profile/fields.ts';

/** The fields with a percentile beside them. */
export type RankedField = FieldsWith<{ readonly percentile: true }>;
type PercentileField = `${RankedField}Percentile`;
type PlainField = Exclude<CustomerField, FieldsWith<{ readonly type: 'instant' }>>;

/** What a segment rule may test: all fields of a customer but instants, and percentiles. */
export type SegmentField = PlainField | PercentileField;

export interface SegmentFieldSpec {
  readonly type: 'number' | 'enum' | 'boolean' | 'text' | 'set';
  readonly unit?: string;
  readonly values?: readonly string[];
  readonly label: string;
}

const percentileName = (field: string): PercentileField => `${field as RankedField}Percentile`;

/** The fields with a percentile, in the order of the table. */
export const RANKED_FIELDS = fieldEntries.flatMap(([field, spec]) =>
  spec.type === 'number' && spec.percentile === true ? [field as RankedField] : [],
);

/** Money fields are in integer minor units; percentiles run from 0 to 100 over all customers (percentiles.ts). */
export const SEGMENT_FIELDS = Object.fromEntries(
  fieldEntries.flatMap(([field, spec]): (readonly [string, SegmentFieldSpec])[] => {
    if (spec.type === 'instant') return [];
    const plain = [field, spec as FieldSpec & SegmentFieldSpec] as const;
    if (spec.type !== 'number' || spec.percentile !== true) return [plain];
    return [
      plain,
      [percentileName(field), { type: 'number', unit: 'percentile', label: `Percentile of ${spec.label}` }],
    ];
  }),
) as Readonly<Record<SegmentField, SegmentFieldSpec>>;

type ValueOf<F> = F extends PlainField ? ReturnType<(typeof CUSTOMER_FIELDS)[F]['of']> : number | null;

/** What a rule is tried on: one customer's value of every field, `null` where unknown, never 0. */
export type SegmentRow = { readonly [F in SegmentField]: ValueOf<F> };

/** The row of a customer. `percentileOf` says where they stand among all in a field, null where nobody knows. */
export function segmentRow(customer: FieldSource, percentileOf: (field: RankedField) => number | null): SegmentRow {
  const row: Record<string, unknown> = {};
  for (const [field, spec] of fieldEntries) if (spec.type !== 'instant') row[field] = spec.of(customer);
  for (const field of RANKED_FIELDS) row[percentileName(field)] = percentileOf(field);
  return row as SegmentRow;
}

/** What kind of values a field has, and how it is called. */
export const segmentFieldSpec = (field: SegmentField): SegmentFieldSpec => SEGMENT_FIELDS[field];
/** Whether there is a field of this name. */
export const isSegmentField = (name: string): name is SegmentField => Object.hasOwn(SEGMENT_FIELDS, name);

/** Edits (insert, delete, replace) that turn one word into the other (Levenshtein 1966). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      current.push(Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    previous = current;
  }
  return previous[b.length]!;
}

/** The known field a misspelt name most likely means; null for a word of which more than half would have to change. */
export function nearestField(name: string): SegmentField | null {
  const wanted = name.slice(0, 60).toLowerCase();
  const distance = (field: string): number => editDistance(wanted, field.toLowerCase());
  const nearest = (Object.keys(SEGMENT_FIELDS) as SegmentField[]).reduce((best, field) =>
    distance(field) < distance(best) ? field : best,
  );
  return distance(nearest) * 2 <= wanted.length ? nearest : null;
}
