import * as z from 'zod';
import { InvalidInputError } from '../errors.ts';
import { isSegmentField, nearestField, SEGMENT_FIELDS, segmentFieldSpec } from './fields.ts';
import type { SegmentField } from './fields.ts';

export const COMPARATORS = ['EQ', 'NEQ', 'GT', 'GTE', 'LT', 'LTE', 'IN', 'CONTAINS', 'IS_NULL'] as const;
export type Comparator = (typeof COMPARATORS)[number];

/** One condition: `{ field: 'engagement', op: 'GTE', value: 50 }`. */
export interface SegmentCondition {
  readonly field: SegmentField;
  readonly op: Comparator;
  readonly value: number | string | boolean | readonly string[];
}

/** A typed rule: conditions joined by `all`, `any` and `not`. */
export type SegmentRule =
  | { readonly all: readonly SegmentRule[] }
  | { readonly any: readonly SegmentRule[] }
  | { readonly not: SegmentRule }
  | SegmentCondition;

const MAX_DEPTH = 8;
const MAX_CONDITIONS = 100;

const OPS_OF = {
  number: ['EQ', 'NEQ', 'GT', 'GTE', 'LT', 'LTE', 'IS_NULL'],
  enum: ['EQ', 'NEQ', 'IN', 'IS_NULL'],
  boolean: ['EQ', 'NEQ', 'IS_NULL'],
  text: ['EQ', 'NEQ', 'IN', 'IS_NULL'],
  set: ['CONTAINS', 'IS_NULL'],
} as const satisfies Record<string, readonly Comparator[]>;

/** Why the value does not fit the field and comparator, with an example of what does; null when it fits. */
function valueProblem(field: SegmentField, op: Comparator, value: unknown): string | null {
  const spec = segmentFieldSpec(field);
  if (op === 'IS_NULL') return typeof value === 'boolean' ? null : 'IS_NULL takes true or false';
  if (spec.type === 'number') return Number.isFinite(value) ? null : `${field} is compared with a number, e.g. 100`;
  if (spec.type === 'boolean') return typeof value === 'boolean' ? null : `${field} is compared with true or false`;
  if (spec.type === 'set')
    return typeof value === 'string' && value !== '' ? null : `${field} CONTAINS takes one name, e.g. "Furniture"`;
  if (spec.type === 'text') {
    const words: readonly unknown[] = op === 'IN' && Array.isArray(value) ? value : [value];
    if (op === 'IN' && (!Array.isArray(value) || value.length === 0)) return `${field} IN takes a list of texts`;
    return words.every((word) => typeof word === 'string' && word.trim() !== '')
      ? null
      : `${field} is compared with a text, e.g. "abc"`;
  }
  const known = spec.values ?? [];
  const wanted: unknown[] = op === 'IN' && Array.isArray(value) ? value : [value];
  if (op === 'IN' && (!Array.isArray(value) || value.length === 0))
    return `${field} IN takes a list, e.g. ["${known[0]}"]`;
  const unknown = wanted.find((one) => !known.includes(one as string));
  return unknown === undefined
    ? null
    : `${JSON.stringify(unknown)} is not a ${field}; it is one of ${known.join(', ')}`;
}

const conditionSchema = z
  .strictObject({
    field: z.string(),
    op: z.enum(COMPARATORS),
    value: z.union([z.number(), z.string().max(200), z.boolean(), z.array(z.string().max(200)).max(100)]),
  })
  .transform(({ field, op, value }, context): SegmentCondition => {
    const reject = (path: string, message: string): never => {
      context.addIssue({ code: 'custom', path: [path], message });
      return z.NEVER;
    };
    if (!isSegmentField(field)) {
      const meant = nearestField(field);
      const hint = meant === null ? `there are ${Object.keys(SEGMENT_FIELDS).join(', ')}` : `did you mean "${meant}"?`;
      return reject('field', `unknown field "${field.slice(0, 60)}"; ${hint}`);
    }
    const ops: readonly Comparator[] = OPS_OF[segmentFieldSpec(field).type];
    if (!ops.includes(op)) return reject('op', `${field} cannot be tested with ${op}; use one of ${ops.join(', ')}`);
    const problem = valueProblem(field, op, value);
    return problem === null ? { field, op, value } : reject('value', problem);
  });

type Path = (string | number)[];
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const JOINS = ['all', 'any', 'not'] as const;

/**
 * Walks by hand instead of through a recursive union: a union reports "no branch matched", this names the one field that is
 * wrong, and depth is bounded before anything recurses.
 */
function parseRule(input: unknown, path: Path, depth: number, budget: { conditions: number }): SegmentRule {
  const fail = (at: Path, message: string): never => {
    throw new InvalidInputError(at.map(String), `${at.length === 0 ? 'rule' : at.join('.')}: ${message}`, {
      code: 'INVALID_RULE',
    });
  };
  if (!isRecord(input)) return fail(path, 'a rule is an object, e.g. {"field": "orders", "op": "GTE", "value": 2}');
  if (depth > MAX_DEPTH) return fail(path, `rules may be nested ${MAX_DEPTH} deep`);
  const join = JOINS.find((name) => Object.hasOwn(input, name));
  if (join !== undefined) {
    if (Object.keys(input).length !== 1)
      return fail(path, `"${join}" stands alone; found ${Object.keys(input).join(', ')}`);
    if (join === 'not') return { not: parseRule(input['not'], [...path, 'not'], depth + 1, budget) };
    const children = input[join];
    if (!Array.isArray(children) || children.length === 0)
      return fail([...path, join], `"${join}" takes a list of at least one rule`);
    const rules = children.map((child, i) => parseRule(child, [...path, join, i], depth + 1, budget));
    return join === 'all' ? { all: rules } : { any: rules };
  }
  if (++budget.conditions > MAX_CONDITIONS) return fail(path, `a rule may have ${MAX_CONDITIONS} conditions`);
  const parsed = conditionSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  return fail([...path, ...issue.path.map(String)], issue.message);
}

/** The segments whose membership a rule asks for, by key. */
export function segmentsAsked(rule: SegmentRule): string[] {
  if ('field' in rule) return rule.field === 'segments' && rule.op === 'CONTAINS' ? [String(rule.value)] : [];
  if ('not' in rule) return segmentsAsked(rule.not);
  return ('all' in rule ? rule.all : rule.any).flatMap(segmentsAsked);
}

/**
 * The rule of a segment that is a list of customers: `segments contains KEY`, of its own key. Whoever is on the list has the key before any rule is tried; no
 * other segment may ask for itself.
 */
export const listRule = (key: string): SegmentRule => ({ field: 'segments', op: 'CONTAINS', value: key });
/** Whether the rule of a segment says that it is a list. */
export const isListOf = (rule: SegmentRule, key: string): boolean =>
  'field' in rule && rule.field === 'segments' && rule.op === 'CONTAINS' && rule.value === key;

/**
 * A rule from outside, checked. An unknown field is an error that names the nearest known one, never ignored.
 * @throws InvalidInputError (INVALID_RULE) whose `field` is the path to what is wrong
 * @example parseSegmentRule({ all: [{ field: 'lapsed', op: 'EQ', value: true }, { field: 'totalValuePercentile', op: 'GTE', value: 80 }] })
 */
export const parseSegmentRule = (input: unknown): SegmentRule => parseRule(input, [], 1, { conditions: 0 });
