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
import { PARTS, type Part } from './profile-columns.ts';
import { profileIn, rowIn, toldInfluenceIn } from './profile-rows.ts';
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
export type Shown = Placed & Pick<VisibleGeneration, 'asOf' | 'timeZone' | 'profiles'>;

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

/**
 * What the items of {@link profileKeys} say.
 *
 * @throws BlocksMoved when an item is of another generation than it should be: the pointer is old, or a replica is behind
 */
export function openBlocks(items: Found, shown: Shown | null): OpenBlocks {
  const opened = new Map<
    number,
    { readonly parts: Record<Part, OpenPart>; readonly generation: Record<Part, number> } | null
  >();
  const bits = shown?.profiles?.bits;
  if (shown === null || bits === undefined) return { find: () => null };
  const today = dayIn(shown.timeZone ?? UTC)(shown.asOf);
  const open = (block: number) => {
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
    return { parts, generation };
  };
  return {
    find: (id) => {
      const number = bucketOf(id, bits);
      let block = opened.get(number);
      if (block === undefined) opened.set(number, (block = open(number)));
      const row = block === null ? -1 : rowIn(block.parts.observed, id, bits);
      return block === null || row < 0
        ? null
        : {
            profile: profileIn(block.parts, row, today),
            toldInfluence: toldInfluenceIn(block.parts.observed, row),
            generation: block.generation,
          };
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
