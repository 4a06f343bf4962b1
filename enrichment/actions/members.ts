/** Where the members of an action are by now: in a run's snapshot, merged with one another, or gone. */
import { OUT_OF_ANALYSIS } from '../../domain/experiments/types.ts';
import type { CustomerId } from '../../domain/events.ts';
import type { Drawn } from '../../store/actions/drawn.ts';
import type { Db } from '../../store/client/db.ts';
import { idTable, type PackedIds } from '../../store/customers/packed-ids.ts';
import { survivorsOf } from '../../store/customers/survivors.ts';
import { chunksOf } from '../../store/client/concurrency.ts';

export interface Members {
  /** Place in the snapshot of each member; −1 for who is in none. */
  readonly position: Int32Array;
  /** Place of the arm of each member, or OUT_OF_ANALYSIS. */
  readonly arm: Uint8Array;
  /** Members who are one with a member of another arm by now. */
  readonly mergedAcross: number;
}

const AT_ONCE = 100;

/** @param ids of the snapshot, survivors all */
export async function membersIn(db: Db, drawn: Drawn, ids: PackedIds): Promise<Members> {
  const table = idTable(ids);
  const position = Int32Array.from(drawn.ids, (id) => table.find(id));
  const missing = drawn.ids.filter((_, at) => position[at]! < 0);
  const survivors = new Map<CustomerId, CustomerId>();
  for (const some of chunksOf(missing, AT_ONCE))
    for (const [id, survivor] of await survivorsOf(db, some)) survivors.set(id, survivor);
  for (const [at, id] of drawn.ids.entries())
    if (position[at]! < 0 && survivors.has(id)) position[at] = table.find(survivors.get(id)!);
  const arm = Uint8Array.from(drawn.columns.arm);
  const byPlace = Map.groupBy(
    [...position.keys()].filter((at) => position[at]! >= 0),
    (at) => position[at]!,
  );
  let mergedAcross = 0;
  for (let at = 0; at < arm.length; at++) if (position[at]! < 0) arm[at] = OUT_OF_ANALYSIS;
  for (const same of byPlace.values()) {
    if (same.length === 1) continue;
    const isAcross = new Set(same.map((at) => drawn.columns.arm[at]!)).size > 1;
    if (isAcross) mergedAcross += same.length;
    // Of one arm they count as the one person they are.
    for (const at of isAcross ? same : same.slice(1)) arm[at] = OUT_OF_ANALYSIS;
  }
  return { position, arm, mergedAcross };
}
