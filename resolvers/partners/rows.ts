import type { Principal, Scope } from '../../domain/access/scopes.ts';
import type { CustomerId } from '../../domain/events.ts';
import { currentOfRow, totalOfRow, type ScoreRow } from '../../domain/profile/score-row.ts';
import type { PartnerScore, WithheldField, WithheldReason } from '../../schema/generated.ts';
import type { VisibleGeneration } from '../../store/published/generations.ts';
import { toDecimal } from '../wire/money.ts';
import { toGlobalId } from '../wire/ids.ts';

export type ScoreField = Exclude<
  keyof PartnerScore,
  '__typename' | 'externalId' | 'customerId' | 'status' | 'generation' | 'asOf' | 'currencyCode' | 'withheld'
>;

/** Which scope opens a field of a flat row. */
export const OPENED_BY: Readonly<Record<ScoreField, Scope>> = {
  total: 'value:read',
  current: 'value:read',
  direct: 'value:read',
  referral: 'value:read',
  network: 'value:read',
  potential: 'value:read',
  atRisk: 'value:read',
  returnProbability: 'value:read',
  expectedOrders: 'value:read',
  influence: 'network:read',
  engagementPoints: 'profile:read',
  rfmGroup: 'profile:read',
  quarter: 'profile:read',
  stage: 'profile:read',
  lapsed: 'profile:read',
  segments: 'profile:read',
};
const FIELDS = Object.keys(OPENED_BY) as readonly ScoreField[];

const REASONS: Partial<Record<Scope, WithheldReason>> = {
  'value:read': 'NEEDS_VALUE_READ',
  'network:read': 'NEEDS_NETWORK_READ',
  'profile:read': 'NEEDS_PROFILE_READ',
};

/** Fields a caller is not shown, and why. */
export const withheldFrom = ({ scopes }: Principal): WithheldField[] =>
  FIELDS.filter((field) => !scopes.has(OPENED_BY[field])).map((field) => ({
    field,
    reason: REASONS[OPENED_BY[field]]!,
  }));

const NO_SCORES = Object.fromEntries(FIELDS.map((field) => [field, null])) as Record<ScoreField, null>;

function scoresOf(row: ScoreRow, currency: string): Pick<PartnerScore, ScoreField> {
  const money = (minor: number | null): string | null => (minor === null ? null : toDecimal(minor, currency));
  return {
    total: money(totalOfRow(row)),
    current: money(currentOfRow(row)),
    direct: money(row.directMinor),
    referral: money(row.referralMinor),
    network: money(row.networkMinor),
    potential: money(row.potentialMinor),
    atRisk: money(row.valueAtRiskMinor),
    returnProbability: row.returnProbability,
    expectedOrders: row.expectedOrders,
    influence: row.influence,
    engagementPoints: row.engagementPoints,
    // Words a run wrote; the schema has the same ones.
    rfmGroup: row.rfmGroup as PartnerScore['rfmGroup'],
    quarter: row.quarter as PartnerScore['quarter'],
    stage: row.stage as PartnerScore['stage'],
    lapsed: row.lapsed,
    segments: [...row.segments],
  };
}

/** Makes flat rows for one caller. */
export function scoreRows(
  principal: Principal,
  currency: string,
  shown: Pick<VisibleGeneration, 'generation' | 'asOf'> | null,
): (customerId: CustomerId | null, row: ScoreRow | null, externalId: string | null) => PartnerScore {
  const withheld = withheldFrom(principal);
  const hidden = Object.fromEntries(withheld.map(({ field }) => [field, null]));
  return (customerId, row, externalId) => ({
    externalId,
    customerId: customerId === null ? null : toGlobalId('Customer', customerId),
    status: customerId === null ? 'UNKNOWN' : row === null ? 'NOT_COMPUTED' : 'SCORED',
    generation: shown?.generation ?? null,
    asOf: shown?.asOf ?? null,
    currencyCode: currency,
    ...NO_SCORES,
    ...(row === null ? {} : scoresOf(row, currency)),
    ...hidden,
    withheld,
  });
}
