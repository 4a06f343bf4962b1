import type { EngagementRuleSet } from '../../domain/engagement/rules.ts';
import { isLasting } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import { mapLimit } from '../../store/client/concurrency.ts';
import type { Db } from '../../store/client/db.ts';
import type { CustomerRecord } from '../../store/customers/records.ts';
import { recordsById } from '../../store/customers/survivors.ts';
import { upToDate } from '../../store/events/fold.ts';
import type { UnreadableCustomer } from '../../store/work/inputs.ts';

/** Who is one with whom, for a run. */
export interface SettledMerges {
  /** Each with a summary of everybody's events, and the records of the others. */
  readonly survivors: readonly { readonly survivor: CustomerRecord; readonly others: readonly CustomerRecord[] }[];
  readonly mergedInto: ReadonlyMap<CustomerId, CustomerId>;
  readonly unreadable: readonly UnreadableCustomer[];
}

const ROUNDS = 5;
const FOLDS_AT_ONCE = 8;

/**
 * The survivors of these customers as they are now, folded where they are not up to date. A survivor's list and summary are one item, so whoever is on a list is in
 * that summary and nowhere else, also while somebody merges or unmerges: a customer who has left a list since it was read goes with
 * it all the same, and one who is on none is a survivor.
 */
export async function settleMerges(
  db: Db,
  asked: ReadonlySet<CustomerId>,
  ruleSet: EngagementRuleSet,
): Promise<SettledMerges> {
  const survivors = new Map<CustomerId, CustomerRecord>();
  const unreadable = new Map<CustomerId, UnreadableCustomer>();
  const mergedInto = new Map<CustomerId, CustomerId>();
  let open = [...asked];
  for (let round = 0; open.length > 0 && round < ROUNDS; round += 1) {
    await mapLimit(open, FOLDS_AT_ONCE, async (id) => {
      if (mergedInto.has(id)) return;
      try {
        const record = await upToDate(db, id, ruleSet);
        if (record === null) return;
        survivors.set(record.id, record);
        for (const one of record.merged) mergedInto.set(one.id, record.id);
      } catch (error) {
        if (!isLasting(error)) throw error;
        unreadable.set(id, { id, error });
      }
    });
    // Only the list of somebody who is on none counts, and only as it was read last.
    mergedInto.clear();
    const lists = [...survivors.values()];
    const listed = new Set(lists.flatMap(({ merged }) => merged.map((one) => one.id)));
    for (const { id } of lists) if (listed.has(id)) survivors.delete(id);
    for (const { id, merged } of survivors.values()) for (const one of merged) mergedInto.set(one.id, id);
    open = open.filter((id) => !survivors.has(id) && !mergedInto.has(id) && !unreadable.has(id));
  }
  const all = await recordsById(db, [...mergedInto.keys()]);
  return {
    survivors: [...survivors.values()].map((survivor) => ({
      survivor,
      others: survivor.merged.flatMap(({ id }) => all.get(id) ?? []),
    })),
    mergedInto,
    unreadable: [...unreadable.values()].filter(({ id }) => !mergedInto.has(id)),
  };
}
