import { InvalidInputError } from '../../domain/errors.ts';
import { settleOrders, type MoneyBack } from '../../domain/history/returns.ts';
import { canonicalEvents, knownAt, lastTold } from '../../domain/summary/canonical.ts';
import { dayIn, type DayOf } from '../../domain/time/time.ts';
import { timeZoneOf } from '../../store/client/table.ts';
import type { StoredEvent, StoredFact } from '../../store/events/history.ts';
import type { CustomerModel } from '../models.ts';
import type { RequestContext } from '../serve/context.ts';

/** What is known of a customer by an instant. */
export interface KnownEvents {
  /** In canonical order, with orders as they stand after cancellations and refunds. */
  readonly events: readonly StoredEvent[];
  readonly facts: readonly StoredFact[];
  readonly moneyBack: readonly MoneyBack[];
  /** Epoch ms: the readers' today, or the newest event where that is later; in a view of the past its instant. */
  readonly asOf: number;
  readonly dayOf: DayOf;
}

/** A customer's events as of today, or of the view that is read. One read of their history a request, whoever asks. */
export async function knownEvents(
  { record, generation }: CustomerModel,
  { db, loaders }: RequestContext,
): Promise<KnownEvents> {
  const [{ events, facts }, timeZone] = await Promise.all([loaders.history.load(record), timeZoneOf(db)]);
  // A view's pages lie under its own generation, in no slots.
  const isView = generation !== null && generation.slots === undefined;
  const until = isView ? generation.asOf : Math.max(db.clock(), generation?.asOf ?? 0);
  const known = canonicalEvents(knownAt(events, until));
  const settled = settleOrders(known);
  const shown = generation?.asOf ?? 0;
  const told = known.length === 0 ? shown : Math.max(shown, Math.min(until, lastTold(known)));
  return {
    events: settled.events,
    facts: facts.filter(({ occurredAt }) => occurredAt <= until),
    moneyBack: settled.moneyBack,
    asOf: isView || told === 0 ? until : told,
    dayOf: dayIn(timeZone),
  };
}

export interface Window {
  readonly from?: number | null;
  readonly to?: number | null;
}

/**
 * Whether an instant lies in a period, from its first up to the one after its last.
 *
 * @param field where in the arguments the period stands
 * @throws InvalidInputError BAD_USER_INPUT for a period that ends before it begins: an empty answer would read as if nothing had happened
 */
export function within({ from, to }: Window, field: readonly string[] = ['from']) {
  if (from != null && to != null && from > to)
    throw new InvalidInputError(field, 'from is after to: a period begins before it ends.', { code: 'BAD_USER_INPUT' });
  return ({ occurredAt }: { readonly occurredAt: number }): boolean =>
    occurredAt >= (from ?? -Infinity) && occurredAt < (to ?? Infinity);
}

/** What was worked out from events when it was asked for. */
export const workedOut = (asOf: number, now: number, version: string, missingInputs: readonly string[] = []) => ({
  method: 'OBSERVED' as const,
  confidence: 1,
  asOf,
  computedAt: now,
  generation: null,
  runId: null,
  version,
  missingInputs,
});

/** The nulls among some fields, each with its reason. */
export const absences = (
  fields: Readonly<Record<string, readonly [value: unknown, reason: string]>>,
): { readonly field: string; readonly reason: string }[] =>
  Object.entries(fields).flatMap(([field, [value, reason]]) => (value === null ? [{ field, reason }] : []));
