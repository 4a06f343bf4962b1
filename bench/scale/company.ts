/**
 * A company of any size, made as it is read: whatever is asked about customer i follows from i alone, so nothing of it has to be kept.
 * Ten orders a customer over two years at a rhythm of their own, five ties each, a few customers with many followers.
 */
import { summaryAttributes } from '../../store/customers/records.ts';
import { N, S, type Item } from '../../store/client/attributes.ts';
import { inputsPk } from '../../store/client/keys.ts';
import { ID_LETTERS, type Interaction, type InteractionType } from '../../domain/events.ts';
import { NO_STANDING } from '../../domain/summary/standing.ts';
import { periodOf } from '../../domain/portfolio/periods.ts';
import type { CustomerSummary, PurchaseDay } from '../../domain/summary/summary.ts';
import { foldBehaviour } from '../../domain/summary/traces.ts';
import type { YearTally } from '../../domain/summary/years.ts';
import { DAY_MS, dayOf } from '../../domain/time/time.ts';

export interface Company {
  readonly customers: number;
  /** Whether customers differ in what they spend, or only purchases do. */
  readonly spend: 'heterogeneous' | 'homogeneous';
  /** What each does beside ordering: letters opened, pages seen, help asked for … None where absent. */
  readonly interactions?: number;
  /** Days after {@link LAST_DAY} on which a share of the customers ordered once more; `one`: customer 0 alone. */
  readonly nights: readonly { readonly day: number; readonly ordering: number | 'one' }[];
  /** Nine of ten agreed to e-mail, the others took it back: where that is kept. Absent: nobody was asked. */
  readonly consents?: 'with the customer' | 'in the history';
}

/** What a customer said of e-mail. */
export const saidOf = (customer: number): 'GRANTED' | 'WITHDRAWN' => (customer % 10 === 0 ? 'WITHDRAWN' : 'GRANTED');
export const SAID_AT = 19_950 * DAY_MS;

/** The last day of the two years everybody's ten orders lie in. */
export const LAST_DAY = 20_000;
const ORDERS = 10;
const TIES = 5;
const SPAN_DAYS = 730;

/** A bijection of 32-bit words that looks random (the finaliser of MurmurHash3), so that ids lie scattered and lead back to their customer. */
export function mixed(word: number): number {
  let h = word >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export function unmixed(word: number): number {
  let h = word >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x7ed1b41d);
  h = Math.imul(h ^ (h >>> 13) ^ (h >>> 26), 0xa5cb9243);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Numbers in [0, 1) that follow from (customer, purpose). */
function chances(customer: number, purpose: number): () => number {
  let state = mixed(Math.imul(customer, 0x9e3779b1) ^ mixed(purpose + 1));
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    return mixed(state) / 2 ** 32;
  };
}

const letters = (word: number, count: number): string => {
  let text = '';
  let rest = word;
  for (let k = 0; k < count; k++) {
    text = ID_LETTERS[rest % 32]! + text;
    rest = Math.floor(rest / 32);
  }
  return text;
};

/** Twenty letters, the first 32 bits of which are the customer's mixed number. */
export function idOf(customer: number): string {
  const word = mixed(customer);
  const tail = mixed(word ^ 0x5bd1e995);
  return letters(word * 8 + (tail & 7), 7) + letters(tail * 4 + 1, 7) + letters(mixed(tail), 6);
}

/** The mixed number in the first letters of an id. */
export function wordOf(id: string): number {
  let word = 0;
  for (let k = 0; k < 7; k++) word = word * 32 + ID_LETTERS.indexOf(id[k]!);
  return Math.floor(word / 8);
}

/** Whether a customer ordered once more on a night. */
export const orderedOn = ({ day, ordering }: Company['nights'][number], customer: number): boolean =>
  ordering === 'one' ? customer === 0 : chances(customer, day)() < ordering;

function purchasesOf({ spend, nights }: Company, customer: number): PurchaseDay[] {
  const chance = chances(customer, 1);
  // Spend: a typical order of the customer, log-normal around 50; alike, the same for all.
  const normal = Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
  const typical = spend === 'heterogeneous' ? 5000 * Math.exp(0.7 * normal) : 5000;
  // A third of the customers bought for a while and stopped.
  const active = chance() < 0.33 ? 0.1 + 0.5 * chance() : 1;
  const first = LAST_DAY - Math.floor(SPAN_DAYS * (0.2 + 0.8 * chance()));
  const byDay = new Map<number, number>();
  const order = (day: number): void => {
    const amount = Math.max(100, Math.round(typical * (0.4 + 1.2 * chance())));
    byDay.set(day, (byDay.get(day) ?? 0) + amount);
  };
  order(first);
  for (let k = 1; k < ORDERS; k++) order(first + Math.floor((LAST_DAY - first) * active * chance()));
  for (const night of nights) if (orderedOn(night, customer)) order(night.day);
  return [...byDay]
    .sort(([a], [b]) => a - b)
    .map(([day, amount]) => ({ day, knownMarginMinor: 0, uncostedRevenueMinor: amount }));
}

const DONE: readonly InteractionType[] = [
  'NEWSLETTER_OPENED',
  'NEWSLETTER_READ',
  'PAGE_VIEW',
  'PORTAL_LOGIN',
  'SUPPORT_CONTACT',
];

/** What a customer does between the first order and the last day. */
function interactionsOf({ interactions = 0 }: Company, customer: number, first: number): Interaction[] {
  const chance = chances(customer, 3);
  return Array.from({ length: interactions }, (_, k) => ({
    kind: 'INTERACTION' as const,
    source: 'shop',
    id: `${customer}-${k}`,
    type: DONE[Math.floor(DONE.length * chance())]!,
    channel: 'WEB' as const,
    occurredAt: (first + Math.floor((LAST_DAY - first) * chance())) * DAY_MS,
    valence: Math.round(20 * chance() - 8) / 20,
  }));
}

