import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Kind, parseValue, type ValueNode } from 'graphql';
import { InvalidInputError } from '../../domain/errors.ts';
import type { CustomerIdentifier } from '../../schema/generated.ts';
import { identifierFrom, requireIdentifier } from '../../resolvers/wire/identifiers.ts';
import { fromGlobalId, NODE_TYPES, toGlobalId } from '../../resolvers/wire/ids.ts';
import { toDecimal, exactMinor } from '../../resolvers/wire/money.ts';
import { decodeKey, decodeListCursor, encodeKey, encodeListCursor } from '../../resolvers/wire/paging.ts';
import { parseDateTime, scalars } from '../../resolvers/wire/scalars.ts';
import { EVERYTHING } from './client.ts';

describe('amounts on the wire', () => {
  it.each([
    ['EUR', 5, '0.05'],
    ['EUR', -129_995, '-1299.95'],
    ['JPY', 1300, '1300'],
    ['KWD', -1, '-0.001'],
  ])('in %s are exact decimals with its digits: %i is %s', (currency, minor, decimal) => {
    expect(toDecimal(minor, currency)).toBe(decimal);
    expect(exactMinor(decimal, currency, [])).toBe(minor);
  });

  it('come back as they went, whatever the amount', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom('EUR', 'JPY', 'KWD'), (minor, currency) => {
        expect(exactMinor(toDecimal(minor, currency), currency, [])).toBe(minor);
      }),
    );
  });

  it.each(['', '1,5', '1e3', '0x10', '5.', ' 5', '1.005', '9007199254740993'])(
    'that are none, or not exact, are refused at their field: %j',
    (decimal) => {
      expect(() => exactMinor(decimal, 'EUR', ['net', 'amount'])).toThrow(InvalidInputError);
    },
  );

  it('may have zeros beyond the digits of the currency, and minus nothing is nothing', () => {
    expect(exactMinor('1.5000', 'EUR', [])).toBe(150);
    expect(exactMinor('.5', 'EUR', [])).toBe(50);
    expect(exactMinor('7.00', 'JPY', [])).toBe(7);
    expect(Object.is(exactMinor('-0.00', 'EUR', []), 0)).toBe(true);
  });
});

describe('scalars', () => {
  const literal = (text: string): ValueNode => parseValue(text);

  it('an instant needs a calendar day, a time and an offset', () => {
    expect(parseDateTime('2024-02-29T23:59:59.5+02:00')).toBe(Date.UTC(2024, 1, 29, 21, 59, 59, 500));
    expect(parseDateTime('2024-02-29t00:00:00z')).toBe(Date.UTC(2024, 1, 29));
    for (const none of ['2023-02-29T00:00:00Z', '2024-01-01T24:00:00Z', '2024-01-01T00:00:00', '2024-01-01', 'now'])
      expect(parseDateTime(none), none).toBeNull();
    expect(() => scalars.DateTime.parseValue('yesterday')).toThrow('RFC 3339');
  });

  it('a date is a day of the calendar, inside a day number', () => {
    expect(scalars.Date.parseValue('1970-01-02')).toBe(1);
    expect(scalars.Date.serialize(20_000)).toBe('2024-10-04');
    expect(() => scalars.Date.parseValue('2024-13-01')).toThrow('ISO 8601');
  });

  it('a decimal keeps its digits as text or as a literal; a binary fraction in variables is refused', () => {
    expect(scalars.Decimal.parseValue('0.10')).toBe('0.10');
    expect(scalars.Decimal.parseValue(12)).toBe('12');
    expect(scalars.Decimal.parseLiteral(literal('0.10'), {})).toBe('0.10');
    expect(scalars.Decimal.parseLiteral(literal('12'), {})).toBe('12');
    expect(() => scalars.Decimal.parseValue(0.1)).toThrow('must be a string');
    expect(() => scalars.Decimal.parseValue('1e5')).toThrow('exact decimal');
    expect(() => scalars.Decimal.parseLiteral(literal('true'), {})).toThrow('must be a string');
  });

  it('text is text: numbers and lists are none', () => {
    expect(() => scalars.CurrencyCode.parseValue(978)).toThrow('must be a string');
    expect(() => scalars.CurrencyCode.parseLiteral({ kind: Kind.INT, value: '978' }, {})).toThrow('must be a string');
    expect(() => scalars.CurrencyCode.parseValue('eur')).toThrow('three capitals');
    expect(scalars.CurrencyCode.parseLiteral(literal('"EUR"'), {})).toBe('EUR');
  });

  it('a whole number is refused where it cannot be exact', () => {
    expect(scalars.SafeInt.serialize(2 ** 53 - 1)).toBe(2 ** 53 - 1);
    for (const none of [2 ** 53, 0.5, Number.NaN, '5'])
      expect(() => scalars.SafeInt.serialize(none)).toThrow('SafeInt');
  });
});

