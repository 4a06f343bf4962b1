import { NOTHING_DERIVED, type CustomerField, type Derived, type FieldSource } from '../../domain/profile/fields.ts';
import type { SegmentRule } from '../../domain/segments/rules.ts';
import { SUMMARY_COLUMNS } from '../../domain/summary/columns.ts';
import { standingWords } from '../../domain/summary/standing.ts';
import { dayIn } from '../../domain/time/time.ts';
import { customerHealth } from '../health/health.ts';
import type { CustomerModel } from '../models.ts';
import { opportunityMinorOf } from '../opportunities/opportunities.ts';
import type { RequestContext } from '../serve/context.ts';
import { scored } from '../value/provenance.ts';

/** The fields a rule asks for. */
export function fieldsAsked(rule: SegmentRule): ReadonlySet<string> {
  if ('field' in rule) return new Set([rule.field]);
  if ('not' in rule) return fieldsAsked(rule.not);
  return new Set(('all' in rule ? rule.all : rule.any).flatMap((one) => [...fieldsAsked(one)]));
}

/**
 * What the fields of one customer are read from, as a reader sees them; null of whom no run has computed. What is worked out apart is worked out where one of
 * the fields asks for it.
 */
export async function fieldSourceOf(
  customer: CustomerModel,
  asked: ReadonlySet<string>,
  context: RequestContext,
): Promise<FieldSource | null> {
  const score = scored(customer);
  if (score === null) return null;
  const { asOf, timeZone } = score.generation;
  const { summary } = customer.record;
  return {
    profile: score.profile,
    today: dayIn(timeZone)(asOf),
    summary: (column) => SUMMARY_COLUMNS[column](summary),
    groups: summary.orders?.groups ?? [],
    words: standingWords(summary.standing, asOf),
    segments: score.profile.segments,
    derived: await derivedOf(customer, asked, context),
  };
}

async function derivedOf(
  customer: CustomerModel,
  asked: ReadonlySet<string>,
  context: RequestContext,
): Promise<Derived> {
  const wants = (...fields: readonly CustomerField[]): boolean => fields.some((field) => asked.has(field));
  const [health, flows, opportunityMinor] = await Promise.all([
    wants('health', 'healthBand') ? customerHealth(customer, context) : null,
    wants('networkAtRisk') ? context.loaders.flows.load(customer.id) : null,
    wants('opportunityValue') ? opportunityMinorOf(customer, context) : null,
  ]);
  return {
    ...NOTHING_DERIVED,
    ...(health === null || health.score === null ? {} : { health: health.score, healthBand: health.band }),
    networkAtRiskMinor: flows?.networkAtRiskMinor ?? null,
    opportunityMinor,
  };
}
