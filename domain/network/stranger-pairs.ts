import { countingSort } from '../graph/counting-sort.ts';
import type { ItemHistory } from './item-log.ts';
import type { Attention } from './ties.ts';

/** Per follower: the pairs to expect if the same ties led to random people instead. */
export interface StrangerPairs {
  /** Pairs of one item in which the follower would have bought 1 … W days after. */
  readonly after: Float64Array;
  /** … and 1 … W days before. */
  readonly before: Float64Array;
}

/**
 * The control group of the direction test: every chosen tie keeps its follower, and its other end is drawn from the other
 * ends of all of them, so everybody keeps as many ties as they have. Where ties say nothing about purchases, the ties as
 * they are give these very numbers. That somebody many follow happens to be early with what they buy is in both.
 *
 * Exact expectation over the draws, not a sample; linear in the purchases, apart from a sort.
 *
 * Source: rewiring of bipartite ties as a null model, Maslov & Sneppen (2002), in expectation.
 *
 * @param isChosen 1 per arc of the attention that counts as a tie
 * @param windowDays W
 */
export function strangerPairs(
  history: ItemHistory,
  attention: Attention,
  isChosen: Uint8Array,
  windowDays: number,
): StrangerPairs {
  const { customerCount: n, item, day } = history;
  const { from, to } = attention.arcs;
  const follows = new Float64Array(n);
  const followers = new Float64Array(n);
  let ties = 0;
  for (let arc = 0; arc < from.length; arc++) {
    if (isChosen[arc] === 0) continue;
    follows[from[arc]!]!++;
    followers[to[arc]!]!++;
    ties++;
  }
  const owner = new Int32Array(item.length);
  for (let i = 0; i < n; i++) owner.fill(i, history.offsets[i], history.offsets[i + 1]);
  const after = new Float64Array(n);
  const before = new Float64Array(n);
  const rows = byItemAndDay(history);
  for (let begin = 0, end = 0; begin < rows.length; begin = end) {
    while (end < rows.length && item[rows[end]!] === item[rows[begin]!]) end++;
    // Followers of the buyers of this item, summed over the days before d − W, before d, up to d, up to d + W.
    let [tooEarly, earlier, notLater, inReach] = [begin, begin, begin, begin];
    let [sumTooEarly, sumEarlier, sumNotLater, sumInReach] = [0, 0, 0, 0];
    for (let at = begin; at < end; at++) {
      const row = rows[at]!;
      const d = day[row]!;
      while (tooEarly < end && day[rows[tooEarly]!]! < d - windowDays)
        sumTooEarly += followers[owner[rows[tooEarly++]!]!]!;
      while (earlier < end && day[rows[earlier]!]! < d) sumEarlier += followers[owner[rows[earlier++]!]!]!;
      while (notLater < end && day[rows[notLater]!]! <= d) sumNotLater += followers[owner[rows[notLater++]!]!]!;
      while (inReach < end && day[rows[inReach]!]! <= d + windowDays)
        sumInReach += followers[owner[rows[inReach++]!]!]!;
      const own = owner[row]!;
      if (follows[own] === 0) continue;
      const ownFollowers = followers[own]!;
      after[own]! += sumEarlier - sumTooEarly - ownFollowers * repeats(history, owner, row, -1, windowDays);
      before[own]! += sumInReach - sumNotLater - ownFollowers * repeats(history, owner, row, 1, windowDays);
    }
  }
  for (let i = 0; i < n; i++) {
    after[i]! *= ties === 0 ? 0 : follows[i]! / ties;
    before[i]! *= ties === 0 ? 0 : follows[i]! / ties;
  }
  return { after, before };
}

/** Purchases of the same item by the same customer up to W days before (step −1) or after (step 1) a row. */
function repeats({ item, day }: ItemHistory, owner: Int32Array, row: number, step: 1 | -1, windowDays: number): number {
  let count = 0;
  for (
    let r = row + step;
    owner[r] === owner[row] && item[r] === item[row] && Math.abs(day[r]! - day[row]!) <= windowDays;
    r += step
  )
    count++;
  return count;
}

/** The rows of a history by item, then day. */
function byItemAndDay({ item, day }: ItemHistory): Int32Array {
  let items = 0;
  let firstDay = Infinity;
  let lastDay = -Infinity;
  for (let row = 0; row < item.length; row++) {
    items = Math.max(items, item[row]! + 1);
    firstDay = Math.min(firstDay, day[row]!);
    lastDay = Math.max(lastDay, day[row]!);
  }
  return items === 0
    ? new Int32Array(0)
    : countingSort(
        item,
        items,
        countingSort(
          day.map((d) => d - firstDay),
          lastDay - firstDay + 1,
        ),
      );
}
