import { TIE_KINDS, type TieKind } from '../../domain/events.ts';
import { countingSort } from '../../domain/graph/counting-sort.ts';
import { growing } from './growing.ts';
import type { SnapshotTies } from './snapshot.ts';

const MOST_SOURCES = 255;

/** Ties as they come, by the numbers of their ends; sorted by follower, followed, kind, instant and weight at the end. */
export function tieCollector(): {
  add(follower: number, followed: number, kind: TieKind, source: string, weight: number, at: number): void;
  /** Says that ties of this source come from a social network. */
  isSocial(source: string): void;
  /**
   * Ended ties (weight 0) are left out, and so are ties of a customer with themselves.
   *
   * @param position where each number stands among `count` customers, −1 for nowhere: such ties are `dangling`
   * @param shared whether two numbers may stand at one place: of ties that are one by then the state that stands before the others is kept
   */
  finish(
    position: Int32Array,
    count: number,
    shared: boolean,
  ): { readonly columns: SnapshotTies; readonly dangling: number };
} {
  const [follower, followed] = [growing(Int32Array), growing(Int32Array)];
  const kind = growing(Uint8Array);
  const source = growing(Uint8Array);
  /** Numbers of sources; all beyond the 255th share one, which is then no social one. */
  const sources = new Map<string, number>();
  const social = new Set<string>();
  const [weight, at] = [growing(Float64Array), growing(Float64Array)];
  return {
    add: (from, to, ofKind, ofSource, strength, since) => {
      follower.push(from);
      followed.push(to);
      kind.push(TIE_KINDS.indexOf(ofKind));
      const number = sources.get(ofSource) ?? Math.min(sources.size, MOST_SOURCES);
      if (number < MOST_SOURCES) sources.set(ofSource, number);
      source.push(number);
      weight.push(strength);
      at.push(since);
    },
    isSocial: (name) => social.add(name),
    finish: (position, count, shared) => {
      const ends = [follower.takeAll(), followed.takeAll()].map((column) => column.map((number) => position[number]!));
      const [from, to] = ends as [Int32Array, Int32Array];
      const all = from.length;
      const kept = new Int32Array(all);
      let [keptCount, dangling] = [0, 0];
      for (let tie = 0; tie < all; tie++) {
        const hasEnded = weight.at(tie) === 0;
        if (from[tie]! < 0 || to[tie]! < 0) dangling += hasEnded ? 0 : 1;
        else if (from[tie] !== to[tie] && (shared || !hasEnded)) kept[keptCount++] = tie;
      }
      const compare = (a: number, b: number): number =>
        kind.at(a) - kind.at(b) || at.at(a) - at.at(b) || weight.at(a) - weight.at(b);
      const isSuperseded = (tie: number, pair: Int32Array): boolean =>
        source.at(tie) < MOST_SOURCES &&
        pair.some(
          (other) =>
            kind.at(other) === kind.at(tie) &&
            source.at(other) === source.at(tie) &&
            // Of what is equal in all of it the last stays.
            (compare(other, tie) || other - tie) > 0,
        );
      const sorted = byEnds(from, to, kept.subarray(0, keptCount), count);
      const standing = new Int32Array(shared ? keptCount : 0);
      let standingCount = 0;
      for (let start = 0; start < keptCount;) {
        let end = start + 1;
        while (
          end < keptCount &&
          from[sorted[end]!] === from[sorted[start]!] &&
          to[sorted[end]!] === to[sorted[start]!]
        )
          end++;
        const pair = sorted.subarray(start, end);
        if (pair.length > 1) pair.sort(compare);
        if (shared)
          for (const tie of pair) if (weight.at(tie) > 0 && !isSuperseded(tie, pair)) standing[standingCount++] = tie;
        start = end;
      }
      const order = shared ? standing.subarray(0, standingCount) : sorted;
      const socialNumbers = new Set([...social].flatMap((name) => sources.get(name) ?? []));
      return {
        dangling,
        columns: {
          follower: order.map((tie) => from[tie]!),
          followed: order.map((tie) => to[tie]!),
          kind: kind.take(order),
          weight: weight.take(order),
          at: at.take(order),
          social: source.take(order).map((number) => (socialNumbers.has(number) ? 1 : 0)),
        },
      };
    },
  };
}

/** The kept ties by follower, then followed: two counting sorts. */
function byEnds(from: Int32Array, to: Int32Array, kept: Int32Array, count: number): Int32Array {
  const byFollowed = countingSort(
    kept.map((tie) => to[tie]!),
    count,
  );
  const byBoth = countingSort(
    kept.map((tie) => from[tie]!),
    count,
    byFollowed,
  );
  return byBoth.map((k) => kept[k]!);
}
