import { createHash } from 'node:crypto';
import { isOnline } from '../../domain/experience/touches.ts';
import { timeline, type StoredEvent, type StoredFact } from '../../store/events/history.ts';
import { idsOf } from '../../store/customers/survivors.ts';
import type { TimelineFilter } from '../../schema/generated.ts';
import type { CustomerResolvers } from '../generated.ts';
import { connection, decodeKey, encodeKey, pageSize } from '../wire/paging.ts';
import { within } from './known-events.ts';

/** What a filter lets through: interactions that meet all it names, and orders as it says. */
function wantedBy(
  filter: TimelineFilter | null | undefined,
): (event: StoredEvent | StoredFact) => event is StoredEvent {
  const { types, channels, online, orders } = filter ?? {};
  const wantsOrders = orders ?? (types == null && channels == null && online == null);
  return (event): event is StoredEvent => {
    if (event.kind === 'FACT') return false;
    if (event.kind === 'ORDER') return wantsOrders;
    return (
      (types == null || types.includes(event.type)) &&
      (channels == null || channels.includes(event.channel)) &&
      (online == null || isOnline(event.channel) === online)
    );
  };
}

/** A place in one list is none in another: the filter is part of a cursor. */
const nameOf = (filter: TimelineFilter | null | undefined): string =>
  filter == null ? 'all' : createHash('sha256').update(JSON.stringify(filter)).digest('base64url').slice(0, 16);

export const timelineOf: NonNullable<CustomerResolvers['timeline']> = async (
  { id, record },
  { first, after, filter },
  { db },
) => {
  const list = `timeline/${nameOf(filter)}/${id}`;
  const { from, to } = filter?.occurredAt ?? {};
  within({ from: from ?? null, to: to ?? null }, ['filter', 'occurredAt']);
  const isWanted = wantedBy(filter);
  const { items, next } = await timeline(db, idsOf(record), {
    first: pageSize(first),
    newestFirst: true,
    wanted: isWanted,
    ...(from == null ? {} : { from }),
    ...(to == null ? {} : { to }),
    ...(after ? { after: decodeKey(after, list) } : {}),
  });
  const edges = items.filter(isWanted).map((event) => ({
    cursor: encodeKey(list, event.sk),
    node:
      event.kind === 'ORDER'
        ? { ...event, __typename: 'Order' as const }
        : { ...event, __typename: 'Interaction' as const },
  }));
  return connection(edges, next !== null, {
    after,
    endCursor: next === null ? (edges.at(-1)?.cursor ?? null) : encodeKey(list, next),
  });
};
