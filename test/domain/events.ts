import * as fc from 'fast-check';
import { INTERACTION_TYPES } from '../../domain/events.ts';
import type { CustomerEvent, Interaction, InteractionType, Order } from '../../domain/events.ts';
import { DAY_MS } from '../../domain/time/time.ts';

let serial = 0;

/** An interaction at `at` (epoch ms) with an id of its own. */
export const interaction = (
  type: InteractionType,
  at: number,
  objectRef?: string,
  extra: Partial<Interaction> = {},
): Interaction => ({
  kind: 'INTERACTION',
  source: 'test',
  id: `i${++serial}`,
  type,
  channel: 'WEB',
  occurredAt: at,
  ...(objectRef === undefined ? {} : { objectRef }),
  ...extra,
});

/** An order at `at` with one line of 10.00 (cost 6.00) per group. */
export const order = (
  at: number,
  { groups = ['a'], ...extra }: Partial<Order> & { groups?: string[] } = {},
): Order => ({
  kind: 'ORDER',
  source: 'test',
  id: `o${++serial}`,
  occurredAt: at,
  promotion: false,
  lines: groups.map((group) => ({
    sku: `sku-${group}`,
    group,
    quantity: 1,
    netMinor: 1000,
    costMinor: 600,
    lineKind: 'PRODUCT',
  })),
  ...extra,
});

const objectRef = fc.constantFrom(undefined, 'x', 'y', 'z');
const at = fc.integer({ min: 0, max: 400 * 4 }).map((quarterDays) => quarterDays * (DAY_MS / 4));

const anyInteraction = fc
  .record({
    type: fc.constantFrom(...INTERACTION_TYPES),
    at,
    objectRef,
    influence: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
    effortMinutes: fc.option(fc.constantFrom(0, 2.5, 30.1), { nil: undefined }),
    valence: fc.option(fc.constantFrom(-1, -0.5, 0, 0.5, 0.9, 1), { nil: undefined }),
  })
  .map(({ type, at, objectRef, influence, effortMinutes, valence }) =>
    interaction(type, at, objectRef, {
      ...(influence === undefined ? {} : { influence }),
      ...(effortMinutes === undefined ? {} : { effortMinutes }),
      ...(valence === undefined ? {} : { valence }),
    }),
  );

const anyOrder = fc
  .record({ at, groups: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 4 }) })
  .map(({ at, groups }) => order(at, { groups }));

/** Up to 40 events of one customer in any order, many at the same instant. */
export const anyEvents: fc.Arbitrary<CustomerEvent[]> = fc.array(
  fc.oneof({ weight: 4, arbitrary: anyInteraction }, { weight: 1, arbitrary: anyOrder }),
  { maxLength: 40 },
);
