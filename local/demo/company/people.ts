import type { TieKind } from '../../../domain/events.ts';
import { DAY_MS } from '../../../domain/time/time.ts';
import type { CustomerIdentifier } from '../../../store/customers/identity.ts';
import type { ReferralRow } from '../../../store/relations/referrals.ts';
import type { TieRow } from '../../../store/relations/ties.ts';
import type { Chance } from './chance.ts';

/** The source every simulated record names. */
export const SIMULATION = 'demo-simulation';

/** Somebody of a company, with what nobody is told of them: how they feel and what they are like. */
export interface Person {
  readonly id: CustomerIdentifier;
  readonly key: string;
  /** Day they first buy, or would. */
  readonly joinedDay: number;
  /** Assortment group they like most. */
  readonly favourite: string;
  /** How much others want to follow them; log-normal, unrelated to what they buy. */
  readonly fame: number;
  /** How much they take part, 0–1. */
  readonly activity: number;
  /** How content they are, standard normal over customers. */
  readonly content: number;
  /** Interest in a period of 28 days, standard normal, lasting. */
  readonly interest: (period: number) => number;
}

/** How long interest lasts: the share of a period's that is left in the next. */
const INTEREST_LASTS = 0.85;

/** Somebody's traits, drawn. @param periods the first and last period interest is asked for */
export function traitsOf(
  chance: Chance,
  periods: readonly [number, number],
): Pick<Person, 'fame' | 'activity' | 'content' | 'interest'> {
  const [first, last] = periods;
  const course: number[] = [];
  let level = chance.normal();
  for (let period = first; period <= last; period++) {
    course.push(level);
    level = INTEREST_LASTS * level + Math.sqrt(1 - INTEREST_LASTS ** 2) * chance.normal();
  }
  return {
    fame: Math.exp(1.1 * chance.normal()),
    activity: chance.next() ** 2,
    content: chance.normal(),
    interest: (period) => course[Math.min(last, Math.max(first, period)) - first] ?? 0,
  };
}

/** How much likelier somebody follows, or brings in, a person with the same favourite group. */
const HOMOPHILY = 3;
const MEAN_LOG_FOLLOWS = 1.1;
const MAX_FOLLOWS = 60;

const affinity = (a: Person, b: Person): number => (a.favourite === b.favourite ? HOMOPHILY : 1);

/** Who follows whom, by index: preferential attachment (Barabási & Albert 1999) times fame, with homophily. */
export interface Following {
  readonly follower: number;
  readonly followed: number;
  readonly kind: TieKind;
  readonly weight: number;
  readonly at: number;
}

/**
 * @param people in the order of their coming
 * @param soon days after both are there within which the one follows the other; null: any time up to the end
 */
export function followings(
  people: readonly Person[],
  endDay: number,
  chance: Chance,
  soon: number | null,
): Following[] {
  const followers = new Float64Array(people.length);
  const found: Following[] = [];
  for (const [follower, person] of people.entries()) {
    const wanted = Math.min(MAX_FOLLOWS, people.length - 1, Math.floor(Math.exp(MEAN_LOG_FOLLOWS + chance.normal())));
    const weights = people.map((other, k) =>
      k === follower ? 0 : (followers[k]! + 1) * other.fame * affinity(person, other),
    );
    for (let n = 0; n < wanted; n++) {
      const followed = chance.weighted(weights);
      if (followed < 0) break;
      weights[followed] = 0;
      followers[followed]!++;
      const bothDay = Math.max(person.joinedDay, people[followed]!.joinedDay);
      const at = Math.floor(
        DAY_MS * chance.between(bothDay, soon === null ? endDay : Math.min(endDay, bothDay + soon)),
      );
      found.push({ follower, followed, kind: 'FOLLOW', weight: 1, at });
      if (chance.happens(0.06))
        found.push({
          follower,
          followed,
          kind: 'SHARE',
          weight: 1 + Math.floor(chance.between(0, 4)),
          at: Math.floor(chance.between(at, endDay * DAY_MS)),
        });
    }
  }
  return found;
}

/** Followings as the store takes them. */
export const tieRows = (people: readonly Person[], found: readonly Following[]): TieRow[] =>
  found.map(({ follower, followed, ...tie }) => ({
    follower: people[follower]!.id,
    followed: people[followed]!.id,
    ...tie,
    source: SIMULATION,
    simulated: true,
  }));

/** Who was brought in by whom, by index, and whether they would have come anyway. */
export interface Bringing {
  readonly advocate: number;
  readonly friend: number;
  readonly kind: 'TYPE_ONE' | 'TYPE_TWO';
  readonly at: number;
  /** False for what nobody tells the company. */
  readonly told: boolean;
}

export function bringings(
  people: readonly Person[],
  { referred, referralsTold }: { readonly referred: number; readonly referralsTold: number },
  chance: Chance,
): Bringing[] {
  const found: Bringing[] = [];
  for (const [friend, person] of people.entries()) {
    if (!chance.happens(referred)) continue;
    const at = Math.floor((person.joinedDay - chance.between(1, 30)) * DAY_MS);
    const advocate = chance.weighted(
      people.map((other) => ((other.joinedDay + 1) * DAY_MS < at ? other.fame ** 1.5 * affinity(person, other) : 0)),
    );
    if (advocate < 0) continue;
    found.push({
      advocate,
      friend,
      kind: chance.happens(0.7) ? 'TYPE_ONE' : 'TYPE_TWO',
      at,
      told: chance.happens(referralsTold),
    });
  }
  return found;
}

/** What is told of it, as the store takes it. */
export const referralRows = (people: readonly Person[], found: readonly Bringing[]): ReferralRow[] =>
  found
    .filter(({ told }) => told)
    .map(({ advocate, friend, kind, at }) => ({
      source: SIMULATION,
      id: `referral-${people[friend]!.key}`,
      advocate: people[advocate]!.id,
      friend: people[friend]!.id,
      kind,
      at,
      simulated: true,
    }));
