import { describe, expect, it } from 'vitest';
import { DomainError, InvalidInputError, isLasting, KringError, VisibleError } from '../../domain/errors.ts';
import { isReturn, isTieWeight, supersedesTie } from '../../domain/events.ts';

describe('a line that gives back', () => {
  it('has less than no pieces or less than no amount; a free line gives nothing back', () => {
    const line = (quantity: number, netMinor: number): boolean => isReturn({ quantity, netMinor });
    expect([line(1, 5), line(1, 0), line(0, 0)]).toEqual([false, false, false]);
    expect([line(-1, -5), line(-1, 0), line(1, -5)]).toEqual([true, true, true]);
  });
});

describe('a tie', () => {
  it('weighs 0, or from 1e-9 to 1e9', () => {
    expect([0, 1e-9, 1, 1e9].every(isTieWeight)).toBe(true);
    expect([-1, 0.9e-9, 1.1e9, Infinity, Number.NaN].some(isTieWeight)).toBe(false);
  });
  it('stands at its later instant, at one instant with the larger weight; of two alike neither goes before the other', () => {
    const tie = (at: number, weight: number) => ({ at, weight });
    expect(supersedesTie(tie(2, 1), tie(1, 9))).toBe(true);
    expect(supersedesTie(tie(1, 9), tie(2, 1))).toBe(false);
    expect(supersedesTie(tie(1, 2), tie(1, 1))).toBe(true);
    expect(supersedesTie(tie(1, 1), tie(1, 2))).toBe(false);
    expect(supersedesTie(tie(1, 1), tie(1, 1))).toBe(false);
  });
});

describe('a failure', () => {
  it('carries its code, its message, what caused it, and facts; its name is its code', () => {
    const cause = new Error('below');
    const failure = new VisibleError('SOME_CODE', 'do this', { cause, details: { at: 1 } });
    expect(failure).toMatchObject({
      code: 'SOME_CODE',
      message: 'do this',
      cause,
      details: { at: 1 },
      name: 'SOME_CODE',
    });
    expect(new KringError('X', 'y')).toMatchObject({ details: {}, name: 'X' });
    expect(Object.hasOwn(new KringError('X', 'y'), 'cause')).toBe(false);
  });
  it('of input says where, and is INVALID unless it has a code of its own', () => {
    expect(new InvalidInputError(['lines', '0'], 'no')).toMatchObject({
      code: 'INVALID',
      field: ['lines', '0'],
      details: { field: ['lines', '0'] },
    });
    expect(new InvalidInputError([], 'no', { code: 'TOO_LARGE', cause: 1 })).toMatchObject({
      code: 'TOO_LARGE',
      cause: 1,
    });
  });
  it('lasts where repeating does not mend it: of a calculation, or of data it cannot take', () => {
    const lasting = [
      new DomainError('x'),
      new InvalidInputError([], 'x'),
      new TypeError(),
      new RangeError(),
      new SyntaxError(),
    ];
    expect(lasting.map(isLasting)).toEqual([true, true, true, true, true]);
    expect([new KringError('X', 'y'), new VisibleError('X', 'y'), new Error('x'), 'x', null].map(isLasting)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
    expect(new DomainError('x', { n: 1 })).toMatchObject({ code: 'DOMAIN', details: { n: 1 } });
  });
});
