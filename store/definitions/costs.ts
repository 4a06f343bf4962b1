import type { CustomerEvent } from '../../domain/events.ts';
import { uncostedProducts, withProductCosts } from '../../domain/history/product-costs.ts';
import { N, optionalNum, type Item } from '../client/attributes.ts';
import { batchGet, keyName } from '../client/batch.ts';
import { updateItem } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import type { Client } from '../client/sdk.ts';
import { keyedHash } from '../client/keyed-hash.ts';
import { COSTS_KEY, definitionKey } from '../client/keys.ts';
import { unpackText } from '../client/json.ts';

/**
 * The state of the products' costs: it lies among the rule sets, because both are what summaries are folded with and one query reads them. `v` goes up
 * after a cost has changed, so that whoever sees a state reads costs at least as new; `w` names the changes under way.
 */
export const costsIn = (
  items: readonly Item[],
): { readonly version: number | undefined; readonly pending: readonly string[] } => {
  const item = items.find((one) => one['sk']?.S === COSTS_KEY.sk);
  return { version: item && (optionalNum(item, 'v') ?? 0), pending: item?.['w']?.SS ?? [] };
};

/** Changes a product's cost: summaries that counted with it are folded again by the next run, also where this process dies on the way. */
export async function changingCosts<T>(db: Db, product: string, change: () => Promise<T>): Promise<T> {
  await updateItem(db, COSTS_KEY, {
    UpdateExpression: 'ADD w :product',
    ExpressionAttributeValues: { ':product': { SS: [product] } },
  });
  const result = await change();
  await costsChanged(db, [product]);
  return result;
}

/** Notes that these changes are made, or were given up half-way: a change still under way will note itself again. */
export const costsChanged = (db: Db, products: readonly string[]): Promise<unknown> =>
  updateItem(db, COSTS_KEY, {
    UpdateExpression: 'ADD v :one DELETE w :products',
    ExpressionAttributeValues: { ':one': N(1), ':products': { SS: [...products] } },
  });

/** Costs read, of one state of them: a fold of everybody asks for the same few products again and again. */
interface Known {
  readonly version: number;
  readonly costs: Map<string, number | undefined>;
}
const MOST_KNOWN = 200_000;
const known = new WeakMap<Client, Map<string, Known>>();

function knownOf(db: Db, version: number): Known['costs'] {
  const tables = known.get(db.client) ?? new Map<string, Known>();
  known.set(db.client, tables);
  const found = tables.get(db.table);
  if (found?.version === version && found.costs.size < MOST_KNOWN) return found.costs;
  const costs: Known['costs'] = new Map();
  tables.set(db.table, { version, costs });
  return costs;
}

/**
 * Orders with the cost of their products where they state none.
 *
 * @param version the state of the costs as the rule set told it; undefined: no product has a cost, and nothing is read
 */
export async function withCosts<E extends CustomerEvent>(
  db: Db,
  events: readonly E[],
  version: number | undefined,
): Promise<readonly E[]> {
  const products = version === undefined ? [] : uncostedProducts(events);
  if (version === undefined || products.length === 0) return events;
  const costs = knownOf(db, version);
  const name = (source: string, sku: string): string => JSON.stringify([source, sku]);
  const missing = products.filter(({ source, sku }) => !costs.has(name(source, sku)));
  const keys = missing.map(({ source, sku }) =>
    definitionKey('PRODUCT', keyedHash(db, ['definition', 'PRODUCT', source, sku], 26)),
  );
  const found = await batchGet(db, keys, { consistent: true });
  for (const [k, { source, sku }] of missing.entries()) {
    const item = found.get(keyName(keys[k]!));
    const product = JSON.parse((item && unpackText(item['json'])) ?? 'null') as { readonly costMinor?: number } | null;
    costs.set(name(source, sku), product?.costMinor);
  }
  return withProductCosts(events, (source, sku) => costs.get(name(source, sku)));
}
