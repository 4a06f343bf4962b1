import { itemHistory } from '../../domain/network/item-log.ts';
import { attentionOf, tiesWhere } from '../../domain/network/ties.ts';
import { dayOf } from '../../domain/time/time.ts';
import type { CiaoDvd } from '../../test/data/ciaodvd.ts';
import { followedAdoptions, historyBefore } from './outcome.ts';
import type { Known, Scores } from './scores.ts';

export const YEARS = Array.from({ length: 12 }, (_, k) => 2002 + k);

/** Where a top is taken: everybody who reviewed before the year, or those of them somebody follows. */
export const TOPS = [
  { share: 0.01, people: 'all' },
  { share: 0.1, people: 'all' },
  { share: 0.01, people: 'followed' },
  { share: 0.1, people: 'followed' },
] as const;

/** One followed adoption, and for every score whether the followed customer was in each of TOPS. */
export interface Hit {
  readonly year: number;
  readonly follower: number;
  readonly inTop: ReadonlyMap<string, readonly boolean[]>;
}

/**
 * Makes the scores on 1 January of every year and looks where the adoptions of that year went. The ties carry no date: the
 * scores, and the adoptions counted, know only those between people who had both reviewed something before. With all of
 * them, in-degree would count the followers of the future.
 */
export function rollingHits(data: CiaoDvd, windowDays: number, scoresAt: (known: Known) => Scores): Hit[] {
  const full = itemHistory(data.log);
  return YEARS.flatMap((year) => {
    const day = dayOf(Date.UTC(year, 0, 1));
    const history = historyBefore(data, day);
    const isKnown = (i: number) => history.offsets[i]! < history.offsets[i + 1]!;
    const knownTies = tiesWhere(data.ties, (tie) => isKnown(data.ties.from[tie]!) && isKnown(data.ties.to[tie]!));
    const isFollowed = new Set(knownTies.to);
    const all = Array.from({ length: history.customerCount }, (_, i) => i).filter(isKnown);
    const people = { all, followed: all.filter((i) => isFollowed.has(i)) };
    const tops = Object.entries(scoresAt({ history, ties: knownTies, day, windowDays })).map(([name, score]) => {
      const ranked = { all: rank(people.all, score), followed: rank(people.followed, score) };
      return [
        name,
        TOPS.map((top) => new Set(ranked[top.people].slice(0, Math.round(top.share * people[top.people].length)))),
      ] as const;
    });
    return followedAdoptions(full, attentionOf(knownTies, 0), day, dayOf(Date.UTC(year + 1, 0, 1)), windowDays).map(
      ({ follower, followed }) => ({
        year,
        follower,
        inTop: new Map(tops.map(([name, sets]) => [name, sets.map((set) => set.has(followed))])),
      }),
    );
  });
}

/** Share of the adoptions whose followed customer was in the top. */
export function captured(hits: readonly Hit[], name: string, top: number): number {
  return hits.filter((hit) => hit.inTop.get(name)![top]).length / hits.length;
}

function rank(people: readonly number[], score: Float64Array): number[] {
  return people.toSorted((a, b) => score[b]! - score[a]! || a - b);
}
