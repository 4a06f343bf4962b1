import { describe, expect, it } from 'vitest';
import {
  communityUnits,
  drawDesign,
  tooFewCommunities,
  type Audience,
  type Design,
} from '../../../domain/experiments/designs.ts';
import { spread } from '../../../domain/experiments/exposure.ts';
import { networkEffect } from '../../../domain/experiments/network-effect.ts';
import { simulateDesigns, type SimulationInput } from '../../../domain/experiments/simulate.ts';
import { OUT_OF_ANALYSIS } from '../../../domain/experiments/types.ts';
import { seededUniform } from '../../../domain/numerics/random.ts';
import { karateClub } from '../network/graphs.ts';
import { normalFrom, outcomesIn, shopOf } from './shop.ts';

const arms = [
  { key: 'mail', share: 0.5 },
  { key: 'holdout', share: 0.5 },
];
const shop = shopOf(2000, { size: 20, share: 0.8 });
const audience: Audience = {
  member: Uint8Array.from({ length: 2000 }, (_, i) => (i % 50 === 7 ? 0 : 1)),
  forecast: shop.forecast,
  community: shop.community,
  arcs: shop.attention.arcs,
};
const drawn = (design: Design, seed: number, shares = arms) => {
  const uniform = seededUniform(seed);
  return drawDesign(design, shares, shares.length - 1, audience, () => uniform());
};

describe('designs', () => {
  it('every design gives members their shares and others nothing', () => {
    for (const design of ['USER', 'COMMUNITY', 'SATURATION', 'EGO'] as const) {
      const { arm } = drawn(design, 3);
      expect(arm.filter((_, i) => audience.member[i] === 0).every((a) => a === OUT_OF_ANALYSIS)).toBe(true);
      expect(Math.abs(arm.filter((a) => a === 0).length / 1960 - 0.5)).toBeLessThan(0.05);
    }
    const three = [
      { key: 'a', share: 0.3 },
      { key: 'b', share: 0.4 },
      { key: 'holdout', share: 0.3 },
    ];
    const { arm } = drawn('SATURATION', 4, three);
    expect(Math.abs(arm.filter((a) => a === 1).length / 1960 - 0.4)).toBeLessThan(0.06);
    expect(() =>
      drawn('SATURATION', 4, [
        { key: 'a', share: 0.95 },
        { key: 'holdout', share: 0.05 },
      ]),
    ).toThrow('.1 and .9');
  });

  it('communities stay together, saturated ones are nearly all or nearly none, and an ego is with whom they follow', () => {
    const treatedIn = (design: Design) => {
      const { arm, cluster } = drawn(design, 5);
      const sums = new Map<number, number[]>();
      for (const [i, a] of arm.entries())
        if (a !== OUT_OF_ANALYSIS) sums.set(cluster![i]!, [...(sums.get(cluster![i]!) ?? []), 1 - a]);
      return [...sums.values()].map((list) => list.reduce((x, y) => x + y, 0) / list.length);
    };
    expect(new Set(treatedIn('COMMUNITY'))).toEqual(new Set([0, 1]));
    expect(new Set(treatedIn('EGO'))).toEqual(new Set([0, 1]));
    const rates = treatedIn('SATURATION');
    expect(rates.every((rate) => rate < 0.4 || rate > 0.6)).toBe(true);
    expect(rates.filter((rate) => rate > 0.6).length).toBe(50);
  });

  it('a community of more than a twentieth of the audience is parted again; the same ties give the same units', () => {
    const karate = karateClub();
    const member = new Uint8Array(34).fill(1);
    const units = communityUnits(karate, member);
    const size = (of: Int32Array) =>
      Math.max(...Array.from(new Set(of), (unit) => of.filter((u) => u === unit).length));
    expect(size(units)).toBeLessThan(11);
    expect(communityUnits(karate, member)).toEqual(units);
    // Rings of 20 are below a twentieth of 2,000: nothing to part.
    expect(size(communityUnits(shop.attention.arcs, audience.member))).toBeLessThanOrEqual(120);
  });

  it('too few communities are refused', () => {
    expect(tooFewCommunities(audience)).toBeNull();
    expect(tooFewCommunities({ ...audience, community: shop.community.map((c) => c % 4) })).toBeCloseTo(4, 1);
  });
});

describe('the simulator', () => {
  const normal = normalFrom(seededUniform(8));
  const input: SimulationInput = {
    ...shop,
    audience,
    arms,
    control: 1,
    h: 0.4,
    residual: Float64Array.from({ length: 2000 }, () => normal()),
    target: 'TOTAL',
  };

  it('predicts the error that experiments then have', () => {
    const { designs, recommended } = simulateDesigns(input);
    expect(['COMMUNITY', 'SATURATION']).toContain(recommended);
    const uniform = seededUniform(21);
    for (const design of ['USER', 'COMMUNITY'] as const) {
      const totals: number[] = [];
      for (let k = 0; k < 40; k++) {
        const { arm, cluster } = drawDesign(design, arms, 1, audience, () => uniform());
        const z = Float64Array.from(arm, (a) => (a === 0 ? 1 : 0));
        const y = outcomesIn(shop, z, { tau: 3, h: 0.4, noise: 1 }, uniform);
        const counted = new Uint8Array(2000).fill(1);
        totals.push(
          networkEffect({
            ...shop,
            z,
            y,
            treatable: audience.member,
            counted,
            covariate: shop.forecast,
            shape: 'ADDITIVE',
            cluster,
          }).total.value,
        );
      }
      const mean = totals.reduce((a, b) => a + b) / totals.length;
      const sd = Math.sqrt(totals.reduce((sum, total) => sum + (total - mean) ** 2, 0) / (totals.length - 1));
      const predicted = designs.find((each) => each.design === design)!.standardError!.TOTAL;
      // sd of 40 is within a third, 3 errors of it.
      expect(predicted / sd).toBeGreaterThan(0.66);
      expect(predicted / sd).toBeLessThan(1.5);
      expect(
        mean / ((3 * spread(shop, 0.4, Float64Array.from(audience.member)).reduce((a, b) => a + b)) / 2000),
      ).toBeCloseTo(1, 1);
    }
  });

  it('finds communities better for the total, customers for the direct effect', () => {
    const { designs } = simulateDesigns(input);
    const error = (design: Design) => designs.find((each) => each.design === design)!.standardError!;
    expect(error('COMMUNITY').TOTAL).toBeLessThan(0.8 * error('USER').TOTAL);
    expect(error('USER').DIRECT).toBeLessThan(error('COMMUNITY').DIRECT);
    expect(simulateDesigns({ ...input, target: 'DIRECT' }).recommended).not.toBe('EGO');
  });

  it('refuses communities that are too few, and rates that the shares do not allow', () => {
    const few = simulateDesigns({ ...input, audience: { ...audience, community: shop.community.map((c) => c % 4) } });
    expect(few.designs.map(({ design, refused }) => [design, refused])).toEqual([
      ['USER', null],
      ['COMMUNITY', 'TOO_FEW_COMMUNITIES'],
      ['SATURATION', 'TOO_FEW_COMMUNITIES'],
      ['EGO', null],
    ]);
    expect([few.recommended, Math.round(few.tooFew!)]).toEqual(['USER', 4]);
    const rare = simulateDesigns({
      ...input,
      arms: [
        { key: 'mail', share: 0.95 },
        { key: 'holdout', share: 0.05 },
      ],
    });
    expect(rare.designs[2]).toMatchObject({ refused: 'SHARE_OUT_OF_RANGE', standardError: null });
  });
});
