import { createHash } from 'node:crypto';
import { InvalidInputError } from '../../domain/errors.ts';
import { quarterOf } from '../../domain/lifecycle/sonar.ts';
import { CUSTOMER_FIELDS, type FieldSpec, type FieldsWith } from '../../domain/profile/fields.ts';
import { FILTER_COLUMNS, type FilterColumn } from '../../domain/profile/orderings.ts';
import type { CustomerFilter } from '../../schema/generated.ts';
import { canonical } from '../serve/idempotency.ts';
import { exactMinor } from '../wire/money.ts';

/** The published columns of a stretch of a ranking, and the test of one row in them. */
export type StretchColumns = Readonly<Partial<Record<FilterColumn, Float64Array>>>;
export type StretchTest = (columns: StretchColumns, row: number) => boolean;

// Comparisons with NaN are false: a customer for whom the value is unknown meets no condition.
const between =
  (column: FilterColumn, min: number, max: number): StretchTest =>
  (columns, row) => {
    const value = columns[column]?.[row];
    return value !== undefined && value >= min && value <= max;
  };

const oneOf =
  (column: FilterColumn, codes: readonly number[]): StretchTest =>
  (columns, row) =>
    codes.includes(columns[column]?.[row] ?? Number.NaN);

const { rfmGroup, stage } = CUSTOMER_FIELDS;

/** A short name of a filter: the same for the same conditions, however they are written down. */
export const filterName = (filter: CustomerFilter | null | undefined): string => {
  const given = Object.fromEntries(
    Object.entries(filter ?? {}).filter(([, condition]) => condition !== null && condition !== undefined),
  );
  return createHash('sha256').update(canonical(given)).digest('base64url').slice(0, 16);
};

/**
 * A filter as one test over published columns; null when it has no condition.
 *
 * @throws InvalidInputError for a range that nothing can be in, or an amount that is not one of the currency
 */
export function compileFilter(filter: CustomerFilter | null | undefined, currency: string): StretchTest | null {
  if (!filter) return null;
  const tests: StretchTest[] = [];
  const range = (name: FilterColumn, min: number | null | undefined, max: number | null | undefined): void => {
    if (isNumber(min) && isNumber(max) && min > max)
      throw new InvalidInputError(['filter', name], `${name}: min is above max, so nobody can match.`, {
        code: 'BAD_USER_INPUT',
      });
    tests.push(between(name, min ?? -Infinity, max ?? Infinity));
  };
  const minor = (amount: string | null | undefined, name: string): number | null =>
    amount ? exactMinor(amount, currency, ['filter', name]) : null;

  for (const name of MONEY_COLUMNS) {
    const given = filter[name];
    if (given) range(name, minor(given.min, name), minor(given.max, name));
  }
  if (filter.influence) range('influence', filter.influence.min, filter.influence.max);
  if (filter.engagement) range('engagement', filter.engagement.min, filter.engagement.max);
  if (filter.lastOrderAt) {
    const { from, to } = filter.lastOrderAt;
    if (isNumber(from) && isNumber(to) && from >= to)
      throw new InvalidInputError(
        ['filter', 'lastOrderAt'],
        'lastOrderAt: from is not before to, so nobody can match.',
        {
          code: 'BAD_USER_INPUT',
        },
      );
    range('lastOrderAt', from, isNumber(to) ? to - 1 : null);
  }
  const { quarter } = filter;
  if (quarter)
    tests.push(
      oneOf(
        'stage',
        positions(stage.values, (one) => quarter.includes(quarterOf(one))),
      ),
    );
  if (filter.stage)
    tests.push(
      oneOf(
        'stage',
        filter.stage.map((one) => stage.values.indexOf(one)),
      ),
    );
  if (filter.rfmGroup)
    tests.push(
      oneOf(
        'rfmGroup',
        filter.rfmGroup.map((one) => rfmGroup.values.indexOf(one)),
      ),
    );
  if (filter.lapsed !== null && filter.lapsed !== undefined) tests.push(oneOf('lapsed', [filter.lapsed ? 1 : 0]));
  return tests.length === 0 ? null : (columns, row) => tests.every((test) => test(columns, row));
}

type MoneyColumn = FilterColumn & FieldsWith<{ readonly unit: 'minor' }>;
const MONEY_COLUMNS = FILTER_COLUMNS.filter((name): name is MoneyColumn => {
  const spec: FieldSpec = CUSTOMER_FIELDS[name];
  return spec.type === 'number' && spec.unit === 'minor';
});

const isNumber = (value: number | null | undefined): value is number => typeof value === 'number';

const positions = <T>(values: readonly T[], holds: (value: T) => boolean): number[] =>
  values.flatMap((value, position) => (holds(value) ? [position] : []));
