import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../domain/errors.ts';
import { builtinSegments, rfmSegmentKey, rfmSegments } from '../../../domain/segments/builtin.ts';
import { compileRule, conditionsOf, explainRule } from '../../../domain/segments/evaluate.ts';
import { conditionText, ruleText } from '../../../domain/segments/text.ts';
import type { SegmentRow } from '../../../domain/segments/fields.ts';
import { isSegmentField, nearestField, SEGMENT_FIELDS } from '../../../domain/segments/fields.ts';
import { measureOf } from '../../../domain/segments/measure.ts';
import { percentileBoundaries, percentileOf } from '../../../domain/segments/percentiles.ts';
import { parseSegmentRule, type SegmentRule } from '../../../domain/segments/rules.ts';

const refusal = (input: unknown): { field: readonly string[]; message: string } | null => {
  try {
    parseSegmentRule(input);
    return null;
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return { field: error.field, message: error.message };
  }
};
const orders = { field: 'orders', op: 'GTE', value: 1 };
const nested = (depth: number): unknown => (depth === 1 ? orders : { not: nested(depth - 1) });

describe('a rule from outside', () => {
  it.each([
    { field: 'orders', op: 'EQ', value: 0 },
    { field: 'stage', op: 'EQ', value: 'LOYALTY' },
    { field: 'stage', op: 'NEQ', value: 'LOYALTY' },
    { field: 'stage', op: 'IN', value: ['LOYALTY'] },
    { field: 'stage', op: 'IS_NULL', value: false },
    { field: 'lapsed', op: 'NEQ', value: false },
    { field: 'assortmentGroups', op: 'CONTAINS', value: 'Furniture' },
    { any: [orders, { not: orders }] },
  ])('%j is taken as it is', (rule) => {
    expect(parseSegmentRule(rule)).toEqual(rule);
  });
  it.each<[unknown, string[], RegExp]>([
    [{ field: 'assortmentGroups', op: 'CONTAINS', value: '' }, ['value'], /takes one name/],
    [{ field: 'assortmentGroups', op: 'CONTAINS', value: 3 }, ['value'], /takes one name/],
    [{ field: 'assortmentGroups', op: 'EQ', value: 'a' }, ['op'], /use one of CONTAINS, IS_NULL/],
    [{ field: 'stage', op: 'IN', value: 'LOYALTY' }, ['value'], /takes a list, e.g. \["SUSPECT"\]/],
    [{ field: 'stage', op: 'EQ', value: ['LOYALTY'] }, ['value'], /is not a stage/],
    [{ field: 'stage', op: 'EQ', value: 3 }, ['value'], /3 is not a stage/],
    [{ field: 'orders', op: 'EQ', value: true }, ['value'], /with a number/],
    [{ field: 'lapsed', op: 'EQ', value: 1 }, ['value'], /true or false/],
    [{ field: 'lastOrderAt', op: 'GT', value: 1 }, ['field'], /unknown field "lastOrderAt"/],
    [[orders], [], /^rule: a rule is an object/],
    [{ all: [orders, 5] }, ['all', '1'], /^all\.1: a rule is an object/],
    [{ any: 'orders' }, ['any'], /"any" takes a list/],
    [{ not: [orders] }, ['not'], /a rule is an object/],
    [{ not: orders, field: 'orders' }, [], /"not" stands alone; found not, field/],
    [{ field: 'x'.repeat(70), op: 'EQ', value: 1 }, ['field'], /unknown field "x{60}"; there are /],
    [{ field: 'stage', op: 'EQ', value: 'X' }, ['value'], /is not a stage; it is one of SUSPECT, PROSPECT, LEAD/],
    [{ any: [{ all: [{ ...orders, op: 'IN' }] }] }, ['any', '0', 'all', '0', 'op'], /cannot be tested with IN/],
  ])('%j is refused at %j', (input, field, message) => {
    expect(refusal(input)).toMatchObject({ field });
    expect(refusal(input)!.message).toMatch(message);
  });
  it('may be nested 8 deep and have 100 conditions, and no more', () => {
    expect([8, 9].map((depth) => refusal(nested(depth)) === null)).toEqual([true, false]);
    expect(refusal(nested(9))!.field).toEqual(Array.from({ length: 8 }, () => 'not'));
    expect(
      refusal({ all: [{ all: [{ all: [{ all: [{ all: [{ all: [{ all: [{ all: [orders] }] }] }] }] }] }] }] }),
    ).toMatchObject({ message: expect.stringMatching(/nested 8 deep/) });
    const flat = (count: number): unknown => ({
      any: [{ all: Array.from({ length: count - 1 }, () => orders) }, orders],
    });
    expect([100, 101].map((count) => refusal(flat(count)) === null)).toEqual([true, false]);
  });
  it('is bounded in its words: a name of 200 letters, a list of 100', () => {
    const contains = (value: string): unknown => ({ field: 'assortmentGroups', op: 'CONTAINS', value });
    expect([200, 201].map((length) => refusal(contains('x'.repeat(length))) === null)).toEqual([true, false]);
    const oneOf = (length: number): unknown => ({ field: 'stage', op: 'IN', value: Array(length).fill('LOYALTY') });
    expect([100, 101].map((length) => refusal(oneOf(length)) === null)).toEqual([true, false]);
  });
});

