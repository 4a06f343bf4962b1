import { InvalidInputError } from '../errors.ts';
import { isSegmentField, segmentFieldSpec } from './fields.ts';
import { parseSegmentRule, type SegmentCondition, type SegmentRule } from './rules.ts';

const SIGN: Readonly<Record<SegmentCondition['op'], string>> = {
  EQ: '=',
  NEQ: '≠',
  GT: '>',
  GTE: '≥',
  LT: '<',
  LTE: '≤',
  IN: 'is one of',
  CONTAINS: 'contains',
  IS_NULL: 'is',
};
const OP_OF: ReadonlyMap<string, SegmentCondition['op']> = new Map([
  ...(['EQ', 'NEQ', 'GT', 'GTE', 'LT', 'LTE', 'CONTAINS'] as const).map((op) => [SIGN[op], op] as const),
  ['!=', 'NEQ'],
  ['>=', 'GTE'],
  ['<=', 'LTE'],
]);

const KEYWORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'any', 'is', 'contains']);
const BARE = /^[\p{L}\p{N}_-]+$/u;

/** Texts of several words, and those that would read as something else, stand in quotes. */
const quoted = (text: string): string => (BARE.test(text) && !KEYWORDS.has(text) ? text : JSON.stringify(text));

/** A condition in words: `engagement ≥ 50`, `influence is unknown`. */
export function conditionText({ field, op, value }: SegmentCondition): string {
  if (op === 'IS_NULL') return `${field} is ${value === true ? 'unknown' : 'known'}`;
  const shown = typeof value === 'object' ? value.map(quoted).join(', ') : quotedValue(value);
  return `${field} ${SIGN[op]} ${shown}`;
}

const quotedValue = (value: number | string | boolean): string =>
  typeof value === 'string' ? quoted(value) : String(value);

/**
 * A rule in words, e.g. `(orders ≥ 2 and not lapsed = true)`; money in minor units. {@link parseRuleText} makes the same rule of it.
 */
export function ruleText(rule: SegmentRule): string {
  if ('all' in rule) return `(${rule.all.map(ruleText).join(' and ')})`;
  if ('any' in rule) return `(${rule.any.length === 1 ? 'any ' : ''}${rule.any.map(ruleText).join(' or ')})`;
  if ('not' in rule) return `not ${ruleText(rule.not)}`;
  return conditionText(rule);
}

interface Token {
  readonly text: string;
  /** What stands in quotes is a text, whatever it says. */
  readonly isQuoted: boolean;
  readonly at: number;
}

const TOKEN = /\s*(?:([(),])|(>=|<=|!=|[=≠>≥<≤])|("(?:[^"\\]|\\.)*")|([^\s(),"=≠<>≤≥!]+))/uy;

const MOST_CHARACTERS = 20_000;
/** Beyond what the tree of a rule may be nested: parentheses around one thing are free. */
const DEEPEST = 64;

const FIELD = ['ruleText'];

const refuse = (at: number, message: string): never => {
  throw new InvalidInputError(FIELD, `At character ${at + 1}: ${message}`, { code: 'INVALID_RULE' });
};

function tokensOf(text: string): Token[] {
  if (text.length > MOST_CHARACTERS) refuse(MOST_CHARACTERS, `a rule is at most ${MOST_CHARACTERS} characters long.`);
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let from = 0; text.slice(from).trim() !== ''; from = TOKEN.lastIndex) {
    const match = TOKEN.exec(text);
    if (match === null) return refuse(from, `${JSON.stringify(text.slice(from, from + 10))} cannot be read.`);
    const [all, mark, sign, string, word] = match;
    const at = match.index + all.length - all.trimStart().length;
    tokens.push({
      text: string === undefined ? (mark ?? sign ?? word)! : unquoted(string, at),
      isQuoted: string !== undefined,
      at,
    });
  }
  return tokens;
}

