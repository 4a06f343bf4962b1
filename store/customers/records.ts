import type { CustomerId } from '../../domain/events.ts';
import { KringError } from '../../domain/errors.ts';
import { emptySummary, type CustomerSummary } from '../../domain/summary/summary.ts';
import { B, N, num, optionalNum, optionalStr, S, str, type Item } from '../client/attributes.ts';
import { once } from '../client/once.ts';
import { encodeSummary, openSummary } from './summary-codec.ts';
import type { Identity } from './identity.ts';
import { CONSENT_PURPOSES, type Consent, type ConsentPurpose } from '../../domain/social/consent.ts';

/** What the table keeps about one customer. */
export interface CustomerRecord {
  readonly id: CustomerId;
  /** Goes up when identities or name change; events and folds do not touch it, so that a repeated import changes nothing. */
  readonly version: number;
  readonly displayName: string | null;
  readonly identities: readonly Identity[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** When version or summary last changed. */
  readonly updatedAt: number;
  /** What others may have too: it leads to nobody, and makes a run suggest that two customers are one. */
  readonly contacts: readonly Contact[];
  /** What the customer agreed to; silence is not consent. */
  readonly consents: readonly Consent[];
  /** Who was merged into this customer, directly or through others; void while the customer is merged into somebody. */
  readonly merged: readonly MergedCustomer[];
  /** Whom this customer is being, or was, merged into; whether that stands is in the other's `merged` (survivors.ts). */
  readonly pointer: Pointer | null;
  /** True while events were announced that the summary may not hold yet. */
  readonly pending: boolean;
  readonly summary: CustomerSummary;
}

/** An e-mail address or phone number that leads to another customer already, or the fingerprint of a means of payment. */
export interface Contact {
  readonly type: 'EMAIL' | 'PHONE' | 'PAYMENT';
  readonly value: string;
}

export const CONTACTS = 'h';
const CONTACT_CODES = { EMAIL: 'E', PHONE: 'P', PAYMENT: 'F' } as const satisfies Record<Contact['type'], string>;

/** Each once, in one order whatever order they came in. */
export const encodeContacts = (contacts: readonly Contact[]): string =>
  JSON.stringify(
    [...new Map(contacts.map(({ type, value }) => [`${CONTACT_CODES[type]}${value}`, [CONTACT_CODES[type], value]]))]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, contact]) => contact),
  );

const decodeContacts = (text: string | undefined): Contact[] =>
  (JSON.parse(text ?? '[]') as [string, string][]).map(([code, value]) => {
    const type = (['EMAIL', 'PHONE', 'PAYMENT'] as const).find((each) => CONTACT_CODES[each] === code);
    if (type === undefined)
      throw new KringError(
        'UNKNOWN_CODE',
        `a customer has a contact of type ${JSON.stringify(code)}, which this code does not know`,
      );
    return { type, value };
  });

/** A customer who is one with another since `at` (epoch ms). `into` was named as the survivor then, and may be merged itself by now. */
export interface MergedCustomer {
  readonly id: CustomerId;
  readonly into: CustomerId;
  readonly at: number;
}

/** The way from a merged customer to the survivor. */
export interface Pointer {
  readonly to: CustomerId;
  /** When the merge was asked for; 0 when it is being taken back. */
  readonly at: number;
  /** Tells one writer's pointer from another's. */
  readonly writer: string;
}

/**
 * Attributes of a customer item, short because a run reads them all: `v` version, `i` identities, `n` name, `c` created,
 * `u` updated, `k` consents, `s` + `b` + `e` + `f` + `d` summary, `r` how it was folded (rule set and layout), `w` marks of unfinished writers,
 * `g` who was merged into it, `j` whom it is merged into (decision 19), `h` contacts, `o` + `oq` what has moved since the last run (decision 21).
 */
export const MERGED = 'g';
export const POINTER = 'j';
export const MARKS = 'w';
export const RULE_SET = 'r';
/** The state of the products' costs a summary was folded with, or {@link NO_COSTS_ASKED}; absent where no product had a cost then. */
export const COSTED_WITH = 'rc';
/** Every line states its own cost: no change of a product's asks for another fold. */
export const NO_COSTS_ASKED = -1;

