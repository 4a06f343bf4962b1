import * as z from 'zod';
import { InvalidInputError } from '../domain/errors.ts';
import { LINE_KINDS } from '../domain/events.ts';
import {
  checkProduct,
  checkSpend,
  SPEND_PURPOSES,
  type Account,
  type Product,
  type Spend,
} from '../store/definitions/catalogue.ts';
import type { FieldColumns } from './csv/columns.ts';
import { currencyOf, instant, number, oneOf, positiveMinor, text } from './cells.ts';
import type { Notation } from './cells.ts';
import { contentId } from './interaction-rows.ts';

export const PRODUCT_FIELDS = {
  sku: { columns: ['sku', 'product id', 'product', 'stock code', 'stock'], required: true },
  name: { columns: ['name', 'product name', 'description'], required: false },
  group: { columns: ['group', 'assortment group', 'category', 'department'], required: false },
  lineKind: { columns: ['line kind', 'kind'], required: false },
  lifespanDays: { columns: ['lifespan days', 'lifespan'], required: false },
  cost: { columns: ['cost', 'unit cost'], required: false },
} as const satisfies FieldColumns<string>;

export const ACCOUNT_FIELDS = {
  id: { columns: ['id', 'account', 'account id', 'household id'], required: true },
  kind: { columns: ['kind', 'type'], required: false },
  name: { columns: ['name', 'account name'], required: false },
  parent: { columns: ['parent', 'parent id', 'parent account'], required: false },
  contact: { columns: ['contact', 'trusted contact', 'account manager', 'account owner', 'owner'], required: false },
} as const satisfies FieldColumns<string>;

export const SPEND_FIELDS = {
  id: { columns: ['id', 'spend id'], required: false },
  channel: { columns: ['channel', 'medium'], required: true },
  campaign: { columns: ['campaign', 'campaign name'], required: false },
  from: { columns: ['from', 'start', 'start date', 'date'], required: true },
  to: { columns: ['to', 'end', 'end date', 'until'], required: true },
  amount: { columns: ['amount', 'spend', 'cost'], required: true },
  currency: { columns: ['currency', 'currency code'], required: false },
  purpose: { columns: ['purpose'], required: false },
} as const satisfies FieldColumns<string>;

/** A definition when the store can keep it; what the store says against it is the row's fault, at the field of that name. */
function kept<T>(value: T, check: (value: T) => void, context: z.RefinementCtx): T {
  try {
    check(value);
    return value;
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const field = error.field[0] ?? '';
    context.addIssue({ code: 'custom', path: [field], message: error.message.replace(`${field} `, '') });
    return z.NEVER;
  }
}

const MOST_DAYS = 36_525;

/** The order in which fields are put is that of the type: equal rows, equal definitions. */
export const productRow = (notation: Notation, source: string) =>
  z
    .object({
      sku: text(),
      name: text().optional(),
      group: text().optional(),
      lineKind: oneOf(LINE_KINDS).optional(),
      lifespanDays: number(notation, 1, MOST_DAYS).optional(),
      cost: positiveMinor(notation).optional(),
    })
    .transform(({ sku, name, group, lineKind, lifespanDays, cost }, context): Product =>
      kept(
        {
          source,
          sku,
          ...(name === undefined ? {} : { name }),
          ...(group === undefined ? {} : { group }),
          ...(lineKind === undefined ? {} : { lineKind }),
          ...(lifespanDays === undefined ? {} : { lifespanDays }),
          ...(cost === undefined ? {} : { costMinor: cost }),
        },
        checkProduct,
        context,
      ),
    );

export const accountRow = (source: string) =>
  z
    .object({
      id: text(),
      kind: oneOf(['COMPANY', 'HOUSEHOLD'] as const).default('COMPANY'),
      name: text().optional(),
      parent: text().optional(),
      contact: text().optional(),
    })
    .transform(({ id, kind, name, parent, contact }): Account => ({
      source,
      id,
      kind,
      ...(name === undefined ? {} : { name }),
      ...(parent === undefined ? {} : { parent }),
      ...(contact === undefined ? {} : { contact }),
    }));

/** Without an id channel, campaign and the beginning of the period name the record. */
export const spendRow = (notation: Notation, source: string) =>
  z
    .object({
      id: text().optional(),
      channel: text(),
      campaign: text().optional(),
      from: instant(notation),
      // A period may end in the future.
      to: instant({ ...notation, latest: Number.MAX_SAFE_INTEGER }),
      amount: positiveMinor(notation),
      currency: currencyOf(notation).optional(),
      purpose: oneOf(SPEND_PURPOSES).default('ACQUISITION'),
    })
    .transform(({ id, channel, campaign, from, to, amount, purpose }, context): Spend =>
      kept(
        {
          source,
          id: id ?? contentId([channel, campaign ?? null, from]),
          channel,
          from,
          to,
          amountMinor: amount,
          ...(campaign === undefined ? {} : { campaign }),
          ...(purpose === 'ACQUISITION' ? {} : { purpose }),
        },
        checkSpend,
        context,
      ),
    );