describe('a misspelt field', () => {
  it.each([
    ['order', 'orders'],
    ['DIRECTVALUE', 'directValue'],
    ['stgae', 'stage'],
    ['laped', 'lapsed'],
    ['totalvaluepercentil', 'totalValuePercentile'],
    ['xcycle', 'cycle'],
  ])('%s most likely means %s', (name, field) => {
    expect(nearestField(name)).toBe(field);
  });
  it('is compared as a whole, but not beyond 60 letters', () => {
    expect(nearestField(`cycle${' '.repeat(55)}${'totalValuePercentile'.repeat(1000)}`)).toBe(
      nearestField(`cycle${' '.repeat(55)}`),
    );
    expect(nearestField('')).toBeNull();
  });
  it('is none where nothing is near: then the message names the fields there are', () => {
    expect(nearestField('foo')).toBeNull();
    expect(() => parseSegmentRule({ field: 'foo', op: 'GT', value: 3 })).toThrow(
      /unknown field "foo"; there are .*\borders\b/u,
    );
  });
  it('is no field, and a property of every object is none either', () => {
    expect(['orders', 'order', 'toString', ''].map(isSegmentField)).toEqual([true, false, false, false]);
  });
});

describe('the fields of rules', () => {
  it('have a percentile where their table says so, and no instants', () => {
    expect(Object.keys(SEGMENT_FIELDS).filter((field) => field.endsWith('Percentile'))).toEqual([
      'totalValuePercentile',
      'currentValuePercentile',
      'directValuePercentile',
      'referralValuePercentile',
      'networkValuePercentile',
    ]);
    expect(SEGMENT_FIELDS).not.toHaveProperty('lastOrderAt');
    expect(SEGMENT_FIELDS.directValuePercentile).toEqual({
      type: 'number',
      unit: 'percentile',
      label: `Percentile of ${SEGMENT_FIELDS.directValue.label}`,
    });
  });
});

describe('a rule in words', () => {
  it.each<[SegmentRule, string]>([
    [{ field: 'influence', op: 'IS_NULL', value: true }, 'influence is unknown'],
    [{ field: 'influence', op: 'IS_NULL', value: false }, 'influence is known'],
    [{ field: 'stage', op: 'IN', value: ['LEAD', 'LOYALTY'] }, 'stage is one of LEAD, LOYALTY'],
    [{ field: 'orders', op: 'NEQ', value: 2 }, 'orders ≠ 2'],
    [
      {
        not: {
          any: [
            { field: 'orders', op: 'LT', value: 2 },
            { field: 'cycle', op: 'LTE', value: 1 },
          ],
        },
      },
      'not (orders < 2 or cycle ≤ 1)',
    ],
    [{ field: 'assortmentGroups', op: 'CONTAINS', value: 'a' }, 'assortmentGroups contains a'],
  ])('%j reads %s', (rule, text) => {
    expect(ruleText(rule)).toBe(text);
    if ('field' in rule) expect(conditionText(rule)).toBe(text);
  });
});

