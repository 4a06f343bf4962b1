/**
 * What a customer agreed to, per purpose. The record every purpose goes by: who has not agreed is not processed for it, and
 * the answer says so instead of showing a 0.
 */
export const CONSENT_PURPOSES = ['SOCIAL_ENRICHMENT', 'SOCIAL_ENGAGEMENT'] as const;
/**
 * - SOCIAL_ENRICHMENT: public counts of the linked accounts, and ties to other customers who agreed too; feeds influence and network value.
 * - SOCIAL_ENGAGEMENT: what the linked accounts do with the company's own accounts; feeds engagement points.
 */
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

export interface Consent {
  readonly purpose: ConsentPurpose;
  readonly status: 'GRANTED' | 'WITHDRAWN';
  /** Of the text that was agreed to. */
  readonly version: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Where it was said: `link-page`, or the name of the system that told us. */
  readonly source: string;
}

/** Whether a purpose is agreed to. Silence is not consent. */
export const isGranted = (consents: readonly Consent[], purpose: ConsentPurpose): boolean =>
  consents.some((consent) => consent.purpose === purpose && consent.status === 'GRANTED');

/** The consents after one of them was given or withdrawn: one entry a purpose, the later instant stands; at one instant withdrawal does. */
export function withConsent(consents: readonly Consent[], said: Consent): readonly Consent[] {
  const before = consents.find(({ purpose }) => purpose === said.purpose);
  if (before !== undefined && (before.at > said.at || (before.at === said.at && before.status === 'WITHDRAWN')))
    return consents;
  return [...consents.filter(({ purpose }) => purpose !== said.purpose), said].sort(
    (a, b) => CONSENT_PURPOSES.indexOf(a.purpose) - CONSENT_PURPOSES.indexOf(b.purpose),
  );
}
