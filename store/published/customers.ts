import type { CustomerId } from '../../domain/events.ts';
import { str, type Item } from '../client/attributes.ts';
import { batchGet, keyName, type Found } from '../client/batch.ts';
import type { Db } from '../client/db.ts';
import { decodeGeneration, isFresh, visibleGeneration, type VisibleGeneration } from './generations.ts';
import { named, type CustomerIdentifier } from '../customers/identity.ts';
import { customerKey, identityKey, META_GENERATION, type Key } from '../client/keys.ts';
import type { ValueProfile } from '../../domain/profile/profile.ts';
import { entryIn, isNothing, valueBetween, type Entry } from './entries.ts';
import { wasJustTouched } from './touched.ts';
import {
  BlocksMoved,
  knownBlocks,
  openBlocks,
  profileKeys,
  unknownKeys,
  type KnownBlocks,
  type OpenBlocks,
  type PublishedProfile,
  type PublishedRow,
} from './profiles.ts';
import { openRecord, type CustomerRecord } from '../customers/records.ts';
import { survivorsOf } from '../customers/survivors.ts';

/** A customer as readers see them: what is known, and what the visible generation says about them. */
export interface CustomerView {
  readonly record: CustomerRecord;
  /** Null when no run has published this customer yet. */
  readonly profile: PublishedProfile | null;
  /** What the profile is of: the generation asked for, or one that took its place meanwhile. */
  readonly generation: VisibleGeneration | null;
  /** What has moved since that generation; the value in the profile is with it. Null where nothing has. */
  readonly between: ShownBetween | null;
}

/** What orders moved of a customer since the last run, and the value as that run published it. */
export interface ShownBetween extends Entry {
  readonly published: ValueProfile;
}

/** Reads items, blocks among them, and once more by the newest pointer where blocks were written over meanwhile: never two generations in one. */
async function withBlocks<T>(
  db: Db,
  generation: VisibleGeneration | null,
  keysIn: (shown: VisibleGeneration | null, known: KnownBlocks) => readonly Key[],
  show: (items: Found, blocks: OpenBlocks, shown: VisibleGeneration | null) => T,
  ids: readonly CustomerId[],
): Promise<T> {
  const attempt = async (shown: VisibleGeneration | null, consistent: boolean): Promise<T> => {
    const known = knownBlocks(db, ids, shown);
    const items = await batchGet(db, keysIn(shown, known), { consistent });
    return show(items, openBlocks(items, shown, { db, known }), shown);
  };
  try {
    return await attempt(generation, isFresh(db, generation) || ids.some((id) => wasJustTouched(db, generation, id)));
  } catch (error) {
    if (!(error instanceof BlocksMoved) || generation?.slots === undefined) throw error;
    return attempt(await visibleGeneration(db, { consistent: true }), true);
  }
}

/** Customers by id, in that order, null where there is none. Fifty customers of a small company are one request. */
export const loadViews = (
  db: Db,
  ids: readonly CustomerId[],
  generation: VisibleGeneration | null,
): Promise<(CustomerView | null)[]> =>
  withBlocks(
    db,
    generation,
    (shown, known) => ids.flatMap((id) => [customerKey(id), ...unknownKeys(id, shown, known)]),
    (items, blocks, shown) => ids.map((id) => viewOf(id, items.get(keyName(customerKey(id))), blocks, shown)),
    ids,
  );

function viewOf(
  id: CustomerId,
  item: Item | undefined,
  blocks: OpenBlocks,
  generation: VisibleGeneration | null,
): CustomerView | null {
  if (item === undefined) return null;
  const view = { record: openRecord(item), generation, between: null };
  const published = blocks.find(id);
  const entry = published === null ? null : entryIn(item, generation);
  if (published === null || entry === null || isNothing(entry, published.profile.value))
    return { ...view, profile: published };
  const { value } = published.profile;
  return {
    ...view,
    profile: { ...published, profile: { ...published.profile, value: valueBetween(value, entry) } },
    between: { ...entry, published: value },
  };
}

/** Profiles by id, as a generation has them, read consistently; who is in none is left out. */
export async function loadProfiles(
  db: Db,
  ids: readonly CustomerId[],
  shown: VisibleGeneration,
): Promise<Map<CustomerId, PublishedRow>> {
  const keys = ids.flatMap((id) => profileKeys(id, shown));
  const blocks = openBlocks(await batchGet(db, keys, { consistent: true }), shown);
  return new Map(
    ids.flatMap((id) => {
      const found = blocks.find(id);
      return found === null ? [] : [[id, found] as const];
    }),
  );
}

/**
 * Customers by any identifier, in that order, and the generation they are seen in. Two requests for up to 33 identifiers: whom an identity that was
 * attached later means is read with the pointer, the customers and their blocks with the second. (The id that derives from an identity would allow to ask for
 * the customer at once; but of one that was attached nobody has it, and asking for what is not there costs half a unit.) Throws InvalidInputError for
 * an identifier that is none.
 *
 * @param shown the generation to show them in, where it is known already
 */
export async function findViews(
  db: Db,
  identifiers: readonly CustomerIdentifier[],
  shown?: VisibleGeneration | null,
): Promise<{ generation: VisibleGeneration | null; views: (CustomerView | null)[] }> {
  const asked = identifiers.map((by) => named(db, by));
  const first = await batchGet(db, [
    ...(shown === undefined ? [META_GENERATION] : []),
    ...asked.map(({ id, hash }) => (hash === null ? customerKey(id) : identityKey(hash))),
  ]);
  const generation = shown === undefined ? decodeGeneration(first.get(keyName(META_GENERATION))) : shown;
  const owners = asked.map(({ id, hash }) => {
    const attached = hash === null ? undefined : first.get(keyName(identityKey(hash)));
    return attached === undefined ? id : str(attached, 'c');
  });
  const known = owners.map((id) => first.get(keyName(customerKey(id))));
  // An id nobody has is not asked for again.
  const sought = owners.filter((_, index) => known[index] !== undefined || asked[index]!.hash !== null);
  return withBlocks(
    db,
    generation,
    (visible, kept) =>
      sought.flatMap((id) => [
        // Again, consistently, where a push may not have reached every replica, or has moved on meanwhile.
        ...(first.has(keyName(customerKey(id))) && visible === generation && !wasJustTouched(db, visible, id)
          ? []
          : [customerKey(id)]),
        ...unknownKeys(id, visible, kept),
      ]),
    (items, blocks, visible) => ({
      generation: visible,
      views: owners.map((id, index) =>
        viewOf(id, items.get(keyName(customerKey(id))) ?? known[index], blocks, visible),
      ),
    }),
    owners,
  );
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
