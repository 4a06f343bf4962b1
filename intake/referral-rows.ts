import * as z from 'zod';
import type { ReferralKind } from '../domain/events.ts';
import type { FieldColumns } from './csv/columns.ts';
import { instant, oneOf, positiveMinor, text } from './cells.ts';
import type { Notation } from './cells.ts';
import { contentId } from './interaction-rows.ts';

export const REFERRAL_FIELDS = {
  id: { columns: ['id', 'referral id'], required: false },
  advocate: { columns: ['advocate', 'referrer'], required: true },
  friend: { columns: ['friend', 'referred'], required: true },
  kind: { columns: ['kind', 'type'], required: false },
  at: { columns: ['at', 'date', 'referred at'], required: true },
  reward: { columns: ['reward'], required: false },
  savedCost: { columns: ['saved cost', 'saved acquisition cost'], required: false },
  expiresAt: { columns: ['expires at'], required: false },
} as const satisfies FieldColumns<string>;

export interface ReferralFileRow {
  readonly id: string;
  readonly advocate: string;
  readonly friend: string;
  readonly kind: ReferralKind;
  readonly at: number;
  readonly expiresAt?: number;
  readonly savedAcquisitionCostMinor?: number;
  readonly rewardMinor?: number;
}

const REFERRAL_KINDS = ['TYPE_ONE', 'TYPE_TWO'] as const satisfies readonly ReferralKind[];

/** Checks a row. Without an id its whole content names it: two claims about one pair are two claims. */
export const referralRow = (notation: Notation) =>
  z
    .object({
      id: text().optional(),
      advocate: text(),
      friend: text(),
      kind: oneOf(REFERRAL_KINDS).default('TYPE_ONE'),
      at: instant(notation),
      reward: positiveMinor(notation).optional(),
      savedCost: positiveMinor(notation).optional(),
      // An expiry may lie in the future: that is what it is for.
      expiresAt: instant({ ...notation, latest: Number.MAX_SAFE_INTEGER }).optional(),
    })
    .superRefine((row, context) => {
      if (row.advocate === row.friend)
        context.addIssue({ code: 'custom', path: ['friend'], message: 'is the advocate: nobody brings in themselves' });
    })
    .transform((row): ReferralFileRow => ({
      id:
        row.id ??
        contentId([
          row.advocate,
          row.friend,
          row.kind,
          row.at,
          row.expiresAt ?? null,
          row.savedCost ?? null,
          row.reward ?? null,
        ]),
      advocate: row.advocate,
      friend: row.friend,
      kind: row.kind,
      at: row.at,
      ...(row.expiresAt === undefined ? {} : { expiresAt: row.expiresAt }),
      ...(row.savedCost === undefined ? {} : { savedAcquisitionCostMinor: row.savedCost }),
      ...(row.reward === undefined ? {} : { rewardMinor: row.reward }),
    }));
