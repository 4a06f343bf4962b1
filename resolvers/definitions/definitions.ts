import * as z from 'zod';
import type { AccountInput, ProductInput, SpendInput } from '../../schema/generated.ts';
import {
  checkProduct,
  checkSpend,
  definitions,
  putAccount,
  putProduct,
  putSpend,
  type Account,
  type Product,
  type Spend,
} from '../../store/definitions/catalogue.ts';
import type { MutationResolvers, ProductResolvers, QueryResolvers, SpendResolvers } from '../generated.ts';
import {
  ingestRows,
  name,
  parseFields,
  REFUSALS,
  within,
  type Refusals,
  type Row,
  type Verdict,
} from '../serve/rows.ts';
import { userError } from '../serve/user-errors.ts';
import type { RequestContext } from '../serve/context.ts';
import { minorFrom } from '../wire/money.ts';
import { connection, decodeKey, encodeKey, pageSize } from '../wire/paging.ts';

const Text = (what: string) => name(what).nullish();
const ProductFields = z.object({ source: name('source'), sku: name('sku'), name: Text('name'), group: Text('group') });
const AccountFields = z.object({
  source: name('source'),
  id: name('id'),
  name: Text('name'),
  parent: Text('parent'),
  contact: Text('contact'),
});
const SpendFields = z.object({
  source: name('source'),
  id: name('id'),
  channel: name('channel'),
  campaign: Text('campaign'),
});

/** Without what is not given: an absent field and a null one are the same to the store. */
const given = <T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };

const productOf = ({ input, path }: Row<ProductInput>, currency: string): Product => {
  const { source, sku, ...rest } = parseFields(ProductFields, input, path);
  const { kind: lineKind, lifespanDays } = input;
  const costMinor = input.cost ? minorFrom(input.cost, currency, [...path, 'cost']) : undefined;
  const product: Product = { source, sku, ...given({ ...rest, lineKind, lifespanDays, costMinor }) };
  within(path, () => checkProduct(product));
  return product;
};

const accountOf = ({ input, path }: Row<AccountInput>): Account => {
  const { source, id, ...rest } = parseFields(AccountFields, input, path);
  return { source, id, kind: input.kind, ...given(rest) };
};

const spendOf = ({ input, path }: Row<SpendInput>, currency: string): Spend => {
  const { source, id, channel, campaign } = parseFields(SpendFields, input, path);
  const amountMinor = minorFrom(input.amount, currency, [...path, 'amount']);
  const spend: Spend = {
    source,
    id,
    channel,
    from: input.from,
    to: input.to,
    amountMinor,
    ...given({ campaign }),
    ...(input.purpose === 'ACQUISITION' ? {} : { purpose: input.purpose }),
  };
  within(path, () => checkSpend(spend));
  return spend;
};

const DEFINITION_REFUSALS: Refusals = {
  ...REFUSALS,
  CONFLICT: (path) =>
    userError(
      'CONFLICT',
      'This source and id stand under another channel or campaign. Give the record an id of its own.',
      [...path, 'id'],
    ),
  OVERLAP: (path) =>
    userError(
      'OVERLAP',
      'The period overlaps another one of the same channel and campaign, which stands. Correct one of the two.',
      [...path, 'from'],
    ),
  CYCLE: (path) =>
    userError('CYCLE', 'The parents of this account lead back to it. Leave the parent out, or correct one of them.', [
      ...path,
      'parent',
    ]),
};

/** One row after another: those of one request may be about the same thing. */
async function inTurn<T>(
  rows: readonly { readonly value: T }[],
  put: (value: T) => Promise<Verdict>,
): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const { value } of rows) verdicts.push(await put(value));
  return verdicts;
}

export const definitionMutations: Pick<MutationResolvers, 'productsPut' | 'accountsPut' | 'spendPut'> = {
  productsPut: (_, { input }, context) =>
    ingestRows(
      context,
      'productsPut',
      'products',
      input,
      input.products,
      (row) => productOf(row, context.currency),
      (rows) => inTurn(rows, async (product) => ({ status: await putProduct(context.db, product) })),
      DEFINITION_REFUSALS,
    ),
  accountsPut: (_, { input }, context) =>
    ingestRows(
      context,
      'accountsPut',
      'accounts',
      input,
      input.accounts,
      accountOf,
      (rows) => inTurn(rows, async (account) => ({ status: await putAccount(context.db, account) })),
      DEFINITION_REFUSALS,
    ),
  spendPut: (_, { input }, context) =>
    ingestRows(
      context,
      'spendPut',
      'spend',
      input,
      input.spend,
      (row) => spendOf(row, context.currency),
      (rows) => inTurn(rows, async (spend) => ({ status: (await putSpend(context.db, spend)).status })),
      DEFINITION_REFUSALS,
    ),
};

interface Page {
  readonly first: number;
  readonly after?: string | null;
}

async function pageOf<K extends 'PRODUCT' | 'ACCOUNT' | 'SPEND'>(
  kind: K,
  { first, after }: Page,
  { db }: RequestContext,
) {
  const { items, next } = await definitions(db, kind, {
    first: pageSize(first),
    ...(after ? { after: decodeKey(after, kind) } : {}),
  });
  return { next, edges: items.map(({ value, cursor }) => ({ cursor: encodeKey(kind, cursor), node: value })) };
}

export const definitionQueries: Pick<QueryResolvers, 'products' | 'accounts' | 'spend'> = {
  products: async (_, page, context) => {
    const { edges, next } = await pageOf('PRODUCT', page, context);
    return connection(edges, next !== null, page);
  },
  accounts: async (_, page, context) => {
    const { edges, next } = await pageOf('ACCOUNT', page, context);
    return connection(edges, next !== null, page);
  },
  spend: async (_, page, context) => {
    const { edges, next } = await pageOf('SPEND', page, context);
    const series = edges.map(({ cursor, node: periods }) => {
      const { channel, campaign = null } = periods[0]!;
      return { cursor, node: { channel, campaign, periods } };
    });
    return connection(series, next !== null, page);
  },
};

export const productFields: ProductResolvers = {
  name: (product) => product.name ?? null,
  group: ({ group }) => group ?? null,
  kind: ({ lineKind }) => lineKind ?? null,
  lifespanDays: ({ lifespanDays }) => lifespanDays ?? null,
  cost: ({ costMinor }) => costMinor ?? null,
};

export const spendFields: SpendResolvers = {
  sourceId: ({ id }) => id,
  campaign: ({ campaign }) => campaign ?? null,
  amount: ({ amountMinor }) => amountMinor,
  purpose: ({ purpose }) => purpose ?? 'ACQUISITION',
};
