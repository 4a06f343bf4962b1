import { describe, expect, it } from 'vitest';
import type { Interaction, Order, OrderLine, Referral } from '../../../domain/events.ts';
import {
  addUp,
  checkAmount,
  checkClaim,
  checkEvent,
  checkInstant,
  isAmount,
  maxAmount,
  MAX_AMOUNT_MINOR,
  MAX_INSTANT_MS,
  MAX_MAGNITUDE,
} from '../../../domain/money/bounds.ts';
import { interaction, order } from '../events.ts';

/** What is refused, and where; null when nothing is. */
const refusal = (check: () => void): { field: readonly string[]; code: string } | null => {
  try {
    check();
    return null;
  } catch (error) {
    const { field, code } = error as { field: readonly string[]; code: string };
    return { field, code };
  }
};

const line = (changed: Partial<OrderLine>): OrderLine => ({ ...order(0).lines[0]!, ...changed });
const withLines = (...lines: Partial<OrderLine>[]): Order => ({ ...order(1000), lines: lines.map(line) });
const invalid = (...field: string[]) => ({ field, code: 'INVALID' });
const tooLarge = (...field: string[]) => ({ field, code: 'AMOUNT_TOO_LARGE' });

describe('an amount', () => {
  it('is whole and at most the bound, either side of 0', () => {
    expect([0, -1, MAX_AMOUNT_MINOR, -MAX_AMOUNT_MINOR].every(isAmount)).toBe(true);
    expect([0.5, Number.NaN, Infinity, MAX_AMOUNT_MINOR + 1, -MAX_AMOUNT_MINOR - 1].some(isAmount)).toBe(false);
  });
  it('has its bound said in whole units of the currency, without separators', () => {
    expect([0, 2, 3].map(maxAmount)).toEqual(['1000000000000', '10000000000', '1000000000']);
  });
  it('beyond the bound is refused by name, and the message says the bound', () => {
    expect(refusal(() => checkAmount(MAX_AMOUNT_MINOR, ['net']))).toBeNull();
    expect(refusal(() => checkAmount(MAX_AMOUNT_MINOR + 1, ['net']))).toEqual(tooLarge('net'));
    expect(() => checkAmount(Infinity, [])).toThrow(/1000000000000 minor units \(10000000000 where/);
  });
});

describe('an instant', () => {
  it('lies between 1970 and what 14 digits hold', () => {
    expect([0, 1, MAX_INSTANT_MS].map((at) => refusal(() => checkInstant(at, ['at'])))).toEqual([null, null, null]);
    for (const at of [-1, 0.5, Number.NaN, MAX_INSTANT_MS + 1])
      expect(
        refusal(() => checkInstant(at, ['at'])),
        String(at),
      ).toEqual(invalid('at'));
  });
});

describe('the lines of an order', () => {
  it('add up as absolute values, so that any part of them does', () => {
    const half = MAX_AMOUNT_MINOR / 2;
    expect(addUp([])).toBe(true);
    expect(addUp([{ netMinor: half }, { netMinor: -half }])).toBe(true);
    expect(addUp([{ netMinor: half }, { netMinor: -half - 1 }])).toBe(false);
    expect(addUp([{ netMinor: 0, costMinor: half }, { netMinor: 0, costMinor: -half }, { netMinor: 5 }])).toBe(true);
    expect(
      addUp([
        { netMinor: 0, costMinor: half },
        { netMinor: 0, costMinor: -half - 1 },
      ]),
    ).toBe(false);
  });
});

describe('an event', () => {
  it('is taken up to every bound', () => {
    const lines = withLines({
      quantity: -MAX_MAGNITUDE,
      netMinor: MAX_AMOUNT_MINOR,
      costMinor: -MAX_AMOUNT_MINOR,
      returnedAt: 0,
    });
    expect(refusal(() => checkEvent({ ...lines, cancelledAt: MAX_INSTANT_MS }))).toBeNull();
    const spent = (effortMinutes: number): Interaction => interaction('OTHER', 0, 'i', { effortMinutes });
    expect(refusal(() => checkEvent(spent(MAX_MAGNITUDE)))).toBeNull();
    expect(refusal(() => checkEvent(interaction('OTHER', 0)))).toBeNull();
  });
  it.each<[string, Order | Interaction, ReturnType<typeof refusal>]>([
    ['before 1970', order(-1), invalid('occurredAt')],
    ['cancelled at no instant', { ...order(0), cancelledAt: 0.5 }, invalid('cancelledAt')],
    ['of too many', withLines({}, { quantity: MAX_MAGNITUDE + 1 }), invalid('lines', '1', 'quantity')],
    ['of no number', withLines({ quantity: Number.NaN }), invalid('lines', '0', 'quantity')],
    ['of too much', withLines({ netMinor: MAX_AMOUNT_MINOR + 1 }), tooLarge('lines', '0', 'net')],
    ['that cost too much', withLines({}, { costMinor: -MAX_AMOUNT_MINOR - 1 }), tooLarge('lines', '1', 'cost')],
    ['returned at no instant', withLines({ returnedAt: -1 }), invalid('lines', '0', 'returnedAt')],
    ['whose lines do not add up', withLines({ netMinor: MAX_AMOUNT_MINOR }, { netMinor: -1 }), tooLarge('lines')],
    [
      'that took for ever',
      interaction('OTHER', 0, 'i', { effortMinutes: MAX_MAGNITUDE + 1 }),
      invalid('effortMinutes'),
    ],
    ['that took no number', interaction('OTHER', 0, 'i', { effortMinutes: Number.NaN }), invalid('effortMinutes')],
  ])('%s is refused where it is wrong', (_, event, expected) => {
    expect(refusal(() => checkEvent(event))).toEqual(expected);
  });
});

describe('a claim', () => {
  const claim = (changed: Partial<Referral>): ReturnType<typeof refusal> =>
    refusal(() => checkClaim({ at: 1, ...changed }));
  it('is taken with what it may leave out, and up to every bound', () => {
    expect(claim({})).toBeNull();
    expect(claim({ expiresAt: 0, rewardMinor: MAX_AMOUNT_MINOR, savedAcquisitionCostMinor: 0 })).toBeNull();
  });
  it('is refused where it is wrong', () => {
    expect(claim({ at: -1 })).toEqual(invalid('at'));
    expect(claim({ expiresAt: -1 })).toEqual(invalid('expiresAt'));
    expect(claim({ rewardMinor: MAX_AMOUNT_MINOR + 1 })).toEqual(tooLarge('reward'));
    expect(claim({ savedAcquisitionCostMinor: -1 })).toEqual(invalid('savedAcquisitionCost'));
    expect(claim({ rewardMinor: -1 })).toEqual(invalid('reward'));
  });
});
