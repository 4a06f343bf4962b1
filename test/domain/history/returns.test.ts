import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRuleSet } from '../../../domain/engagement/rules.ts';
import { isReturn, WHOLE_ORDER } from '../../../domain/events.ts';
import type { CustomerEvent, Interaction, Order, OrderLine } from '../../../domain/events.ts';
import { sonarHistory } from '../../../domain/lifecycle/sonar.ts';
import { SONAR_STAGES } from '../../../domain/profile/profile.ts';
import { canonicalEvents, knownAt } from '../../../domain/summary/canonical.ts';
import { foldSummary } from '../../../domain/history/fold.ts';
import { settleOrders } from '../../../domain/history/returns.ts';
import type { CustomerSummary } from '../../../domain/summary/summary.ts';
import { DAY_MS } from '../../../domain/time/time.ts';
import { interaction } from '../events.ts';

const day = (n: number): number => n * DAY_MS;
const bought = (sku: string, netMinor: number, costMinor?: number): OrderLine => ({
  sku,
  group: `group of ${sku}`,
  quantity: 2,
  netMinor,
  ...(costMinor === undefined ? {} : { costMinor }),
  lineKind: 'PRODUCT',
});
const returned = (sku: string, minor: number, extra: Partial<OrderLine> = {}): OrderLine => ({
  sku,
  group: `group of ${sku}`,
  quantity: -1,
  netMinor: -minor,
  lineKind: 'PRODUCT',
  ...extra,
});
const order = (id: string, at: number, lines: readonly OrderLine[], extra: Partial<Order> = {}): Order => ({
  kind: 'ORDER',
  source: 'shop',
  id,
  occurredAt: at,
  promotion: false,
  lines,
  ...extra,
});
const settle = (events: readonly CustomerEvent[]) => settleOrders(canonicalEvents(events));
const fold = (events: readonly CustomerEvent[]): CustomerSummary => foldSummary(events, [], defaultRuleSet);
/** What a summary says of what was bought and done; not which records said so. */
const counted = ({ orders, engagement, milestones, interactions }: CustomerSummary) => ({
  orders,
  engagement,
  milestones,
  interactions,
});

