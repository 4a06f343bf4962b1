import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../domain/errors.ts';
import { builtinSegments } from '../../../domain/segments/builtin.ts';
import { SEGMENT_FIELDS, type SegmentField } from '../../../domain/segments/fields.ts';
import { parseSegmentRule, type SegmentCondition, type SegmentRule } from '../../../domain/segments/rules.ts';
import { parseRuleText, ruleText } from '../../../domain/segments/text.ts';

const fieldsOf = (type: string): SegmentField[] =>
  (Object.keys(SEGMENT_FIELDS) as SegmentField[]).filter((field) => SEGMENT_FIELDS[field].type === type);
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0 || 0);
const condition: fc.Arbitrary<SegmentCondition> = fc.oneof(
  fc.record({
    field: fc.constantFrom(...fieldsOf('number')),
    op: fc.constantFrom('EQ', 'NEQ', 'GT', 'GTE', 'LT', 'LTE'),
    value: number,
  }),
  fc.record({ field: fc.constantFrom(...fieldsOf('boolean')), op: fc.constantFrom('EQ', 'NEQ'), value: fc.boolean() }),
  fc.constantFrom(...fieldsOf('enum')).chain((field) => {
    const value = fc.constantFrom(...SEGMENT_FIELDS[field].values!);
    return fc.oneof(
      fc.record({ field: fc.constant(field), op: fc.constantFrom('EQ', 'NEQ'), value }),
      fc.record({
        field: fc.constant(field),
        op: fc.constant('IN'),
        value: fc.array(value, { minLength: 1, maxLength: 4 }),
      }),
    );
  }),
  fc.record({
    field: fc.constantFrom(...fieldsOf('text')),
    op: fc.constantFrom('EQ', 'NEQ'),
    value: fc.oneof(
      fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
      fc.constantFrom('true', '12', 'one', 'crm:acme', 'is', ','),
    ),
  }),
  fc.record({
    field: fc.constantFrom(...fieldsOf('text')),
    op: fc.constant('IN'),
    value: fc.array(fc.constantFrom('NL', 'true', '12', 'a, b', 'and'), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({
    field: fc.constantFrom(...fieldsOf('set')),
    op: fc.constant('CONTAINS'),
    value: fc.oneof(
      fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
      fc.constantFrom('and', 'or', 'not', 'is', 'a "b"', '(', '=', 'Office Supplies', '\n', 'é'),
    ),
  }),
  fc.record({
    field: fc.constantFrom(...(Object.keys(SEGMENT_FIELDS) as SegmentField[])),
    op: fc.constant('IS_NULL'),
    value: fc.boolean(),
  }),
) as fc.Arbitrary<SegmentCondition>;

const { rule } = fc.letrec<{ rule: SegmentRule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    condition,
    fc.record({ not: tie('rule') }),
    fc.record({ all: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }),
  ) as fc.Arbitrary<SegmentRule>,
}));

describe('the text of a rule', () => {
  it('parses to the same tree, whatever the rule', () => {
    fc.assert(
      fc.property(rule, (any) => {
        fc.pre(isRule(any));
        expect(parseRuleText(ruleText(any))).toEqual(any);
      }),
      { numRuns: 500 },
    );
  });

  it.each(builtinSegments.map(({ key, rule: known }) => [key, known] as const))('of %s does', (_, known) => {
    expect(parseRuleText(ruleText(known))).toEqual(known);
  });

  it.each<[string, unknown]>([
    ['orders >= 2', { field: 'orders', op: 'GTE', value: 2 }],
    ['orders<=2', { field: 'orders', op: 'LTE', value: 2 }],
    ['stage != LEAD', { field: 'stage', op: 'NEQ', value: 'LEAD' }],
    [
      'orders > 1 and lapsed = true',
      {
        all: [
          { field: 'orders', op: 'GT', value: 1 },
          { field: 'lapsed', op: 'EQ', value: true },
        ],
      },
    ],
    ['not not lapsed = true', { not: { not: { field: 'lapsed', op: 'EQ', value: true } } }],
    [
      'assortmentGroups contains "Office Supplies"',
      { field: 'assortmentGroups', op: 'CONTAINS', value: 'Office Supplies' },
    ],
    ['stage is one of LEAD, "LOYALTY"', { field: 'stage', op: 'IN', value: ['LEAD', 'LOYALTY'] }],
  ])('%s is read as people write it', (text, tree) => {
    expect(parseRuleText(text)).toEqual(tree);
  });

  it.each<[string, RegExp]>([
    ['', /a condition is missing/u],
    ['orders', /comparison is missing/u],
    ['orders >', /value is missing/u],
    ['orders is 2', /At character 11: `is` goes on/u],
    ['orders ~ 2', /At character 8: a field is compared/u],
    ['(orders > 2', /parenthesis is not closed/u],
    ['(orders > 2 and lapsed = true or cycle = 1)', /At character 31/u],
    ['orders > 2 lapsed = true', /At character 12: "lapsed" does not belong here/u],
    ['ordrs > 2', /did you mean "orders"/u],
    ['orders > many', /compared with a number/u],
    ['and', /no field/u],
    ['"orders" > 2', /no field/u],
    ['! orders > 2', /cannot be read/u],
    [`${'('.repeat(500)}orders > 2${')'.repeat(500)}`, /nested/u],
    [`${'not '.repeat(500)}orders > 2`, /nested/u],
    [`orders > ${'1'.repeat(30_000)}`, /at most 20000 characters/u],
  ])('%s is refused, and where it is wrong is said', (text, message) => {
    expect(() => parseRuleText(text)).toThrow(message);
    expect(() => parseRuleText(text)).toThrow(InvalidInputError);
  });
});

function isRule(any: unknown): boolean {
  try {
    parseSegmentRule(any);
    return true;
  } catch {
    return false;
  }
}
