import type { CiaoDvd } from '../../test/data/ciaodvd.ts';
import type { ItemHistory } from '../../domain/network/item-log.ts';
import { itemHistory, seek } from '../../domain/network/item-log.ts';
import type { Attention } from '../../domain/network/ties.ts';

/** One review by a follower of a film that somebody they follow had reviewed 1 … W days before. */
export interface FollowedAdoption {
  readonly follower: number;
  readonly followed: number;
}

/** Everything followed in [fromDay, toDay): what a score made at `fromDay` should have seen coming. */
export function followedAdoptions(
  history: ItemHistory,
  attention: Attention,
  fromDay: number,
  toDay: number,
  windowDays: number,
): FollowedAdoption[] {
  const found: FollowedAdoption[] = [];
  const { from, to } = attention.arcs;
  for (let arc = 0; arc < from.length; arc++) {
    const follower = from[arc]!;
    const followed = to[arc]!;
    const end = history.offsets[followed + 1]!;
    for (let row = history.offsets[follower]!; row < history.offsets[follower + 1]!; row++) {
      const day = history.day[row]!;
      if (day < fromDay || day >= toDay) continue;
      const at = seek(history, history.offsets[followed]!, end, history.item[row]!, day - windowDays);
      if (at < end && history.item[at] === history.item[row] && history.day[at]! < day)
        found.push({ follower, followed });
    }
  }
  return found;
}

/** The history as it was known before `day`. */
export function historyBefore({ log }: CiaoDvd, day: number): ItemHistory {
  const known = Int32Array.from(log.day.keys()).filter((p) => log.day[p]! < day);
  const column = (values: Int32Array) => known.map((p) => values[p]!);
  return itemHistory({ ...log, customer: column(log.customer), item: column(log.item), day: column(log.day) });
}
