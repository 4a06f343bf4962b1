import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assignUnits,
  blockOf,
  drawInBlocks,
  inGlobalHoldout,
  lateArm,
  uniformOf,
} from '../../../domain/experiments/assignment.ts';
import { seededUniform } from '../../../domain/numerics/random.ts';

const half = [
  { key: 'mail', share: 0.5 },
  { key: 'holdout', share: 0.5 },
];
const ids = (n: number): string[] => Array.from({ length: n }, (_, i) => `C-${String(i).padStart(4, '0')}`);

describe('drawing arms', () => {
  it('is the first eight bytes of SHA-256, to published digits', () => {
    expect(uniformOf('summer-mail:1:C-0001')).toBeCloseTo(0.802840575766075, 15);
    expect(uniformOf('summer-mail:1:C-0002')).toBeCloseTo(0.876282594354763, 15);
    expect(uniformOf('summer-mail:1:C-0003')).toBeCloseTo(0.490557520030642, 15);
    expect(uniformOf('summer-mail:1:community/17')).toBeCloseTo(0.40454466727716, 15);
    expect(uniformOf('global-holdout:2026:C-0001')).toBeCloseTo(0.589237993243996, 15);
  });

  it('the same units get the same arms in any order; another salt or action is another draw', () => {
    const forecast = Float64Array.from({ length: 500 }, (_, i) => (i * 7919) % 97);
    const first = assignUnits('summer-mail', '1', half, { ids: ids(500), forecast });
    const turned = assignUnits('summer-mail', '1', half, {
      ids: ids(500).toReversed(),
      forecast: forecast.toReversed(),
    });
    expect(turned.arm.toReversed()).toEqual(first.arm);
    expect(turned.stratum.toReversed()).toEqual(first.stratum);
    const same = (action: string, salt: string): number => {
      const { arm } = assignUnits(action, salt, half, { ids: ids(500), forecast });
      return arm.filter((a, i) => a === first.arm[i]).length;
    };
    for (const agreed of [same('summer-mail', '2'), same('winter-mail', '1')]) {
      expect(agreed).toBeGreaterThan(200);
      expect(agreed).toBeLessThan(300);
    }
  });

  it('each block of alike forecasts holds every arm at its share; the unit with the lowest u is first', () => {
    const shares = [0.6, 0.2, 0.2];
    const arms = shares.map((share, i) => ({ key: String(i), share }));
    const uniform = seededUniform(1);
    const draw = Float64Array.from({ length: 100 }, uniform);
    const forecast = Float64Array.from({ length: 100 }, (_, i) => (i * 37) % 100);
    const { arm, stratum } = drawInBlocks(arms, draw, forecast, 0);
    for (let block = 0; block < 20; block++) {
      const members = [...stratum.keys()].filter((i) => stratum[i] === block).sort((a, b) => draw[a]! - draw[b]!);
      expect(members.map((i) => arm[i])).toEqual([0, 0, 0, 1, 2]);
      expect(members.map((i) => Math.floor(forecast[i]! / 5))).toEqual(Array<number>(5).fill(block));
    }
  });

  it('a short last block keeps the probability of each arm', () => {
    const arms = [
      { key: 'a', share: 0.8 },
      { key: 'holdout', share: 0.2 },
    ];
    let held = 0;
    for (let k = 0; k < 4000; k++) {
      const { arm } = assignUnits('x', String(k), arms, { ids: ['p', 'q', 'r'], forecast: null });
      if (arm[1] === 1) held++;
    }
    // ± 4 standard errors of .2 in 4,000.
    expect(Math.abs(held / 4000 - 0.2)).toBeLessThan(0.0253);
  });

  it('every arm has its share to within a block, whatever the shares and the number of units', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 19 }),
        fc.string(),
        (n, twentieths, salt) => {
          const share = twentieths / 20;
          const arms = [
            { key: 'a', share },
            { key: 'holdout', share: 1 - share },
          ];
          const { arm } = assignUnits('x', salt, arms, { ids: ids(n), forecast: null });
          const first = arm.filter((a) => a === 0).length;
          expect(Math.abs(first - share * n)).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('the block is the smallest that holds the shares', () => {
    const block = (...shares: number[]) => blockOf(shares.map((share, i) => ({ key: String(i), share }))).length;
    expect([
      block(0.5, 0.5),
      block(0.9, 0.1),
      block(0.85, 0.15),
      block(1 / 3, 1 / 3, 1 / 3),
      block(0.333, 0.667),
    ]).toEqual([2, 10, 20, 3, 1000]);
    for (const shares of [[1], [0.5, 0.4], [0.5, 0.5, 0], [1.2, -0.2], [0.123456, 0.876544], [Number.NaN, 1]])
      expect(() => block(...shares)).toThrow(expect.objectContaining({ code: 'INVALID' }));
  });

  it('whoever comes late gets an arm by cumulative shares of u', () => {
    const arms = [
      { key: 'a', share: 0.3 },
      { key: 'b', share: 0.3 },
      { key: 'holdout', share: 0.4 },
    ];
    expect([0, 0.29, 0.3, 0.59, 0.61, 1].map((u) => lateArm(arms, u))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('the global holdout is its share, and another one each year', () => {
    const held = (year: number) => ids(10_000).filter((id) => inGlobalHoldout(id, year, 0.05));
    const both = held(2026).filter((id) => inGlobalHoldout(id, 2027, 0.05));
    expect(Math.abs(held(2026).length - 500)).toBeLessThan(90);
    expect(both.length).toBeLessThan(50);
    expect(inGlobalHoldout('C-0001', 2026, 0.59)).toBe(true);
    expect(inGlobalHoldout('C-0001', 2026, 0.58)).toBe(false);
  });
});
