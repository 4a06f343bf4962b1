import fc from 'fast-check';
import { CHANNELS, INTERACTION_TYPES, LINE_KINDS, TIE_KINDS } from '../../domain/events.ts';
import { amount, anyText, day, group, person, record, sku } from './hostile.ts';

/** One request of a mutation: its name, the field that holds its rows, and the input but for the idempotency key. */
export interface HostileRequest {
  readonly mutation: 'ordersIngest' | 'interactionsIngest' | 'tiesIngest' | 'referralRecord' | 'customerUpsert';
  readonly input: Readonly<Record<string, unknown>>;
  readonly rows: number;
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>, often = 5): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: often });

/** A date or an amount that is none fails its whole request, by the rules of GraphQL: most requests have only good ones. */
interface Wire {
  readonly instant: fc.Arbitrary<string>;
  readonly decimal: fc.Arbitrary<string>;
  readonly float: fc.Arbitrary<unknown>;
}
const instant = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.integer({ min: 19_000, max: 19_900 }).map((n) => new Date(n * 86_400_000).toISOString()),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '1969-12-31T23:59:59Z',
      '1970-01-01T00:00:00Z',
      '0001-01-01T00:00:00Z',
      '2099-12-31T23:59:59.999Z',
      '9999-12-31T23:59:59Z',
      '2024-02-29T23:00:00-14:00',
      '2023-01-01t00:00:00z',
      '5138-11-16T09:46:39.999Z',
    ),
  },
);
const decimal = fc.oneof(
  { weight: 10, arbitrary: fc.integer({ min: 1, max: 50_000 }).map((minor) => (minor / 100).toFixed(2)) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 20_000 }).map((minor) => `-${(minor / 100).toFixed(2)}`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '-0',
      '-0.00',
      '0',
      '0.005',
      '10000000000.00',
      '10000000000.01',
      '-10000000000',
      '9007199254740993',
      '1.230',
      '00012.50',
      '0.000000000001',
      '9999999999999999.99',
      '5',
    ),
  },
);
const float = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 1, max: 9 }) },
  { weight: 2, arbitrary: fc.constantFrom(-1, -2, 0, -0, 0.5, 5e-324, 1e-9, 1e9, 1e10, 1e15, 1.7976931348623157e308) },
);
const GOOD: Wire = { instant, decimal, float };
const BAD: Wire = {
  instant: fc.oneof(instant, day),
  decimal: fc.oneof(decimal, amount),
  float: fc.oneof(float as fc.Arbitrary<unknown>, fc.constantFrom(Number.NaN, Infinity, '1', null, [], {}, true)),
};

const money = (wire: Wire) =>
  fc.record({
    amount: wire.decimal,
    currencyCode: fc.oneof({ weight: 40, arbitrary: fc.constant('EUR') }, { weight: 1, arbitrary: fc.constant('USD') }),
  });
const source = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('import', 'shop') },
  { weight: 1, arbitrary: anyText },
);
const identifier = fc.oneof(
  {
    weight: 12,
    arbitrary: person.chain((id) => source.map((system) => ({ externalId: { source: system, id } }))),
  },
  { weight: 2, arbitrary: person.map((name) => ({ email: name.includes('@') ? name : `${name}@X.org` })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('+31 20 123 4567', '0031201234567', '+1', '31', '٣').map((phone) => ({ phone })),
  },
  { weight: 1, arbitrary: anyText.map((handle) => ({ handle: { network: 'Social', handle } })) },
  { weight: 1, arbitrary: anyText.map((id) => ({ id })) },
);

const orderLine = (wire: Wire) =>
  fc.record({
    sku,
    group,
    quantity: wire.float,
    net: money(wire),
    cost: maybe(money(wire)),
    kind: fc.constantFrom(...LINE_KINDS),
    returnOf: maybe(record, 12),
    returnedAt: maybe(wire.instant, 20),
  });
const order = (wire: Wire) =>
  fc.record({
    source,
    id: record,
    by: identifier,
    placedAt: wire.instant,
    lines: fc.array(orderLine(wire), { minLength: 0, maxLength: 4 }),
    promotion: fc.boolean(),
    acquisitionChannel: maybe(anyText, 9),
    cancelledAt: maybe(wire.instant, 9),
    correction: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    expectedVersion: maybe(fc.integer({ min: -1, max: 2 }), 25),
  });
const interaction = (wire: Wire) =>
  fc.record({
    source,
    id: record,
    by: identifier,
    type: fc.constantFrom(...INTERACTION_TYPES),
    channel: fc.constantFrom(...CHANNELS),
    occurredAt: wire.instant,
    objectRef: maybe(anyText),
    valence: maybe(fc.constantFrom(1, -1, -0, 0.5, 1.5)),
    influence: maybe(fc.constantFrom(0, 100, 35.5, 101)),
    effortMinutes: maybe(wire.float),
  });
const tie = (wire: Wire) =>
  fc.record({
    source,
    follower: identifier,
    followed: identifier,
    kind: fc.constantFrom(...TIE_KINDS),
    weight: wire.float,
    at: wire.instant,
  });
const referral = (wire: Wire) =>
  fc.record({
    source,
    id: record,
    advocate: identifier,
    friend: identifier,
    kind: fc.constantFrom('TYPE_ONE', 'TYPE_TWO'),
    at: wire.instant,
    expiresAt: maybe(wire.instant),
    savedAcquisitionCost: maybe(money(wire)),
    reward: maybe(money(wire)),
  });
const upsert = fc.record({
  by: identifier,
  identities: maybe(fc.array(identifier, { maxLength: 2 }), 3),
  displayName: maybe(fc.oneof(anyText, fc.constant(null)), 2),
  expectedVersion: maybe(fc.integer({ min: 0, max: 2 }), 9),
});

const list = (
  mutation: HostileRequest['mutation'],
  field: string,
  row: (wire: Wire) => fc.Arbitrary<unknown>,
  rows: number,
): fc.Arbitrary<HostileRequest> =>
  fc
    .oneof({ weight: 9, arbitrary: fc.constant(GOOD) }, { weight: 1, arbitrary: fc.constant(BAD) })
    .chain((wire) => fc.array(row(wire), { minLength: rows, maxLength: rows }))
    .map((all) => ({ mutation, input: { [field]: all }, rows: all.length }));

/** The requests of one round, in some sequence. */
export const hostileRequests: fc.Arbitrary<HostileRequest[]> = fc
  .tuple(
    list('ordersIngest', 'orders', order, 24),
    list('ordersIngest', 'orders', order, 12),
    list('interactionsIngest', 'interactions', interaction, 16),
    list('tiesIngest', 'ties', tie, 12),
    fc.array(
      fc
        .oneof({ weight: 9, arbitrary: referral(GOOD) }, { weight: 1, arbitrary: referral(BAD) })
        .map((input): HostileRequest => ({ mutation: 'referralRecord', input, rows: 1 })),
      { minLength: 4, maxLength: 4 },
    ),
    fc.array(
      upsert.map((input): HostileRequest => ({ mutation: 'customerUpsert', input, rows: 1 })),
      { minLength: 4, maxLength: 4 },
    ),
  )
  .map((requests) => requests.flat());