describe('an explanation', () => {
  const row = { orders: 3, cycle: 2, influence: null, stage: 'LEAD' } as SegmentRow;
  it('is the tree of the rule, with what holds at each place', () => {
    const many: SegmentRule = { field: 'orders', op: 'GT', value: 2 };
    const few: SegmentRule = { field: 'cycle', op: 'LT', value: 2 };
    const explained = explainRule({ any: [{ not: many }, { all: [many, few] }, few] }, row);
    const condition = (rule: SegmentRule, holds: boolean, actual: number): object => ({
      kind: 'CONDITION',
      holds,
      condition: rule,
      text: ruleText(rule),
      actual,
    });
    expect(explained).toEqual({
      kind: 'ANY',
      holds: false,
      children: [
        { kind: 'NOT', holds: false, children: [condition(many, true, 3)] },
        { kind: 'ALL', holds: false, children: [condition(many, true, 3), condition(few, false, 2)] },
        condition(few, false, 2),
      ],
    });
    expect(conditionsOf(explained)).toHaveLength(4);
  });
  it('compares at the very bound as the sign says', () => {
    const holds = (op: 'GT' | 'GTE' | 'LT' | 'LTE'): unknown => compileRule({ field: 'orders', op, value: 3 })(row);
    expect((['GT', 'GTE', 'LT', 'LTE'] as const).map(holds)).toEqual([false, true, false, true]);
  });
  it('leaves open what an unknown leaves open: all that is known true, any that is known false', () => {
    const [holds, fails, open]: SegmentRule[] = [
      { field: 'orders', op: 'GT', value: 2 },
      { field: 'orders', op: 'LT', value: 2 },
      { field: 'influence', op: 'GT', value: 2 },
    ];
    const truth = (rule: SegmentRule): unknown => compileRule(rule)(row);
    expect([truth({ all: [open!, holds!] }), truth({ any: [open!, fails!] })]).toEqual([null, null]);
    expect([truth({ all: [open!, fails!] }), truth({ any: [open!, holds!] })]).toEqual([false, true]);
    expect([truth({ all: [holds!, holds!] }), truth({ any: [fails!, fails!] })]).toEqual([true, false]);
  });
  it('does not find a known value unknown, nor a word among others', () => {
    const is = (rule: SegmentRule): unknown => compileRule(rule)(row);
    expect(is({ field: 'orders', op: 'IS_NULL', value: true })).toBe(false);
    expect(is({ field: 'influence', op: 'IS_NULL', value: false })).toBe(false);
    expect(is({ field: 'stage', op: 'IN', value: ['LOYALTY'] })).toBe(false);
    expect(is({ field: 'stage', op: 'NEQ', value: 'LEAD' })).toBe(false);
  });
});

describe('the segments every deployment has', () => {
  it('name each RFM group by its key', () => {
    expect(rfmSegmentKey('CANNOT_LOSE_THEM')).toBe('rfm-cannot-lose-them');
    expect(rfmSegments[0]).toEqual({
      key: 'rfm-champions',
      role: 'FOCUS',
      name: 'Champions',
      description: 'Bought recently, often, and for much',
      kind: 'RFM',
      rule: { field: 'rfmGroup', op: 'EQ', value: 'CHAMPIONS' },
    });
  });
  it('keep the others apart as rules', () => {
    expect(builtinSegments.filter(({ kind }) => kind === 'RULE')).toHaveLength(builtinSegments.length - 11);
  });
});

describe('the measure of a segment', () => {
  it('is the first amount asked for, at the bound or above it', () => {
    expect(measureOf({ field: 'directValue', op: 'GT', value: 0 })).toBe('directValue');
    expect(measureOf({ field: 'directValue', op: 'GTE', value: 0 })).toBe('directValue');
    expect(measureOf({ field: 'directValue', op: 'EQ', value: 0 })).toBe('totalValue');
    expect(measureOf({ field: 'rfmGroup', op: 'EQ', value: 'LOST' })).toBe('revenue');
    expect(
      measureOf({
        any: [{ all: [{ field: 'orders', op: 'GT', value: 1 }] }, { field: 'networkValue', op: 'GT', value: 0 }],
      }),
    ).toBe('networkValue');
  });
  it('is no amount that is not money, though it has a percentile in its name', () => {
    expect(measureOf({ field: 'engagement', op: 'GT', value: 50 })).toBe('totalValue');
  });
});

it('percentiles leave the column they are taken of as it was, and are none of an empty one', () => {
  const column = Float64Array.of(3, 1, 2);
  percentileBoundaries(column);
  expect([...column]).toEqual([3, 1, 2]);
  expect(percentileBoundaries(new Float64Array(0))).toEqual([]);
});

it('a percentile among nobody is 0', () => {
  expect(percentileOf(5, [])).toBe(0);
});