describe('a return', () => {
  it('takes the money of the order it names, and the cost with it in proportion', () => {
    const events = [
      order('1', day(1), [bought('tea', 1000, 600)]),
      order('r', day(5), [returned('tea', 250, { returnOf: '1' })]),
    ];
    const { orders, moneyBack } = fold(events);
    expect(orders).toMatchObject({
      count: 1,
      revenueMinor: 750,
      knownMarginMinor: 300,
      purchaseDays: 1,
      lastAt: day(1),
    });
    expect(moneyBack).toEqual({
      refunds: { revenueMinor: 250, knownMarginMinor: 100, uncostedRevenueMinor: 0 },
      credits: { revenueMinor: 0, knownMarginMinor: 0, uncostedRevenueMinor: 0 },
      lastAt: day(5),
    });
  });

  it('that names no order takes the latest earlier purchases of the product, and what is left over is a credit', () => {
    const events = [
      order('1', day(1), [bought('tea', 500)]),
      order('2', day(2), [bought('tea', 300), bought('milk', 100)]),
      order('3', day(9), [bought('tea', 900)]),
      order('c', day(4), [returned('tea', 1000)]),
    ];
    const { events: standing, moneyBack } = settle(events);
    expect(standing.map(({ id }) => id)).toEqual(['2', '3']);
    expect(standing[0]).toMatchObject({ lines: [{ sku: 'milk' }] });
    expect(
      moneyBack.map(({ kind, amountMinor, order: from, reason, at }) => [
        kind,
        amountMinor,
        from?.id ?? null,
        reason,
        at,
      ]),
    ).toEqual([
      ['REFUND', 300, '2', null, day(4)],
      ['REFUND', 500, '1', null, day(4)],
      ['CREDIT', 200, null, 'MORE_THAN_BOUGHT', day(4)],
    ]);
  });

  it('of what was never bought is a dated credit, at its own cost, and no purchase', () => {
    const { orders, moneyBack, milestones } = fold([order('c', day(4), [returned('tea', 1000, { costMinor: -400 })])]);
    expect(orders).toBeNull();
    expect(milestones.firstSeenAt).toBeNull();
    expect(moneyBack).toMatchObject({
      credits: { revenueMinor: 1000, knownMarginMinor: 600, uncostedRevenueMinor: 0 },
      lastAt: day(4),
    });
    expect(settle([order('c', day(4), [returned('tea', 1000)])]).moneyBack[0]).toMatchObject({
      kind: 'CREDIT',
      reason: 'NO_EARLIER_PURCHASE',
      toldBy: { source: 'shop', id: 'c' },
    });
    expect(settle([order('c', day(4), [returned('tea', 1000, { returnOf: '?' })])]).moneyBack[0]).toMatchObject({
      kind: 'CREDIT',
      reason: 'UNKNOWN_ORDER',
    });
  });

  it('gives back no more than was bought: the rest of a refund that names an order is a credit', () => {
    const { moneyBack } = settle([
      order('1', day(1), [bought('tea', 1000)]),
      order('0', day(0), [bought('tea', 5000)]),
      order('r', day(2), [returned('tea', 1500, { returnOf: '1' })]),
    ]);
    expect(moneyBack.map(({ kind, amountMinor, reason }) => [kind, amountMinor, reason])).toEqual([
      ['REFUND', 1000, null],
      ['CREDIT', 500, 'MORE_THAN_BOUGHT'],
    ]);
  });

  it('within an order is a deduction from that order', () => {
    expect(
      fold([
        order('0', day(1), [bought('tea', 800)]),
        order('1', day(1), [bought('tea', 10_000), returned('tea', 4000)]),
      ]).orders,
    ).toMatchObject({ count: 2, revenueMinor: 6800 });
    expect(
      fold([
        order('0', day(1), [bought('tea', 10_000), returned('tea', 4000)]),
        order('1', day(1), [bought('tea', 800)]),
      ]).orders,
      'also where another order of the day is the later one',
    ).toMatchObject({ count: 2, revenueMinor: 6800 });
  });

  it('leaves of each line what was not given back, pieces in proportion, and other lines as they are', () => {
    const lines = [bought('tea', 1000, 600), bought('milk', 500), bought('sample', 0)];
    const standing = (...back: OrderLine[]): unknown =>
      settle([order('1', day(1), [...lines, ...back])]).events.flatMap((event) =>
        event.kind === 'ORDER' ? event.lines : [],
      );
    expect(standing(returned('tea', 500))).toEqual([
      { ...bought('tea', 500, 300), quantity: 1, group: 'group of tea' },
      bought('milk', 500),
      bought('sample', 0),
    ]);
    expect(standing(returned(WHOLE_ORDER, 300, { returnOf: '1' }))).toEqual([
      { ...bought('tea', 800, 480), quantity: 1.6 },
      { ...bought('milk', 400), quantity: 1.6 },
      bought('sample', 0),
    ]);
    expect(standing()).toEqual(lines);
  });

  it('is taken before another by its day, at one instant by the source and id of who tells it', () => {
    const back = (id: string, at: number, returnedAt: number, source = 'shop'): Order =>
      order(id, day(at), [returned('tea', 800, { returnOf: '1', returnedAt: day(returnedAt) })], { source });
    const refunds = (...returns: Order[]): unknown =>
      settle([order('1', day(0), [bought('tea', 1000)]), ...returns]).moneyBack.map(({ toldBy, amountMinor, kind }) => [
        toldBy.id,
        amountMinor,
        kind,
      ]);
    const [first, second] = [
      [
        ['a', 800, 'REFUND'],
        ['b', 200, 'REFUND'],
        ['b', 600, 'CREDIT'],
      ],
      [
        ['b', 800, 'REFUND'],
        ['a', 200, 'REFUND'],
        ['a', 600, 'CREDIT'],
      ],
    ];
    expect(refunds(back('a', 1, 9), back('b', 2, 4)), 'b came back earlier').toEqual(second);
    expect(refunds(back('a', 2, 4), back('b', 1, 9)), 'a came back earlier').toEqual(first);
    expect(refunds(back('b', 1, 9), back('a', 2, 9)), 'one instant').toEqual(first);
    expect(refunds(back('a', 1, 9), back('b', 2, 9)), 'one instant').toEqual(first);
  });

  it('of one source does not take from another, even of the same ids', () => {
    const elsewhere = order('r', day(5), [returned('tea', 100, { returnOf: '1' }), returned('tea', 100)], {
      source: 'till',
    });
    expect(settle([order('1', day(1), [bought('tea', 1000)]), elsewhere]).moneyBack).toMatchObject([
      { kind: 'CREDIT', reason: 'UNKNOWN_ORDER' },
      { kind: 'CREDIT', reason: 'NO_EARLIER_PURCHASE' },
    ]);
  });

  it('that names an order takes from it even where that is dated later; one that names none only from earlier ones', () => {
    const late = order('1', day(5), [bought('tea', 1000)]);
    const at3 = (extra: Partial<OrderLine>): Order => order('r', day(3), [returned('tea', 100, extra)]);
    expect(settle([late, at3({ returnOf: '1' })]).moneyBack).toMatchObject([{ kind: 'REFUND', amountMinor: 100 }]);
    expect(settle([late, at3({})]).moneyBack).toMatchObject([{ kind: 'CREDIT', reason: 'NO_EARLIER_PURCHASE' }]);
  });

  it('of a whole order is spread over its lines in proportion, and takes free lines along with the last cent', () => {
    const lines = [bought('tea', 1000, 600), bought('milk', 333), bought('sample', 0, 50)];
    const partly = fold([order('1', day(1), [...lines, returned(WHOLE_ORDER, 1, { returnOf: '1' })])]);
    expect(partly.orders).toMatchObject({ count: 1, revenueMinor: 1332 });
    const whole = fold([
      order('1', day(1), [...lines, returned(WHOLE_ORDER, 1333, { returnOf: '1', returnedAt: day(3) })]),
    ]);
    expect(whole.orders).toBeNull();
    expect(whole.moneyBack).toMatchObject({
      refunds: { revenueMinor: 1333, knownMarginMinor: 350, uncostedRevenueMinor: 333 },
      lastAt: day(3),
    });
  });

  it('that names an order comes before one that guesses, whenever they happened', () => {
    const events = [
      order('1', day(1), [bought('tea', 1000)]),
      order('2', day(2), [bought('tea', 1000)]),
      order('guess', day(3), [returned('tea', 1000)]),
      order('named', day(9), [returned('tea', 1000, { returnOf: '2' })]),
    ];
    expect(settle(events).moneyBack.map(({ kind, order: from }) => [kind, from?.id])).toEqual([
      ['REFUND', '1'],
      ['REFUND', '2'],
    ]);
    const toldEarlier = [
      order('1', day(1), [bought('tea', 1000)]),
      order('2', day(2), [bought('tea', 1000)]),
      order('named', day(3), [returned('tea', 1000, { returnOf: '2', returnedAt: day(9) })]),
      order('guess', day(4), [returned('tea', 1000)]),
    ];
    expect(settle(toldEarlier).moneyBack.map(({ kind, order: from }) => [kind, from?.id])).toEqual([
      ['REFUND', '1'],
      ['REFUND', '2'],
    ]);
  });
});

