import { InvalidInputError, VisibleError } from '../../domain/errors.ts';
import { BUILTIN_KEYS, builtinSegments, checkedKey } from '../../domain/segments/builtin.ts';
import { SEGMENT_FIELDS, type SegmentField } from '../../domain/segments/fields.ts';
import { parseRuleText } from '../../domain/segments/text.ts';
import type { SegmentRole } from '../../domain/segments/roles.ts';
import { listRule, parseSegmentRule, segmentsAsked, type SegmentRule } from '../../domain/segments/rules.ts';
import type {
  CustomerIdentifier as CustomerIdentifierInput,
  SegmentRuleInput,
  SegmentTestInput,
} from '../../schema/generated.ts';
import type { MutationResolvers } from '../generated.ts';
import { changeList, isList, requireList, type ListedStatus } from '../../store/definitions/listed.ts';
import { getSegment, putSegment, type SegmentRecord } from '../../store/definitions/segments.ts';
import { inOrder } from '../../domain/segments/order.ts';
import type { RequestContext } from '../serve/context.ts';
import { idempotent } from '../serve/idempotency.ts';
import { keyOf } from '../wire/ids.ts';
import { minorFrom } from '../wire/money.ts';
import { MAX_ROWS, within } from '../serve/rows.ts';
import { requireIdentifier } from '../wire/identifiers.ts';
import { fromRecord, segmentByKey, segmentField } from './segments.ts';
import { toUserError } from '../serve/user-errors.ts';

const MAX_DEPTH = 8;

const isMoney = (field: SegmentField): boolean =>
  (SEGMENT_FIELDS[field] as { readonly unit?: string }).unit === 'minor';

/** A condition in the words of domain/segments; which value fits which field is checked there. */
function testFrom({ field: name, comparator, value }: SegmentTestInput, currency: string, path: readonly string[]) {
  const field = segmentField(name);
  if (isMoney(field) && typeof value.number === 'number') {
    throw new InvalidInputError(
      [...path, 'value', 'number'],
      `${name} is money: give {money: {amount: "100.00", currencyCode: "${currency}"}}.`,
    );
  }
  if (!isMoney(field) && value.money)
    throw new InvalidInputError([...path, 'value', 'money'], `${name} is not money; give a number.`);
  const plain = value.money
    ? minorFrom(value.money, currency, [...path, 'value', 'money'])
    : (value.number ?? value.text ?? value.texts ?? value.flag ?? null);
  return { field, op: comparator, value: plain };
}

function ruleFrom(input: SegmentRuleInput, currency: string, path: readonly string[], depth = 1): unknown {
  if (depth > MAX_DEPTH) throw new InvalidInputError(path, `Rules may be nested ${MAX_DEPTH} deep.`);
  const each = (rules: readonly SegmentRuleInput[], join: string): unknown[] =>
    rules.map((rule, index) => ruleFrom(rule, currency, [...path, join, String(index)], depth + 1));
  if (input.all) return { all: each(input.all, 'all') };
  if (input.any) return { any: each(input.any, 'any') };
  if (input.not) return { not: ruleFrom(input.not, currency, [...path, 'not'], depth + 1) };
  return input.test ? testFrom(input.test, currency, [...path, 'test']) : {};
}

const INPUT_NAMES: Readonly<Record<string, string>> = { field: 'field', op: 'comparator', value: 'value' };

/** A path into a domain rule as the path into the input it came from: there a condition is under `test`. */
function inputPath(path: readonly string[]): readonly string[] {
  const condition = path.findIndex((name) => Object.hasOwn(INPUT_NAMES, name));
  return condition === -1
    ? path
    : [...path.slice(0, condition), 'test', INPUT_NAMES[path[condition]!]!, ...path.slice(condition + 1)];
}

function checkedRule(input: SegmentRuleInput, currency: string): SegmentRule {
  const rule = ruleFrom(input, currency, ['input', 'rule']);
  try {
    return parseSegmentRule(rule);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError(['input', 'rule', ...inputPath(error.field)], error.message, { cause: error });
  }
}

