import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../domain/errors.ts';
import { builtinSegments } from '../../../domain/segments/builtin.ts';
import { compileRule, conditionsOf, explainRule, matches } from '../../../domain/segments/evaluate.ts';
import { ruleText } from '../../../domain/segments/text.ts';
import type { SegmentRow } from '../../../domain/segments/fields.ts';
import { measureOf } from '../../../domain/segments/measure.ts';
import { percentileBoundaries, percentileOf } from '../../../domain/segments/percentiles.ts';
import { parseSegmentRule } from '../../../domain/segments/rules.ts';
import type { SegmentRule } from '../../../domain/segments/rules.ts';

const row: SegmentRow = {
  totalValue: 140_000,
  currentValue: 100_000,
  valueAtRisk: 5000,
  directValue: 20_000,
  referralValue: 0,
  indirectValue: 80_000,
  networkValue: 80_000,
  potentialValue: 40_000,
  revenue: 50_000,
  totalValuePercentile: 95,
  currentValuePercentile: 94,
  directValuePercentile: 30,
  referralValuePercentile: 40,
  networkValuePercentile: 99,
  influence: null,
  engagement: 65,
  orders: 3,
  distinctProducts: 4,
  promotionShare: 0,
  daysSinceLastOrder: 12,
  daysSinceFirstOrder: 400,
  returnProbability: 0.8,
  overdueDays: 0,
  cycle: 2,
  assortmentGroupCount: 2,
  assortmentGroups: ['Furniture', 'Technology'],
  rfmGroup: 'LOYAL_CUSTOMERS',
  quarter: 'HEALTH',
  stage: 'LOYALTY',
  lapsed: false,
  hasOpenComplaint: false,
  shortTermValue: 50_000,
  longTermValue: 40_000,
  expectedValue: 30_000,
  networkAtRisk: null,
  opportunityValue: 1200,
  health: 64.5,
  healthBand: 'HEALTHY',
  effortMinutes: 12,
  acquisitionChannel: 'search',
  country: 'NL',
  account: null,
  contact: null,
  lifeStage: null,
  lifestyle: null,
  community: 'c3',
  segments: ['vip'],
  hasService: false,
};
const rejected = (input: unknown): InvalidInputError => {
  try {
    parseSegmentRule(input);
  } catch (error) {
    if (error instanceof InvalidInputError) return error;
    throw error;
  }
  throw new Error(`accepted ${JSON.stringify(input)}`);
};

describe('parsing', () => {
  it('makes an unknown field an error that names the nearest known one', () => {
    const error = rejected({
      all: [{ field: 'orders', op: 'GTE', value: 1 }, { not: { field: 'directvalu', op: 'GT', value: 1 } }],
    });
    expect(error.message).toContain('did you mean "directValue"?');
    expect(error.code).toBe('INVALID_RULE');
    expect(error.field).toEqual(['all', '1', 'not', 'field']);
  });
  it.each([
    [{ field: 'orders', op: 'CONTAINS', value: 'x' }, /cannot be tested with CONTAINS; use one of EQ/],
    [{ field: 'orders', op: 'GTE', value: '3' }, /compared with a number/],
    [{ field: 'orders', op: 'GTE', value: Number.NaN }, /value/],
    [{ field: 'stage', op: 'EQ', value: 'LOYAL' }, /"LOYAL" is not a stage; it is one of SUSPECT/],
    [{ field: 'stage', op: 'IN', value: [] }, /takes a list/],
    [{ field: 'stage', op: 'IN', value: ['LOYALTY', 'X'] }, /"X" is not a stage/],
    [{ field: 'lapsed', op: 'EQ', value: 'yes' }, /true or false/],
    [{ field: 'influence', op: 'IS_NULL', value: 1 }, /IS_NULL takes true or false/],
    [{ field: 'orders', op: 'GTE', value: 1, extra: 1 }, /Unrecognized key/],
    [{ field: '__proto__', op: 'EQ', value: 1 }, /unknown field/],
    [{ field: 'toString', op: 'EQ', value: 1 }, /unknown field/],
    [{ all: [] }, /at least one rule/],
    [{ all: [{ field: 'orders', op: 'EQ', value: 1 }], any: [] }, /stands alone/],
    [null, /a rule is an object/],
    ['orders > 3', /a rule is an object/],
  ])('refuses %j', (input, message) => {
    expect(rejected(input).message).toMatch(message);
  });
  it('bounds depth and size', () => {
    let deep: unknown = { field: 'orders', op: 'EQ', value: 1 };
    for (let i = 0; i < 100_000; i++) deep = { not: deep };
    expect(rejected(deep).message).toMatch(/nested 8 deep/);
    expect(
      rejected({ all: Array.from({ length: 101 }, () => ({ field: 'orders', op: 'EQ', value: 1 })) }).message,
    ).toMatch(/100 conditions/);
  });
  it('parses every built-in segment back to itself', () => {
    for (const segment of builtinSegments)
      expect(parseSegmentRule(structuredClone(segment.rule))).toEqual(segment.rule);
    expect(new Set(builtinSegments.map((segment) => segment.key)).size).toBe(builtinSegments.length);
  });
});

