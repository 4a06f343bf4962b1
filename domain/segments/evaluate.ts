import type { SegmentRow } from './fields.ts';
import type { SegmentCondition, SegmentRule } from './rules.ts';
import { conditionText } from './text.ts';

/**
 * Rules are three-valued (Kleene): what is unknown about a customer makes a condition `null`, not false, and `not` of unknown
 * stays unknown. A customer is a member only when the rule is `true`, so "not influence above 35" does not sweep in everybody
 * whose influence nobody knows. IS_NULL is how a rule asks for the unknown.
 */
export type Truth = boolean | null;
export type RowTest = (row: SegmentRow) => Truth;

function compileCondition({ field, op, value }: SegmentCondition): RowTest {
  const known =
    (test: (actual: NonNullable<SegmentRow[typeof field]>) => boolean): RowTest =>
    (row) => {
      const actual = row[field];
      return actual === null ? null : test(actual);
    };
  const number = value as number;
  switch (op) {
    case 'IS_NULL':
      return (row) => (row[field] === null) === value;
    case 'EQ':
      return known((actual) => actual === value);
    case 'NEQ':
      return known((actual) => actual !== value);
    case 'GT':
      return known((actual) => (actual as number) > number);
    case 'GTE':
      return known((actual) => (actual as number) >= number);
    case 'LT':
      return known((actual) => (actual as number) < number);
    case 'LTE':
      return known((actual) => (actual as number) <= number);
    case 'IN':
      return known((actual) => (value as readonly string[]).includes(actual as string));
    case 'CONTAINS':
      return known((actual) => (actual as readonly string[]).includes(value as string));
  }
}

type Test<Given> = (given: Given) => Truth;

/** `decisive` settles the join at once: false for all, true for any. Otherwise one unknown makes it unknown. */
const join =
  <Given>(tests: readonly Test<Given>[], decisive: boolean): Test<Given> =>
  (given) => {
    let unknown = false;
    for (const test of tests) {
      const truth = test(given);
      if (truth === decisive) return decisive;
      if (truth === null) unknown = true;
    }
    return unknown ? null : !decisive;
  };

function joined<Given>(rule: SegmentRule, leaf: (condition: SegmentCondition) => Test<Given>): Test<Given> {
  const each = (rules: readonly SegmentRule[]): Test<Given>[] => rules.map((one) => joined(one, leaf));
  if ('all' in rule) return join(each(rule.all), false);
  if ('any' in rule) return join(each(rule.any), true);
  if ('not' in rule) {
    const test = joined(rule.not, leaf);
    return (given) => {
      const truth = test(given);
      return truth === null ? null : !truth;
    };
  }
  return leaf(rule);
}

/** A rule made ready to be tried on many rows. */
export const compileRule = (rule: SegmentRule): RowTest => joined(rule, compileCondition);

/** The conditions of a rule, in its order. */
export function conditionsIn(rule: SegmentRule): SegmentCondition[] {
  if ('field' in rule) return [rule];
  if ('not' in rule) return conditionsIn(rule.not);
  return ('all' in rule ? rule.all : rule.any).flatMap(conditionsIn);
}

/** What a condition answers, in a letter. */
export const LETTER = { yes: 'y', no: 'n', unknown: '?' } as const;
const letterOf = (truth: Truth): string => (truth === null ? LETTER.unknown : truth ? LETTER.yes : LETTER.no);
export const truthOf = (letter: string | undefined): Truth =>
  letter === LETTER.yes ? true : letter === LETTER.no ? false : null;

/**
 * A rule that says what each of its conditions answers, and what follows from that: the same as {@link compileRule} says.
 *
 * @returns `answers`: a letter a condition, in the order of {@link conditionsIn}; `holds`: what the rule says, given such letters
 */
export function answering(rule: SegmentRule): {
  readonly answers: (row: SegmentRow) => string;
  readonly holds: (letters: string) => Truth;
} {
  const tests = conditionsIn(rule).map(compileCondition);
  let next = 0;
  return {
    answers: (row) => {
      let letters = '';
      for (const test of tests) letters += letterOf(test(row));
      return letters;
    },
    holds: joined<string>(rule, () => {
      const place = next++;
      return (letters) => truthOf(letters[place]);
    }),
  };
}

/** Whether the rule is true for this row: unknown is not membership. */
export const matches = (rule: SegmentRule, row: SegmentRow): boolean => compileRule(rule)(row) === true;

/** Why a customer is, or is not, in a segment: the rule as a tree, with what was found at each condition. */
export type RuleExplanation =
  | { readonly kind: 'ALL' | 'ANY' | 'NOT'; readonly holds: Truth; readonly children: readonly RuleExplanation[] }
  | {
      readonly kind: 'CONDITION';
      readonly holds: Truth;
      readonly condition: SegmentCondition;
      readonly text: string;
      readonly actual: SegmentRow[keyof SegmentRow];
    };

/** A rule as a tree with what was found of a row at each condition. Agrees with {@link matches}. */
export function explainRule(rule: SegmentRule, row: SegmentRow): RuleExplanation {
  const holds = compileRule(rule)(row);
  if ('all' in rule) return { kind: 'ALL', holds, children: rule.all.map((child) => explainRule(child, row)) };
  if ('any' in rule) return { kind: 'ANY', holds, children: rule.any.map((child) => explainRule(child, row)) };
  if ('not' in rule) return { kind: 'NOT', holds, children: [explainRule(rule.not, row)] };
  return { kind: 'CONDITION', holds, condition: rule, text: conditionText(rule), actual: row[rule.field] };
}

/** The conditions of an explanation, in the rule's order. */
export const conditionsOf = (explanation: RuleExplanation): Extract<RuleExplanation, { kind: 'CONDITION' }>[] =>
  explanation.kind === 'CONDITION' ? [explanation] : explanation.children.flatMap(conditionsOf);