describe('global ids and cursors', () => {
  it('an id stands for one object of one type, and nothing else is an id', () => {
    for (const type of NODE_TYPES) expect(fromGlobalId(toGlobalId(type, 'k:1'))).toEqual({ type, key: 'k:1' });
    for (const none of ['', 'x', toGlobalId('Order', ''), `${toGlobalId('Order', 'k')}=`, btoa('Nothing:k')])
      expect(fromGlobalId(none), none).toBeNull();
  });

  it('a cursor of one list is refused in another, and one beyond the end of its own', () => {
    const position = { generation: 3, count: 10, list: 'TOTAL_VALUE/DESC', offset: 4, matched: 2 };
    expect(decodeListCursor(encodeListCursor(position), position.list)).toEqual(position);
    expect(() => decodeListCursor(encodeListCursor(position), 'TOTAL_VALUE/ASC')).toThrow('not a cursor of this list');
    expect(() => decodeListCursor(encodeListCursor({ ...position, offset: 11 }), position.list)).toThrow(
      InvalidInputError,
    );
    expect(decodeKey(encodeKey('runs', 'k'), 'runs')).toBe('k');
    expect(() => decodeKey(encodeKey('runs', 'k'), 'segments')).toThrow(InvalidInputError);
    expect(() => decodeKey('', 'runs')).toThrow(InvalidInputError);
  });
});

describe('how a customer is named', () => {
  it('by an id of theirs, or one of their identities', () => {
    const id = '0123456789abcdefghjk';
    expect(identifierFrom(EVERYTHING, { id: toGlobalId('Customer', id) }, ['by'])).toEqual({ id });
    expect(identifierFrom(EVERYTHING, { phone: '0031 20 1234567' }, ['by'])).toEqual({
      identity: { type: 'PHONE', source: null, value: '+31201234567' },
    });
    expect(identifierFrom(EVERYTHING, { handle: { network: 'X', handle: '@Ann' } }, ['by'])).toEqual({
      identity: { type: 'HANDLE', source: 'x', value: 'ann' },
    });
  });

  it('an id that is nobody’s reads as nobody, and is an error where somebody must be named', () => {
    const by = { id: toGlobalId('Segment', 'x') };
    expect(identifierFrom(EVERYTHING, by, ['by'])).toBeNull();
    expect(() => requireIdentifier(EVERYTHING, by, ['input', 'by'])).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_CUSTOMER', field: ['input', 'by', 'id'] }),
    );
  });

  it.each([
    [{}, ['by']],
    [{ email: '' }, ['by']],
    [{ email: 'nonsense' }, ['by', 'email']],
    [{ phone: '12' }, ['by', 'phone']],
    [{ externalId: { source: 'shop', id: ' ' } }, ['by', 'externalId', 'id']],
  ])('%j is refused at the part that is wrong', (by, field) => {
    expect(() => identifierFrom(EVERYTHING, by as CustomerIdentifier, ['by'])).toThrow(
      expect.objectContaining({ field }),
    );
  });
});