interface RuleInput {
  readonly rule?: SegmentRuleInput | null;
  readonly ruleText?: string | null;
}

/** The rule of an input, given as a tree or as a text. */
function requiredRule({ rule, ruleText }: RuleInput, currency: string): SegmentRule {
  if (rule && typeof ruleText === 'string')
    throw new InvalidInputError(['input', 'ruleText'], 'Give `rule` or `ruleText`, not both.');
  if (rule) return checkedRule(rule, currency);
  if (typeof ruleText !== 'string')
    throw new InvalidInputError(['input', 'rule'], 'A segment needs a rule: give `rule` or `ruleText`.');
  return within(['input'], () => parseRuleText(ruleText));
}

/** The rule of a list. @throws InvalidInputError where a rule is given too */
function newList({ key, rule, ruleText }: RuleInput & { readonly key: string }): SegmentRule {
  if (rule || typeof ruleText === 'string')
    throw new InvalidInputError(
      ['input', 'isList'],
      'A list has no rule: leave out `rule` and `ruleText`, or `isList`.',
    );
  return listRule(key);
}

/**
 * The rule, unless it asks for a segment that is not there, or that asks for this one in turn.
 *
 * @throws InvalidInputError NOT_FOUND, or CYCLE
 */
async function closed(key: string, rule: SegmentRule, { loaders }: RequestContext): Promise<SegmentRule> {
  const asked = segmentsAsked(rule);
  if (asked.length === 0) return rule;
  if (asked.includes(key))
    throw new InvalidInputError(['input', 'rule'], `The rule of "${key}" asks for "${key}". Leave that out.`, {
      code: 'CYCLE',
    });
  const stored = (await loaders.ruleSegments()).filter(({ archived }) => !archived).map(fromRecord);
  const others = [...builtinSegments, ...stored].filter((one) => one.key !== key);
  const known = new Set([...others.map((one) => one.key), key]);
  const unknown = asked.find((one) => !known.has(one));
  if (unknown !== undefined)
    throw new InvalidInputError(['input', 'rule'], `There is no segment "${unknown.slice(0, 60)}" to ask for.`, {
      code: 'NOT_FOUND',
    });
  if (inOrder([...others, { key, rule }]) === null)
    throw new InvalidInputError(
      ['input', 'rule'],
      `The segments this rule asks for ask for "${key}" in turn. Leave one of them out.`,
      { code: 'CYCLE' },
    );
  return rule;
}

/** What becomes of a role: left out it stays, null takes it away. */
const roleAfter = (before: string | undefined, role: SegmentRole | null | undefined): string | undefined =>
  role === undefined ? before : (role ?? undefined);

const checkedName = (name: string): string => {
  const text = name.trim();
  if (text === '' || text.length > 120)
    throw new InvalidInputError(['input', 'name'], 'A name is 1 to 120 characters.');
  return text;
};

/** The stored segment of a global id. @throws NOT_FOUND, also for those built in, which nobody can change */
async function requireSegment(id: string, { db }: RequestContext): Promise<SegmentRecord> {
  const key = keyOf('Segment', id);
  if (key !== null && BUILTIN_KEYS.has(key))
    throw new InvalidInputError(
      ['input', 'id'],
      'This segment is built in and cannot be changed. Create one of your own.',
    );
  const stored = key === null ? null : await getSegment(db, key);
  if (stored === null) throw new InvalidInputError(['input', 'id'], 'There is no such segment.', { code: 'NOT_FOUND' });
  return stored;
}

async function saved(
  context: RequestContext,
  mutation: string,
  input: { readonly idempotencyKey: string },
  save: () => Promise<SegmentRecord>,
) {
  try {
    const record = await idempotent(context, mutation, input, save);
    return { segment: fromRecord(record), userErrors: [] };
  } catch (error) {
    return { segment: null, userErrors: [toUserError(error)] };
  }
}

