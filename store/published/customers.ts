import type { CustomerId } from '../../domain/events.ts';
import { str, type Item } from '../client/attributes.ts';
import { batchGet, keyName, type Found } from '../client/batch.ts';
import type { Db } from '../client/db.ts';
import { decodeGeneration, type VisibleGeneration } from './generations.ts';
import { named, type CustomerIdentifier } from '../customers/identity.ts';
import { customerKey, identityKey, META_GENERATION, profileKey } from '../client/keys.ts';
import { visibleProfile, type PublishedProfile } from './profiles.ts';
import { decodeRecord, type CustomerRecord } from '../customers/records.ts';
import { survivorsOf } from '../customers/survivors.ts';

/** A customer as readers see them: what is known, and what the visible generation says about them. */
export interface CustomerView {
  readonly record: CustomerRecord;
  /** Null when no run has published this customer yet. */
  readonly profile: PublishedProfile | null;
}

const viewOf = (id: CustomerId, items: Found, generation: VisibleGeneration | null): CustomerView | null => {
  const item: Item | undefined = items.get(keyName(customerKey(id)));
  if (item === undefined) return null;
  return { record: decodeRecord(item), profile: visibleProfile(items.get(keyName(profileKey(id))), generation) };
};

const viewKeys = (id: CustomerId) => [customerKey(id), profileKey(id)];

/** Customers by id, in that order, null where there is none. Fifty customers are one request. */
export async function loadViews(
  db: Db,
  ids: readonly CustomerId[],
  generation: VisibleGeneration | null,
): Promise<(CustomerView | null)[]> {
  const items = await batchGet(db, ids.flatMap(viewKeys));
  return ids.map((id) => viewOf(id, items, generation));
}

/**
 * Customers by any identifier, in that order, and the generation they are seen in. One request for up to 33
 * identifiers, since the id derives from the identity that first named the customer; a second only when an identity was
 * attached to a customer later. Throws InvalidInputError for an identifier that is none.
 */
export async function findViews(
  db: Db,
  identifiers: readonly CustomerIdentifier[],
): Promise<{ generation: VisibleGeneration | null; views: (CustomerView | null)[] }> {
  const asked = identifiers.map((by) => named(db, by));
  const first = await batchGet(db, [
    META_GENERATION,
    ...asked.flatMap(({ id, hash }) => [...viewKeys(id), ...(hash === null ? [] : [identityKey(hash)])]),
  ]);
  const generation = decodeGeneration(first.get(keyName(META_GENERATION)));
  const owners = asked.map(({ id, hash }) => {
    const attached = hash === null ? undefined : first.get(keyName(identityKey(hash)));
    return attached === undefined ? id : str(attached, 'c');
  });
  const elsewhere = owners.filter((id, index) => id !== asked[index]!.id);
  const second = elsewhere.length === 0 ? first : await batchGet(db, elsewhere.flatMap(viewKeys));
  return {
    generation,
    views: owners.map((id, index) => viewOf(id, id === asked[index]!.id ? first : second, generation)),
  };
}

/** The views of the same customers as they are by now: of who was merged into somebody the survivor's. No request where nobody was. */
export async function survivingViews(
  db: Db,
  views: readonly (CustomerView | null)[],
  generation: VisibleGeneration | null,
): Promise<(CustomerView | null)[]> {
  const merged = views.flatMap((view) => (view !== null && view.record.pointer !== null ? [view.record.id] : []));
  if (merged.length === 0) return [...views];
  const survivors = await survivorsOf(db, merged);
  const ids = [...new Set(merged.map((id) => survivors.get(id)!))];
  const loaded = new Map((await loadViews(db, ids, generation)).map((view, index) => [ids[index]!, view]));
  return views.map((view) => {
    const survivor = view && survivors.get(view.record.id);
    return survivor ? (loaded.get(survivor) ?? view) : view;
  });
}
