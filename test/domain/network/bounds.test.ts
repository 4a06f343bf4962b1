import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../domain/errors.ts';
import { TIE_KINDS } from '../../../domain/events.ts';
import { buildCsr } from '../../../domain/graph/kernel/csr.ts';
import type { Partition } from '../../../domain/graph/louvain.ts';
import { calibrationMismatches } from '../../../domain/network/calibration-fit.ts';
import {
  calibrate,
  customerKappa,
  fixedCalibration,
  supportedShare,
  type CalibrationChoices,
} from '../../../domain/network/calibration.ts';
import { describeCommunities, keepIds } from '../../../domain/network/communities.ts';
import { withinEvidence } from '../../../domain/network/direct-credit.ts';
import { directionTest, follows } from '../../../domain/network/direction-test.ts';
import { itemHistory, seek, type ItemLog } from '../../../domain/network/item-log.ts';
import { reachSampler } from '../../../domain/network/reverse-reachable.ts';
import { valueAtRisk } from '../../../domain/network/ripple.ts';
import { seedSet } from '../../../domain/network/seeding.ts';
import { attentionOf, creditShares, recentActivity } from '../../../domain/network/ties.ts';
import { seededUniform } from '../../../domain/numerics/random.ts';
import { DAY_MS } from '../../../domain/time/time.ts';
import { arcs } from './graphs.ts';
import { miniNetwork, tieColumns, type TieRow } from './networks.ts';

describe('ties', () => {
  const good = tieColumns(2, [{ from: 0, to: 1 }]);
  it.each([
    ['to', { to: new Int32Array(2) }],
    ['kind', { kind: new Uint8Array(0) }],
    ['weight', { weight: new Float64Array(2) }],
    ['atMs', { atMs: new Float64Array(0) }],
  ])('with a column %s of another length are refused', (_, changed) => {
    expect(() => attentionOf({ ...good, ...changed }, 0)).toThrow('differ in length');
  });
  it.each([
    ['from', { from: Int32Array.of(2) }],
    ['to', { to: Int32Array.of(-1) }],
    ['kind', { kind: Uint8Array.of(TIE_KINDS.length) }],
    ['weight', { weight: Float64Array.of(-1) }],
    ['weight', { weight: Float64Array.of(Infinity) }],
  ])('with %s out of range are refused', (_, changed) => {
    expect(() => attentionOf({ ...good, ...changed }, 0)).toThrow(DomainError);
    expect(() =>
      attentionOf({ ...good, kind: Uint8Array.of(TIE_KINDS.length - 1), weight: Float64Array.of(0) }, 0),
    ).not.toThrow();
  });
  it('need activity, and κ, per customer, κ from 0 to below 1', () => {
    expect(() => attentionOf(good, 0, new Float64Array(3))).toThrow('activity');
    const attention = attentionOf(good, 0);
    expect(() => creditShares(attention, new Float64Array(3))).toThrow('one entry per customer');
    expect(() => creditShares(attention, Float64Array.of(0.1, -0.1))).toThrow('kappa');
    expect([...creditShares(attention, Float64Array.of(0.3, 0.4)).given]).toEqual([0.3, 0]);
    expect([...creditShares(attention, 0).given]).toEqual([0, 0]);
    expect([...creditShares(attention, 0.25).followed]).toEqual([1, 1]);
  });
  it('tell how much a follower gets to see: strength times activity', () => {
    const ties = tieColumns(3, [
      { from: 2, to: 0, weight: 2 },
      { from: 2, to: 1, kind: 'TRUST' },
    ]);
    expect([...attentionOf(ties, 0, Float64Array.of(3, 5, 9)).exposure]).toEqual([0, 0, 2 * 3 + 2 * 5]);
    expect([...attentionOf(ties, 0).exposure]).toEqual([0, 0, 4]);
    expect([...attentionOf(ties, 0, Float64Array.of(0, 0, 9)).exposure]).toEqual([0, 0, 0]);
  });
  it('dated after the instant count as fresh, and those to oneself not at all', () => {
    const weights = (...rows: TieRow[]): number[] => [...attentionOf(tieColumns(3, rows), 100 * DAY_MS).arcs.weight];
    const like = { from: 2, kind: 'LIKE' } as const;
    expect(weights({ ...like, to: 0, atDay: 100 }, { ...like, to: 1, atDay: 500 })).toEqual([0.5, 0.5]);
    expect(weights({ ...like, to: 2, atDay: 100 })).toEqual([]);
  });
  it('are looked up by follower and followed', () => {
    const attention = attentionOf(
      tieColumns(
        5,
        [1, 2, 4].map((to) => ({ from: 3, to })),
      ),
      0,
    );
    expect([0, 1, 2, 3, 4].map((to) => follows(attention, 3, to))).toEqual([false, true, true, false, true]);
    expect(follows(attention, 1, 3)).toBe(false);
  });
  it('activity counts acts of the as-of day whole, and none of later', () => {
    expect([...recentActivity(2, Int32Array.of(0, 1), Int32Array.of(100, 101), 100, 30)]).toEqual([1, 0]);
  });
});

