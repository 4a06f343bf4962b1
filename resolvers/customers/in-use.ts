import { lastBought } from '../../domain/lifecycle/lifespan.ts';
import { getProducts } from '../../store/definitions/catalogue.ts';
import type { CustomerResolvers } from '../generated.ts';
import { knownEvents } from '../experience/known-events.ts';
import { pageSize } from '../wire/paging.ts';

/** Products looked up: those bought last. */
const LOOKED_UP = 100;
const NOT_BOUGHT = 'The customer has not bought.';
const NO_LIFESPAN =
  'Of nothing the customer bought it is told how long it lasts: `lifespanDays` of `productsPut`, or of `kring import products`.';

/** What a customer bought and of which it is told how long it lasts, what ends first first. */
export const productsInUseOf: NonNullable<CustomerResolvers['productsInUse']> = async (
  customer,
  { first },
  context,
) => {
  const size = pageSize(first);
  const { events, asOf, dayOf } = await knownEvents(customer, context);
  const orders = events.flatMap((event) => (event.kind === 'ORDER' ? [event] : []));
  const bought = lastBought(orders, dayOf).slice(0, LOOKED_UP);
  const today = dayOf(asOf);
  const known = await Promise.all(
    [...Map.groupBy(bought, ({ source }) => source)].map(async ([source, own]) => {
      const products = await getProducts(
        context.db,
        source,
        own.map(({ sku }) => sku),
      );
      return own.flatMap(({ boughtDay, ...one }, k) => {
        const lifespan = products[k]?.lifespanDays;
        if (lifespan === undefined) return [];
        const lastsUntil = boughtDay + lifespan;
        return [{ ...one, product: products[k]!, boughtOn: boughtDay, lastsUntil, daysLeft: lastsUntil - today }];
      });
    }),
  );
  const list = known.flat().sort((a, b) => a.lastsUntil - b.lastsUntil || (a.sku < b.sku ? -1 : 1));
  return {
    list: list.slice(0, size),
    count: list.length,
    reason: list.length > 0 ? null : orders.length === 0 ? NOT_BOUGHT : NO_LIFESPAN,
  };
};
