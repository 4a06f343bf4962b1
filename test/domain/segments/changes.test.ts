import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answersBySegment,
  changesBetween,
  decodeLabels,
  encodeLabels,
  inOrderOf,
  KEPT_CHANGES,
  labelled,
  newest,
  reasonOf,
  turnedBy,
  type LabelChange,
  type Labels,
} from '../../../domain/segments/changes.ts';
import { answering, compileRule, conditionsIn, truthOf } from '../../../domain/segments/evaluate.ts';
import type { SegmentRow } from '../../../domain/segments/fields.ts';
import { parseRuleText, ruleText } from '../../../domain/segments/text.ts';
import type { SegmentRule } from '../../../domain/segments/rules.ts';

const FIELDS = ['orders', 'influence', 'overdueDays'] as const;
const condition: fc.Arbitrary<SegmentRule> = fc.record({
  field: fc.constantFrom(...FIELDS),
  op: fc.constantFrom('GT' as const, 'LTE' as const),
  value: fc.integer({ min: 0, max: 3 }),
});
const { rule: anyRule } = fc.letrec<{ rule: SegmentRule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3 },
    condition,
    fc.record({ all: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('rule') }),
  ),
}));
const value = fc.option(fc.integer({ min: 0, max: 4 }), { nil: null });
const anyRow = fc.record({ orders: value, influence: value, overdueDays: value }).map((row) => row as SegmentRow);

describe('what each condition answers', () => {
  it('says of the rule what the rule says, whatever is known', () => {
    fc.assert(
      fc.property(anyRule, anyRow, (rule, row) => {
        const { answers, holds } = answering(rule);
        expect(answers(row)).toHaveLength(conditionsIn(rule).length);
        expect(holds(answers(row))).toBe(compileRule(rule)(row));
      }),
    );
  });

  it('names what turned a membership: conditions that answer otherwise, and each alone where one is enough', () => {
    fc.assert(
      fc.property(anyRule, anyRow, anyRow, (rule, then, now) => {
        const { answers, holds } = answering(rule);
        const [before, after] = [answers(then), answers(now)];
        fc.pre((holds(before) === true) !== (holds(after) === true));
        const turned = turnedBy(rule, before, after);
        expect(turned.length).toBeGreaterThan(0);
        const texts = conditionsIn(rule).map((one) => ruleText(one));
        for (const one of turned) {
          expect(one.before).not.toBe(one.after);
          const places = texts.flatMap((text, place) => (text === one.text ? [place] : []));
          expect(
            places.some((place) => truthOf(before[place]) === one.before && truthOf(after[place]) === one.after),
          ).toBe(true);
        }
      }),
    );
  });

  it.each([
    // One of two, the other held before.
    ['(overdueDays > 0 and lapsed = false)', 'ny', 'yy', ['overdueDays > 0']],
    // Both came at once, and each is needed.
    ['(overdueDays > 0 and lapsed = false)', 'nn', 'yy', ['overdueDays > 0', 'lapsed = false']],
    // Either would do: neither decides alone.
    ['(orders > 2 or hasService = true)', 'nn', 'yy', ['orders > 2', 'hasService = true']],
    // What else moved is not the reason.
    ['(orders > 2 and (influence > 1 or revenue > 5))', 'nyn', 'yyy', ['orders > 2']],
    ['not influence > 1', '?', 'n', ['influence > 1']],
  ])('%s: %s to %s is because of %j', (text, before, after, reasons) => {
    expect(turnedBy(parseRuleText(text), before, after).map((one) => one.text)).toEqual(reasons);
  });
});

const warm = labelled({ key: 'keep-warm', rule: parseRuleText('(overdueDays > 0 and lapsed = false)') });
const vip = labelled({ key: 'vip', rule: parseRuleText('orders > 2') });
const ruleOf = (key: string) => parseRuleText(key === 'vip' ? vip.text : warm.text);
const ada: Labels = { rfmGroup: 'CHAMPIONS', fifths: '554', stage: 'LOYALTY', healthBand: 'HEALTHY', answers: 'nnynn' };

