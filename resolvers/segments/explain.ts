import { InvalidInputError } from '../../domain/errors.ts';
import { CUSTOMER_FIELDS } from '../../domain/profile/fields.ts';
import { conditionsOf, explainRule, type RuleExplanation } from '../../domain/segments/evaluate.ts';
import { segmentRow, type RankedField } from '../../domain/segments/fields.ts';
import { isListOf, type SegmentRule } from '../../domain/segments/rules.ts';
import { parseRuleText } from '../../domain/segments/text.ts';
import { percentileOf } from '../../domain/segments/percentiles.ts';
import type { Percentiles } from '../../published/aggregates.ts';
import { statisticsOf } from '../../published/statistics.ts';
import { idsOf } from '../../store/customers/survivors.ts';
import { isListed } from '../../store/definitions/listed.ts';
import type { CustomerModel } from '../models.ts';
import type { QueryResolvers, SegmentResolvers } from '../generated.ts';
import { fieldsAsked, fieldSourceOf } from '../lists/field-source.ts';
import type { RequestContext } from '../serve/context.ts';
import { requireIdentifier } from '../wire/identifiers.ts';
import { partsOf } from '../portfolio/part.ts';
import { scored } from '../value/provenance.ts';
import { customerIdFrom } from '../wire/ids.ts';

const NOT_SCORED = 'No run has computed this customer yet.';
const CHANGED =
  'The rule, or what is known of the customer, has changed since the run: the next one puts the segment right.';

/** Why a customer is in a segment, tried on what a reader sees of them: the very numbers the run tried it on, unless something came since. */
export const explainMembership: NonNullable<SegmentResolvers['explain']> = async (segment, { customerId }, context) => {
  const id = customerIdFrom(customerId);
  const customer = id === null ? null : await context.loaders.customer.load(id);
  return customer && tried(segment.rule, segment.key, customer, context);
};

const MOST_TRIED = 20;

/** What a rule that is no segment yet would say of some customers. */
export const segmentPreview: NonNullable<QueryResolvers['segmentPreview']> = async (
  _,
  { ruleText, customers },
  context,
) => {
  if (customers.length > MOST_TRIED)
    throw new InvalidInputError(
      ['customers'],
      `At most ${MOST_TRIED} customers in one preview; got ${customers.length}.`,
      {
        code: 'PAGE_SIZE',
      },
    );
  const rule = parseRuleText(ruleText);
  return Promise.all(
    customers.map(async (by, index) => {
      const customer = await context.loaders.customerBy.load(
        requireIdentifier(context.principal, by, ['customers', String(index)]),
      );
      return customer && tried(rule, null, customer, context);
    }),
  );
};

/** What a rule is tried on: of a list who is on it by now. */
async function sourceOf(rule: SegmentRule, key: string | null, customer: CustomerModel, context: RequestContext) {
  const source = await fieldSourceOf(customer, fieldsAsked(rule), context);
  if (source === null || key === null || !isListOf(rule, key)) return source;
  const others = source.segments.filter((one) => one !== key);
  return { ...source, segments: (await isListed(context.db, key, idsOf(customer.record))) ? [...others, key] : others };
}

/** @param key of the segment the rule is of; null for a rule that is of none */
async function tried(rule: SegmentRule, key: string | null, customer: CustomerModel, context: RequestContext) {
  const score = scored(customer);
  const { parts, is, generation } = await partsOf(context, ['percentiles']);
  const nothing = { customer, asOf: is.asOf, isMember: null, holds: null, rule: null, conditions: [] };
  if (score === null || generation === null) return { ...nothing, reason: NOT_SCORED };
  const isMember = key === null || generation.segments[key] === undefined ? null : score.profile.segments.includes(key);
  if (parts === null) return { ...nothing, isMember, reason: is.reason };
  const { totalValueQuantiles } = statisticsOf(generation).portfolio;
  const boundaries: Percentiles & Readonly<Record<'totalValue', readonly number[]>> = {
    ...parts.percentiles,
    totalValue: totalValueQuantiles,
  };
  const source = (await sourceOf(rule, key, customer, context))!;
  const row = segmentRow(source, (field: RankedField) =>
    percentileOf(CUSTOMER_FIELDS[field].of(source), boundaries[field]),
  );
  const explained = explainRule(rule, row);
  const differs = isMember !== null && isMember !== (explained.holds === true);
  return {
    customer,
    asOf: is.asOf,
    isMember,
    holds: explained.holds,
    reason: differs ? CHANGED : null,
    rule: shown(explained),
    conditions: conditionsOf(explained).map(shown),
  };
}

interface Shown {
  readonly kind: RuleExplanation['kind'];
  readonly holds: boolean | null;
  readonly text: string;
  readonly actual: string | null;
  readonly children: readonly Shown[];
}

const WORDS = { ALL: 'all of', ANY: 'any of', NOT: 'not' } as const;

const shown = (explanation: RuleExplanation): Shown =>
  explanation.kind === 'CONDITION'
    ? {
        kind: 'CONDITION',
        holds: explanation.holds,
        text: explanation.text,
        actual: explanation.actual === null ? null : actualText(explanation.actual),
        children: [],
      }
    : {
        kind: explanation.kind,
        holds: explanation.holds,
        text: WORDS[explanation.kind],
        actual: null,
        children: explanation.children.map(shown),
      };

const actualText = (actual: NonNullable<unknown>): string =>
  Array.isArray(actual) ? actual.join(', ') : String(actual);
