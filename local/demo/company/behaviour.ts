/**
 * What customers do between their orders, and what is done with them: seeded, every record marked as simulated. The discontent complain and
 * answer so; interest shows in what is opened, read and liked, before it shows in orders (purchases.ts).
 */
import type { Channel, Interaction, InteractionType } from '../../../domain/events.ts';
import { PERIOD_DAYS, periodOf } from '../../../domain/experience/score.ts';
import { DAY_MS } from '../../../domain/time/time.ts';
import type { EventRow } from '../../../store/events/event-rows.ts';
import type { Chance } from './chance.ts';
import { SIMULATION, type Person } from './people.ts';

/** An order as far as what happens around it depends on it. */
export interface LivedOrder {
  /** Epoch ms. */
  readonly at: number;
  readonly promotion: boolean;
  readonly complaint: { readonly resolved: boolean } | null;
}

/** A person with the orders they placed, oldest first. */
export interface Lived {
  readonly person: Person;
  readonly orders: readonly LivedOrder[];
  /** How many customers follow them. */
  readonly followers: number;
}

/** How much is told, and since when. */
export interface Telling {
  /** Nothing happens after it, epoch ms. */
  readonly endAt: number;
  /** Day from which newsletters and posts are told. */
  readonly sinceDay: number;
  readonly subscribers: number;
}

type Extra = Partial<Pick<Interaction, 'objectRef' | 'valence' | 'influence' | 'effortMinutes' | 'answer'>>;

/** Collects one person's interactions, numbering each type so that the ids are stable. Nothing happens after the end. */
function diaryOf({ id, key }: Person, endAt: number, into: EventRow[]) {
  const serial = new Map<InteractionType, number>();
  return (type: InteractionType, channel: Channel, at: number, extra: Extra = {}): void => {
    if (at > endAt) return;
    const number = (serial.get(type) ?? 0) + 1;
    serial.set(type, number);
    into.push({
      customer: id,
      event: {
        kind: 'INTERACTION',
        source: SIMULATION,
        id: `${type.toLowerCase().replaceAll('_', '-')}-${key}-${number}`,
        type,
        channel,
        occurredAt: Math.floor(at),
        ...extra,
        simulated: true,
      },
    });
  };
}
export type Diary = ReturnType<typeof diaryOf>;

const oneDecimal = (value: number): number => Math.round(10 * value) / 10;
/** What somebody says of how it was, −1 … 1, by how content they are. */
const opinion = (content: number, chance: Chance): number =>
  oneDecimal(Math.tanh(0.3 + 0.6 * content + 0.4 * chance.normal()));
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** Monthly issues, to people who take it: received, opened by some, read by fewer; more of both while interested. */
function newsletters({ person }: Lived, diary: Diary, { endAt, sinceDay, subscribers }: Telling, chance: Chance): void {
  if (!chance.happens(subscribers)) return;
  const first = periodOf(Math.max(sinceDay, person.joinedDay)) + 1;
  for (let period = first; period * PERIOD_DAYS * DAY_MS < endAt; period++) {
    const sentAt = period * PERIOD_DAYS * DAY_MS + 6 * 3_600_000;
    const objectRef = `newsletter-${new Date(sentAt).toISOString().slice(0, 10)}`;
    diary('NEWSLETTER_RECEIVED', 'EMAIL', sentAt, { objectRef });
    if (!chance.happens(logistic(-1.6 + 2 * person.activity + 1.2 * person.interest(period)))) continue;
    const openedAt = sentAt + chance.between(0.02, 3) * DAY_MS;
    diary('NEWSLETTER_OPENED', 'EMAIL', openedAt, { objectRef });
    if (chance.happens(logistic(0.8 * person.interest(period))))
      diary('NEWSLETTER_READ', 'EMAIL', openedAt + chance.between(1, 20) * 60_000, { objectRef });
  }
}

