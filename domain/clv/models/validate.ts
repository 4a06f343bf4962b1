import { DomainError } from '../../errors.ts';
import type { PurchaseStatistics } from './model.ts';

const describeHistory = (x: number, recency: number, age: number) => ({ frequency: x, recency, age });

/** Throws unless x is an integer ≥ 0, 0 ≤ t_x ≤ T, and t_x is 0 exactly where x is. */
export function requireHistory(x: number, recency: number, age: number): void {
  if (!Number.isInteger(x) || x < 0)
    throw new DomainError('Frequency must be an integer of at least 0.', describeHistory(x, recency, age));
  if (!(recency >= 0 && age >= recency && age < Infinity)) {
    throw new DomainError('Recency and age must satisfy 0 ≤ recency ≤ age.', describeHistory(x, recency, age));
  }
  if ((x === 0) !== (recency === 0)) {
    throw new DomainError(
      'Recency is 0 exactly for customers without a repeat purchase.',
      describeHistory(x, recency, age),
    );
  }
}

/** Throws unless the columns are parallel and every row is a possible history. */
export function requireStatistics(statistics: PurchaseStatistics): void {
  const { count, unitDays, frequency, recency, age, sumLogGaps } = statistics;
  if (!(unitDays > 0 && unitDays < Infinity)) throw new DomainError('The time unit must be positive.', { unitDays });
  for (const column of [frequency, recency, age, sumLogGaps]) {
    if (column.length !== count)
      throw new DomainError('Statistics columns differ in length.', { count, length: column.length });
  }
  for (let i = 0; i < count; i++) {
    requireHistory(frequency[i]!, recency[i]!, age[i]!);
    if (!Number.isFinite(sumLogGaps[i]!))
      throw new DomainError('Sums of log gaps must be finite.', { index: i, sumLogGaps: sumLogGaps[i] });
  }
}

/** Throws unless the horizon is a finite time ≥ 0. */
export function requireHorizon(horizon: number): void {
  if (!(horizon >= 0 && horizon < Infinity))
    throw new DomainError('The horizon must be a finite time of at least 0.', { horizon });
}

/** Throws unless δ ≥ 0 is finite and the horizon is ≥ 0; an infinite horizon needs δ > 0. */
export function requireDiscount(horizon: number, discountRate: number): void {
  if (!(discountRate >= 0 && discountRate < Infinity)) {
    throw new DomainError('The discount rate must be a finite number of at least 0.', { discountRate });
  }
  if (!(horizon >= 0) || (horizon === Infinity && discountRate === 0)) {
    throw new DomainError('The horizon must be at least 0, and finite unless future purchases are discounted.', {
      horizon,
      discountRate,
    });
  }
}

/** Reads positive finite parameters by name. */
export function requireParameters<const Names extends readonly string[]>(
  parameters: Readonly<Record<string, number>>,
  names: Names,
): Record<Names[number], number> {
  const read: Record<string, number> = {};
  for (const name of names) {
    const value = parameters[name];
    if (value === undefined || !(value > 0 && value < Infinity)) {
      throw new DomainError(`Parameter ${name} must be a positive finite number.`, { name, value });
    }
    read[name] = value;
  }
  return read as Record<Names[number], number>;
}