describe('a log of purchases', () => {
  const log: ItemLog = {
    customerCount: 3,
    itemCount: 2,
    customer: Int32Array.of(2, 0, 2, 2, 2),
    item: Int32Array.of(1, 0, 0, 1, 1),
    day: Int32Array.of(5, -3, 9, 5, -7),
  };
  it('is sorted by customer, item and day; the same item twice on one day counts once', () => {
    const { offsets, item, day } = itemHistory(log);
    expect([[...offsets], [...item], [...day]]).toEqual([
      [0, 1, 1, 4],
      [0, 0, 1, 1],
      [-3, 9, -7, 5],
    ]);
    const { offsets: none } = itemHistory({
      ...log,
      customer: new Int32Array(0),
      item: new Int32Array(0),
      day: new Int32Array(0),
    });
    expect([...none]).toEqual([0, 0, 0, 0]);
  });
  it.each([
    ['customer', { customer: Int32Array.of(3, 0, 0, 0, 0) }],
    ['customer', { customer: Int32Array.of(-1, 0, 0, 0, 0) }],
    ['item', { item: Int32Array.of(2, 0, 0, 0, 0) }],
    ['item', { item: Int32Array.of(-1, 0, 0, 0, 0) }],
    ['item', { item: new Int32Array(4) }],
    ['day', { day: new Int32Array(6) }],
  ])('that points outside by its %s is refused', (_, changed) => {
    expect(() => itemHistory({ ...log, ...changed })).toThrow(DomainError);
  });
  it('finds the first row at or after an item and day as a plain search does', () => {
    const rows = fc.array(fc.tuple(fc.nat(3), fc.nat(9)), { maxLength: 40 });
    fc.assert(
      fc.property(rows, fc.nat(4), fc.integer({ min: -1, max: 10 }), fc.nat(), (pairs, item, day, from) => {
        const history = itemHistory({
          customerCount: 1,
          itemCount: 4,
          customer: new Int32Array(pairs.length),
          item: Int32Array.from(pairs, ([of]) => of),
          day: Int32Array.from(pairs, ([, on]) => on),
        });
        const end = history.item.length;
        const begin = end === 0 ? 0 : from % end;
        const plain = [...history.item.keys()].find(
          (row) =>
            row >= begin && (history.item[row]! > item || (history.item[row] === item && history.day[row]! >= day)),
        );
        expect(seek(history, begin, end, item, day)).toBe(plain ?? end);
      }),
    );
  });
});

