import type { Interaction, InteractionType } from '../events.ts';

/** What an interaction says about a position in the SONAR lifecycle. One interaction can be several signals. */
export interface Signals {
  /** An action of the customer's own: a suspect becomes a prospect. */
  readonly ownAction: boolean;
  /** Interest in buying: a prospect becomes a lead. A sales contact with somebody who is a lead makes it an opportunity. */
  readonly buyingInterest: boolean;
  readonly salesContact: boolean;
  /** The purchase arrives or the customer finds the way in: onboarding. */
  readonly onboarding: boolean;
  /** The customer works with what was bought. */
  readonly use: boolean;
  /** Says they are content. */
  readonly happiness: boolean;
  /** Speaks well of the company to others. */
  readonly recommendation: boolean;
}

/** Things that are done to a customer, not by them. */
const PASSIVE = new Set<InteractionType>([
  'NEWSLETTER_RECEIVED',
  'PROMOTION_SEEN',
  'DELIVERY',
  'COMPLAINT_RESOLVED',
  'OTHER',
]);
const BUYING_INTEREST = new Set<InteractionType>(['SALES_CONTACT', 'PROMOTION_REDEEMED', 'STORE_VISIT']);
const ONBOARDING = new Set<InteractionType>(['DELIVERY', 'PORTAL_LOGIN', 'SUPPORT_CONTACT']);
// Sending something back is no sign of using it, and must not bring a customer further (docs/decisions/0008).
const USE = new Set<InteractionType>(['PORTAL_TASK', 'REVIEW', 'SURVEY_RESPONSE', 'COMPLAINT_OPENED']);
const OPINION = new Set<InteractionType>(['SURVEY_RESPONSE', 'REVIEW', 'SUPPORT_CONTACT', 'COMPLAINT_RESOLVED']);
/** Public by nature; positive unless the source says otherwise. */
const PUBLIC = new Set<InteractionType>(['SOCIAL_SHARE', 'SOCIAL_MENTION']);
/** A survey answer or review this good counts as a recommendation (9 or 10 of 10, scaled to −1 … 1). */
const PROMOTER_VALENCE = 0.8;

/** What an interaction says for the lifecycle. */
export function signalsOf({ type, valence }: Interaction): Signals {
  const promoter = (type === 'SURVEY_RESPONSE' || type === 'REVIEW') && (valence ?? 0) >= PROMOTER_VALENCE;
  return {
    ownAction: !PASSIVE.has(type),
    buyingInterest: BUYING_INTEREST.has(type),
    salesContact: type === 'SALES_CONTACT',
    onboarding: ONBOARDING.has(type),
    use: USE.has(type),
    happiness: OPINION.has(type) && (valence ?? 0) > 0,
    recommendation: promoter || (PUBLIC.has(type) && (valence ?? 1) > 0),
  };
}
