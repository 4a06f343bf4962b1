import { RFM_GROUPS, SONAR_QUARTERS, SONAR_STAGES } from '../profile/profile.ts';

/**
 * The fields a segment rule may test. Money fields are in integer minor units; percentiles run from 0 to 100 over all
 * customers. A field that is unknown for a customer is `null` in the row, never 0.
 */
export const SEGMENT_FIELDS = {
  totalValue: { type: 'number', unit: 'minor', label: 'Total value' },
  ownValue: { type: 'number', unit: 'minor', label: 'Own (direct) value' },
  referralValue: { type: 'number', unit: 'minor', label: 'Net referral value' },
  networkValue: { type: 'number', unit: 'minor', label: 'Net network value' },
  revenue: { type: 'number', unit: 'minor', label: 'Revenue' },
  totalValuePercentile: { type: 'number', unit: 'percentile', label: 'Percentile of total value' },
  ownValuePercentile: { type: 'number', unit: 'percentile', label: 'Percentile of own value' },
  referralValuePercentile: { type: 'number', unit: 'percentile', label: 'Percentile of net referral value' },
  networkValuePercentile: { type: 'number', unit: 'percentile', label: 'Percentile of net network value' },
  influence: { type: 'number', unit: 'score', label: 'Influence, 0 to 100' },
  engagement: { type: 'number', unit: 'points', label: 'Engagement points' },
  orders: { type: 'number', unit: 'count', label: 'Number of orders' },
  promotionShare: { type: 'number', unit: 'share', label: 'Share of orders bought on promotion' },
  daysSinceLastOrder: { type: 'number', unit: 'days', label: 'Days since the last order' },
  daysSinceFirstOrder: { type: 'number', unit: 'days', label: 'Days since the first order' },
  overdueDays: { type: 'number', unit: 'days', label: 'Days past the expected next purchase' },
  cycle: { type: 'number', unit: 'count', label: 'Buying cycle' },
  assortmentGroupCount: { type: 'number', unit: 'count', label: 'Number of assortment groups bought from' },
  assortmentGroups: { type: 'set', label: 'Assortment groups bought from' },
  rfmGroup: { type: 'enum', values: RFM_GROUPS, label: 'RFM group' },
  quarter: { type: 'enum', values: SONAR_QUARTERS, label: 'SONAR quarter' },
  stage: { type: 'enum', values: SONAR_STAGES, label: 'SONAR stage' },
  lapsed: { type: 'boolean', label: 'Lapsed' },
  hasOpenComplaint: { type: 'boolean', label: 'Has an open complaint' },
  hasService: { type: 'boolean', label: 'Buys a service or subscription' },
} as const satisfies Record<string, SegmentFieldSpec>;

export interface SegmentFieldSpec {
  readonly type: 'number' | 'enum' | 'boolean' | 'set';
  readonly unit?: string;
  readonly values?: readonly string[];
  readonly label: string;
}

export type SegmentField = keyof typeof SEGMENT_FIELDS;
type ValueOf<T extends SegmentFieldSpec> = T extends { type: 'number' }
  ? number
  : T extends { type: 'boolean' }
    ? boolean
    : T extends { type: 'set' }
      ? readonly string[]
      : T extends { values: readonly (infer V)[] }
        ? V
        : never;

/** What a rule is tried on: one customer's value of every field, `null` where unknown. */
export type SegmentRow = { readonly [F in SegmentField]: ValueOf<(typeof SEGMENT_FIELDS)[F]> | null };

export const segmentFieldSpec = (field: SegmentField): SegmentFieldSpec => SEGMENT_FIELDS[field];
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

/** The known field a misspelt name most likely means. */
export function nearestField(name: string): SegmentField {
  const wanted = name.slice(0, 60).toLowerCase();
  const distance = (field: string): number => editDistance(wanted, field.toLowerCase());
  return (Object.keys(SEGMENT_FIELDS) as SegmentField[]).reduce((best, field) =>
    distance(field) < distance(best) ? field : best,
  );
}