describe('evaluation', () => {
  it.each([
    [{ field: 'orders', op: 'GTE', value: 3 }, true],
    [{ field: 'orders', op: 'GT', value: 3 }, false],
    [{ field: 'orders', op: 'LT', value: 4 }, true],
    [{ field: 'orders', op: 'LTE', value: 2 }, false],
    [{ field: 'orders', op: 'EQ', value: 3 }, true],
    [{ field: 'orders', op: 'NEQ', value: 3 }, false],
    [{ field: 'stage', op: 'IN', value: ['LOYALTY', 'HAPPINESS'] }, true],
    [{ field: 'assortmentGroups', op: 'CONTAINS', value: 'Furniture' }, true],
    [{ field: 'assortmentGroups', op: 'CONTAINS', value: 'Office' }, false],
    [{ field: 'lapsed', op: 'NEQ', value: true }, true],
    [{ field: 'influence', op: 'IS_NULL', value: true }, true],
    [{ field: 'orders', op: 'IS_NULL', value: false }, true],
  ] as const)('%j is %s', (rule, expected) => {
    expect(matches(parseSegmentRule(rule), row)).toBe(expected);
  });
  it('never takes unknown for 0, and not-unknown is still unknown', () => {
    const above35: SegmentRule = { field: 'influence', op: 'GT', value: 35 };
    expect(compileRule(above35)(row)).toBeNull();
    expect(compileRule({ not: above35 })(row)).toBeNull();
    expect(matches({ not: above35 }, row)).toBe(false);
    expect(matches({ any: [above35, { field: 'orders', op: 'GTE', value: 1 }] }, row), 'true or unknown is true').toBe(
      true,
    );
    expect(
      compileRule({ all: [above35, { field: 'orders', op: 'EQ', value: 0 }] })(row),
      'false and unknown is false',
    ).toBe(false);
  });
  it('finds the hidden influencer', () => {
    const members = builtinSegments.filter((segment) => matches(segment.rule, row)).map((segment) => segment.key);
    expect(members).toEqual(['rfm-loyal-customers', 'hidden-influencers']);
  });
  it('obeys De Morgan for unknowns too', () => {
    const condition = fc.constantFrom<SegmentRule>(
      { field: 'influence', op: 'GT', value: 1 },
      { field: 'orders', op: 'GT', value: 1 },
      { field: 'orders', op: 'GT', value: 5 },
      { field: 'lapsed', op: 'EQ', value: true },
    );
    fc.assert(
      fc.property(fc.array(condition, { minLength: 1, maxLength: 5 }), (rules) => {
        const left = compileRule({ not: { all: rules } })(row);
        const right = compileRule({ any: rules.map((rule) => ({ not: rule })) })(row);
        expect(left).toBe(right);
      }),
    );
  });
});

