import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bgnbd } from '../../../../domain/clv/models/bgnbd.ts';
import { mbgcnbd } from '../../../../domain/clv/models/mbgcnbd.ts';
import { nextPurchaseTime } from '../../../../domain/clv/models/next-purchase.ts';
import { paretonbd } from '../../../../domain/clv/models/paretonbd.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { relativeError } from './reference-data.ts';

const models = [
  bgnbd.bind({ r: 0.2426, alpha: 30.9, a: 0.7929, b: 2.4259 }, 1),
  paretonbd.bind({ r: 0.5533, alpha: 74, s: 0.6062, beta: 81.7 }, 1),
  mbgcnbd.bind({ k: 4, r: 1.2, alpha: 10, a: 0.8, b: 2.5 }, 1),
];

describe('the time of the next purchase', () => {
  it('inverts P(at least one purchase), within the horizon, later for a higher quantile', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...models),
        fc.nat(30),
        fc.integer({ min: 40, max: 900 }),
        fc.integer({ min: 1, max: 1000 }),
        (model, frequency, age, horizon) => {
          const history = { frequency, recency: frequency === 0 ? 0 : 40, age };
          const median = nextPurchaseTime(model, history, horizon);
          expect(median).toBeGreaterThan(0);
          expect(median).toBeLessThanOrEqual(horizon);
          expect(
            relativeError(
              model.probabilityOfPurchase(history, median),
              model.probabilityOfPurchase(history, horizon) / 2,
            ),
          ).toBeLessThan(1e-9);
          expect(nextPurchaseTime(model, history, horizon, 0.9)).toBeGreaterThanOrEqual(median);
        },
      ),
    );
  });

  it('has the closed form of the BG/NBD: t = (α+T)·((1 − q·p)^{−1/(r+x)} − 1)', () => {
    const history = { frequency: 3, recency: 200, age: 210 };
    const shape = 3.2426;
    const within = -Math.expm1(-shape * Math.log1p(365 / 240.9));
    const expected = 240.9 * Math.expm1(-Math.log1p(-0.5 * within) / shape);
    expect(relativeError(nextPurchaseTime(models[0]!, history, 365), expected)).toBeLessThan(1e-9);
  });

  it('refuses a quantile that is none', () => {
    expect(() => nextPurchaseTime(models[0]!, { frequency: 0, recency: 0, age: 5 }, 30, 1)).toThrow(DomainError);
  });
});