interface ListInput {
  readonly idempotencyKey: string;
  readonly id: string;
  readonly customers: readonly CustomerIdentifierInput[];
}

/** Puts customers on a list, or takes them off: all it can. */
async function listChanged(context: RequestContext, mutation: string, input: ListInput, change: 'ADD' | 'REMOVE') {
  const { customers } = input;
  const nothing = { segment: null, changed: 0, unchanged: 0, unknown: [] };
  try {
    if (customers.length > MAX_ROWS)
      throw new InvalidInputError(
        ['input', 'customers'],
        `At most ${MAX_ROWS} customers in one request; got ${customers.length}. Send several requests, or put the ids into a file: kring segment ${change === 'ADD' ? 'add' : 'remove'} KEY FILE.`,
        { code: 'TOO_MANY' },
      );
    const { key } = await requireSegment(input.id, context);
    await requireList(context.db, key, ['input', 'id']);
    const named = customers.map((by, index) =>
      requireIdentifier(context.principal, by, ['input', 'customers', String(index)]),
    );
    const statuses = await idempotent(context, mutation, input, () => changeList(context.db, key, named, change));
    const count = (status: ListedStatus): number => statuses.filter((one) => one === status).length;
    return {
      segment: await segmentByKey(key, context),
      changed: count('DONE'),
      unchanged: count('ALREADY'),
      unknown: statuses.flatMap((status, index) => (status === 'UNKNOWN_CUSTOMER' ? [index] : [])),
      userErrors: [],
    };
  } catch (error) {
    return { ...nothing, userErrors: [toUserError(error)] };
  }
}

export const segmentMutations: Pick<
  MutationResolvers,
  'segmentCreate' | 'segmentUpdate' | 'segmentArchive' | 'segmentCustomersAdd' | 'segmentCustomersRemove'
> = {
  segmentCustomersAdd: (_, { input }, context) => listChanged(context, 'segmentCustomersAdd', input, 'ADD'),
  segmentCustomersRemove: (_, { input }, context) => listChanged(context, 'segmentCustomersRemove', input, 'REMOVE'),

  segmentCreate: (_, { input }, context) =>
    saved(context, 'segmentCreate', input, async () => {
      const key = checkedKey(input.key, ['input', 'key']);
      const segment = {
        key,
        name: checkedName(input.name),
        description: input.description?.trim() ?? '',
        rule:
          input.isList === true ? newList(input) : await closed(key, requiredRule(input, context.currency), context),
        ...(input.role ? { role: input.role } : {}),
      };
      const taken = new InvalidInputError(['input', 'key'], `There is a segment with the key "${key}" already.`, {
        code: 'TAKEN',
      });
      if (BUILTIN_KEYS.has(key)) throw taken;
      try {
        return await putSegment(context.db, segment, { expectedVersion: 0 });
      } catch (error) {
        throw error instanceof VisibleError && error.code === 'STALE_VERSION' ? taken : error;
      }
    }),

  segmentUpdate: (_, { input }, context) =>
    saved(context, 'segmentUpdate', input, async () => {
      const stored = await requireSegment(input.id, context);
      if ((input.rule || input.ruleText) && isList(stored))
        throw new InvalidInputError(['input', 'rule'], `"${stored.key}" is a list, and has no rule to change.`);
      const rule =
        input.rule || input.ruleText ? await closed(stored.key, requiredRule(input, context.currency), context) : null;
      return putSegment(
        context.db,
        {
          ...stored,
          ...(input.name ? { name: checkedName(input.name) } : {}),
          ...(input.description === undefined ? {} : { description: input.description?.trim() ?? '' }),
          ...(rule === null ? {} : { rule }),
          role: roleAfter(stored.role, input.role),
        },
        { expectedVersion: input.expectedVersion },
      );
    }),

  segmentArchive: (_, { input }, context) =>
    saved(context, 'segmentArchive', input, async () =>
      putSegment(
        context.db,
        { ...(await requireSegment(input.id, context)), archived: true },
        { expectedVersion: input.expectedVersion },
      ),
    ),
};