function unquoted(string: string, at: number): string {
  try {
    return JSON.parse(string) as string;
  } catch {
    return refuse(at, `${string} is not a text in quotes.`);
  }
}

/**
 * The rule a text says, checked like any other: the reverse of {@link ruleText}. `>=`, `<=` and `!=` stand for ≥, ≤ and ≠. Conditions are joined by
 * `and` or by `or`; where both are needed parentheses say which comes first.
 *
 * @throws InvalidInputError (INVALID_RULE) that says where the text stops making sense, or what is wrong with the rule
 * @example parseRuleText('orders >= 2 and not lapsed = true')
 */
export function parseRuleText(text: string): SegmentRule {
  const tokens = tokensOf(text);
  let next = 0;
  const is = (word: string): boolean => tokens[next]?.text === word && !tokens[next]!.isQuoted;
  const here = (): number => tokens[next]?.at ?? text.length;
  const take = (what: string): Token => tokens[next++] ?? refuse(text.length, `${what} is missing.`);
  const accept = (word: string): boolean => {
    const found = is(word);
    if (found) next++;
    return found;
  };

  const value = (field: string): unknown => {
    const { text: word, isQuoted } = take('a value');
    if (isQuoted || !isSegmentField(field)) return word;
    const { type } = segmentFieldSpec(field);
    if (type === 'boolean' && (word === 'true' || word === 'false')) return word === 'true';
    return type === 'number' && Number.isFinite(Number(word)) ? Number(word) : word;
  };

  const condition = (): unknown => {
    const { text: field, isQuoted, at } = take('a condition');
    if (isQuoted || !/^[a-zA-Z]/u.test(field) || KEYWORDS.has(field))
      refuse(at, `${JSON.stringify(field)} is no field of a customer.`);
    if (accept('is')) {
      if (accept('unknown')) return { field, op: 'IS_NULL', value: true };
      if (accept('known')) return { field, op: 'IS_NULL', value: false };
      if (!accept('one') || !accept('of')) refuse(here(), '`is` goes on with `known`, `unknown` or `one of`.');
      const values = [value(field)];
      while (accept(',')) values.push(value(field));
      return { field, op: 'IN', value: values };
    }
    const sign = take('a comparison');
    const op = OP_OF.get(sign.text);
    if (op === undefined || sign.isQuoted)
      return refuse(sign.at, 'a field is compared by =, ≠, >, ≥, <, ≤, `contains` or `is`.');
    return { field, op, value: value(field) };
  };

  const one = (depth: number): unknown => {
    if (depth > DEEPEST) refuse(here(), `rules may be nested ${DEEPEST} deep in a text.`);
    if (accept('not')) return { not: one(depth + 1) };
    if (!accept('(')) return condition();
    if (accept('any')) {
      const single = { any: [one(depth + 1)] };
      if (!accept(')')) refuse(here(), 'a parenthesis is not closed.');
      return single;
    }
    const rule = joined(depth + 1, true);
    if (!accept(')'))
      refuse(here(), 'a parenthesis is not closed; `and` and `or` are joined by parentheses of their own.');
    return rule;
  };

  /** @param inParentheses where one rule alone is a join of one */
  const joined = (depth: number, inParentheses: boolean): unknown => {
    const rules = [one(depth)];
    const word = is('or') ? 'or' : 'and';
    while (accept(word)) rules.push(one(depth));
    if (rules.length === 1 && !inParentheses) return rules[0];
    return word === 'or' ? { any: rules } : { all: rules };
  };

  const rule = joined(1, false);
  if (next < tokens.length)
    refuse(here(), `${JSON.stringify(tokens[next]!.text)} does not belong here; join conditions by \`and\` or \`or\`.`);
  try {
    return parseSegmentRule(rule);
  } catch (error) {
    // Where in the tree it is says nothing to whoever wrote a text: the message names the condition.
    if (!(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError(FIELD, error.message, { code: error.code, cause: error });
  }
}
