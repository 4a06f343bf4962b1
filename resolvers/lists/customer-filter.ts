import { InvalidInputError } from '../../domain/errors.ts';
import { columnValue, FILTER_COLUMNS } from '../../domain/profile/orderings.ts';
import type { FieldSource } from '../../domain/profile/fields.ts';
import { compileRule } from '../../domain/segments/evaluate.ts';
import { segmentRow } from '../../domain/segments/fields.ts';
import type { Comparator, SegmentCondition, SegmentRule } from '../../domain/segments/rules.ts';
import type { CustomerFilter } from '../../schema/generated.ts';
import type { VisibleGeneration } from '../../store/published/generations.ts';
import type { CustomerModel } from '../models.ts';
import type { RequestContext } from '../serve/context.ts';
import { exactMinor } from '../wire/money.ts';
import { fieldsAsked, fieldSourceOf } from './field-source.ts';
import type { StretchTest } from './filter.ts';

const MOST_WORDS = 100;
const MONEY = [
  'shortTermValue',
  'longTermValue',
  'expectedValue',
  'valueAtRisk',
  'networkAtRisk',
  'revenue',
  'opportunityValue',
] as const;
const NUMBERS = ['returnProbability', 'health'] as const;
const WORDS = [
  'healthBand',
  'acquisitionChannel',
  'community',
  'country',
  'account',
  'contact',
  'lifeStage',
  'lifestyle',
] as const;

/**
 * The conditions of a filter that no published column answers, as a rule to be tried on the customers themselves; null where there is none.
 *
 * @throws InvalidInputError for a range that nothing can be in, a list that is empty or too long, or a segment no run has evaluated
 */
export function customerRule(
  filter: CustomerFilter | null | undefined,
  { segments }: Pick<VisibleGeneration, 'segments'>,
  currency: string,
): SegmentRule | null {
  if (!filter) return null;
  const all: SegmentRule[] = [];
  const refuse = (name: string, message: string): never => {
    throw new InvalidInputError(['filter', name], message, { code: 'BAD_USER_INPUT' });
  };
  const range = (field: SegmentCondition['field'], min: number | null, max: number | null): void => {
    if (min !== null && max !== null && min > max) refuse(field, `${field}: min is above max, so nobody can match.`);
    const bound = (op: Comparator, value: number | null): SegmentCondition[] =>
      value === null ? [] : [{ field, op, value }];
    all.push({ field, op: 'IS_NULL', value: false }, ...bound('GTE', min), ...bound('LTE', max));
  };
  const words = (name: string, given: readonly string[]): readonly string[] => {
    if (given.length === 0 || given.length > MOST_WORDS)
      refuse(name, `${name} takes 1 to ${MOST_WORDS} values. Leave it out to take everybody.`);
    return given;
  };
  for (const field of MONEY) {
    const given = filter[field];
    const minor = (amount: string | null | undefined): number | null =>
      amount ? exactMinor(amount, currency, ['filter', field]) : null;
    if (given) range(field, minor(given.min), minor(given.max));
  }
  for (const field of NUMBERS) if (filter[field]) range(field, filter[field].min ?? null, filter[field].max ?? null);
  for (const field of WORDS) if (filter[field]) all.push({ field, op: 'IN', value: words(field, filter[field]) });
  if (filter.segment) {
    const unknown = words('segment', filter.segment).find((key) => segments[key] === undefined);
    if (unknown !== undefined)
      refuse('segment', `No run has evaluated a segment "${unknown.slice(0, 60)}". Those there are: \`segments\`.`);
    all.push({ any: filter.segment.map((key) => ({ field: 'segments', op: 'CONTAINS', value: key })) });
  }
  return all.length === 0 ? null : { all };
}

/** A test of one customer as they are read. */
export type CustomerTest = (customer: CustomerModel) => Promise<boolean>;

/**
 * The test of a filter on customers themselves; null where there is nothing to try.
 *
 * @param rule from {@link customerRule}  @param test of the published columns, where the list has none beside it
 */
export function customerTest(
  rule: SegmentRule | null,
  test: StretchTest | null,
  context: RequestContext,
): CustomerTest | null {
  if (rule === null && test === null) return null;
  const holds = rule === null ? null : compileRule(rule);
  const asked = rule === null ? new Set<string>() : fieldsAsked(rule);
  return async (customer) => {
    const source = await fieldSourceOf(customer, asked, context);
    if (source === null) return false;
    if (test !== null && !test(columnsOf(source), 0)) return false;
    return holds === null || holds(segmentRow(source, () => null)) === true;
  };
}

const columnsOf = (source: FieldSource) =>
  Object.fromEntries(FILTER_COLUMNS.map((field) => [field, Float64Array.of(columnValue(field, source))]));
