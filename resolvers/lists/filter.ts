import { InvalidInputError } from '../../domain/errors.ts';
import { quarterOf } from '../../domain/lifecycle/sonar.ts';
import type { FilterColumn } from '../../domain/profile/orderings.ts';
import { RFM_GROUPS, SONAR_STAGES } from '../../domain/profile/profile.ts';
import type { CustomerFilter } from '../../schema/generated.ts';
import { exactMinor } from '../wire/money.ts';

/** The published columns of a stretch of a ranking, and the test of one row in them. */
export type Columns = Readonly<Partial<Record<FilterColumn, Float64Array>>>;
export type RowTest = (columns: Columns, row: number) => boolean;

// Comparisons with NaN are false: a customer for whom the value is unknown meets no condition.
const between =
  (column: FilterColumn, min: number, max: number): RowTest =>
  (columns, row) => {
    const value = columns[column]?.[row];
    return value !== undefined && value >= min && value <= max;
  };

const oneOf =
  (column: FilterColumn, codes: readonly number[]): RowTest =>
  (columns, row) =>
    codes.includes(columns[column]?.[row] ?? Number.NaN);

const MONEY_FILTERS = {
  totalValue: 'totalMinor',
  directValue: 'directMinor',
  indirectValue: 'indirectMinor',
  referralValue: 'referralMinor',
  networkValue: 'networkMinor',
  potentialValue: 'potentialMinor',
} as const satisfies Partial<Record<keyof CustomerFilter, FilterColumn>>;

/**
 * A filter as one test over published columns; null when it has no condition.
 *
 * @throws InvalidInputError for a range that nothing can be in, or an amount that is not one of the currency
 */
export function compileFilter(filter: CustomerFilter | null | undefined, currency: string): RowTest | null {
  if (!filter) return null;
  const tests: RowTest[] = [];
  const range = (name: string, column: FilterColumn, min: number | null, max: number | null): void => {
    if (min !== null && max !== null && min > max)
      throw new InvalidInputError(['filter', name], `${name}: min is above max, so nobody can match.`, {
        code: 'BAD_USER_INPUT',
      });
    tests.push(between(column, min ?? -Infinity, max ?? Infinity));
  };
  const minor = (amount: string | null | undefined, name: string): number | null =>
    amount ? exactMinor(amount, currency, ['filter', name]) : null;

  for (const [name, column] of Object.entries(MONEY_FILTERS) as [keyof typeof MONEY_FILTERS, FilterColumn][]) {
    const given = filter[name];
    if (given) range(name, column, minor(given.min, name), minor(given.max, name));
  }
  if (filter.influence) range('influence', 'influence', filter.influence.min ?? null, filter.influence.max ?? null);
  if (filter.engagement)
    range('engagement', 'engagement', filter.engagement.min ?? null, filter.engagement.max ?? null);
  if (filter.lastOrderAt) {
    const { from, to } = filter.lastOrderAt;
    range('lastOrderAt', 'lastOrderAt', from ?? null, to === null || to === undefined ? null : to - 1);
  }
  if (filter.quarter) {
    const quarters = filter.quarter;
    tests.push(
      oneOf(
        'stage',
        SONAR_STAGES.flatMap((stage, code) => (quarters.includes(quarterOf(stage)) ? [code] : [])),
      ),
    );
  }
  if (filter.stage)
    tests.push(
      oneOf(
        'stage',
        filter.stage.map((stage) => SONAR_STAGES.indexOf(stage)),
      ),
    );
  if (filter.rfmGroup)
    tests.push(
      oneOf(
        'rfmGroup',
        filter.rfmGroup.map((group) => RFM_GROUPS.indexOf(group)),
      ),
    );
  if (filter.lapsed !== null && filter.lapsed !== undefined) tests.push(oneOf('lapsed', [filter.lapsed ? 1 : 0]));
  return tests.length === 0 ? null : (columns, row) => tests.every((test) => test(columns, row));
}
