/**
 * The demo's simulated social layer around real sample orders: who follows whom, who brought in whom, and what customers do
 * between orders. Seeded, so it is the same everywhere; every record says `simulated: true`.
 *
 * Plausible, not calibrated: follows by preferential attachment (Barabási & Albert 1999) times a fame that has nothing to do
 * with spending, with homophily by favourite assortment group, so that some people who buy little are followed by many who
 * buy much. Referrals come before the friend's first order, from somebody who was a customer already.
 */
import type { Interaction, InteractionType, Channel, ReferralKind, TieKind } from '../../domain/events.ts';
import { DAY_MS } from '../../domain/time/time.ts';
import { seededChance } from './random.ts';
import type { Chance } from './random.ts';

export interface DemoCustomer {
  readonly externalId: string;
  readonly firstOrderAt: number;
  readonly orders: readonly { readonly at: number; readonly group: string }[];
}

interface ExternalIdentifier {
  readonly externalId: { readonly source: string; readonly id: string };
}

/** Rows in the form the store takes them. */
export interface DemoSocialLayer {
  readonly ties: readonly {
    readonly follower: ExternalIdentifier;
    readonly followed: ExternalIdentifier;
    readonly kind: TieKind;
    readonly source: string;
    readonly weight: number;
    readonly at: number;
    readonly simulated: true;
  }[];
  readonly interactions: readonly {
    readonly customer: ExternalIdentifier;
    readonly event: Interaction & { readonly simulated: true };
  }[];
  readonly referrals: readonly {
    readonly source: string;
    readonly id: string;
    readonly advocate: ExternalIdentifier;
    readonly friend: ExternalIdentifier;
    readonly kind: ReferralKind;
    readonly at: number;
    readonly simulated: true;
  }[];
}

/** The source every simulated record names. */
export const DEMO_SOURCE = 'demo-simulation';
/** The source of the demo's customer ids: the npm package's Superstore orders. */
export const CUSTOMER_SOURCE = 'superstore';

/** How much likelier somebody follows, or brings in, a person with the same favourite group. */
const HOMOPHILY = 3;
const REFERRED_SHARE = 0.13;
const MEAN_LOG_FOLLOWS = 1.1;
const MAX_FOLLOWS = 60;
const NEWSLETTER_ISSUES = 12;

interface Person {
  readonly id: ExternalIdentifier;
  readonly key: string;
  readonly firstOrderAt: number;
  readonly orders: readonly { readonly at: number }[];
  readonly favourite: string;
  /** How much others want to follow them; log-normal, unrelated to what they buy. */
  readonly fame: number;
  /** How much they take part, 0–1. */
  readonly activity: number;
  followers: number;
}

function favouriteGroup(orders: DemoCustomer['orders']): string {
  const counts = new Map<string, number>();
  for (const { group } of orders) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0] ?? '';
}

/** Everybody in order of their first purchase, whatever order the file had. */
function peopleOf(customers: readonly DemoCustomer[], chance: Chance): Person[] {
  const byId = customers.toSorted((a, b) => a.firstOrderAt - b.firstOrderAt || (a.externalId < b.externalId ? -1 : 1));
  return byId.map((customer) => ({
    id: { externalId: { source: CUSTOMER_SOURCE, id: customer.externalId } },
    key: customer.externalId,
    firstOrderAt: customer.firstOrderAt,
    orders: customer.orders.toSorted((a, b) => a.at - b.at),
    favourite: favouriteGroup(customer.orders),
    fame: Math.exp(1.1 * chance.normal()),
    activity: chance.next() ** 2,
    followers: 0,
  }));
}

const affinity = (a: Person, b: Person): number => (a.favourite === b.favourite ? HOMOPHILY : 1);

