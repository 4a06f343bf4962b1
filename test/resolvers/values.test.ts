import fc from 'fast-check';
import { buildSchema, GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../domain/errors.ts';
import { compileFilter } from '../../resolvers/lists/filter.ts';
import { customerIdFrom, eventKeyFrom, fromGlobalId, NODE_TYPES, toGlobalId } from '../../resolvers/wire/ids.ts';
import { exactMinor, minorFrom, toDecimal } from '../../resolvers/wire/money.ts';
import { decodeKey, decodeListCursor, encodeKey, encodeListCursor, pageSize } from '../../resolvers/wire/paging.ts';
import { parseDateTime, scalars } from '../../resolvers/wire/scalars.ts';
import { valueBreakdown } from '../../resolvers/value/value.ts';
import { typeDefs } from '../../schema/generated.ts';

const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return error instanceof InvalidInputError ? error.code : String(error);
  }
  return 'no error';
};

describe('money', () => {
  it.each([
    [0, 'EUR', '0.00'],
    [-5, 'EUR', '-0.05'],
    [129_995, 'EUR', '1299.95'],
    [1500, 'JPY', '1500'],
    [-1, 'KWD', '-0.001'],
  ])('%i minor units of %s are %s', (minor, currency, decimal) => {
    expect(toDecimal(minor, currency)).toBe(decimal);
  });

  it('survives the way out and in again, for any amount and currency', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom('EUR', 'JPY', 'KWD'), (minor, currency) => {
        expect(exactMinor(toDecimal(minor, currency), currency, [])).toBe(minor === 0 ? 0 : minor);
      }),
    );
  });

  it('refuses digits the currency does not have instead of rounding them', () => {
    expect(code(() => exactMinor('1.005', 'EUR', ['x']))).toBe('INVALID');
    expect(exactMinor('1.500', 'EUR', [])).toBe(150);
    expect(code(() => exactMinor('1.5', 'JPY', []))).toBe('INVALID');
  });

  it('refuses another currency, naming the field', () => {
    expect(code(() => minorFrom({ amount: '1', currencyCode: 'USD' }, 'EUR', ['input', 'net']))).toBe(
      'CURRENCY_MISMATCH',
    );
  });
});

describe('global ids', () => {
  it('stand for one type and key', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NODE_TYPES), fc.string({ minLength: 1, unit: 'grapheme' }), (type, key) => {
        expect(fromGlobalId(toGlobalId(type, key))).toEqual({ type, key });
      }),
    );
  });

  it('are null for anything Kring did not make', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const node = fromGlobalId(text);
        if (node !== null) expect(toGlobalId(node.type, node.key)).toBe(text);
      }),
    );
    expect(customerIdFrom(toGlobalId('Segment', '0123456789abcdefghjk'))).toBeNull();
    expect(customerIdFrom(toGlobalId('Customer', 'too-short'))).toBeNull();
    expect(eventKeyFrom('0123456789abcdefghjk')).toBeNull();
  });
});

describe('cursors', () => {
  const position = { generation: 3, count: 90, list: 'TOTAL_VALUE/DESC', offset: 50, matched: 7 };

  it('come back as they went', () => {
    expect(decodeListCursor(encodeListCursor(position), position.list)).toEqual(position);
    expect(decodeKey(encodeKey('runs', 'abc'), 'runs')).toBe('abc');
  });

  it('are refused when malformed, or of another list, never misread', () => {
    expect(code(() => decodeListCursor(encodeListCursor(position), 'INFLUENCE/DESC'))).toBe('INVALID_CURSOR');
    expect(code(() => decodeListCursor(encodeListCursor({ ...position, offset: 91 }), position.list))).toBe(
      'INVALID_CURSOR',
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(code(() => decodeListCursor(text, position.list))).toBe('INVALID_CURSOR');
      }),
    );
  });

  it('allow pages of 1 to 100', () => {
    expect([pageSize(1), pageSize(100)]).toEqual([1, 100]);
    expect([0, -1, 101, 1000].map((first) => code(() => pageSize(first)))).toEqual([
      'PAGE_SIZE',
      'PAGE_SIZE',
      'PAGE_SIZE',
      'PAGE_SIZE',
    ]);
  });
});

