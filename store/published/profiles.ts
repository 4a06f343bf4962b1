import { KringError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import type { CustomerProfile } from '../../domain/profile/profile.ts';
import { dayIn, UTC } from '../../domain/time/time.ts';
import { B, bytes, num, type Item } from '../client/attributes.ts';
import { keyName, type Found } from '../client/batch.ts';
import type { Db } from '../client/db.ts';
import { blockKey, type Key } from '../client/keys.ts';
import type { VisibleGeneration } from './generations.ts';
import { openBlock, openPart, packedBytesOf, type OpenPart } from './profile-codec.ts';
import { COLUMNS, PARTS, type Part } from './profile-columns.ts';
import { profileIn, rowIn, tailsIn, toldInfluenceIn } from './profile-rows.ts';
import { keeper } from './kept.ts';
import { inflateWithNames } from './dictionary.ts';
import { deflateBehindHeaders, inflateBehindHeaders } from './headers.ts';
import { bucketOf, placeIn, putPage, type PageWrite, type Placed } from './slots.ts';

/** A profile, and the generation that wrote each part of it. */
export interface PublishedProfile {
  readonly profile: CustomerProfile;
  readonly generation: Readonly<Record<Part, number>>;
}

/** What lies in a row of a block. */
export interface PublishedRow extends PublishedProfile {
  /** The influence score the customer's history was told last; null before it was told any. */
  readonly toldInfluence: number | null;
}

/** Customers a block should hold at most on average: two read units for both parts; smaller ones would cost more to write, a kilobyte at least each. */
export const PER_BLOCK = 256;

/** What the pages of a part are named by, where blocks share so many bits of their customers' ids. */
export const partName = (part: Part, bits: number): string => `${part}-${bits}`;

/** A part of a block as it lies in the table: deflated, and apart from that what is packed already. */
export interface DeflatedPart {
  readonly y: Item[string];
  readonly p?: Item[string];
}

/** @param content from `encodePart` */
export function deflatePart(content: Uint8Array): DeflatedPart {
  const end = content.length - packedBytesOf(content);
  // Copied: what is kept of a buffer holds all of it, and zlib's are of 16 KB.
  const y = B(new Uint8Array(deflateBehindHeaders(content.subarray(0, end))));
  return end === content.length ? { y } : { y, p: B(new Uint8Array(content.subarray(end))) };
}

/** Writes a part of a block. @param content from `encodePart`, or from {@link deflatePart} of it */
export const putPart = (
  db: Db,
  content: Uint8Array | DeflatedPart,
  page: Omit<PageWrite, 'attributes'>,
): Promise<void> =>
  putPage(db, { ...page, attributes: { ...(content instanceof Uint8Array ? deflatePart(content) : content) } });

/** What {@link putPart} was given; of layout 1 all of it lies in `z`. */
export function partIn(item: Item): Uint8Array {
  if (item['y'] === undefined) return inflateWithNames(bytes(item, 'z'));
  const front = inflateBehindHeaders(bytes(item, 'y'));
  return item['p'] === undefined ? front : Buffer.concat([front, bytes(item, 'p')]);
}

/** What is needed of a generation to find profiles in it. */
export type Shown = Placed & Pick<VisibleGeneration, 'runId' | 'asOf' | 'timeZone' | 'profiles'>;

/** The item a part of a block lies in. */
export const partKey = (shown: Placed, part: Part, bits: number, block: number): Key => {
  const name = partName(part, bits);
  return blockKey(placeIn(shown, name, block), name, block);
};

/** The items both parts of a customer's profile lie in; none before anything in blocks was published. */
export function profileKeys(id: CustomerId, shown: Shown | null): Key[] {
  const bits = shown?.profiles?.bits;
  if (shown === null || bits === undefined) return [];
  return PARTS.map((part) => partKey(shown, part, bits, bucketOf(id, bits)));
}

/** Blocks opened once each, out of items that were read. */
export interface OpenBlocks {
  /** Null for who is in none, or before anything in blocks was published. */
  find(id: CustomerId): PublishedRow | null;
}

/** A block as it is kept: rows are made of its columns when they are first asked for. */
interface OpenBlock {
  readonly parts: Record<Part, OpenPart>;
  readonly generation: Record<Part, number>;
  readonly tails: Float64Array;
  readonly rows: (PublishedRow | undefined)[];
}

/** Blocks by their numbers. */
export type KnownBlocks = ReadonlyMap<number, OpenBlock>;

const keptBlocks = keeper<OpenBlock>('customers');
/** What a row takes once everything of it was asked for. */
const ROW_BYTES = 1600;
/** Numbers that are packed are unpacked into eight bytes each. */
const bytesOfBlock = (contents: Readonly<Record<Part, Uint8Array>>, count: number): number =>
  PARTS.reduce((sum, part) => sum + contents[part].length + 8 * count * COLUMNS[part].length, 0);

/** The blocks of these customers that the process keeps: their items need not be read. */
export function knownBlocks(db: Db, ids: readonly CustomerId[], shown: Shown | null): KnownBlocks {
  const known = new Map<number, OpenBlock>();
  const bits = shown?.profiles?.bits;
  if (shown === null || bits === undefined) return known;
  for (const id of ids) {
    const number = bucketOf(id, bits);
    const block = known.get(number) ?? keptBlocks.find(db, shown, String(number));
    if (block !== undefined) known.set(number, block);
  }
  return known;
}

/** {@link profileKeys} of whose block is not known. */
export const unknownKeys = (id: CustomerId, shown: Shown | null, known: KnownBlocks): Key[] =>
  shown?.profiles !== undefined && known.has(bucketOf(id, shown.profiles.bits)) ? [] : profileKeys(id, shown);

/**
 * What the items of {@link profileKeys} say.
 *
 * @param keep keeps what is opened for the requests that follow
 * @throws BlocksMoved when an item is of another generation than it should be: the pointer is old, or a replica is behind
 */
export function openBlocks(
  items: Found,
  shown: Shown | null,
  keep?: { readonly db: Db; readonly known: KnownBlocks },
): OpenBlocks {
  const opened = new Map<number, OpenBlock | null>(keep?.known);
  const bits = shown?.profiles?.bits;
  if (shown === null || bits === undefined) return { find: () => null };
  const today = dayIn(shown.timeZone ?? UTC)(shown.asOf);
  const open = (block: number): OpenBlock | null => {
    const found = PARTS.map((part) => items.get(keyName(partKey(shown, part, bits, block))));
    if (found.every((item) => item === undefined)) return null;
    const generation = {} as Record<Part, number>;
    const contents = {} as Record<Part, Uint8Array>;
    for (const [k, part] of PARTS.entries()) {
      const item = found[k];
      if (item === undefined || writtenIn(item) > shown.generation)
        throw new BlocksMoved(`block ${block} of customers`);
      generation[part] = writtenIn(item);
      contents[part] = partIn(item);
    }
    const parts = openBlock(contents);
    if (parts.observed.members !== parts.modelled.members) throw new BlocksMoved(`block ${block} of customers`);
    const { count } = parts.observed;
    const one = { parts, generation, tails: tailsIn(parts.observed), rows: Array.from<undefined>({ length: count }) };
    if (keep !== undefined) keptBlocks.keep(keep.db, shown, String(block), one, bytesOfBlock(contents, count));
    return one;
  };
  return {
    find: (id) => {
      const number = bucketOf(id, bits);
      let block = opened.get(number);
      if (block === undefined) opened.set(number, (block = open(number)));
      const row = block === null ? -1 : rowIn(block.parts.observed, id, bits, block.tails);
      if (block === null || row < 0) return null;
      const before = block.rows[row];
      if (before !== undefined) return before;
      if (keep !== undefined) keptBlocks.grow(keep.db, shown, String(number), ROW_BYTES);
      return (block.rows[row] = {
        profile: profileIn(block.parts, row, today),
        toldInfluence: toldInfluenceIn(block.parts.observed, row),
        generation: block.generation,
      });
    },
  };
}

/** The observed part of a block out of its item. Throws KringError CORRUPT_BLOCK where there is none. */
export function observedIn(item: Item | undefined): OpenPart {
  if (item === undefined) throw new KringError('CORRUPT_BLOCK', 'a block of customers that is visible is not there');
  return openPart('observed', partIn(item));
}

const writtenIn = (item: Item): number => num(item, 'g');

/** What was read is not of the generation, or the push, it was looked for in. */
export class BlocksMoved extends KringError {
  constructor(what: string) {
    super(
      'CORRUPT_BLOCK',
      `${what} is of another generation than the one that is visible: runs are publishing faster than this request can read`,
    );
  }
}