describe('explanation', () => {
  it('shows which conditions hold, which do not, and what was found', () => {
    const rule = parseSegmentRule({
      all: [
        { field: 'orders', op: 'GTE', value: 2 },
        { not: { field: 'lapsed', op: 'EQ', value: false } },
        { field: 'influence', op: 'GT', value: 35 },
      ],
    });
    const explanation = explainRule(rule, row);
    expect(explanation.holds).toBe(false);
    expect(conditionsOf(explanation).map(({ text, holds, actual }) => ({ text, holds, actual }))).toEqual([
      { text: 'orders ≥ 2', holds: true, actual: 3 },
      { text: 'lapsed = false', holds: true, actual: false },
      { text: 'influence > 35', holds: null, actual: null },
    ]);
    expect(ruleText(rule)).toBe('(orders ≥ 2 and not lapsed = false and influence > 35)');
  });
  it('agrees with the evaluation for every built-in segment', () => {
    for (const segment of builtinSegments)
      expect(explainRule(segment.rule, row).holds === true).toBe(matches(segment.rule, row));
  });
});

describe('percentiles', () => {
  const of = (...values: number[]): number[] => {
    const boundaries = percentileBoundaries(Float64Array.from(values));
    return values.map((value) => percentileOf(value, boundaries));
  };
  it('give equal values the middle of their run', () => {
    expect(of(7)).toEqual([50]);
    expect(of(5, 5, 5)).toEqual([50, 50, 50]);
    const [three, one, again, two] = of(3, 1, 1, 2);
    expect(one).toBe(again);
    expect(one! < two! && two! < three!).toBe(true);
  });
  it('run from 0 for the least to 100 for the most, to within one percent of the share that is worth less', () => {
    const values = Array.from({ length: 1001 }, (_, i) => i * 3);
    const found = of(...values);
    expect([found[0], found[500], found[1000]]).toEqual([0, 50, 100]);
    found.forEach((percentile, i) => expect(Math.abs(percentile - i / 10)).toBeLessThanOrEqual(1));
  });
  it('have boundaries at the nearest rank: the entry a percentage is closest to, the later of two as close', () => {
    const at = (values: readonly number[], ...percents: number[]): number[] => {
      const boundaries = percentileBoundaries(Float64Array.from(values));
      return percents.map((percent) => boundaries[percent]!);
    };
    expect(at([30, 10, 20], 0, 24, 25, 50, 74, 75, 100)).toEqual([10, 10, 20, 20, 20, 30, 30]);
    expect(at([1, 2], 0, 49, 50, 100)).toEqual([1, 1, 2, 2]);
    expect(
      at(
        Array.from({ length: 11 }, (_, i) => i),
        4,
        5,
        14,
        15,
        94,
        95,
        100,
      ),
    ).toEqual([0, 1, 1, 2, 9, 10, 10]);
  });
  it('never fall where the value rises, and stay within 0 and 100 for values from elsewhere', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1 }),
        fc.integer({ min: -99, max: 99 }),
        fc.nat({ max: 99 }),
        (values, value, more) => {
          const boundaries = percentileBoundaries(Float64Array.from(values));
          const [low, high] = [percentileOf(value, boundaries), percentileOf(value + more, boundaries)];
          expect(low >= 0 && high <= 100 && low <= high).toBe(true);
        },
      ),
    );
  });
});

describe('the value a segment is shown by', () => {
  const builtin = (key: string) => measureOf(builtinSegments.find((segment) => segment.key === key)!.rule);
  it('is the one its members were selected for', () => {
    expect(['rfm-champions', 'hidden-influencers', 'advocates', 'win-back', 'broad-buyers'].map(builtin)).toEqual([
      'revenue',
      'networkValue',
      'referralValue',
      'totalValue',
      'totalValue',
    ]);
  });
  it('is not what a rule asks for little of, or excludes', () => {
    expect(
      measureOf({
        all: [
          { field: 'directValue', op: 'LT', value: 10 },
          { field: 'revenue', op: 'GTE', value: 1 },
        ],
      }),
    ).toBe('revenue');
    expect(
      measureOf({
        any: [{ not: { field: 'networkValue', op: 'GT', value: 0 } }, { field: 'orders', op: 'GT', value: 2 }],
      }),
    ).toBe('totalValue');
    expect(measureOf({ field: 'currentValuePercentile', op: 'GTE', value: 80 })).toBe('currentValue');
  });
});
