/** One customer's scores in one flat row, as partners and the feed are told them: no name, no identity, nothing that has to be followed. */
import type { CustomerProfile } from './profile.ts';

/** Amounts in minor units; null where unknown, never 0. */
export interface ScoreRow {
  readonly directMinor: number;
  readonly referralMinor: number;
  readonly networkMinor: number;
  readonly potentialMinor: number | null;
  readonly valueAtRiskMinor: number | null;
  readonly returnProbability: number | null;
  readonly expectedOrders: number | null;
  readonly influence: number | null;
  readonly engagementPoints: number;
  readonly rfmGroup: string | null;
  readonly quarter: string;
  readonly stage: string;
  readonly lapsed: boolean;
  readonly segments: readonly string[];
}

/** The flat row of what a run says of a customer. */
export const scoreRowOf = ({
  value,
  clv,
  influence,
  engagement,
  rfm,
  lifecycle,
  segments,
}: CustomerProfile): ScoreRow => ({
  directMinor: value.directMinor,
  referralMinor: value.referralMinor,
  networkMinor: value.networkMinor,
  potentialMinor:
    value.potentialDirectMinor === null ? null : value.potentialDirectMinor + (value.potentialIndirectMinor ?? 0),
  valueAtRiskMinor: clv?.valueAtRiskMinor ?? null,
  returnProbability: clv?.returnProbability ?? null,
  expectedOrders: clv?.expectedOrders ?? null,
  influence: influence?.score ?? null,
  engagementPoints: engagement.points,
  rfmGroup: rfm?.group ?? null,
  quarter: lifecycle.quarter,
  stage: lifecycle.stage,
  lapsed: lifecycle.lapsed,
  segments,
});

const FIELDS = [
  'directMinor',
  'referralMinor',
  'networkMinor',
  'potentialMinor',
  'valueAtRiskMinor',
  'returnProbability',
  'expectedOrders',
  'influence',
  'engagementPoints',
  'rfmGroup',
  'quarter',
  'stage',
  'lapsed',
  'segments',
] as const satisfies readonly (keyof ScoreRow)[];

/** A row as text: equal text, equal scores. */
export const encodeScoreRow = (row: ScoreRow): string => JSON.stringify(FIELDS.map((name) => row[name]));

/** What {@link encodeScoreRow} wrote. */
export function decodeScoreRow(text: string): ScoreRow {
  const values = JSON.parse(text) as readonly unknown[];
  return Object.fromEntries(FIELDS.map((name, index) => [name, values[index]])) as unknown as ScoreRow;
}

/** Σ of current value: what was observed. */
export const currentOfRow = ({ directMinor, referralMinor, networkMinor }: ScoreRow): number =>
  directMinor + referralMinor + networkMinor;

/** Current and potential value, so far as that is computed. */
export const totalOfRow = (row: ScoreRow): number => currentOfRow(row) + (row.potentialMinor ?? 0);