describe('a calibration', () => {
  const base: CalibrationChoices = { version: 3, asOfMs: 5 * DAY_MS };
  const attention = attentionOf(tieColumns(3, [{ from: 1, to: 0 }]), 0);
  it('holds what was chosen, and says what was not', () => {
    const chosen = { windowDays: 7, shrinkage: 4, kappaMax: 0.25, activityHalfLifeDays: 11, evidenceHalfLifeDays: 13 };
    expect(calibrate(null, attention, { ...base, ...chosen, h: 0.5 })).toMatchObject({
      ...chosen,
      version: 3,
      asOfMs: 5 * DAY_MS,
      evidenceEndsMs: 5 * DAY_MS,
      mode: 'MEASURED',
      fixedKappa: null,
      h: 0.5,
      hSource: 'OPERATOR',
      exposureRate: null,
      evidence: { followers: 0, purchases: 0, followedPurchases: 0, directionTest: null },
    });
    expect(calibrate(null, attention, base)).toMatchObject({
      windowDays: 90,
      shrinkage: 10,
      kappaMax: 0.5,
      activityHalfLifeDays: 90,
      evidenceHalfLifeDays: 365,
      hSource: 'PRIOR',
    });
  });
  it.each([
    ['h', { h: -0.1 }],
    ['kappaMax', { kappaMax: -0.1 }],
    ['shrinkage', { shrinkage: 0 }],
    ['window', { windowDays: 0.5 }],
  ])('of a %s that means nothing is refused', (_, choice) => {
    expect(() => calibrate(null, attention, { ...base, ...choice })).toThrow(DomainError);
  });
  it('takes choices at their very bounds', () => {
    for (const choice of [{ h: 0 }, { h: 1 }, { kappaMax: 0 }, { windowDays: 1 }])
      expect(calibrate(null, attention, { ...base, ...choice })).toMatchObject(choice);
    expect(fixedCalibration(0, base)).toMatchObject({ mode: 'FIXED', fixedKappa: 0 });
    expect(fixedCalibration(0.5, base).fixedKappa).toBe(0.5);
    expect(() => fixedCalibration(-0.1, base)).toThrow('kappa');
  });

  /** One follower whose purchases are all followed a day after; everybody else buys nothing. */
  const measuredWith = (purchases: number) => {
    const days = Array.from({ length: purchases }, (_, k) => 1000 + 100 * k);
    const history = itemHistory({
      customerCount: 3,
      itemCount: 1,
      customer: Int32Array.from([...days, ...days], (_, k) => (k < purchases ? 1 : 0)),
      item: new Int32Array(2 * purchases),
      day: Int32Array.from([...days, ...days.map((day) => day - 1)]),
    });
    return calibrate(history, attention, { ...base, asOfMs: 1e5 * DAY_MS, windowDays: 10 });
  };
  it('measures from a hundred purchases, and tests the direction from a hundred pairs, on', () => {
    expect(measuredWith(99)).toMatchObject({ kappaBarSource: 'DEFAULT', hSource: 'PRIOR', exposureRate: null });
    expect(measuredWith(100)).toMatchObject({
      kappaBarSource: 'MEASURED',
      kappaBar: 1,
      hSource: 'DIRECTION_TEST',
      evidence: { followers: 1, purchases: 100, followedPurchases: 100 },
    });
  });
  it('supports h (followed + m κ̄)/(n + m) of who follows, κ where it is fixed, nothing of the others', () => {
    const calibration = { ...calibrate(null, attention, { ...base, h: 0.5, shrinkage: 4 }), kappaBar: 0.2 };
    const counts = { purchases: Float64Array.of(9, 6, 9), followed: Float64Array.of(9, 3, 9) };
    expect([...supportedShare(calibration, attention, counts)]).toEqual([0, (0.5 * (3 + 0.8)) / 10, 0]);
    expect([...supportedShare(calibration, attention, null)]).toEqual([0, expect.closeTo(0.1, 15), 0]);
    expect([...supportedShare(fixedCalibration(0.4, base), attention, counts)]).toEqual([0, 0.4, 0]);
    expect([...customerKappa(calibration, attention, counts)]).toEqual([0, (0.5 * (3 + 0.8)) / 10, 0]);
  });
  it('is old when customers went on buying for more than a year, not at a year', () => {
    const fixed = {
      ...fixedCalibration(0.2, base),
      evidence: { ...fixedCalibration(0.2, base).evidence, purchases: 1 },
    };
    const old = (lastPurchaseDay: number) => calibrationMismatches(fixed, { asOfMs: 1e9 * DAY_MS, lastPurchaseDay });
    expect([old(370), old(371)]).toEqual([[], ['EVIDENCE_OLD']]);
    expect(calibrationMismatches(fixed, { asOfMs: 5 * DAY_MS, lastPurchaseDay: -Infinity })).toEqual([]);
  });
});

