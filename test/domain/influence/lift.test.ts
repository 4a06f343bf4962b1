import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareCapture, followedPurchases } from '../../../domain/influence/lift.ts';

const ragged = (days: readonly (readonly number[])[]) => ({
  offsets: Int32Array.from([0, ...days.map((_, i) => days.slice(0, i + 1).flat().length)]),
  day: Int32Array.from(days.flat()),
});

describe('followed purchases after a split', () => {
  it('count when they come within the window after one by the followed, on the day itself too, and not before the split', () => {
    // 1 follows 0, who bought on days 10 and 20.
    const arcs = { from: Int32Array.of(1), to: Int32Array.of(0) };
    const count = (days: readonly number[]) => followedPurchases(ragged([[10, 20], days]), arcs, 11, 3)[0];
    expect(count([12])).toBe(1);
    expect(count([13])).toBe(1);
    expect(count([14])).toBe(0);
    expect(count([20])).toBe(1);
    expect(count([19])).toBe(0);
    expect(count([11])).toBe(0);
    expect(count([12, 13, 21, 23, 24])).toBe(4);
  });

  it('counts one purchase for each customer it follows', () => {
    const arcs = { from: Int32Array.of(2, 2), to: Int32Array.of(0, 1) };
    expect([...followedPurchases(ragged([[5], [6], [7]]), arcs, 0, 7)]).toEqual([1, 1, 0]);
  });
});

describe('capture of the top tenth', () => {
  it('is the share of all outcome it had, and the difference has the jackknife error of a ratio', () => {
    // Ten customers; by one score the top tenth is the first, by the other the second.
    const outcome = Float64Array.of(6, 2, 2, 0, 0, 0, 0, 0, 0, 0);
    const first = Float64Array.from(outcome, (_, i) => (i === 0 ? 1 : 0));
    const second = Float64Array.from(outcome, (_, i) => (i === 1 ? 1 : 0));
    const lift = compareCapture(outcome, first, second);
    expect([lift.captureWith, lift.captureWithout]).toEqual([0.6, 0.2]);
    // By hand: difference .4; without the first −.5, the second .75, the third .5.
    const squares = (-0.5 - 0.4) ** 2 + (0.75 - 0.4) ** 2 + (0.5 - 0.4) ** 2;
    expect(lift.standardError).toBeCloseTo(Math.sqrt((9 / 10) * squares), 12);
  });

  it('shares the places at the border among equals, so that their order does not matter', () => {
    const outcome = Float64Array.from({ length: 20 }, (_, i) => i);
    const { captureWith } = compareCapture(outcome, new Float64Array(20), new Float64Array(20));
    expect(captureWith).toBeCloseTo(0.1, 12);
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 5, maxLength: 40 }), fc.nat(), (scores, by) => {
        const turn = by % scores.length;
        const turned = <T>(list: readonly T[]): T[] => [...list.slice(turn), ...list.slice(0, turn)];
        const counts = scores.map((_, i) => i % 4);
        const once = compareCapture(
          Float64Array.from(counts),
          Float64Array.from(scores),
          new Float64Array(scores.length),
        );
        const again = compareCapture(
          Float64Array.from(turned(counts)),
          Float64Array.from(turned(scores)),
          new Float64Array(scores.length),
        );
        expect(again.captureWith).toBeCloseTo(once.captureWith ?? 0, 12);
      }),
    );
  });

  it('says nothing where nothing was followed', () => {
    const none = new Float64Array(3);
    expect(compareCapture(none, none, none)).toEqual({ captureWith: null, captureWithout: null, standardError: null });
  });
});
