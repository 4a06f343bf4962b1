import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../../domain/errors.ts';
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

  it('is at the maximum of the penalised likelihood: the score is the penalty of all but the intercept', () => {
    const design = {
      rows: 6,
      columns: 3,
      values: Float64Array.of(1, 0.2, 1, 1, -1, 0, 1, 2, 0.5, 1, 0, -1, 1, 0.7, 2, 1, -2, 1),
    };
    const cases: ['POISSON' | 'BINOMIAL', number[]][] = [
      ['POISSON', [1, 0, 5, 2, 7, 0]],
      ['BINOMIAL', [1, 0, 1, 0, 1, 0]],
    ];
    for (const [family, response] of cases) {
      const { coefficients, converged } = fitGlm(family, design, response, { ridge: 0.5 });
      expect(converged).toBe(true);
      const means = glmPredict(family, coefficients, design);
      const score = [0, 1, 2].map((c) =>
        response.reduce((sum, y, i) => sum + (y - means[i]!) * design.values[i * 3 + c]!, 0),
      );
      expect(score).toEqual([0, 0.5 * coefficients[1]!, 0.5 * coefficients[2]!].map((s) => expect.closeTo(s, 4)));
    }
  });

  it('predicts by its link, an offset added, and stays finite for any predictor', () => {
    const one = { rows: 2, columns: 1, values: Float64Array.of(1, 2) };
    const at = (family: 'POISSON' | 'BINOMIAL', c: number, offset?: Float64Array): number[] => [
      ...glmPredict(family, Float64Array.of(c), one, offset),
    ];
    expect(at('POISSON', 1, Float64Array.of(0, -1))).toEqual([Math.E, Math.E].map((m) => expect.closeTo(m, 12)));
    expect(at('BINOMIAL', Math.log(3))).toEqual([expect.closeTo(0.75, 12), expect.closeTo(0.9, 12)]);
    expect(at('POISSON', 1e6)).toEqual([Math.exp(30), Math.exp(30)]);
    expect(at('POISSON', -1e6)).toEqual([Math.exp(-30), Math.exp(-30)]);
  });

  it('refuses a design that does not fit, and says where nothing could be found', () => {
    const response = [1, 2, 3, 4];
    expect(() => fitGlm('POISSON', groups, [1, 2])).toThrow(DomainError);
    expect(() => fitGlm('POISSON', { ...groups, columns: 3 }, response)).toThrow(DomainError);
    expect(() => fitGlm('POISSON', { rows: 0, columns: 1, values: new Float64Array(0) }, [])).toThrow(DomainError);
    expect(() => fitGlm('POISSON', { rows: 2, columns: 0, values: new Float64Array(0) }, [1, 2])).toThrow(DomainError);
    const zeros = fitGlm('POISSON', groups, [0, 0, 0, 0]);
    expect(glmPredict('POISSON', zeros.coefficients, groups).every((m) => m < 1e-3)).toBe(true);
  });
});
