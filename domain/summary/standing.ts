import { CONSENT_TYPES, contactOf, standingFacts, type ConsentType, type Fact } from '../facts/facts.ts';
import type { CustomerEvent, Order } from '../events.ts';

/**
 * What lists and segments ask of everybody that is neither behaviour nor money: through which channel somebody came, what human contact was spent
 * on them, and what was told of where and to whom they belong. A run reads no events, so it is kept with the summary.
 */
export interface Standing {
  /** Told with the first order that stands; null where that one does not say. */
  readonly acquisitionChannel: string | null;
  /** Minutes of human contact logged, to three decimals, and with how many interactions they were. */
  readonly effortMinutes: number;
  readonly effortContacts: number;
  /** ISO 3166, two letters. */
  readonly country: StandingFact | null;
  /** `source:id`. */
  readonly account: StandingFact | null;
  /** Whom of the company the customer deals with (domain/facts/facts.ts, `contactOf`), and since when, epoch ms. */
  readonly contact: (StandingFact & { readonly since: number }) | null;
  /** In the source's words. */
  readonly lifeStage: StandingFact | null;
  readonly lifestyle: StandingFact | null;
  /** GRANTED or WITHDRAWN of what they were asked, nothing of what they were not; null: a release before this was kept folded it, the facts know. */
  readonly consents: Readonly<Partial<Record<ConsentType, StandingFact>>> | null;
  /** The newest instant a fact is of, epoch ms: a run as of an earlier one folds anew. */
  readonly lastFactAt: number | null;
}

/** A fact that nothing told later replaces. */
export interface StandingFact {
  readonly value: string;
  /** From then on (epoch ms) it is not known to be so; null: it stands. */
  readonly until: number | null;
}

/** Nothing told. */
export const NO_STANDING: Standing = {
  acquisitionChannel: null,
  effortMinutes: 0,
  effortContacts: 0,
  country: null,
  account: null,
  contact: null,
  lifeStage: null,
  lifestyle: null,
  consents: {},
  lastFactAt: null,
};

/** A fact's value at an instant; null where it has run out. */
export const wordAt = (fact: StandingFact | null, at: number): string | null =>
  fact === null || (fact.until !== null && fact.until <= at) ? null : fact.value;

/** What was told of a customer in a word, as of an instant. */
export const STANDING_WORDS = [
  'acquisitionChannel',
  'country',
  'account',
  'contact',
  'lifeStage',
  'lifestyle',
] as const;
export type StandingWord = (typeof STANDING_WORDS)[number];
export type StandingWords = Readonly<Record<StandingWord, string | null>>;

/** A customer's words at an instant. */
export const standingWords = (standing: Standing | null, at: number): StandingWords => ({
  acquisitionChannel: standing?.acquisitionChannel ?? null,
  country: wordAt(standing?.country ?? null, at),
  account: wordAt(standing?.account ?? null, at),
  contact: wordAt(standing?.contact ?? null, at),
  lifeStage: wordAt(standing?.lifeStage ?? null, at),
  lifestyle: wordAt(standing?.lifestyle ?? null, at),
});

/**
 * The standing of a customer, whatever the order and repeats of what was told.
 *
 * @param events each once, in canonical order  @param orders that stand, oldest first
 */
export function foldStanding(
  events: readonly CustomerEvent[],
  orders: readonly Order[],
  facts: readonly Fact[],
): Standing {
  const spent = events.flatMap((event) =>
    event.kind === 'INTERACTION' && event.effortMinutes !== undefined ? [event.effortMinutes] : [],
  );
  const lastFactAt = facts.reduce<number | null>(
    (last, { occurredAt }) => (last === null || occurredAt > last ? occurredAt : last),
    null,
  );
  // What has run out is left out by whoever reads it, as of their instant.
  const lasting = facts.map(({ expiresAt, ...fact }) => ({ ...fact, until: expiresAt ?? null }));
  const latest = lastFactAt === null ? [] : standingFacts(lasting, lastFactAt);
  const standing = (type: Fact['type'], value: (fact: Fact) => string): StandingFact | null => {
    const fact = latest.find((one) => one.type === type);
    return fact === undefined ? null : { value: value(fact), until: fact.until };
  };
  return {
    acquisitionChannel: orders[0]?.acquisitionChannel ?? null,
    effortMinutes: Math.round(1000 * spent.reduce((sum, minutes) => sum + minutes, 0)) / 1000,
    effortContacts: spent.length,
    country: standing('COUNTRY', ({ value }) => value!),
    account: standing('ACCOUNT', ({ source, value }) => `${source}:${value}`),
    contact: lastFactAt === null ? null : contactOf(facts, lastFactAt),
    lifeStage: standing('LIFE_STAGE', ({ value }) => value!),
    lifestyle: standing('LIFESTYLE', ({ value }) => value!),
    consents: Object.fromEntries(
      CONSENT_TYPES.flatMap((type) => {
        const said = standing(type, ({ value }) => value!);
        return said === null ? [] : [[type, said]];
      }),
    ),
    lastFactAt,
  };
}
