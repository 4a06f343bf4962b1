import { costedAsShown } from '../../store/definitions/rules.ts';
import type { Interaction, Order } from '../../domain/events.ts';
import { sonarHistory } from '../../domain/lifecycle/sonar.ts';
import { canonicalEvents, knownAt } from '../../domain/summary/canonical.ts';
import { settleOrders } from '../../domain/history/returns.ts';
import { dayIn } from '../../domain/time/time.ts';
import type { CustomerResolvers, InteractionResolvers, OrderResolvers } from '../generated.ts';
import { earlierVersions, timeline, type StoredEvent, type StoredFact } from '../../store/events/history.ts';
import { idsOf } from '../../store/customers/survivors.ts';
import { timeZoneOf } from '../../store/client/table.ts';
import type { RequestContext } from '../serve/context.ts';
import { eventGlobalId } from '../wire/ids.ts';
import type { CustomerModel } from '../models.ts';
import { connection, decodeKey, encodeKey, pageSize } from '../wire/paging.ts';

interface PageArguments {
  readonly first: number;
  readonly after?: string | null;
}

/** A page of one kind of a customer's events, newest first. */
async function eventsOf<Kind extends 'ORDER' | 'INTERACTION'>(
  kind: Kind,
  customer: CustomerModel,
  { first, after }: PageArguments,
  { db }: RequestContext,
) {
  const list = `${kind}/${customer.id}`;
  const { items, next } = await timeline(db, idsOf(customer.record), {
    kind,
    first: pageSize(first),
    newestFirst: true,
    ...(after ? { after: decodeKey(after, list) } : {}),
  });
  const isWanted = (event: StoredEvent | StoredFact): event is StoredEvent & { readonly kind: Kind } =>
    event.kind === kind;
  const wanted = await costedAsShown(db, items.filter(isWanted));
  const edges = wanted.map((node) => ({ cursor: encodeKey(list, node.sk), node }));
  return connection(edges, next !== null, {
    after,
    endCursor: next === null ? (edges.at(-1)?.cursor ?? null) : encodeKey(list, next),
  });
}

/** A page of a customer's orders. */
export const ordersOf: NonNullable<CustomerResolvers['orders']> = (customer, page, context) =>
  eventsOf('ORDER', customer, page, context);
/** A page of a customer's interactions. */
export const interactionsOf: NonNullable<CustomerResolvers['interactions']> = (customer, page, context) =>
  eventsOf('INTERACTION', customer, page, context);

const nameOf = ({
  kind,
  source,
  id,
}: {
  readonly kind: string;
  readonly source: string;
  readonly id: string;
}): string => JSON.stringify([kind, source, id]);

/** Every change of stage, worked out from all events. One query. */
export const lifecycleHistoryOf: NonNullable<CustomerResolvers['lifecycleHistory']> = async (
  { record },
  _,
  { db, loaders },
) => {
  const { events, facts } = await loaders.history.load(record);
  const globalIds = new Map(
    events.map((event) => [nameOf(event), eventGlobalId(event.kind, event.customerId, event.sk)]),
  );
  return sonarHistory(events, dayIn(await timeZoneOf(db)), facts).map(({ from, to, at, cycle, cause }) => ({
    from,
    to,
    at,
    cycle,
    causeId: globalIds.get(nameOf(cause)) ?? null,
  }));
};

/** Refunds and credits from the events the last run knew; the same settlement that the run's value was counted with. */
export const moneyBackOf: NonNullable<CustomerResolvers['moneyBack']> = async (
  { record, generation },
  { first },
  { loaders },
) => {
  const size = pageSize(first);
  const { events } = await loaders.history.load(record);
  const known = canonicalEvents(generation === null ? events : knownAt(events, generation.asOf));
  const orderNamed = ({ source, id: sourceId }: { readonly source: string; readonly id: string }) =>
    known.find(
      (event): event is StoredEvent & Order =>
        event.kind === 'ORDER' && event.source === source && event.id === sourceId,
    ) ?? null;
  return settleOrders(known)
    .moneyBack.toReversed()
    .slice(0, size)
    .map(({ kind, at, sku, amountMinor, knownMarginMinor, uncostedRevenueMinor, toldBy, order, reason }) => ({
      kind,
      at,
      sku,
      amount: amountMinor,
      margin: uncostedRevenueMinor === 0 ? knownMarginMinor : null,
      toldBy: orderNamed(toldBy),
      order: order && orderNamed(order),
      reason,
    }));
};

/** The customer of something that was stored with one: a customer item is never removed while its records are there. */
export async function ownerOf(customerId: string, { loaders }: RequestContext): Promise<CustomerModel> {
  const customer = await loaders.customer.load(customerId);
  if (customer === null) throw new Error(`customer ${customerId} has records but no customer item`);
  return customer;
}

const linesOf = ({ lines }: Order) =>
  lines.map(({ sku, group, quantity, netMinor: net, costMinor, lineKind, returnOf, returnedAt }) => ({
    sku,
    group,
    quantity,
    net,
    cost: costMinor ?? null,
    kind: lineKind,
    returnOf: returnOf ?? null,
    returnedAt: returnedAt ?? null,
  }));

const netMinor = ({ lines }: Order): number => lines.reduce((sum, line) => sum + line.netMinor, 0);

/** Null when the cost of any line is unknown: unknown is never 0. */
const marginMinor = ({ lines }: Order): number | null => {
  let margin = 0;
  for (const { netMinor: net, costMinor } of lines) {
    if (costMinor === undefined) return null;
    margin += net - costMinor;
  }
  return margin;
};

export const orderFields: OrderResolvers = {
  id: ({ customerId, sk }) => eventGlobalId('ORDER', customerId, sk),
  customer: ({ customerId }, _, context) => ownerOf(customerId, context),
  sourceId: ({ id }) => id,
  placedAt: ({ occurredAt }) => occurredAt,
  net: netMinor,
  margin: marginMinor,
  acquisitionChannel: ({ acquisitionChannel }) => acquisitionChannel ?? null,
  cancelledAt: ({ cancelledAt }) => cancelledAt ?? null,
  version: ({ version }) => version ?? 1,
  earlierVersions: async (order, _, { db }) =>
    (await earlierVersions(db, order)).flatMap((earlier) =>
      earlier.kind !== 'ORDER'
        ? []
        : [
            {
              version: earlier.version ?? 1,
              placedAt: earlier.occurredAt,
              receivedAt: earlier.receivedAt,
              replacedAt: earlier.replacedAt,
              cancelledAt: earlier.cancelledAt ?? null,
              net: netMinor(earlier),
              lines: linesOf(earlier),
            },
          ],
    ),
  lines: linesOf,
  simulated: ({ simulated }) => simulated ?? false,
};

export const interactionFields: InteractionResolvers = {
  id: ({ customerId, sk }) => eventGlobalId('INTERACTION', customerId, sk),
  customer: ({ customerId }, _, context) => ownerOf(customerId, context),
  sourceId: ({ id }: Interaction) => id,
  answer: ({ answer }) => answer ?? null,
  simulated: ({ simulated }) => simulated ?? false,
};
