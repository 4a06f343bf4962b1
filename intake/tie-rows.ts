import * as z from 'zod';
import { isTieWeight, TIE_KINDS, TIE_WEIGHT_RULE } from '../domain/events.ts';
import type { TieKind } from '../domain/events.ts';
import type { FieldColumns } from './csv/columns.ts';
import { instant, oneOf, text } from './cells.ts';
import type { Notation } from './cells.ts';

export const TIE_FIELDS = {
  follower: { columns: ['follower', 'from', 'truster', 'source'], required: true },
  followed: { columns: ['followed', 'to', 'trustee', 'target'], required: true },
  kind: { columns: ['kind', 'type'], required: false },
  weight: { columns: ['weight'], required: false },
  at: { columns: ['at', 'since', 'date'], required: false },
} as const satisfies FieldColumns<string>;

export interface TieFileRow {
  readonly follower: string;
  readonly followed: string;
  readonly kind: TieKind;
  readonly weight: number;
  readonly at: number;
}

const WEIGHT = /^\+?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/** A weight is no money: 1e-3 is a way of writing one. */
const weight = () =>
  text().transform((value, context): number => {
    const parsed = WEIGHT.test(value) ? Number(value) : Number.NaN;
    if (!isTieWeight(parsed))
      context.addIssue({ code: 'custom', message: `is no weight: ${TIE_WEIGHT_RULE}, such as 2.5 or 1e-3` });
    return parsed;
  });

/** Checks a row: the one reader of ties, for `kring import ties` and `kring network`. `defaultAt`: the instant of ties whose file has no dates. */
export const tieRow = (notation: Notation, defaultAt: number) =>
  z
    .object({
      follower: text(),
      followed: text(),
      kind: oneOf(TIE_KINDS).default('FOLLOW'),
      weight: weight().default(1),
      at: instant(notation).default(defaultAt),
    })
    .superRefine((row, context) => {
      if (row.follower === row.followed)
        context.addIssue({
          code: 'custom',
          path: ['followed'],
          message: 'is the follower: a tie needs two different customers',
        });
    }) satisfies z.ZodType<TieFileRow>;