/** Following the company and liking its posts; for some likes the network claims an influence, which counts nowhere. */
function social({ person, followers }: Lived, diary: Diary, telling: Telling, chance: Chance): void {
  const { endAt, sinceDay } = telling;
  const startAt = Math.max(sinceDay, person.joinedDay) * DAY_MS;
  if (startAt >= endAt || !chance.happens(0.25 + 0.5 * person.activity)) return;
  const from = chance.between(startAt, startAt + (endAt - startAt) / 2);
  diary('SOCIAL_FOLLOW', 'SOCIAL', from, { objectRef: 'company-account' });
  if (chance.happens(0.1))
    diary('SOCIAL_UNFOLLOW', 'SOCIAL', chance.between(from, endAt), { objectRef: 'company-account' });
  const claimed = Math.min(100, Math.round(25 * Math.log1p(followers)));
  for (let period = periodOf(from / DAY_MS); period * PERIOD_DAYS * DAY_MS < endAt; period++) {
    // Poisson's law would allow more; a period has a handful of posts.
    for (let post = 0; post < 3; post++) {
      if (!chance.happens(0.35 * person.activity * logistic(1.5 * person.interest(period)))) continue;
      const at = Math.max(from, (period + chance.next()) * PERIOD_DAYS * DAY_MS);
      const objectRef = `post-${period}-${post}`;
      diary('SOCIAL_LIKE', 'SOCIAL', at, { objectRef, ...(chance.happens(0.6) ? { influence: claimed } : {}) });
      if (chance.happens(0.03)) diary('SOCIAL_UNLIKE', 'SOCIAL', at + chance.between(0, 2) * DAY_MS, { objectRef });
    }
  }
  if (person.content > 0.8 && chance.happens(0.25))
    diary('SOCIAL_SHARE', 'SOCIAL', chance.between(from, endAt), { objectRef: 'company-account', valence: 0.6 });
  if (Math.abs(person.content) > 1 && chance.happens(0.3))
    diary('SOCIAL_MENTION', 'SOCIAL', chance.between(from, endAt), { valence: opinion(person.content, chance) });
}

/** On the way to an order: visits, a promotion, now and then somebody of sales. */
function orientation({ person, orders }: Lived, diary: Diary, { sinceDay }: Telling, chance: Chance): void {
  for (const [n, order] of orders.entries()) {
    if (order.at < sinceDay * DAY_MS) continue;
    const before = (low: number, high: number): number => order.at - chance.between(low, high) * DAY_MS;
    if (chance.happens(0.2 + 0.2 * person.activity)) {
      diary('PAGE_VIEW', 'WEB', before(5, 25), { objectRef: person.favourite });
      if (chance.happens(0.5)) diary('PAGE_VIEW', chance.happens(0.5) ? 'APP' : 'WEB', before(0.1, 3));
    }
    if (chance.happens(0.06)) diary('STORE_VISIT', 'STORE', before(1, 15));
    if (order.promotion && chance.happens(0.5)) {
      const objectRef = `promotion-${new Date(order.at).toISOString().slice(0, 7)}`;
      diary('PROMOTION_SEEN', 'EMAIL', before(1, 6), { objectRef });
      diary('PROMOTION_REDEEMED', 'WEB', before(0.01, 0.5), { objectRef });
    } else if (chance.happens(0.06))
      diary('PROMOTION_SEEN', 'EMAIL', before(1, 20), {
        objectRef: `promotion-${Math.floor(order.at / (90 * DAY_MS))}`,
      });
    if (n === 0 && chance.happens(0.15)) {
      const effortMinutes = Math.round(chance.between(10, 60));
      diary('SALES_CONTACT', 'FIELD_SALES', before(10, 30), { effortMinutes });
      if (chance.happens(0.5)) diary('SALES_CONTACT', 'PHONE', before(1, 9), { effortMinutes: 10 });
    }
  }
}

