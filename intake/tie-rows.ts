import * as z from 'zod';
import { MAX_MAGNITUDE } from '../domain/money/bounds.ts';
import { TIE_KINDS } from '../domain/events.ts';
import type { TieKind } from '../domain/events.ts';
import type { FieldColumns } from './csv/columns.ts';
import { decimal, instant, oneOf, text } from './cells.ts';
import type { Notation } from './cells.ts';
import { toNumber } from './decimal.ts';

export const TIE_FIELDS = {
  follower: { columns: ['follower', 'from', 'truster'], required: true },
  followed: { columns: ['followed', 'to', 'trustee'], required: true },
  kind: { columns: ['kind', 'type'], required: false },
  weight: { columns: ['weight'], required: false },
  at: { columns: ['at', 'since', 'date'], required: false },
} as const satisfies FieldColumns<string>;

export interface TieRow {
  readonly follower: string;
  readonly followed: string;
  readonly kind: TieKind;
  readonly weight: number;
  readonly at: number;
}

/** Checks a row. `defaultAt`: the instant of ties whose file has no dates. */
export const tieRow = (notation: Notation, defaultAt: number) =>
  z
    .object({
      follower: text(),
      followed: text(),
      kind: oneOf(TIE_KINDS).default('FOLLOW'),
      weight: decimal(notation)
        .transform(toNumber)
        .refine((weight) => weight > 0 && weight <= MAX_MAGNITUDE, `must be above 0 and at most ${MAX_MAGNITUDE}`)
        .default(1),
      at: instant(notation).default(defaultAt),
    })
    .superRefine((row, context) => {
      if (row.follower === row.followed)
        context.addIssue({
          code: 'custom',
          path: ['followed'],
          message: 'is the follower: a tie needs two different customers',
        });
    }) satisfies z.ZodType<TieRow>;
