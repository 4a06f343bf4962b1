import type { Department } from '../engagement/rules.ts';
import type { CustomerEvent, InteractionType } from '../events.ts';
import type { Fact, FactType } from '../facts/facts.ts';

/** What one source told of one customer for one department. */
export interface SourceTally {
  readonly source: string;
  readonly department: Department;
  /** Events and facts, each once. */
  readonly records: number;
  /** The newest instant one of them is of, epoch ms. */
  readonly lastAt: number;
}

/** Whose work each kind of record is of, by the departments of engagement rules: what tells of the offer, of buying, of use. */
const OF_INTERACTION: Readonly<Record<InteractionType, Department>> = {
  NEWSLETTER_RECEIVED: 'MARKETING',
  NEWSLETTER_OPENED: 'MARKETING',
  NEWSLETTER_READ: 'MARKETING',
  SOCIAL_FOLLOW: 'MARKETING',
  SOCIAL_UNFOLLOW: 'MARKETING',
  SOCIAL_LIKE: 'MARKETING',
  SOCIAL_UNLIKE: 'MARKETING',
  SOCIAL_SHARE: 'MARKETING',
  SOCIAL_MENTION: 'MARKETING',
  PORTAL_LOGIN: 'SERVICE',
  PORTAL_TASK: 'SERVICE',
  COMPLAINT_OPENED: 'SERVICE',
  COMPLAINT_RESOLVED: 'SERVICE',
  SUPPORT_CONTACT: 'SERVICE',
  SALES_CONTACT: 'SALES',
  SURVEY_RESPONSE: 'SERVICE',
  PROMOTION_SEEN: 'MARKETING',
  PROMOTION_REDEEMED: 'MARKETING',
  REVIEW: 'SERVICE',
  PAGE_VIEW: 'MARKETING',
  STORE_VISIT: 'SALES',
  DELIVERY: 'SERVICE',
  RETURN_SENT: 'SERVICE',
  OTHER: 'SERVICE',
};

const OF_FACT: Readonly<Record<FactType, Department>> = {
  LIFE_STAGE: 'MARKETING',
  LIFESTYLE: 'MARKETING',
  NEED: 'SALES',
  LEAD: 'SALES',
  ACCOUNT: 'SALES',
  COUNTRY: 'SALES',
  REGION: 'SALES',
  CONSENT_EMAIL: 'MARKETING',
  CONSENT_PHONE: 'MARKETING',
  CONSENT_POST: 'MARKETING',
  CONSENT_PERSONALISATION: 'MARKETING',
  CONTACT: 'SALES',
  WALLET: 'SALES',
};

export function departmentOf(record: CustomerEvent | Fact): Department {
  if (record.kind === 'ORDER') return 'SALES';
  return record.kind === 'FACT' ? OF_FACT[record.type] : OF_INTERACTION[record.type];
}

/**
 * What each source told of a customer, by source, then department; whatever the order and repeats of what was told.
 *
 * @param events each once, in canonical order
 */
export function foldSources(events: readonly CustomerEvent[], facts: readonly Fact[]): SourceTally[] {
  const once = new Map(facts.map((fact) => [JSON.stringify([fact.source, fact.id]), fact]));
  const tallies = new Map<string, { -readonly [K in keyof SourceTally]: SourceTally[K] }>();
  for (const record of [...events, ...once.values()]) {
    const department = departmentOf(record);
    const key = JSON.stringify([record.source, department]);
    const tally = tallies.get(key);
    if (tally === undefined)
      tallies.set(key, { source: record.source, department, records: 1, lastAt: record.occurredAt });
    else {
      tally.records++;
      tally.lastAt = Math.max(tally.lastAt, record.occurredAt);
    }
  }
  return [...tallies].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tally]) => tally);
}