describe('scalars', () => {
  it('take instants with any offset and answer in UTC', () => {
    expect(scalars.DateTime.serialize(scalars.DateTime.parseValue('2025-03-01T10:30:00+01:00'))).toBe(
      '2025-03-01T09:30:00.000Z',
    );
  });

  it.each(['2025-03-01', '2025-02-30T00:00:00Z', '2025-03-01T09:30:00', 'yesterday', '2025-13-01T00:00:00Z', ''])(
    'refuse %j as an instant',
    (text) => {
      expect(parseDateTime(text)).toBeNull();
      expect(() => scalars.DateTime.parseValue(text)).toThrow(GraphQLError);
    },
  );

  it('refuse a decimal that JSON has already turned into a binary float', () => {
    expect(() => scalars.Decimal.parseValue(0.1)).toThrow(GraphQLError);
    expect(scalars.Decimal.parseValue('0.1')).toBe('0.1');
    expect(scalars.Decimal.parseValue(12)).toBe('12');
  });

  it('are all of the schema', () => {
    const custom = Object.values(buildSchema(typeDefs).getTypeMap())
      .filter((type) => type.astNode?.kind === 'ScalarTypeDefinition')
      .map(({ name }) => name);
    expect(Object.keys(scalars).sort()).toEqual(custom.sort());
  });
});

describe('a filter', () => {
  const columns = {
    totalValue: Float64Array.of(500, Number.NaN, 1000),
    stage: Float64Array.of(0, 4, 9),
    lapsed: Float64Array.of(0, 1, 0),
  };
  const rows = (test: ReturnType<typeof compileFilter>): number[] => [0, 1, 2].filter((row) => test!(columns, row));

  it('is nothing without conditions', () => {
    expect(compileFilter({}, 'EUR')).toBeNull();
    expect(compileFilter(null, 'EUR')).toBeNull();
  });

  it('takes closed ranges of money, and an unknown value meets none', () => {
    expect(rows(compileFilter({ totalValue: { min: '5.00' } }, 'EUR'))).toEqual([0, 2]);
    expect(rows(compileFilter({ totalValue: { max: '5.00' } }, 'EUR'))).toEqual([0]);
  });

  it('joins conditions with and', () => {
    expect(rows(compileFilter({ quarter: ['MARKETING', 'HEALTH'], totalValue: { min: '6' } }, 'EUR'))).toEqual([2]);
    expect(rows(compileFilter({ lapsed: true }, 'EUR'))).toEqual([1]);
  });

  it('refuses a range nothing can be in, and an amount that is none', () => {
    expect(code(() => compileFilter({ influence: { min: 50, max: 10 } }, 'EUR'))).toBe('BAD_USER_INPUT');
    expect(code(() => compileFilter({ totalValue: { min: '0.001' } }, 'EUR'))).toBe('INVALID');
  });
});

describe('the value breakdown', () => {
  const minor = fc.integer({ min: -1_000_000, max: 1_000_000 });

  it('adds up to the total exactly, whatever the parts', () => {
    fc.assert(
      fc.property(
        minor,
        minor,
        minor,
        minor,
        minor,
        minor,
        minor,
        fc.option(minor),
        (direct, referral, gross, passed, received, given, indirect, potential) => {
          const value = {
            revenueMinor: 0,
            directMinor: direct,
            referralMinor: referral,
            referralReceivedMinor: gross,
            referralGrossMinor: gross,
            referralPassedOnMinor: passed,
            crvMinor: null,
            networkMinor: received - given,
            networkReceivedMinor: received,
            networkPassedOnMinor: given,
            potentialDirectMinor: potential,
            potentialIndirectMinor: potential === null ? null : indirect,
            uncosted: false,
            refundsMinor: 0,
            creditsMinor: 0,
            moneyBackAt: null,
          };
          const sum = valueBreakdown(value).reduce((total, { amount }) => total + amount, 0);
          expect(sum).toBe(direct + referral + received - given + (potential === null ? 0 : potential + indirect));
        },
      ),
    );
  });
});
