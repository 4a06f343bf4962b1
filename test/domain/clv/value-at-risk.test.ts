import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEAST_RETURN_PROBABILITY, directValueAtRisk } from '../../../domain/clv/value-at-risk.ts';

const probability = fc.double({ min: LEAST_RETURN_PROBABILITY, max: 1, noNaN: true });
const money = fc.double({ min: 0, max: 1e12, noNaN: true });

describe('own value at risk', () => {
  it('and what is predicted are together the value of a certain return', () => {
    fc.assert(
      fc.property(money, probability, (ifReturns, p) => {
        const predicted = ifReturns * p;
        expect(predicted + directValueAtRisk(predicted, p)).toBeCloseTo(ifReturns, ifReturns > 1e9 ? 2 : 5);
      }),
    );
  });

  it('is nothing for who returns for certain, and a third of what is predicted at three in four', () => {
    expect(directValueAtRisk(500, 1)).toBe(0);
    expect(directValueAtRisk(30, 0.75)).toBe(10);
  });

  it('stays bounded as P goes to 0, falls to 0 with what is predicted, and knows no jump', () => {
    expect(directValueAtRisk(0, 0)).toBe(0);
    expect(directValueAtRisk(1e-9, 1e-12)).toBeLessThanOrEqual(1e-9 / LEAST_RETURN_PROBABILITY);
    fc.assert(
      fc.property(money, fc.double({ min: 0, max: 1, noNaN: true }), (predicted, p) => {
        expect(directValueAtRisk(predicted, p)).toBeLessThanOrEqual(predicted / LEAST_RETURN_PROBABILITY);
        expect(directValueAtRisk(predicted, p)).toBeGreaterThanOrEqual(0);
      }),
    );
    const [above, below] = [1.000001, 0.999999].map((factor) =>
      directValueAtRisk(1, LEAST_RETURN_PROBABILITY * factor),
    );
    expect(above! / below!).toBeCloseTo(1, 5);
  });
});