/** Of each type how many, and the newest. */
const talliesOf = (interactions: readonly Interaction[]): CustomerSummary['interactions'] =>
  Object.fromEntries(
    [...Map.groupBy(interactions, ({ type }) => type)].map(([type, all]) => [
      type,
      { count: all.length, lastAt: Math.max(...all.map(({ occurredAt }) => occurredAt)) },
    ]),
  );

/** Half of a change is for further groups, a third for more pieces, the rest for prices. */
function yearsOf(purchases: readonly PurchaseDay[]): YearTally[] {
  const years = Map.groupBy(purchases, ({ day }) => periodOf('YEAR', day));
  const revenueOf = (year: number): number =>
    years.get(year)!.reduce((sum, { uncostedRevenueMinor }) => sum + uncostedRevenueMinor, 0);
  return Array.from(years.keys(), (year) => {
    const change = years.has(year - 1) ? revenueOf(year) - revenueOf(year - 1) : null;
    return {
      year,
      revenueMinor: revenueOf(year),
      change:
        change === null ? null : { crossMinor: Math.round(change / 2), deepMinor: Math.round(change / 3), upMinor: 0 },
    };
  });
}

function summaryOf(company: Company, customer: number): CustomerSummary {
  const purchases = purchasesOf(company, customer);
  const [first, last] = [purchases[0]!.day, purchases.at(-1)!.day];
  const revenueMinor = purchases.reduce((sum, { uncostedRevenueMinor }) => sum + uncostedRevenueMinor, 0);
  const at = (day: number): number => day * DAY_MS + 36_000_000 + (customer % 10_000) * 1000;
  const interactions = interactionsOf(company, customer, first);
  const sumLogGaps = purchases.slice(1).reduce((sum, { day }, k) => sum + Math.log(day - purchases[k]!.day), 0);
  return {
    ruleSetVersion: 1,
    orders: {
      count: purchases.length,
      firstAt: at(first),
      lastAt: at(last),
      revenueMinor,
      knownMarginMinor: 0,
      uncostedRevenueMinor: revenueMinor,
      promotionOrders: customer % 3,
      groups: [`group ${customer % 7}`, `group ${7 + (customer % 3)}`],
      distinctProducts: 12,
      repeatProducts: 3,
      firstDay: first,
      lastDay: last,
      purchaseDays: purchases.length,
      sumLogGaps,
      purchases,
      hasService: false,
    },
    moneyBack: null,
    engagement: {
      points: 10 * purchases.length,
      byRule: [{ rule: 'order', count: purchases.length, points: 10 * purchases.length }],
    },
    milestones: {
      firstSeenAt: at(first),
      prospectAt: null,
      leadAt: null,
      opportunityAt: null,
      firstOrderAt: at(first),
      cycleCount: 1 + (customer % 4),
      cycleStartedAt: at(last),
      onboardingAt: null,
      inUseAt: null,
      happinessAt: null,
      loyaltyAt: customer % 4 > 0 ? at(last) : null,
      recommendationAt: null,
      openComplaints: 0,
      lastComplaintAt: null,
    },
    interactions: talliesOf(interactions),
    firstEventAt: at(first),
    lastEventAt: at(last),
    traces: {
      behaviour: foldBehaviour(interactions, dayOf),
      groups: [0, 1].map(() => ({
        firstDay: first,
        days: purchases.length,
        quantity: 2 * purchases.length,
        revenueMinor: Math.round(revenueMinor / 2),
        service: false,
      })),
    },
    standing:
      company.consents === undefined
        ? NO_STANDING
        : {
            ...NO_STANDING,
            lastFactAt: SAID_AT,
            consents:
              company.consents === 'in the history'
                ? null
                : { CONSENT_EMAIL: { value: saidOf(customer), until: null } },
          },
    sources: [{ source: 'shop', department: 'SALES', records: purchases.length, lastAt: at(last) }],
    years: yearsOf(purchases),
    eventCount: purchases.length + interactions.length,
    simulated: true,
  };
}

/** The customer's item, as the store would have written it. */
export function customerItem(company: Company, shard: number, customer: number): Item {
  return {
    pk: S(inputsPk(shard)),
    sk: S(`S#${idOf(customer)}`),
    v: N(1),
    i: S(`[["X","c${customer}","shop"]]`),
    c: N(LAST_DAY * DAY_MS),
    u: N(LAST_DAY * DAY_MS),
    ...summaryAttributes(summaryOf(company, customer)),
  };
}

/** Whom a customer follows: squared chances make the first of all customers followed by many. */
export function tieItems({ customers }: Company, shard: number, customer: number): Item[] {
  const chance = chances(customer, 2);
  const follower = idOf(customer);
  const followed = new Set<number>();
  while (followed.size < Math.min(TIES, customers - 1)) {
    const other = Math.floor(customers * chance() ** 2);
    if (other !== customer) followed.add(other);
  }
  return [...followed]
    .map((other) => idOf(other))
    .sort()
    .map((id) => ({
      pk: S(inputsPk(shard)),
      sk: S(`T#${follower}#${id}#FOLLOW#shop`),
      rpk: S(`C#${id}`),
      rsk: S(`T#${String((LAST_DAY - 100) * DAY_MS).padStart(14, '0')}#${follower}#FOLLOW`),
      a: N((LAST_DAY - 100) * DAY_MS),
    }));
}