describe('what changed of a customer', () => {
  it('is told with the reason, segment by segment and word by word', () => {
    const segments = [warm, vip];
    const after = { ...ada, rfmGroup: 'LOYAL_CUSTOMERS', fifths: '454', healthBand: null, answers: 'yyyyy' };
    const changes = changesBetween({ segments, labels: ada }, { segments, labels: after }, 7, ruleOf);
    expect(changes).toEqual([
      {
        kind: 'SEGMENT',
        at: 7,
        segment: 'keep-warm',
        entered: true,
        why: 'RULE',
        conditions: [{ text: 'overdueDays > 0', before: false, after: true }],
      },
      {
        kind: 'SEGMENT',
        at: 7,
        segment: 'vip',
        entered: true,
        why: 'RULE',
        conditions: [{ text: 'orders > 2', before: false, after: true }],
      },
      { kind: 'RFM_GROUP', at: 7, from: 'CHAMPIONS', to: 'LOYAL_CUSTOMERS', because: 'recency 5 → 4' },
      { kind: 'HEALTH_BAND', at: 7, from: 'HEALTHY', to: null, because: null },
    ]);
    expect(changes.flatMap((one) => (one.kind === 'SEGMENT' ? [reasonOf(one)] : []))).toEqual([
      'overdueDays > 0 holds now',
      'orders > 2 holds now',
    ]);
  });

  it('of whom no run knew, everything is new; of a segment no run tried, nothing', () => {
    const labels = { ...ada, answers: 'nnyyy' };
    const first = changesBetween(null, { segments: [warm, vip], labels }, 7, ruleOf);
    expect(first.map((one) => (one.kind === 'SEGMENT' ? [one.segment, one.why] : [one.kind, one.to]))).toEqual([
      ['vip', 'FIRST_SEEN'],
      ['RFM_GROUP', 'CHAMPIONS'],
      ['STAGE', 'LOYALTY'],
      ['HEALTH_BAND', 'HEALTHY'],
    ]);
    const before = { segments: [warm], labels: { ...ada, answers: 'nny' } };
    expect(changesBetween(before, { segments: [warm, vip], labels }, 7, ruleOf)).toEqual([]);
  });

  it('by another rule is because of the rule', () => {
    const other = labelled({ key: 'vip', rule: parseRuleText('orders > 1') });
    const before = { segments: [vip], labels: { ...ada, answers: 'nn' } };
    const [change] = changesBetween(before, { segments: [other], labels: { ...ada, answers: 'yy' } }, 7, ruleOf);
    expect(change).toMatchObject({ segment: 'vip', entered: true, why: 'DEFINITION', conditions: [] });
    // Who was set aside meanwhile is still known to be no member.
    const kept = inOrderOf(before, [warm, other]);
    expect([...answersBySegment([warm, other], kept.answers)]).toEqual([
      ['keep-warm', '???'],
      ['vip', 'n?'],
    ]);
  });

  it('labels read back as they were written', () => {
    const nobody = { rfmGroup: null, fifths: '', stage: null, healthBand: null, answers: '' };
    for (const one of [ada, nobody]) expect(decodeLabels(encodeLabels(one))).toEqual(one);
  });

  it('is kept as far as it is new, and the last of each kind of word for good', () => {
    const move = (at: number): LabelChange => ({
      kind: 'SEGMENT',
      at,
      segment: 'vip',
      entered: at % 2 === 0,
      why: 'DEFINITION',
      conditions: [],
    });
    const word = (at: number): LabelChange => ({ kind: 'RFM_GROUP', at, from: 'LOST', to: 'AT_RISK', because: null });
    const moves = Array.from({ length: KEPT_CHANGES + 3 }, (_, k) => move(10 + k));
    const kept = newest([word(1), word(2), ...moves]);
    expect(kept).toEqual([word(2), ...moves.slice(-KEPT_CHANGES)]);
  });
});
