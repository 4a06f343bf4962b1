import { describe, expect, it } from 'vitest';
import { factFault, type Fact } from '../../../domain/facts/facts.ts';
import { shareOfWallet } from '../../../domain/facts/wallet.ts';
import { DAY_MS } from '../../../domain/time/time.ts';

const NOW = 20_000 * DAY_MS;
const told = (value: string | null, daysAgo: number, rest: Partial<Fact> = {}): Fact => ({
  kind: 'FACT',
  source: 'survey',
  id: `${value} ${daysAgo}`,
  type: 'WALLET',
  value,
  occurredAt: NOW - daysAgo * DAY_MS,
  ...rest,
});
const paid = [
  { at: NOW - 366 * DAY_MS, minor: 99_900 },
  { at: NOW - 364 * DAY_MS, minor: 20_000 },
  { at: NOW, minor: 11_000 },
  { at: NOW - DAY_MS, minor: -1000 },
  { at: NOW + 1, minor: 70_000 },
];

describe('share of wallet', () => {
  it('is what was spent here in a year, less what went back, of what was told they spend with everybody', () => {
    const { told: by, ...share } = shareOfWallet([told('1000', 500), told('1200.00', 40), told('1', -1)], paid, NOW, 2);
    expect(by).toMatchObject({ source: 'survey', value: '1200.00' });
    expect(share).toEqual({
      walletMinor: 120_000,
      spentMinor: 30_000,
      share: 0.25,
      reason: null,
      from: NOW - 365 * DAY_MS,
      to: NOW,
    });
    expect(shareOfWallet([told('1200', 40)], paid, NOW, 0).walletMinor).toBe(1200);
  });

  it('is never invented: not told, run out, taken back, or less than was spent here', () => {
    for (const facts of [[], [told('900', 90, { expiresAt: NOW })], [told('900', 90), told(null, 3)]])
      expect(shareOfWallet(facts, paid, NOW, 2)).toMatchObject({
        told: null,
        walletMinor: null,
        share: null,
        spentMinor: 30_000,
        reason: 'NOT_TOLD',
      });
    expect(shareOfWallet([told('299.99', 9)], paid, NOW, 2)).toMatchObject({
      walletMinor: 29_999,
      share: null,
      reason: 'MORE_THAN_TOLD',
    });
    expect(shareOfWallet([told('300', 9)], paid, NOW, 2).share).toBe(1);
    expect(shareOfWallet([told('300', 9)], [{ at: NOW, minor: -5 }], NOW, 2)).toMatchObject({
      share: 0,
      spentMinor: -5,
    });
  });

  it.each(['', '0', '0.00', '-5', '12,50', '1e4', 'EUR 12', '12345678901', '1.2345'])('%j is no wallet', (value) => {
    expect(factFault({ type: 'WALLET', value, occurredAt: NOW })?.field).toBe('value');
  });
  it('an amount is one, and so is its end', () => {
    for (const value of ['0.01', '1199.95', '9999999999', null])
      expect(factFault({ type: 'WALLET', value, occurredAt: NOW })).toBeNull();
  });
});