describe('the direction test', () => {
  const test = (rows: readonly (readonly [customer: number, item: number, day: number])[], ties: readonly TieRow[]) =>
    directionTest(
      itemHistory({
        customerCount: 4,
        itemCount: 9,
        customer: Int32Array.from(rows, ([customer]) => customer),
        item: Int32Array.from(rows, ([, item]) => item),
        day: Int32Array.from(rows, ([, , day]) => day),
      }),
      attentionOf(tieColumns(4, ties), 0),
      10,
    );
  it('knows nothing without pairs', () => {
    expect(
      test(
        [
          [0, 0, 1],
          [1, 1, 2],
        ],
        [{ from: 1, to: 0 }],
      ),
    ).toMatchObject({
      windowDays: 10,
      oneWayTies: 1,
      before: 0,
      after: 0,
      ratio: null,
      causalShare: null,
      causalShareBeyondTiming: null,
      interval95: null,
      isBeyondChance: false,
    });
  });
  it('counts pairs 1 to W days apart either way, of one-way ties alone', () => {
    const found = test(
      [
        [0, 0, 100],
        [1, 0, 110],
        [0, 1, 100],
        [1, 1, 111],
        [0, 2, 100],
        [1, 2, 100],
        [0, 3, 100],
        [1, 3, 90],
        [2, 4, 100],
        [3, 4, 101],
        [0, 5, 100],
        [1, 5, 101],
      ],
      [
        { from: 1, to: 0 },
        { from: 2, to: 3 },
        { from: 3, to: 2 },
      ],
    );
    expect(found).toMatchObject({ oneWayTies: 1, after: 2, before: 1, ratio: 2, causalShare: 0.5 });
  });
});

describe('direct credit', () => {
  const shares = (kappa: Float64Array) => ({
    follower: kappa,
    followed: new Float64Array(kappa.length).fill(1),
    given: kappa,
  });
  it('is nothing where the evidence supports nothing', () => {
    const { shares: cut, directCredit } = withinEvidence(
      shares(Float64Array.of(0.4, 0.2)),
      Float64Array.of(0, 0),
      Float64Array.of(10, 20),
    );
    expect([[...cut.given], [...cut.follower]]).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(directCredit).toEqual({ creditedMinor: 0, supportedMinor: 0, cutTo: 0 });
    expect(cut.followed).toEqual(Float64Array.of(1, 1));
  });
  it('needs one share, one support and one value per customer', () => {
    expect(() => withinEvidence(shares(new Float64Array(1)), new Float64Array(2), new Float64Array(2))).toThrow(
      'length',
    );
    expect(() => withinEvidence(shares(new Float64Array(2)), new Float64Array(1), new Float64Array(2))).toThrow(
      'length',
    );
  });
});

describe('communities', () => {
  const partition = (...community: number[]): Partition => ({
    community: Int32Array.from(community),
    count: Math.max(...community) + 1,
    modularity: 0,
  });
  it('of equal overlaps keep the older id, then go to the lower number', () => {
    expect([...keepIds(partition(0, 0, 1, 1), { idOf: Int32Array.of(5, 3, 5, 3), nextId: 6 }).ids]).toEqual([3, 5]);
    expect([...keepIds(partition(0, 1), { idOf: Int32Array.of(2, 2), nextId: 3 }).ids]).toEqual([2, 3]);
    expect(keepIds(partition(0, 1), { idOf: Int32Array.of(-1, -1), nextId: 7 })).toMatchObject({ nextId: 9 });
  });
  it('name five leaders unless asked for more, equal ones by number', () => {
    const eight = partition(0, 0, 0, 0, 0, 0, 0, 0);
    const leaders = (standing: number[], count?: number): readonly number[] =>
      describeCommunities(eight, keepIds(eight), arcs(8), new Float64Array(8), Float64Array.from(standing), count)[0]!
        .leaders;
    expect(leaders([1, 1, 1, 1, 1, 1, 1, 1])).toEqual([0, 1, 2, 3, 4]);
    expect(leaders([0, 1, 2, 3, 4, 5, 6, 7])).toEqual([7, 6, 5, 4, 3]);
    expect(leaders([3, 9, 3, 9, 0, 3, 0, 0], 3)).toEqual([1, 3, 0]);
  });
  it('weigh a tie 1 where none is said, and count ties that leave in both', () => {
    const two = partition(0, 0, 1);
    const found = describeCommunities(
      two,
      keepIds(two),
      arcs(3, [0, 1], [1, 2]),
      Float64Array.of(1, 2, 4),
      new Float64Array(3),
    );
    expect(found).toEqual([
      { id: 0, size: 2, value: 3, innerShare: 2 / 3, leaders: [0, 1] },
      { id: 1, size: 1, value: 4, innerShare: 0, leaders: [2] },
    ]);
  });
});