/** After the orders: delivery, portal, opinion, now and then a complaint; what people of the company spent on it. */
function service({ person, orders }: Lived, diary: Diary, chance: Chance): void {
  const last = orders.length - 1;
  const usesPortal = chance.happens(0.4);
  for (const [n, order] of orders.entries()) {
    const arrivesAt = order.at + chance.between(2, 6) * DAY_MS;
    if (chance.happens(n === last ? 0.6 : 0.1)) diary('DELIVERY', 'POST', arrivesAt, {});
    if (usesPortal && chance.happens(0.35)) {
      diary('PORTAL_LOGIN', 'PORTAL', arrivesAt + chance.between(0, 10) * DAY_MS);
      if (chance.happens(0.5)) diary('PORTAL_TASK', 'PORTAL', arrivesAt + chance.between(10, 20) * DAY_MS);
    }
    if (chance.happens(0.08))
      diary('SUPPORT_CONTACT', chance.happens(0.5) ? 'PHONE' : 'CHAT', arrivesAt + chance.between(1, 30) * DAY_MS, {
        valence: opinion(person.content, chance),
        effortMinutes: Math.round(chance.between(3, 25)),
      });
    if (chance.happens(0.12)) {
      const valence = opinion(person.content, chance);
      diary('SURVEY_RESPONSE', 'EMAIL', arrivesAt + chance.between(5, 15) * DAY_MS, {
        objectRef: 'how-likely-to-recommend',
        valence,
        answer: `${Math.round(5 + 5 * valence)} of 10`,
      });
    }
    if (chance.happens(0.04))
      diary('REVIEW', 'WEB', arrivesAt + chance.between(5, 40) * DAY_MS, { valence: opinion(person.content, chance) });
    if (order.complaint !== null) {
      const objectRef = `complaint-${person.key}-${n}`;
      const openedAt = arrivesAt + chance.between(0, 3) * DAY_MS;
      diary('COMPLAINT_OPENED', 'PHONE', openedAt, { objectRef, valence: -0.7, effortMinutes: 20 });
      if (order.complaint.resolved)
        diary('COMPLAINT_RESOLVED', 'PHONE', openedAt + chance.between(0.5, 14) * DAY_MS, {
          objectRef,
          valence: chance.happens(0.6) ? 0.4 : -0.2,
          effortMinutes: Math.round(chance.between(5, 40)),
        });
    }
  }
}

/** Everything one person does but order, into a list. */
export function behave(lived: Lived, telling: Telling, chance: Chance, into: EventRow[]): void {
  const diary = diaryOf(lived.person, telling.endAt, into);
  newsletters(lived, diary, telling, chance);
  social(lived, diary, telling, chance);
  orientation(lived, diary, telling, chance);
  service(lived, diary, chance);
}

/** How far people came who have not ordered, and the share of each. */
const PROSPECTS = ['SUSPECT', 'PROSPECT', 'LEAD', 'OPPORTUNITY'] as const;
export type ProspectStage = (typeof PROSPECTS)[number];

/** What happened with somebody who has not ordered: of suspects something was sent to them, of the others they acted. */
export function prospect(
  person: Person,
  place: number,
  telling: Telling,
  chance: Chance,
  into: EventRow[],
): ProspectStage {
  const stage = PROSPECTS[place % PROSPECTS.length]!;
  const diary = diaryOf(person, telling.endAt, into);
  const at = (low: number, high: number): number => telling.endAt - chance.between(low, high) * DAY_MS;
  const objectRef = 'newsletter-first';
  const sentAt = at(100, 130);
  diary('NEWSLETTER_RECEIVED', 'EMAIL', sentAt, { objectRef });
  if (stage === 'SUSPECT') return stage;
  diary('NEWSLETTER_OPENED', 'EMAIL', sentAt + DAY_MS, { objectRef });
  diary('PAGE_VIEW', 'WEB', at(60, 90));
  if (stage === 'PROSPECT') return stage;
  diary('STORE_VISIT', 'STORE', at(30, 59));
  if (stage === 'LEAD') return stage;
  diary('SALES_CONTACT', 'FIELD_SALES', at(2, 20), { effortMinutes: Math.round(chance.between(10, 45)) });
  return stage;
}