const TYPE_CODES = { EXTERNAL_ID: 'X', EMAIL: 'E', PHONE: 'P', HANDLE: 'H' } as const;
const TYPE_OF: Record<string, Identity['type']> = { X: 'EXTERNAL_ID', E: 'EMAIL', P: 'PHONE', H: 'HANDLE' };

/** Identities as they lie in an item. */
export const encodeIdentities = (identities: readonly Identity[]): string =>
  JSON.stringify(
    identities.map(({ type, source, value }) =>
      source === null ? [TYPE_CODES[type], value] : [TYPE_CODES[type], value, source],
    ),
  );

const decodeIdentities = (text: string): Identity[] =>
  (JSON.parse(text) as [string, string, string?][]).map(([code, value, source]) => {
    const type = TYPE_OF[code];
    if (type === undefined)
      throw new KringError(
        'UNKNOWN_CODE',
        `a customer has an identity of type ${JSON.stringify(code)}, which this code does not know`,
      );
    return { type, source: source ?? null, value };
  });

export const CONSENTS = 'k';
const PURPOSE_CODES = { SOCIAL_ENRICHMENT: 'N', SOCIAL_ENGAGEMENT: 'G' } as const satisfies Record<
  ConsentPurpose,
  string
>;

/** Purposes as they lie in an item, one letter each. */
export const encodePurposes = (purposes: readonly ConsentPurpose[]): string =>
  CONSENT_PURPOSES.filter((purpose) => purposes.includes(purpose))
    .map((purpose) => PURPOSE_CODES[purpose])
    .join('');

/** What {@link encodePurposes} wrote. @throws KringError for a letter that is none */
export const decodePurposes = (codes: string): ConsentPurpose[] => [...codes].map(purposeOf);

function purposeOf(code: string): ConsentPurpose {
  const purpose = CONSENT_PURPOSES.find((each) => PURPOSE_CODES[each] === code);
  if (purpose === undefined)
    throw new KringError(
      'UNKNOWN_CODE',
      `a consent is for a purpose ${JSON.stringify(code)}, which this code does not know`,
    );
  return purpose;
}

/** One entry a purpose: code, 1 granted or 0 withdrawn, version of the text, instant, where it was said. */
export const encodeConsents = (consents: readonly Consent[]): string =>
  JSON.stringify(
    consents.map(({ purpose, status, version, at, source }) => [
      PURPOSE_CODES[purpose],
      status === 'GRANTED' ? 1 : 0,
      version,
      at,
      source,
    ]),
  );

const decodeConsents = (text: string | undefined): Consent[] =>
  text === undefined
    ? []
    : (JSON.parse(text) as [string, 0 | 1, string, number, string][]).map(([code, granted, version, at, source]) => ({
        purpose: purposeOf(code),
        status: granted === 1 ? 'GRANTED' : 'WITHDRAWN',
        version,
        at,
        source,
      }));

/** Who was merged into a customer, as it lies in an item. */
export const encodeMerged = (merged: readonly MergedCustomer[]): string =>
  JSON.stringify(merged.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ id, into, at }) => [id, into, at]));

/** Who was merged into the customer of an item. */
export const mergedOf = (item: Item): MergedCustomer[] => mergedIn(optionalStr(item, MERGED));
const mergedIn = (text: string | undefined): MergedCustomer[] =>
  text === undefined
    ? []
    : (JSON.parse(text) as [string, string, number][]).map(([id, into, at]) => ({ id, into, at }));

/** Whom a customer is merged into, as it lies in an item. */
export const encodePointer = ({ to, at, writer }: Pointer): string => `${to}#${at}#${writer}`;

/** Whom the customer of an item is merged into; null where into nobody. */
export function pointerOf(item: Item): Pointer | null {
  const text = optionalStr(item, POINTER);
  if (text === undefined) return null;
  const [to, at, writer] = text.split('#') as [string, string, string];
  return { to, at: Number(at), writer };
}

