import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomerEvent, Order, OrderLine } from '../../../domain/events.ts';
import { canonicalEvents, knownAt, lastTold } from '../../../domain/summary/canonical.ts';
import { anyEvents, interaction, order } from '../events.ts';

const ids = (events: readonly CustomerEvent[]): string[] => canonicalEvents(events).map(({ id }) => id);
const line = (changed: Partial<OrderLine> = {}): OrderLine => ({ ...order(0).lines[0]!, ...changed });
const returned = (at: number): OrderLine => line({ netMinor: -100, returnedAt: at });

describe('the one order in which events are read', () => {
  it('is by time', () => {
    expect(ids([order(3, { id: 'c' }), order(1, { id: 'a' }), order(2, { id: 'b' })])).toEqual(['a', 'b', 'c']);
  });
  it('within an instant is: what begins, what ends, then orders', () => {
    const at = (type: Parameters<typeof interaction>[0]): CustomerEvent => interaction(type, 5, 'x', { id: type });
    expect(
      ids([
        order(5, { id: 'ORDER' }),
        at('SOCIAL_UNFOLLOW'),
        at('SOCIAL_UNLIKE'),
        at('COMPLAINT_RESOLVED'),
        at('SOCIAL_FOLLOW'),
        at('STORE_VISIT'),
      ]),
    ).toEqual(['SOCIAL_FOLLOW', 'STORE_VISIT', 'COMPLAINT_RESOLVED', 'SOCIAL_UNFOLLOW', 'SOCIAL_UNLIKE', 'ORDER']);
  });
  it('within that is by source, then by id', () => {
    const from = (source: string, id: string): CustomerEvent => order(5, { source, id });
    expect(ids([from('b', '1'), from('a', '3'), from('a', '2')])).toEqual(['2', '3', '1']);
  });
  it('does not depend on the order of arrival', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        expect(canonicalEvents(events.toReversed())).toEqual(canonicalEvents(events));
      }),
    );
  });
  it('leaves what was handed in as it was', () => {
    const events = [order(2), order(1)];
    canonicalEvents(events);
    expect(events.map(({ occurredAt }) => occurredAt)).toEqual([2, 1]);
  });
});

describe('a repeat', () => {
  it('of kind, source and id stays once', () => {
    const one = order(1, { id: 'a' });
    expect(canonicalEvents([one, structuredClone(one)])).toEqual([one]);
  });
  it('of the id alone is another event: of another source, or of another kind', () => {
    expect(canonicalEvents([order(1, { id: 'a' }), order(1, { id: 'a', source: 'other' })])).toHaveLength(2);
    expect(canonicalEvents([order(1, { id: 'a' }), interaction('OTHER', 1, 'x', { id: 'a' })])).toHaveLength(2);
  });
  it('is no repeat because two names run together the same: a + bc, ab + c', () => {
    expect(canonicalEvents([order(1, { source: 'a', id: 'bc' }), order(1, { source: 'ab', id: 'c' })])).toHaveLength(2);
  });
  it('of an order stays as its newest version, wherever in time it stands', () => {
    const versions = [1, 3, 2].map((version) => order(10 - version, { id: 'a', version }));
    expect(canonicalEvents([...versions, order(20, { id: 'a' }), order(4, { id: 'b' })])).toMatchObject([
      { id: 'b' },
      { id: 'a', version: 3 },
    ]);
  });
  it('with equal versions stays as the earlier one; an order without a version is version 1', () => {
    expect(canonicalEvents([order(2, { id: 'a', version: 1 }), order(1, { id: 'a' })])).toMatchObject([
      { occurredAt: 1 },
    ]);
  });
  it('that differs at the same instant stays as the one whose text sorts first', () => {
    const [a, b] = ['a', 'b'].map((group) => order(1, { id: 'x', groups: [group] }));
    expect(canonicalEvents([b!, a!])).toEqual([a]);
    expect(canonicalEvents([a!, b!])).toEqual([a]);
  });
});

describe('what was known at an instant', () => {
  const placed = (changed: Partial<Order>): Order => order(10, { id: 'o', ...changed });
  it('holds what happened up to it, the instant included', () => {
    expect(knownAt([order(9), order(10), order(11)], 10).map(({ occurredAt }) => occurredAt)).toEqual([9, 10]);
  });
  it('leaves out a cancellation of later, and keeps one of that instant', () => {
    expect(knownAt([placed({ cancelledAt: 21 })], 20)[0]).not.toHaveProperty('cancelledAt');
    expect(knownAt([placed({ cancelledAt: 20 })], 20)).toEqual([placed({ cancelledAt: 20 })]);
  });
  it('leaves out refunds of later, and keeps those of that instant and undated ones', () => {
    const undated = line({ netMinor: -50 });
    const { lines } = knownAt([placed({ lines: [line(), undated, returned(20), returned(21)] })], 20)[0] as Order;
    expect(lines).toEqual([line(), undated, returned(20)]);
  });
  it('keeps the cancellation of an order whose refund comes later, and the lines of one whose cancellation does', () => {
    const refunded = placed({ cancelledAt: 15, lines: [line(), returned(30)] });
    expect(knownAt([refunded], 20)).toEqual([placed({ cancelledAt: 15, lines: [line()] })]);
    const cancelled = placed({ cancelledAt: 30, lines: [line(), returned(15)] });
    expect(knownAt([cancelled], 20)).toEqual([placed({ lines: [line(), returned(15)] })]);
  });
  it('is the very event where nothing came later', () => {
    const events = [placed({ lines: [line(), returned(15)] }), interaction('OTHER', 5)];
    knownAt(events, 20).forEach((event, i) => expect(event).toBe(events[i]));
  });
});

describe('the newest instant told', () => {
  it('is that of the last event, whatever its kind or place', () => {
    expect(lastTold([order(7), interaction('OTHER', 9), order(8)])).toBe(9);
  });
  it('is that of a cancellation or refund, also of an early order', () => {
    expect(lastTold([order(1, { cancelledAt: 30 }), order(9)])).toBe(30);
    expect(lastTold([order(1, { lines: [line(), returned(40), returned(35)] }), order(9)])).toBe(40);
    expect(lastTold([order(9), order(1, { cancelledAt: 3, lines: [line(), returned(4)] })])).toBe(9);
  });
});
