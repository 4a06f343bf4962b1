/**
 * Where what a run shows lies: pages of what is visible in one of two slots each, readers using one while a run writes the other; those of a
 * view under the number of its generation.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { ID_LETTERS, type CustomerId } from '../../domain/events.ts';
import { KringError } from '../../domain/errors.ts';
import { N, S, type Item } from '../client/attributes.ts';
import { deleteItem, isConditionFailed, putItem } from '../client/commands.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { blockKey, type Place, type Slot } from '../client/keys.ts';
import { TTL_ATTRIBUTE } from '../client/table.ts';

/** Which slot readers use of each page, by the name of what the pages are of: one bit a page, deflated, as text. */
export type Slots = Readonly<Record<string, string>>;

/** What tells where the pages of a generation lie. */
export interface Placed {
  readonly generation: number;
  /** Absent in a view, whose pages lie under its generation. */
  readonly slots?: Slots;
}

/** One bit a page as it lies in the item of a generation. */
export const encodeSlots = (bits: Uint8Array): string => deflateRawSync(bits).toString('base64');
/** What {@link encodeSlots} wrote. */
export const decodeSlots = (text: string): Uint8Array => inflateRawSync(Buffer.from(text, 'base64'));

/** Bit of a page: 0 = slot a. Pages beyond what was written lie in none, which is as good as in a. */
export const slotIn = (bits: Uint8Array, page: number): Slot =>
  (((bits[page >> 3] ?? 0) >> (page & 7)) & 1) === 0 ? 'a' : 'b';

const unpacked = new WeakMap<Slots, Map<string, Uint8Array>>();

/** Where a page of what a generation shows lies. */
export function placeIn({ generation, slots }: Placed, name: string, page: number): Place {
  if (slots === undefined) return generation;
  let known = unpacked.get(slots);
  if (known === undefined) unpacked.set(slots, (known = new Map()));
  let bits = known.get(name);
  if (bits === undefined)
    known.set(name, (bits = slots[name] === undefined ? new Uint8Array() : decodeSlots(slots[name])));
  return slotIn(bits, page);
}

/** The slot readers do not use. */
export const otherSlot = (slot: Slot): Slot => (slot === 'a' ? 'b' : 'a');

/** When a block or list may be deleted by itself, epoch milliseconds; absent or undefined: never. */
export interface Lifetime {
  readonly expiresAtMs?: number | undefined;
}

/** Where a run writes: under its generation what is written once, or into the slot of a page that readers do not use. */
export type At = number | { readonly slot: Slot; readonly generation: number };

export interface PageWrite extends Lifetime {
  readonly at: At;
  readonly name: string;
  readonly page: number;
  readonly attributes: Item;
}

/**
 * Writes a page where no reader looks. Repeating is harmless. Throws KringError GENERATION_SUPERSEDED when a later generation has written there:
 * the process of a run that was given up woke up late.
 */
export async function putPage(db: Db, { at, name, page, attributes, expiresAtMs }: PageWrite): Promise<void> {
  const inSlot = typeof at !== 'number';
  const key = blockKey(inSlot ? at.slot : at, name, page);
  const generation = N(inSlot ? at.generation : at);
  const item: Item = {
    pk: S(key.pk),
    sk: S(key.sk),
    g: generation,
    ...attributes,
    ...(expiresAtMs === undefined ? {} : { [TTL_ATTRIBUTE]: N(Math.ceil(expiresAtMs / 1000)) }),
  };
  try {
    await putItem(
      db,
      item,
      inSlot
        ? {
            ConditionExpression: 'attribute_not_exists(g) OR g <= :g',
            ExpressionAttributeValues: { ':g': generation },
          }
        : {},
    );
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    throw new KringError(
      'GENERATION_SUPERSEDED',
      `page ${page} of ${name} is of a later generation than ${generation.N}: this run was overtaken`,
      { cause: error },
    );
  }
}

const CONCURRENT_DELETES = 16;

/** Deletes pages `from` … `to` − 1 from some places, unless a generation after `upTo` wrote them. */
export async function deletePagesOf(
  db: Db,
  places: readonly Place[],
  { name, from, to }: { readonly name: string; readonly from: number; readonly to: number },
  upTo: number,
): Promise<void> {
  const keys = Array.from({ length: to - from }, (_, k) => from + k).flatMap((page) =>
    places.map((place) => blockKey(place, name, page)),
  );
  await mapLimit(keys, CONCURRENT_DELETES, async (key) => {
    try {
      await deleteItem(db, key, {
        ConditionExpression: 'attribute_not_exists(g) OR g <= :g',
        ExpressionAttributeValues: { ':g': N(upTo) },
      });
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
    }
  });
}

/** The first bits of a customer's id, which is a hash and so evenly spread: which of 2^bits blocks they lie in. */
export function bucketOf(id: CustomerId, bits: number): number {
  let [word, have] = [0, 0];
  for (let k = 0; have < bits; k++, have += 5) word = word * 32 + ID_LETTERS.indexOf(id[k]!);
  return Math.floor(word / 2 ** (have - bits));
}

/** Bits that leave a block at most so many entries on average, and at least half as many. */
export const bitsFor = (entries: number, perBlock: number): number =>
  Math.max(0, Math.ceil(Math.log2(Math.max(1, entries) / perBlock)));