/** The attributes that hold a summary. */
export function summaryAttributes(summary: CustomerSummary): Item {
  const { text, purchases, traces, standing, sources, years } = encodeSummary(summary);
  return {
    r: N(summary.ruleSetVersion),
    s: S(text),
    ...(purchases === null ? {} : { b: B(purchases) }),
    ...(traces === undefined ? {} : { e: B(traces) }),
    ...(standing === undefined ? {} : { f: S(standing) }),
    ...(sources === undefined ? {} : { d: B(sources) }),
    ...(years === undefined ? {} : { y: B(years) }),
  };
}

/** True when the item already holds exactly this summary. */
export function holdsSummary(item: Item, attributes: Item): boolean {
  const same = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
    Buffer.compare(a ?? new Uint8Array(), b ?? new Uint8Array()) === 0;
  return (
    optionalStr(item, 's') === attributes['s']?.S &&
    optionalStr(item, 'f') === attributes['f']?.S &&
    item['r']?.N === attributes['r']?.N &&
    item[COSTED_WITH]?.N === attributes[COSTED_WITH]?.N &&
    same(item['b']?.B, attributes['b']?.B) &&
    same(item['e']?.B, attributes['e']?.B) &&
    same(item['d']?.B, attributes['d']?.B) &&
    same(item['y']?.B, attributes['y']?.B)
  );
}

/** The attributes of an item that hold its summary. */
export const SUMMARY_ATTRIBUTES = ['s', 'r', 'b', 'e', 'f', 'd', 'y', COSTED_WITH] as const;

/** True for a summary that other rules or costs, or a release before its traces, what stands, its sources or its years, folded. */
export const isFoldedOtherwise = (
  item: Item,
  { version, costsVersion }: { readonly version: number; readonly costsVersion?: number | undefined },
): boolean => {
  const countedWith = ruleSetOf(item);
  if (countedWith === undefined) return false;
  if (countedWith !== version || ['e', 'f', 'd', 'y'].some((name) => item[name] === undefined)) return true;
  const costedWith = optionalNum(item, COSTED_WITH);
  return costsVersion !== undefined && costedWith !== costsVersion && costedWith !== NO_COSTS_ASKED;
};

/** The rule set version a summary was counted with; undefined before the first fold. */
export const ruleSetOf = (item: Item): number | undefined => optionalNum(item, RULE_SET);

/** The marks of writers whose events are not folded yet. */
export const marksOf = (item: Item): readonly string[] => item[MARKS]?.SS ?? [];

/** Whose item it is. */
export const customerIdOfItem = (item: Item): CustomerId => str(item, 'sk').slice(2);

/** The customer of an item. @throws KringError for a code nobody wrote */
export function decodeRecord(item: Item): CustomerRecord {
  const record = openRecord(item);
  return { ...record, summary: { ...record.summary } };
}

/** The same for who reads: each part is decoded when it is first asked for, and says then what is wrong with it. An answer seldom has them all. */
export function openRecord(item: Item): CustomerRecord {
  const identitiesOf = once(() => decodeIdentities(str(item, 'i')));
  const contactsOf = once(() => decodeContacts(optionalStr(item, CONTACTS)));
  const consentsOf = once(() => decodeConsents(optionalStr(item, CONSENTS)));
  const summary = once(() => summaryOf(item));
  return {
    id: customerIdOfItem(item),
    version: num(item, 'v'),
    displayName: optionalStr(item, 'n') ?? null,
    get identities() {
      return identitiesOf();
    },
    createdAt: num(item, 'c'),
    updatedAt: num(item, 'u'),
    get contacts() {
      return contactsOf();
    },
    get consents() {
      return consentsOf();
    },
    merged: mergedOf(item),
    pointer: pointerOf(item),
    pending: marksOf(item).length > 0,
    get summary() {
      return summary();
    },
  };
}

function summaryOf(item: Item): CustomerSummary {
  const text = optionalStr(item, 's');
  return text === undefined
    ? emptySummary(0)
    : openSummary({
        text,
        purchases: item['b']?.B ?? null,
        traces: item['e']?.B,
        standing: optionalStr(item, 'f'),
        sources: item['d']?.B,
        years: item['y']?.B,
      });
}
