import { describe, expect, it } from 'vitest';
import { groupAffinity, habits } from '../../../domain/opportunities/personalisation.ts';
import { opportunitiesOf, piecesPerYear, type Market } from '../../../domain/opportunities/opportunities.ts';
import { decodeMarket, encodeMarket } from '../../../published/market.ts';
import { DAY_MS, dayOf } from '../../../domain/time/time.ts';
import { interaction, order } from '../events.ts';

const peers = (group: string, change: object = {}) => ({
  group,
  buyers: 50,
  service: false,
  revenuePerDay: 2000,
  revenuePerPiece: 500,
  daysPerYear: 2,
  repeatShare: 0.5,
  medianPieces: 4,
  ...change,
});
const market: Market = {
  groups: [peers('bikes'), peers('helmets'), peers('repair', { service: true, revenuePerDay: 5000 })],
  rules: [
    { antecedent: 0, consequent: 1, customers: 30, support: 0.3, confidence: 0.6, lift: 1.2, adoption: 0.2 },
    { antecedent: 0, consequent: 2, customers: 20, support: 0.2, confidence: 0.4, lift: 1.1, adoption: null },
  ],
  buyers: 100,
  marginShare: 0.4,
  meanReturnProbability: 0.5,
  horizonDays: 365.25,
  day: 1000,
};
const bikes = { firstDay: 0, days: 3, quantity: 3, revenueMinor: 9000, service: false };

describe('opportunities', () => {
  it('are a further group, a service and more of the same, by expected margin', () => {
    const found = opportunitiesOf(market, ['bikes'], [bikes], 0.8);
    const own = piecesPerYear(bikes, 1000);
    expect(found.map(({ kind, target }) => [kind, target])).toEqual([
      ['UP_SELL', 'repair'],
      ['CROSS_SELL', 'helmets'],
      ['DEEP_SELL', 'bikes'],
    ]);
    const [up, cross, deep] = found;
    // Without a window of history: confidence, if the customer returns.
    expect(up).toMatchObject({ probability: expect.closeTo(0.32, 12), expectedMarginMinor: 2000 });
    // What others did, for somebody 1.6 times as likely to return.
    expect(cross!.probability).toBeCloseTo(0.32, 12);
    expect(cross).toMatchObject({ expectedMarginMinor: 800, expectedOverLifetimeMinor: 768 });
    expect(deep!.probability).toBeCloseTo(0.4, 12);
    expect(deep!.expectedMarginMinor).toBe(Math.round((4 - own) * 500 * 0.4));
    expect(deep!.because).toEqual({ kind: 'PEERS', own, median: 4, buyers: 50 });
  });
  it('are never likelier than a return, and none where nothing is left to sell', () => {
    const sure = { ...market, rules: market.rules.map((rule) => ({ ...rule, adoption: 0.9 })) };
    expect(opportunitiesOf(sure, ['bikes'], [bikes], 0.7)[0]!.probability).toBe(0.7);
    const all = market.groups.map(({ group }) => group);
    const much = { ...bikes, quantity: 999 };
    expect(opportunitiesOf(market, all, [much, much, much], 0.7)).toEqual([]);
    expect(opportunitiesOf(market, ['other'], [bikes], 0.7)).toEqual([]);
    expect(opportunitiesOf(market, [], [], 0.7)).toEqual([]);
  });
  it('come back from the published text as they were', () => {
    const exact = decodeMarket(encodeMarket(market))!;
    expect(exact.groups).toEqual(market.groups);
    expect(exact.rules[0]).toMatchObject({ customers: 30, adoption: 0.2, support: 0.3, confidence: 0.6 });
    expect(exact.rules[0]!.lift).toBeCloseTo(1.2, 12);
    expect(decodeMarket('{"layout":99,"groups":[],"rules":[]}')).toBeNull();
  });
});

describe('what a frontend is told', () => {
  const hour = (at: number): number => Math.floor(at / 3_600_000) % 24;
  it('where and when a customer acts, recent actions first', () => {
    const old = [1, 2, 3].map((n) => interaction('PAGE_VIEW', n * DAY_MS, undefined, { channel: 'WEB' }));
    const lately = [1, 2].map((n) =>
      interaction('PORTAL_LOGIN', (1000 + n) * DAY_MS + 7 * 3_600_000, undefined, { channel: 'PORTAL' }),
    );
    const received = interaction('NEWSLETTER_RECEIVED', 1002 * DAY_MS, undefined, { channel: 'EMAIL' });
    expect(habits([...old, ...lately, received], dayOf, hour)).toEqual({ channel: 'PORTAL', hour: 7 });
    expect(habits(old, dayOf, hour)).toEqual({ channel: 'WEB', hour: 0 });
    expect(habits([received], dayOf, hour)).toEqual({ channel: null, hour: null });
  });
  it('groups by fading revenue, to 1 in all', () => {
    const shares = groupAffinity([order(0, { groups: ['a', 'b'] }), order(1000 * DAY_MS, { groups: ['b'] })], dayOf);
    expect(shares.map(({ group }) => group)).toEqual(['b', 'a']);
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(shares[1]!.share).toBeLessThan(0.03);
    expect(groupAffinity([], dayOf)).toEqual([]);
  });
});
