import { standingFacts } from '../../domain/facts/facts.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import type { Blocker } from '../../schema/generated.ts';
import { knownEvents } from '../experience/known-events.ts';
import { customerHealth } from '../health/health.ts';
import type { CustomerModel } from '../models.ts';
import type { RequestContext } from '../serve/context.ts';

const RECENT_DAYS = 30;
const TO_BE_REACHED = new Set(['CONSENT_EMAIL', 'CONSENT_PHONE', 'CONSENT_POST']);

/** What speaks against an offer to a customer now. */
export async function blockersOf(customer: CustomerModel, context: RequestContext): Promise<Blocker[]> {
  const [{ events, facts, asOf }, { band }] = await Promise.all([
    knownEvents(customer, context),
    customerHealth(customer, context),
  ]);
  const standing = standingFacts(facts, asOf);
  const mayBeReached = standing.some(({ type, value }) => TO_BE_REACHED.has(type) && value === 'GRANTED');
  const refusesOffers = standing.some(({ type, value }) => type === 'CONSENT_PERSONALISATION' && value === 'WITHDRAWN');
  const wasOffered = events.some(
    (event) =>
      event.kind === 'INTERACTION' &&
      (event.type === 'PROMOTION_SEEN' || event.type === 'SALES_CONTACT') &&
      event.occurredAt > asOf - RECENT_DAYS * DAY_MS,
  );
  return [
    ...(customer.record.summary.milestones.openComplaints > 0 ? ['OPEN_COMPLAINT' as const] : []),
    ...(band === 'AT_RISK' ? ['UNHEALTHY' as const] : []),
    ...(!mayBeReached || refusesOffers ? ['NO_CONSENT' as const] : []),
    ...(wasOffered ? ['RECENTLY_OFFERED' as const] : []),
  ];
}
