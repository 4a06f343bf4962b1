import { describe, expect, it } from 'vitest';
import { fitGlm, glmPredict } from '../../../../domain/clv/regression/glm.ts';

describe('generalised linear model', () => {
  const groups = { rows: 4, columns: 2, values: Float64Array.of(1, 0, 1, 0, 1, 1, 1, 1) };

  it('finds the group means of a saturated Poisson regression', () => {
    const { coefficients, converged } = fitGlm('POISSON', groups, [1, 3, 7, 9], { ridge: 0 });
    expect(converged).toBe(true);
    expect(coefficients[0]).toBeCloseTo(Math.log(2), 7);
    expect(coefficients[1]).toBeCloseTo(Math.log(4), 7);
  });

  it('counts an offset as exposure', () => {
    const { coefficients } = fitGlm('POISSON', { rows: 2, columns: 1, values: Float64Array.of(1, 1) }, [2, 8], {
      offset: Float64Array.of(Math.log(1), Math.log(4)),
    });
    expect(coefficients[0]).toBeCloseTo(Math.log(2), 7);
  });

  it('finds the log-odds of a saturated logistic regression, and stays finite where the groups separate', () => {
    const half = fitGlm(
      'BINOMIAL',
      { rows: 8, columns: 2, values: Float64Array.from([0, 0, 0, 0, 1, 1, 1, 1].flatMap((g) => [1, g])) },
      [1, 0, 0, 0, 1, 1, 1, 0],
      { ridge: 0 },
    );
    expect(half.coefficients[0]).toBeCloseTo(Math.log(1 / 3), 6);
    expect(half.coefficients[1]).toBeCloseTo(2 * Math.log(3), 6);
    const separated = fitGlm('BINOMIAL', groups, [0, 0, 1, 1], { ridge: 1 });
    const predicted = glmPredict('BINOMIAL', separated.coefficients, groups);
    expect(predicted.every((p) => p > 0 && p < 1)).toBe(true);
    expect(predicted[3]).toBeGreaterThan(predicted[0]!);
  });
});
