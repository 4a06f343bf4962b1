import type { FieldsWith } from '../profile/fields.ts';
import { isSegmentField, segmentFieldSpec } from './fields.ts';
import type { SegmentCondition, SegmentRule } from './rules.ts';

/** The amounts a segment can be shown by: the money fields of a rule. */
export type SegmentMeasure = FieldsWith<{ readonly unit: 'minor' }>;

const isMeasure = (field: string): field is SegmentMeasure =>
  isSegmentField(field) && segmentFieldSpec(field).unit === 'minor';

/** The amount a condition selects by, from below: itself or as a percentile; RFM groups rank by revenue. */
function measureAsked({ field, op }: SegmentCondition): SegmentMeasure | null {
  if (field === 'rfmGroup') return 'revenue';
  const amount = field.replace(/Percentile$/, '');
  return isMeasure(amount) && (op === 'GT' || op === 'GTE') ? amount : null;
}

/**
 * The value a segment was selected for, and so is shown by and ordered by: the amount of the first condition that asks for
 * much of one (`>` or `≥`, as an amount or a percentile), revenue for an RFM group, else total value. What stands under `not` selects
 * nobody for being it.
 *
 * @example measureOf({ all: [{ field: 'directValuePercentile', op: 'LTE', value: 50 }, { field: 'networkValue', op: 'GT', value: 0 }] }) // 'networkValue'
 */
export function measureOf(rule: SegmentRule): SegmentMeasure {
  return firstAsked(rule) ?? 'totalValue';
}

function firstAsked(rule: SegmentRule): SegmentMeasure | null {
  if ('not' in rule) return null;
  if ('field' in rule) return measureAsked(rule);
  for (const child of 'all' in rule ? rule.all : rule.any) {
    const asked = firstAsked(child);
    if (asked !== null) return asked;
  }
  return null;
}
