import { KringError } from '../../domain/errors.ts';
import type { ConsentType } from '../../domain/facts/facts.ts';
import type { Standing, StandingFact } from '../../domain/summary/standing.ts';
import { toMs, toSeconds, unknownCode } from '../client/tuple.ts';

const LAYOUT = 1;

type Tuple = [
  layout: number,
  eventCount: number,
  channel?: string | 0,
  minutes?: number,
  contacts?: number,
  country?: string | 0,
  countryUntil?: number | 0,
  account?: string | 0,
  accountUntil?: number | 0,
  lastFactAt?: number | 0,
  contact?: string | 0,
  contactSince?: number | 0,
  contactUntil?: number | 0,
  lifeStage?: string | 0,
  lifeStageUntil?: number | 0,
  lifestyle?: string | 0,
  lifestyleUntil?: number | 0,
  consents?: string | 0,
];

/** Upper case where it was granted, lower case where it was withdrawn; behind it the second until when, if there is one. */
const CONSENT_LETTERS = {
  CONSENT_EMAIL: 'e',
  CONSENT_PHONE: 'p',
  CONSENT_POST: 'o',
  CONSENT_PERSONALISATION: 's',
} as const satisfies Record<ConsentType, string>;
/** Facts were told, and no consent is among them: another thing than consents that nobody kept. */
const NO_CONSENT = '-';

const encodeConsents = (consents: NonNullable<Standing['consents']>): string =>
  (Object.entries(consents) as [ConsentType, StandingFact][])
    .map(([type, { value, until }]) => {
      const letter = CONSENT_LETTERS[type];
      return `${value === 'GRANTED' ? letter.toUpperCase() : letter}${toSeconds(until) ?? ''}`;
    })
    .join('') || NO_CONSENT;

/** @throws KringError UNKNOWN_CODE for a letter of newer code */
function decodeConsents(text: string): NonNullable<Standing['consents']> {
  const consents: Partial<Record<ConsentType, StandingFact>> = {};
  for (const [, letter = '', seconds] of text === NO_CONSENT ? [] : text.matchAll(/([A-Za-z])(-?[\d.]*)/gu)) {
    const type = (Object.keys(CONSENT_LETTERS) as ConsentType[]).find(
      (one) => CONSENT_LETTERS[one] === letter.toLowerCase(),
    );
    if (type === undefined) throw unknownCode('what stands of a customer holds a consent', letter);
    const value = letter === CONSENT_LETTERS[type] ? 'WITHDRAWN' : 'GRANTED';
    consents[type] = { value, until: seconds === '' ? null : toMs(Number(seconds)) };
  }
  return consents;
}

/**
 * What stands of a customer as a JSON array, without the zeros at its end: most were told nothing. As with traces, the number of events says whether it is
 * of the summary beside it.
 */
export function encodeStanding(standing: Standing, eventCount: number): string {
  const { acquisitionChannel, effortMinutes, effortContacts, country, account, lastFactAt } = standing;
  const { contact, lifeStage, lifestyle, consents } = standing;
  const untilOf = (fact: StandingFact | null): number => toSeconds(fact?.until ?? null) ?? 0;
  const tuple: (string | number)[] = [
    LAYOUT,
    eventCount,
    acquisitionChannel ?? 0,
    effortMinutes,
    effortContacts,
    country?.value ?? 0,
    untilOf(country),
    account?.value ?? 0,
    untilOf(account),
    toSeconds(lastFactAt) ?? 0,
    contact?.value ?? 0,
    toSeconds(contact?.since ?? null) ?? 0,
    untilOf(contact),
    lifeStage?.value ?? 0,
    untilOf(lifeStage),
    lifestyle?.value ?? 0,
    untilOf(lifestyle),
    lastFactAt === null || consents === null ? 0 : encodeConsents(consents),
  ];
  return JSON.stringify(tuple.slice(0, tuple.findLastIndex((one) => one !== 0) + 1));
}

/** The reverse of {@link encodeStanding}; null where there is none of as many events. @throws KringError UNKNOWN_LAYOUT for what newer code wrote */
export function decodeStanding(text: string | undefined, eventCount: number): Standing | null {
  if (text === undefined) return null;
  // What was added behind is absent in what an earlier release wrote, which the next run folds anew.
  const [
    layout,
    events = 0,
    channel,
    minutes,
    contacts,
    country,
    countryUntil,
    account,
    accountUntil,
    lastFactAt,
    contact,
    contactSince,
    contactUntil,
    lifeStage,
    lifeStageUntil,
    lifestyle,
    lifestyleUntil,
    consents,
  ] = JSON.parse(text) as Tuple;
  if (layout !== LAYOUT)
    throw new KringError('UNKNOWN_LAYOUT', `what stands of a customer has layout ${layout}, this code knows ${LAYOUT}`);
  if (events !== eventCount) return null;
  const instant = (seconds: number | undefined): number | null => toMs(seconds ? seconds : null);
  const fact = (value: string | 0 | undefined, until: number | undefined): StandingFact | null =>
    value ? { value, until: instant(until) } : null;
  return {
    acquisitionChannel: channel ? channel : null,
    effortMinutes: minutes ?? 0,
    effortContacts: contacts ?? 0,
    country: fact(country, countryUntil),
    account: fact(account, accountUntil),
    contact: contact ? { ...fact(contact, contactUntil)!, since: instant(contactSince) ?? 0 } : null,
    lifeStage: fact(lifeStage, lifeStageUntil),
    lifestyle: fact(lifestyle, lifestyleUntil),
    consents: consents ? decodeConsents(consents) : lastFactAt ? null : {},
    lastFactAt: instant(lastFactAt),
  };
}