describe('an explanation', () => {
  it('is refused for nobody', () => {
    const network = miniNetwork();
    for (const nobody of [-1, 3, 0.5]) {
      expect(() => valueAtRisk(network, Float64Array.of(1, 1, 1), [nobody])).toThrow(DomainError);
    }
  });
});

describe('whom to give a sample to', () => {
  it('is asked with a whole number of seeds, an ε above 0 and a probability from 0', () => {
    const csr = buildCsr(arcs(3, [0, 1]));
    for (const k of [0.5, -1, Number.NaN]) expect(() => seedSet(csr, k)).toThrow('seeds');
    for (const epsilon of [0, -1, 1 - 1 / Math.E]) expect(() => seedSet(csr, 1, { epsilon })).toThrow('epsilon');
    expect(() => seedSet(csr, 1, { probability: -0.1 })).toThrow('probability');
    expect(seedSet(buildCsr(arcs(0)), 3)).toEqual({
      seeds: new Int32Array(0),
      spread: 0,
      interval: [0, 0],
      samples: 0,
      epsilon: 0.1,
    });
  });
  it('draws the sets that would have moved a root, the root first, and forgets them when told', () => {
    // 0 follows 1 follows 2: whoever is given a sample moves those who follow.
    const sampler = reachSampler(buildCsr(arcs(4, [0, 1], [1, 2])), 1, seededUniform(1));
    expect([sampler.draw(0), sampler.draw(2), sampler.draw(3), sampler.draw(0)]).toEqual([3, 1, 1, 3]);
    const { count, starts, members } = sampler.sets();
    expect([count, [...starts], [...members]]).toEqual([4, [0, 3, 4, 5, 8], [0, 1, 2, 2, 3, 0, 1, 2]]);
    sampler.clear();
    expect(sampler.sets().count).toBe(0);
    expect([sampler.draw(1), [...sampler.sets().members]]).toEqual([2, [1, 2]]);
  });
  it('goes on beyond the room it began with', () => {
    const sampler = reachSampler(buildCsr(arcs(4, [0, 1], [1, 2], [2, 3])), 1, seededUniform(1));
    for (let draw = 0; draw < 3000; draw++) sampler.draw(draw % 2);
    const { count, starts, members } = sampler.sets();
    expect([count, starts.length, members.length]).toEqual([3000, 3001, 1500 * 4 + 1500 * 3]);
    expect([...members.subarray(starts[2998], starts[3000])]).toEqual([0, 1, 2, 3, 1, 2, 3]);
  });
  it('follows a tie as often as its probability says, with weights and without', () => {
    const reached = (probability: number | 'wc', weight?: Float64Array): number => {
      const csr = buildCsr({ ...arcs(3, [0, 1], [0, 2]), ...(weight ? { weight } : {}) });
      const sampler = reachSampler(csr, probability, seededUniform(5));
      for (let draw = 0; draw < 20_000; draw++) sampler.draw(0);
      return sampler.sets().members.filter((node) => node === 1).length / 20_000;
    };
    expect(reached(0.2)).toBeCloseTo(0.2, 1);
    expect(Math.abs(reached(0.2) - 0.2)).toBeLessThan(0.012);
    expect(Math.abs(reached('wc') - 0.5)).toBeLessThan(0.015);
    expect(Math.abs(reached('wc', Float64Array.of(1, 3)) - 0.25)).toBeLessThan(0.013);
    expect(reached(0)).toBe(0);
  });
});