function simulateTies(people: readonly Person[], endAt: number, chance: Chance): DemoSocialLayer['ties'] {
  const ties: DemoSocialLayer['ties'][number][] = [];
  const add = (follower: Person, followed: Person, kind: TieKind, weight: number, at: number): void => {
    ties.push({
      follower: follower.id,
      followed: followed.id,
      kind,
      source: DEMO_SOURCE,
      weight,
      at: Math.floor(at),
      simulated: true,
    });
  };
  for (const follower of people) {
    const wanted = Math.min(MAX_FOLLOWS, people.length - 1, Math.floor(Math.exp(MEAN_LOG_FOLLOWS + chance.normal())));
    const weights = people.map((other) =>
      other === follower ? 0 : (other.followers + 1) * other.fame * affinity(follower, other),
    );
    for (let n = 0; n < wanted; n++) {
      const index = chance.weighted(weights);
      const followed = people[index];
      if (followed === undefined) break;
      weights[index] = 0;
      followed.followers++;
      const at = chance.between(Math.max(follower.firstOrderAt, followed.firstOrderAt), endAt);
      add(follower, followed, 'FOLLOW', 1, at);
      if (chance.happens(0.06))
        add(follower, followed, 'SHARE', 1 + Math.floor(chance.between(0, 4)), chance.between(at, endAt));
    }
  }
  return ties;
}

function simulateReferrals(people: readonly Person[], chance: Chance): DemoSocialLayer['referrals'] {
  const referrals: DemoSocialLayer['referrals'][number][] = [];
  for (const friend of people) {
    if (!chance.happens(REFERRED_SHARE)) continue;
    const at = Math.floor(friend.firstOrderAt - chance.between(1, 30) * DAY_MS);
    const advocate =
      people[
        chance.weighted(
          people.map((other) => (other.firstOrderAt < at ? other.fame ** 1.5 * affinity(friend, other) : 0)),
        )
      ];
    if (advocate === undefined) continue;
    referrals.push({
      source: DEMO_SOURCE,
      id: `referral-${friend.key}`,
      advocate: advocate.id,
      friend: friend.id,
      kind: chance.happens(0.7) ? 'TYPE_ONE' : 'TYPE_TWO',
      at,
      simulated: true,
    });
  }
  return referrals;
}

/** Collects one person's interactions, numbering each type so that the ids are stable. Nothing happens after the end. */
function diaryOf(person: Person, endAt: number, into: DemoSocialLayer['interactions'][number][]) {
  const serial = new Map<InteractionType, number>();
  return (
    type: InteractionType,
    channel: Channel,
    at: number,
    extra: Partial<Pick<Interaction, 'objectRef' | 'valence' | 'influence'>> = {},
  ): void => {
    if (at > endAt) return;
    const number = (serial.get(type) ?? 0) + 1;
    serial.set(type, number);
    const id = `${type.toLowerCase().replaceAll('_', '-')}-${person.key}-${number}`;
    into.push({
      customer: person.id,
      event: {
        kind: 'INTERACTION',
        source: DEMO_SOURCE,
        id,
        type,
        channel,
        occurredAt: Math.floor(at),
        ...extra,
        simulated: true,
      },
    });
  };
}
type Diary = ReturnType<typeof diaryOf>;

/** The last twelve monthly issues, to people who take it: received, opened by some, read by fewer. */
function simulateNewsletters(person: Person, diary: Diary, endAt: number, chance: Chance): void {
  if (!chance.happens(0.22)) return;
  for (let issue = 0; issue < NEWSLETTER_ISSUES; issue++) {
    const sentAt = endAt - (NEWSLETTER_ISSUES - issue) * 30 * DAY_MS;
    if (sentAt < person.firstOrderAt) continue;
    const objectRef = `newsletter-${new Date(sentAt).toISOString().slice(0, 10)}`;
    diary('NEWSLETTER_RECEIVED', 'EMAIL', sentAt, { objectRef });
    if (!chance.happens(0.15 + 0.7 * person.activity)) continue;
    const openedAt = sentAt + chance.between(0.02, 3) * DAY_MS;
    diary('NEWSLETTER_OPENED', 'EMAIL', openedAt, { objectRef });
    if (chance.happens(0.5))
      diary('NEWSLETTER_READ', 'EMAIL', openedAt + chance.between(1, 20) * 60_000, { objectRef });
  }
}