describe('a cancelled order', () => {
  it('is no order, and what was refunded of it is not refunded twice', () => {
    const cancelled = order('1', day(1), [bought('tea', 1000), returned(WHOLE_ORDER, 1000, { returnOf: '1' })], {
      cancelledAt: day(2),
    });
    const other = order('r', day(3), [returned('tea', 1000, { returnOf: '1' })]);
    const kept = order('2', day(4), [bought('tea', 70)]);
    expect(counted(fold([cancelled, other, kept]))).toEqual(counted(fold([kept])));
    expect(fold([cancelled, other, kept]).moneyBack).toBeNull();
  });
});

describe('what was known at an instant', () => {
  const events = [
    order('1', day(1), [bought('tea', 1000), returned('tea', 200, { returnedAt: day(6) })]),
    order('2', day(2), [bought('milk', 500)], { cancelledAt: day(8) }),
    order('r', day(7), [returned('tea', 800, { returnOf: '1' })]),
  ];
  it('leaves out refunds and cancellations that came later', () => {
    const revenue = (at: number): number | undefined => fold(knownAt(events, at)).orders?.revenueMinor;
    expect([revenue(day(5)), revenue(day(6)), revenue(day(7)), revenue(day(8))]).toEqual([1500, 1300, 500, undefined]);
  });
  it('is told by the newest instant of all of them', () => {
    expect(fold(events).lastEventAt).toBe(day(8));
    expect(fold(knownAt(events, day(5))).lastEventAt).toBe(day(2));
  });
});

describe('a correction', () => {
  it('counts instead of what it corrects, wherever it is dated and in whichever order they are read', () => {
    const first = order('1', day(1), [bought('tea', 1000)]);
    const corrected = order('1', day(3), [bought('tea', 400)], { version: 2 });
    for (const events of [
      [first, corrected],
      [corrected, first],
    ])
      expect(fold(events).orders).toMatchObject({ count: 1, revenueMinor: 400, firstAt: day(3) });
  });
});

