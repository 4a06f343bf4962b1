import * as z from 'zod';
import { FACT_TYPES, factFault, type Fact } from '../domain/facts/facts.ts';
import type { FieldColumns } from './csv/columns.ts';
import { instant, oneOf, text } from './cells.ts';
import type { Notation } from './cells.ts';
import { contentId } from './interaction-rows.ts';

export const FACT_FIELDS = {
  id: { columns: ['id', 'fact id'], required: false },
  customer: { columns: ['customer', 'customer id', 'cust', 'user'], required: true },
  type: { columns: ['type', 'fact', 'trait'], required: true },
  value: { columns: ['value', 'stage', 'status'], required: false },
  detail: { columns: ['detail', 'owner', 'version'], required: false },
  at: { columns: ['at', 'date', 'since', 'time', 'timestamp'], required: true },
  expiresAt: { columns: ['expires at', 'expires'], required: false },
} as const satisfies FieldColumns<string>;

export interface FactRow {
  readonly customer: string;
  readonly fact: Fact;
}

/** Checks a row. Without an id its content names it, so that the same row twice is one fact. */
export const factRow = (notation: Notation, source: string) =>
  z
    .object({
      id: text().optional(),
      customer: text(),
      type: oneOf(FACT_TYPES),
      value: text().optional(),
      detail: text().optional(),
      at: instant(notation),
      // What runs out may do so in the future: that is what it is for.
      expiresAt: instant({ ...notation, latest: Number.MAX_SAFE_INTEGER }).optional(),
    })
    .transform((row, context): FactRow => {
      const { customer, type, value = null, detail, at: occurredAt, expiresAt } = row;
      const content = {
        type,
        value,
        occurredAt,
        ...(expiresAt === undefined ? {} : { expiresAt }),
        ...(detail === undefined ? {} : { detail }),
      };
      const fault = factFault(content);
      if (fault !== null) {
        context.addIssue({ code: 'custom', path: [fault.field], message: fault.reason });
        return z.NEVER;
      }
      return { customer, fact: { kind: 'FACT', source, id: row.id ?? contentId([customer, content]), ...content } };
    });