/** Following the company and liking its posts; for some likes the network claims an influence, which counts nowhere. */
function simulateSocial(person: Person, influence: number, diary: Diary, endAt: number, chance: Chance): void {
  if (chance.happens(0.15 + 0.4 * person.activity)) {
    const at = chance.between(person.firstOrderAt, endAt);
    diary('SOCIAL_FOLLOW', 'SOCIAL', at, { objectRef: 'company-account' });
    if (chance.happens(0.1))
      diary('SOCIAL_UNFOLLOW', 'SOCIAL', chance.between(at, endAt), { objectRef: 'company-account' });
  }
  const likes = Math.floor(8 * person.activity * chance.next());
  for (let n = 0; n < likes; n++) {
    const at = chance.between(person.firstOrderAt, endAt);
    const objectRef = `post-${Math.floor(at / (3 * DAY_MS))}`;
    diary('SOCIAL_LIKE', 'SOCIAL', at, { objectRef, ...(chance.happens(0.6) ? { influence } : {}) });
    if (chance.happens(0.03)) diary('SOCIAL_UNLIKE', 'SOCIAL', at + chance.between(0, 2) * DAY_MS, { objectRef });
  }
  if (chance.happens(0.06))
    diary('SOCIAL_SHARE', 'SOCIAL', chance.between(person.firstOrderAt, endAt), { valence: 0.6 });
}

/** Around the orders: a conversation before the first, then delivery, portal, opinion, now and then a complaint. */
function simulateService(person: Person, diary: Diary, chance: Chance): void {
  if (chance.happens(0.12)) {
    diary('SALES_CONTACT', 'FIELD_SALES', person.firstOrderAt - chance.between(10, 30) * DAY_MS);
    if (chance.happens(0.5)) diary('SALES_CONTACT', 'PHONE', person.firstOrderAt - chance.between(1, 9) * DAY_MS);
  }
  const last = person.orders.length - 1;
  for (const [n, order] of person.orders.entries()) {
    const arrivesAt = order.at + chance.between(2, 6) * DAY_MS;
    if (n === last && chance.happens(0.5)) diary('DELIVERY', 'POST', arrivesAt);
    if (chance.happens(0.12 * person.activity))
      diary('PORTAL_LOGIN', 'PORTAL', arrivesAt + chance.between(0, 10) * DAY_MS);
    if (chance.happens(0.06 * person.activity))
      diary('PORTAL_TASK', 'PORTAL', arrivesAt + chance.between(1, 20) * DAY_MS);
    if (chance.happens(0.04))
      diary('SURVEY_RESPONSE', 'EMAIL', arrivesAt + chance.between(5, 15) * DAY_MS, {
        valence: Math.round(10 * Math.tanh(0.5 + 0.6 * chance.normal())) / 10,
      });
    if (chance.happens(0.012)) {
      const objectRef = `complaint-${person.key}-${n}`;
      const openedAt = arrivesAt + chance.between(0, 5) * DAY_MS;
      diary('COMPLAINT_OPENED', 'PHONE', openedAt, { objectRef, valence: -0.7 });
      if (chance.happens(0.8))
        diary('COMPLAINT_RESOLVED', 'PHONE', openedAt + chance.between(0.5, 14) * DAY_MS, {
          objectRef,
          valence: chance.happens(0.6) ? 0.4 : -0.2,
        });
    }
  }
}

/**
 * The simulated layer for these customers: about five ties, eight interactions and an eighth of a referral per customer. The
 * same customers (in any order) and seed give the same rows. Nothing happens after the newest order.
 * @example demoSocialLayer([]).ties // []
 */
export function demoSocialLayer(customers: readonly DemoCustomer[], seed = 1): DemoSocialLayer {
  const chance = seededChance(seed);
  const people = peopleOf(customers, chance);
  const endAt = people.reduce(
    (latest, person) => Math.max(latest, person.orders.at(-1)?.at ?? person.firstOrderAt),
    Number.NEGATIVE_INFINITY,
  );
  const ties = simulateTies(people, endAt, chance);
  const referrals = simulateReferrals(people, chance);
  const interactions: DemoSocialLayer['interactions'][number][] = [];
  const mostFollowers = people.reduce((most, person) => Math.max(most, person.followers), 1);
  for (const person of people) {
    const influence = Math.round((100 * Math.log1p(person.followers)) / Math.log1p(mostFollowers));
    const diary = diaryOf(person, endAt, interactions);
    simulateNewsletters(person, diary, endAt, chance);
    simulateSocial(person, influence, diary, endAt, chance);
    simulateService(person, diary, chance);
  }
  return { ties, interactions, referrals };
}