const SKUS = ['tea', 'milk', 'bread'];
const minor = fc.integer({ min: 1, max: 3000 });
const anyPurchase = fc
  .record({
    sku: fc.constantFrom(...SKUS),
    minor: fc.oneof(minor, fc.constant(0)),
    cost: fc.option(fc.nat({ max: 3000 }), { nil: undefined }),
  })
  .map(({ sku, minor: net, cost }) => bought(sku, net, cost));
const anyReturn = fc.record({
  sku: fc.constantFrom(...SKUS, WHOLE_ORDER),
  minor,
  returnOf: fc.option(fc.constantFrom('o0', 'o1', 'o2', 'o3', 'nowhere'), { nil: undefined }),
  later: fc.option(fc.nat({ max: 40 }), { nil: undefined }),
});
const SERVICE = [
  'DELIVERY',
  'PORTAL_TASK',
  'REVIEW',
  'SOCIAL_SHARE',
  'SALES_CONTACT',
  'SURVEY_RESPONSE',
  'RETURN_SENT',
] as const;
const anyDay = fc.integer({ min: 0, max: 40 });
const anyHistory: fc.Arbitrary<CustomerEvent[]> = fc
  .record({
    orders: fc.array(
      fc.record({
        at: anyDay,
        lines: fc.array(anyPurchase, { minLength: 1, maxLength: 3 }),
        returns: fc.array(anyReturn, { maxLength: 2 }),
        cancelled: fc.option(anyDay, { nil: undefined, freq: 8 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    returns: fc.array(fc.record({ at: anyDay, lines: fc.array(anyReturn, { minLength: 1, maxLength: 2 }) }), {
      maxLength: 3,
    }),
    service: fc.array(fc.record({ at: anyDay, type: fc.constantFrom(...SERVICE) }), { maxLength: 8 }),
  })
  .map(({ orders, returns, service }) => {
    const back =
      (at: number) =>
      ({
        sku,
        minor: amount,
        returnOf,
        later,
      }: {
        sku: string;
        minor: number;
        returnOf?: string | undefined;
        later?: number | undefined;
      }): OrderLine =>
        returned(sku, amount, {
          ...(returnOf === undefined ? {} : { returnOf }),
          ...(later === undefined ? {} : { returnedAt: day(at + later) }),
        });
    return [
      ...orders.map(({ at, lines, returns: own, cancelled }, n) =>
        order(
          `o${n}`,
          day(at),
          [...lines, ...own.map(back(at))],
          cancelled === undefined ? {} : { cancelledAt: day(at + cancelled) },
        ),
      ),
      ...returns.map(({ at, lines }, n) => order(`r${n}`, day(at), lines.map(back(at)))),
      ...service.map(({ at, type }): Interaction => interaction(type, day(at) + 1)),
    ];
  });

describe('for any history', () => {
  it('what stands, what was refunded and what was bought add up, and so do the margins; credits are the rest of what went back', () => {
    fc.assert(
      fc.property(anyHistory, (events) => {
        const { orders, moneyBack } = fold(events);
        const standing = events.flatMap((event) =>
          event.kind === 'ORDER' && event.cancelledAt === undefined ? [event] : [],
        );
        const cancelled = new Set(
          events.flatMap((event) => (event.kind === 'ORDER' && event.cancelledAt !== undefined ? [event.id] : [])),
        );
        const lines = standing.flatMap((one) => one.lines);
        const purchases = lines.filter((line) => !isReturn(line));
        const returns = lines.filter((line) => isReturn(line) && !cancelled.has(line.returnOf ?? ''));
        const sum = (all: readonly OrderLine[], of: (line: OrderLine) => number): number =>
          all.reduce((total, line) => total + of(line), 0);
        const margin = (line: OrderLine): number => (line.costMinor === undefined ? 0 : line.netMinor - line.costMinor);
        expect((orders?.revenueMinor ?? 0) + (moneyBack?.refunds.revenueMinor ?? 0)).toBe(
          sum(purchases, ({ netMinor }) => netMinor),
        );
        expect((orders?.knownMarginMinor ?? 0) + (moneyBack?.refunds.knownMarginMinor ?? 0)).toBe(
          sum(purchases, margin),
        );
        expect((moneyBack?.refunds.revenueMinor ?? 0) + (moneyBack?.credits.revenueMinor ?? 0)).toBe(
          sum(returns, ({ netMinor }) => 0 - netMinor),
        );
        const parts = moneyBack === null ? [] : [moneyBack.refunds, moneyBack.credits];
        for (const part of parts)
          expect(Math.min(part.revenueMinor, part.uncostedRevenueMinor)).toBeGreaterThanOrEqual(0);
        for (const { revenueMinor } of orders === null ? [] : [orders]) expect(revenueMinor).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('order, repeats and late arrival change nothing', () => {
    fc.assert(
      fc.property(anyHistory, fc.infiniteStream(fc.nat()), (events, keys) => {
        const shuffled = [...events, ...events]
          .map((event) => ({ event: structuredClone(event), key: keys.next().value }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ event }) => event);
        expect(JSON.stringify(fold(shuffled))).toBe(JSON.stringify(fold(events)));
        expect(sonarHistory(shuffled)).toEqual(sonarHistory(events));
      }),
      { numRuns: 300 },
    );
  });

  it('after a full refund of an order, however it is told, the customer is the twin who never placed it', () => {
    const how = fc.constantFrom('named lines', 'whole order', 'within the order', 'cancelled');
    fc.assert(
      fc.property(
        anyHistory,
        fc.array(anyPurchase, { minLength: 1, maxLength: 3 }),
        anyDay,
        anyDay,
        how,
        (events, lines, at, later, told) => {
          fc.pre(lines.some(({ netMinor }) => netMinor > 0));
          // Products of their own: a return that names no order may then mean nothing else.
          const own = lines.map((line, n) => ({ ...line, sku: `own${n}` }));
          const total = own.reduce((sum, { netMinor }) => sum + netMinor, 0);
          const back = day(at + later);
          const withOrder: Record<typeof told, Order[]> = {
            'named lines': [
              order('x', day(at), own),
              order(
                'xr',
                back,
                own.map((line) => returned(line.sku, line.netMinor, { returnOf: 'x' })),
              ),
            ],
            'whole order': [
              order('x', day(at), own),
              order('xr', back, [returned(WHOLE_ORDER, total, { returnOf: 'x' })]),
            ],
            'within the order': [
              order('x', day(at), [...own, returned(WHOLE_ORDER, total, { returnOf: 'x', returnedAt: back })]),
            ],
            cancelled: [order('x', day(at), own, { cancelledAt: back })],
          };
          const customer = fold([...events, ...withOrder[told]]);
          const twin = fold(events);
          expect(counted(customer)).toEqual(counted(twin));
          const shown = (customer.moneyBack?.refunds.revenueMinor ?? 0) - (twin.moneyBack?.refunds.revenueMinor ?? 0);
          expect(shown).toBe(told === 'cancelled' ? 0 : total);
          expect(customer.moneyBack?.credits).toEqual(
            twin.moneyBack?.credits ??
              (told === 'cancelled' ? undefined : { revenueMinor: 0, knownMarginMinor: 0, uncostedRevenueMinor: 0 }),
          );
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("nobody's cycle, stage or frequency rises through a refund or a cancellation", () => {
    const place = (events: readonly CustomerEvent[]): readonly [cycle: number, stage: number] => {
      const last = sonarHistory(events).at(-1);
      return last === undefined ? [0, -1] : [last.cycle, SONAR_STAGES.indexOf(last.to)];
    };
    fc.assert(
      fc.property(anyHistory, anyReturn, anyDay, (events, back, at) => {
        const { sku, minor: amount, returnOf } = back;
        const after = [
          ...events,
          order('xr', day(at), [returned(sku, amount, returnOf === undefined ? {} : { returnOf })]),
        ];
        const [cycle, stage] = place(events);
        const [cycleAfter, stageAfter] = place(after);
        expect(cycleAfter < cycle || (cycleAfter === cycle && stageAfter <= stage)).toBe(true);
        const [one, other] = [fold(events).orders, fold(after).orders];
        expect(other?.count ?? 0).toBeLessThanOrEqual(one?.count ?? 0);
        expect(other?.purchaseDays ?? 0).toBeLessThanOrEqual(one?.purchaseDays ?? 0);
        expect(other?.groups.length ?? 0).toBeLessThanOrEqual(one?.groups.length ?? 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('a refund after an instant changes nothing that was known at it', () => {
    fc.assert(
      fc.property(anyHistory, anyReturn, anyDay, (events, { sku, minor: amount, returnOf }, at) => {
        const later = order('xr', day(at) + 1, [returned(sku, amount, returnOf === undefined ? {} : { returnOf })]);
        expect(fold(knownAt([...events, later], day(at)))).toEqual(fold(knownAt(events, day(at))));
      }),
      { numRuns: 300 },
    );
  });
});
