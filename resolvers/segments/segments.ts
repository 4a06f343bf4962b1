import { InvalidInputError } from '../../domain/errors.ts';
import { builtinSegments } from '../../domain/segments/builtin.ts';
import { ruleText } from '../../domain/segments/text.ts';
import { SEGMENT_FIELDS, type SegmentField as FieldName } from '../../domain/segments/fields.ts';
import { measureOf } from '../../domain/segments/measure.ts';
import { isSegmentRole } from '../../domain/segments/roles.ts';
import { isListOf, parseSegmentRule, type SegmentCondition } from '../../domain/segments/rules.ts';
import { segmentList } from '../../published/blocks.ts';
import { statisticsOf } from '../../published/statistics.ts';
import type { SegmentField } from '../../schema/generated.ts';
import type { CustomerResolvers, QueryResolvers, SegmentResolvers, SegmentRuleResolvers } from '../generated.ts';
import type { SegmentRecord } from '../../store/definitions/segments.ts';
import type { RequestContext } from '../serve/context.ts';
import { keyOf, toGlobalId } from '../wire/ids.ts';
import type { CustomerModel, SegmentModel } from '../models.ts';
import { toDecimal } from '../wire/money.ts';
import { connection, encodeKey, pageAsked, startAfter, stretchOf } from '../wire/paging.ts';
import { explainMembership, segmentPreview } from './explain.ts';
import { emptyList, rankedPage } from '../lists/ranked.ts';

/** Segments that are code, not data: found without a read. */
const BUILTIN: ReadonlyMap<string, SegmentModel> = new Map(
  builtinSegments.map((segment) => [
    segment.key,
    { ...segment, role: segment.role ?? null, version: 0, archived: false },
  ]),
);

/** A stored rule segment as the API shows it. */
export function fromRecord(record: SegmentRecord): SegmentModel {
  const { key, name, description, role, version, archived } = record;
  const rule = parseSegmentRule(record.rule);
  return {
    key,
    name,
    description,
    kind: isListOf(rule, key) ? 'LIST' : 'RULE',
    version,
    archived,
    role: isSegmentRole(role) ? role : null,
    rule,
  };
}

/** The segment of a key: what somebody defined, or else what every deployment has. */
export async function segmentByKey(key: string, { loaders }: RequestContext): Promise<SegmentModel | null> {
  const builtin = BUILTIN.get(key);
  if (builtin) return builtin;
  const stored = (await loaders.ruleSegments()).find((record) => record.key === key);
  return stored === undefined ? null : fromRecord(stored);
}

// Names of rule segments on a customer may be some seconds old; a definition is asked for by itself when it matters.
const RECENT_MS = 10_000;
const recent = new WeakMap<
  RequestContext['db']['client'],
  { readonly until: number; readonly records: Promise<readonly SegmentRecord[]> }
>();

function recentSegments(context: RequestContext): Promise<readonly SegmentRecord[]> {
  const { db } = context;
  const known = recent.get(db.client);
  if (known !== undefined && known.until > Date.now()) return known.records;
  const records = context.loaders.ruleSegments();
  recent.set(db.client, { until: Date.now() + RECENT_MS, records });
  records.catch(() => recent.delete(db.client));
  return records;
}

/** Segments the customer was in at the last run. Those built in cost no read, the others at most one per request. */
export const segmentsOf: NonNullable<CustomerResolvers['segments']> = ({ profile }: CustomerModel, _, context) => {
  const keys = profile?.profile.segments ?? [];
  const builtin = keys.flatMap((key) => BUILTIN.get(key) ?? []);
  if (builtin.length === keys.length) return builtin;
  return recentSegments(context).then((records) =>
    keys.flatMap((key) => {
      const record = records.find((one) => one.key === key);
      return BUILTIN.get(key) ?? (record === undefined ? [] : fromRecord(record));
    }),
  );
};

export const segmentQueries: Pick<QueryResolvers, 'segment' | 'segments' | 'segmentPreview'> = {
  segmentPreview,
  segment: async (_, { id, key }, context) => {
    if (id == null && key == null)
      throw new InvalidInputError(['key'], 'Name the segment: give `id` or `key`. All there are: `segments`.', {
        code: 'BAD_USER_INPUT',
      });
    const wanted = id ? keyOf('Segment', id) : key;
    return wanted ? segmentByKey(wanted, context) : null;
  },
  segments: async (_, page, context) => {
    const asked = pageAsked(page);
    const stored = (await context.loaders.ruleSegments()).filter(({ key }) => !BUILTIN.has(key));
    const all = [...BUILTIN.values(), ...stored.map(fromRecord)].filter(({ archived }) => !archived);
    const keys = all.map(({ key }) => key);
    const { from, to } = stretchOf(asked, startAfter(keys, asked.cursor, 'segments', asked.isBack), all.length);
    const edges = all.slice(from, to).map((node) => ({ cursor: encodeKey('segments', node.key), node }));
    return {
      ...connection(edges, to < all.length, { hasPreviousPage: from > 0 }),
      totalCount: { count: all.length, precision: 'EXACT', asOf: context.db.clock() },
    };
  },
};

export const segmentFields: Omit<SegmentResolvers, 'growth'> = {
  id: ({ key }) => toGlobalId('Segment', key),
  size: async ({ key }, _, { loaders }) => {
    const generation = await loaders.generation();
    const list = generation?.segments[key];
    return generation && list ? { count: list.count, precision: 'EXACT', asOf: generation.asOf } : null;
  },
  explain: explainMembership,
  measure: ({ rule }) => enumName(measureOf(rule)),
  value: async ({ key }, _, { loaders }) => {
    const generation = await loaders.generation();
    return generation ? (statisticsOf(generation).segments[key]?.valueMinor ?? null) : null;
  },
  members: async ({ key }, page, context) => {
    const generation = await context.loaders.generation();
    const list = generation?.segments[key];
    if (generation === null || list === undefined) return emptyList(generation?.asOf ?? context.db.clock());
    return rankedPage(context, {
      generation,
      block: segmentList(key),
      list,
      ascending: false,
      test: null,
      page,
    });
  },
};

/** totalValue ⇄ TOTAL_VALUE */
const enumName = (field: FieldName): SegmentField =>
  field.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase() as SegmentField;
const FIELD_OF = new Map((Object.keys(SEGMENT_FIELDS) as FieldName[]).map((field) => [enumName(field), field]));

/** The field a rule tests, by its name in the schema. */
export const segmentField = (name: SegmentField): FieldName => FIELD_OF.get(name)!;

const isMinor = (field: FieldName): boolean => (SEGMENT_FIELDS[field] as { readonly unit?: string }).unit === 'minor';

const testOf = (condition: SegmentCondition, currency: string) => ({
  field: enumName(condition.field),
  comparator: condition.op,
  value:
    isMinor(condition.field) && typeof condition.value === 'number'
      ? `${toDecimal(condition.value, currency)} ${currency}`
      : String(condition.value),
});

export const segmentRuleFields: SegmentRuleResolvers = {
  text: ruleText,
  all: (rule) => ('all' in rule ? rule.all : null),
  any: (rule) => ('any' in rule ? rule.any : null),
  not: (rule) => ('not' in rule ? rule.not : null),
  test: (rule, _, { currency }) => ('field' in rule ? testOf(rule, currency) : null),
};
