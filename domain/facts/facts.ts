/**
 * What is told about a customer, beside what they do: a statement of an instant that stands until another of the same thing is told,
 * or until it runs out. Facts lie in the history like events, are judged by (source, id) like events, and count as neither
 * behaviour nor points: a fold does not read them.
 */
export const FACT_TYPES = [
  'LIFE_STAGE',
  'LIFESTYLE',
  'NEED',
  'LEAD',
  'ACCOUNT',
  'COUNTRY',
  'REGION',
  'CONSENT_EMAIL',
  'CONSENT_PHONE',
  'CONSENT_POST',
  'CONSENT_PERSONALISATION',
  'CONTACT',
  'WALLET',
] as const;
export type FactType = (typeof FACT_TYPES)[number];
/** Those that say yes or no to something. */
export type ConsentType = Extract<FactType, `CONSENT_${string}`>;
export const CONSENT_TYPES = FACT_TYPES.filter((type): type is ConsentType => type.startsWith('CONSENT_'));

/** Stages a lead goes through. */
export const LEAD_STAGES = ['NEW', 'CONTACTED', 'QUALIFIED', 'PROPOSAL', 'WON', 'LOST'] as const;
export const CONSENT_WORDS = ['GRANTED', 'WITHDRAWN'] as const;

export interface Fact {
  readonly kind: 'FACT';
  readonly source: string;
  readonly id: string;
  readonly type: FactType;
  /** What is so: a stage, a country code, an account's id at the source …; null: nothing any more (not of a need or a consent). */
  readonly value: string | null;
  /** Since when, epoch ms. */
  readonly occurredAt: number;
  /** From then on it is not known to be so. */
  readonly expiresAt?: number;
  /** Of a lead its owner, of a consent the version of the text. */
  readonly detail?: string;
  readonly simulated?: boolean;
}

const isConsent = (type: FactType): boolean => type.startsWith('CONSENT_');
const MAX_VALUE = 256;

/** An amount above 0 with at most the three decimals a currency can have. */
const isWallet = (value: string): boolean => /^\d{1,10}(\.\d{1,3})?$/u.test(value) && Number(value) > 0;

/** Why a fact cannot be kept, in words that follow its name; null when it can. */
export function factFault({ type, value, occurredAt, expiresAt, detail }: Omit<Fact, 'kind' | 'source' | 'id'>): {
  readonly field: 'value' | 'detail' | 'expiresAt';
  readonly reason: string;
} | null {
  const fault = (field: 'value' | 'detail' | 'expiresAt', reason: string) => ({ field, reason });
  if (value !== null && (value.trim() === '' || value.length > MAX_VALUE))
    return fault('value', `is blank or longer than ${MAX_VALUE} characters`);
  if (type === 'LEAD' && value !== null && !LEAD_STAGES.some((stage) => stage === value))
    return fault('value', `is no stage of a lead: ${LEAD_STAGES.join(', ')}`);
  if (type === 'COUNTRY' && value !== null && !/^[A-Z]{2}$/u.test(value))
    return fault('value', 'is no country code of two letters (ISO 3166), such as NL');
  if (isConsent(type) && !CONSENT_WORDS.some((word) => word === value))
    return fault('value', `is not one of ${CONSENT_WORDS.join(', ')}`);
  if (type === 'WALLET' && value !== null && !isWallet(value))
    return fault('value', 'is no amount a year above 0, in the accounting currency, such as 1200 or 1199.95');
  if (type === 'NEED' && value === null) return fault('value', 'is missing: a need ends by when it expires');
  if (detail !== undefined && (detail.trim() === '' || detail.length > MAX_VALUE))
    return fault('detail', `is blank or longer than ${MAX_VALUE} characters`);
  if (detail !== undefined && type !== 'LEAD' && !isConsent(type))
    return fault('detail', 'is of leads (their owner) and consents (the version of the text) only');
  if (isConsent(type) && detail === undefined)
    return fault('detail', 'is missing: the version of the text that was agreed to');
  if (expiresAt !== undefined && !(expiresAt >= occurredAt)) return fault('expiresAt', 'lies before the fact itself');
  return null;
}

/** What a fact is about: of one thing the latest stands, of needs each stands by itself. */
const subjectOf = ({ type, value }: Pick<Fact, 'type' | 'value'>): string =>
  type === 'NEED' ? `${type} ${value}` : type;

/** Whether one fact stands before another about the same thing, whichever was told first. At one instant a withdrawal does, else the later source and id. */
function supersedes(fact: Fact, other: Fact): boolean {
  if (fact.occurredAt !== other.occurredAt) return fact.occurredAt > other.occurredAt;
  const isWithdrawn = ({ type, value }: Fact): boolean => isConsent(type) && value === 'WITHDRAWN';
  if (isWithdrawn(fact) !== isWithdrawn(other)) return isWithdrawn(fact);
  return fact.source === other.source ? fact.id > other.id : fact.source > other.source;
}

/**
 * The one person of the company a customer trusts, and since when without a break, as of an instant; null where nobody was told. Who was told (CONTACT) stands before the
 * owner of the lead that stands.
 *
 * @param facts in any order, repeats included
 * @returns `since` and `until` in epoch ms: from `until` on nobody is known to be; null: until told otherwise
 */
export function contactOf(
  facts: readonly Fact[],
  at: number,
): { readonly value: string; readonly since: number; readonly until: number | null } | null {
  const named = ({ type, value, detail }: Fact): string | null => (type === 'LEAD' ? (detail ?? null) : value);
  for (const type of ['CONTACT', 'LEAD'] as const) {
    const told = facts
      .filter((fact) => fact.type === type && fact.occurredAt <= at)
      .sort((a, b) => (supersedes(a, b) ? -1 : 1));
    const [latest, ...earlier] = told;
    if (latest === undefined || latest.value === null) continue;
    const value = named(latest);
    if (value === null) continue;
    let since = latest.occurredAt;
    for (const one of earlier) {
      if (one.value === null || named(one) !== value || (one.expiresAt ?? Infinity) < since) break;
      since = one.occurredAt;
    }
    return { value, since, until: latest.expiresAt ?? null };
  }
  return null;
}

/** What is so at an instant (epoch ms), from facts in any order: one a subject, in the order of the types, without what has run out or ended. */
export function standingFacts<F extends Fact>(facts: readonly F[], at: number): F[] {
  const standing = new Map<string, F>();
  for (const fact of facts) {
    if (fact.occurredAt > at) continue;
    const known = standing.get(subjectOf(fact));
    if (known === undefined || supersedes(fact, known)) standing.set(subjectOf(fact), fact);
  }
  return [...standing.values()]
    .filter(({ value, expiresAt = Infinity }) => value !== null && expiresAt > at)
    .sort((a, b) => FACT_TYPES.indexOf(a.type) - FACT_TYPES.indexOf(b.type) || (a.value! < b.value! ? -1 : 1));
}
