import type { CustomerId } from '../../domain/events.ts';
import { DomainError } from '../../domain/errors.ts';

/** Letters of a customer id: as many bytes, since all of them are ASCII. */
export const ID_LENGTH = 20;

/** Ids of any number of customers as bytes, one after the other: a twentieth of what as many strings in a Map take. */
export interface PackedIds {
  readonly bytes: Uint8Array;
}

export const NO_IDS: PackedIds = { bytes: new Uint8Array(0) };

/** How many ids there are. */
export const idCount = ({ bytes }: PackedIds): number => bytes.length / ID_LENGTH;

/** The id at a position. */
export const idAt = ({ bytes }: PackedIds, index: number): CustomerId =>
  Buffer.from(bytes.buffer, bytes.byteOffset + index * ID_LENGTH, ID_LENGTH).toString('latin1');

/** The ids at the positions, in that order. */
export const idsAt = (ids: PackedIds, positions: Iterable<number>): CustomerId[] =>
  Array.from(positions, (index) => idAt(ids, index));

/** All ids. */
export const allIds = (ids: PackedIds): CustomerId[] =>
  Array.from({ length: idCount(ids) }, (_, index) => idAt(ids, index));

/** @throws DomainError for what is no id */
export function packIds(ids: readonly CustomerId[]): PackedIds {
  const bytes = new Uint8Array(ids.length * ID_LENGTH);
  for (const [at, id] of ids.entries()) writeId(bytes, at, id);
  return { bytes };
}

function writeId(into: Uint8Array, index: number, id: CustomerId): void {
  if (id.length !== ID_LENGTH) throw new DomainError(`a customer's id has ${ID_LENGTH} letters, not as in ${id}`);
  for (let k = 0, at = index * ID_LENGTH; k < ID_LENGTH; k++) into[at + k] = id.charCodeAt(k);
}

/** Negative when the id at `a` stands before the one at `b`. */
export function compareIds({ bytes }: PackedIds, a: number, b: number): number {
  for (let k = 0, x = a * ID_LENGTH, y = b * ID_LENGTH; k < ID_LENGTH; k++) {
    const difference = bytes[x + k]! - bytes[y + k]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The ids at some positions, in that order, packed. */
export function pickIds({ bytes }: PackedIds, positions: ArrayLike<number>): PackedIds {
  const picked = new Uint8Array(positions.length * ID_LENGTH);
  for (let k = 0, to = 0; k < positions.length; k++)
    for (let from = positions[k]! * ID_LENGTH, end = from + ID_LENGTH; from < end; from++) picked[to++] = bytes[from]!;
  return { bytes: picked };
}

/** Numbers customers in the order in which they are met: a Map from id to number that ends at no size a machine can hold. */
export interface IdTable {
  readonly count: number;
  /** The number of an id, a new one where it has none. */
  intern(id: CustomerId): number;
  /** The number of an id, −1 where it has none. */
  find(id: CustomerId): number;
  /** The number of the id at a position of others, −1 where it has none. */
  findAt(ids: PackedIds, index: number): number;
  /** All ids by number. */
  ids(): PackedIds;
}

/** @param known ids that have the numbers of their positions already */
export function idTable(known: PackedIds = NO_IDS): IdTable {
  let { bytes } = known;
  let count = idCount(known);
  let slots = new Int32Array(0);
  const scratch = new Uint8Array(ID_LENGTH);

  const slotOf = (ids: Uint8Array, index: number): number => {
    const from = index * ID_LENGTH;
    // FNV-1a; ids are hashes already, but nothing here relies on it.
    let hash = 0x811c9dc5;
    for (let k = 0; k < ID_LENGTH; k++) hash = Math.imul(hash ^ ids[from + k]!, 0x01000193);
    const mask = slots.length - 1;
    for (let slot = (hash ^ (hash >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const number = slots[slot]! - 1;
      if (number < 0 || sameId(bytes, number, ids, from)) return slot;
    }
  };
  const spread = (): void => {
    slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(16, 3 * count))));
    for (let number = 0; number < count; number++) slots[slotOf(bytes, number)] = number + 1;
  };
  spread();
  return {
    get count() {
      return count;
    },
    find: (id) => {
      writeId(scratch, 0, id);
      return slots[slotOf(scratch, 0)]! - 1;
    },
    findAt: (ids, index) => slots[slotOf(ids.bytes, index)]! - 1,
    ids: () => ({ bytes: bytes.subarray(0, count * ID_LENGTH) }),
    intern: (id) => {
      writeId(scratch, 0, id);
      let slot = slotOf(scratch, 0);
      if (slots[slot] !== 0) return slots[slot]! - 1;
      if (2 * (count + 1) > slots.length) {
        spread();
        slot = slotOf(scratch, 0);
      }
      if ((count + 1) * ID_LENGTH > bytes.length) {
        const larger = new Uint8Array(ID_LENGTH * Math.ceil(1.5 * (count + 64)));
        larger.set(bytes.subarray(0, count * ID_LENGTH));
        bytes = larger;
      }
      bytes.set(scratch, count * ID_LENGTH);
      slots[slot] = ++count;
      return count - 1;
    },
  };
}

function sameId(ids: Uint8Array, index: number, others: Uint8Array, from: number): boolean {
  for (let k = 0, at = index * ID_LENGTH; k < ID_LENGTH; k++) if (ids[at + k] !== others[from + k]) return false;
  return true;
}
