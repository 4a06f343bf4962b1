import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { KringError } from '../../domain/errors.ts';
import { B, bytes, N, num, optionalNum, S, str, type Item } from '../client/attributes.ts';
import { batchGet, keyName } from '../client/batch.ts';
import { deleteItem, getItem } from '../client/commands.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { blockKey, type Place } from '../client/keys.ts';
import { isFresh, type VisibleGeneration } from './generations.ts';
import { keeper } from './kept.ts';
import { placeIn, putPage, type At, type Lifetime } from './slots.ts';

/** An item may be 400 KB. */
const PAGE_BYTES = 350 * 1024;
const CONCURRENT_PAGES = 8;

/** The bytes of a block as it lies in the table. */
export const deflateBlock = (content: Uint8Array): Uint8Array => deflateRawSync(content, { level: 6 });

/** {@link writeDeflated} of content. */
export const writeBlock = (
  db: Db,
  at: At,
  name: string,
  content: Uint8Array,
  lifetime: Lifetime = {},
): Promise<{ pages: number; bytes: number }> => writeDeflated(db, at, name, deflateBlock(content), lifetime);

/**
 * Keeps bytes of any size under a name: deflated, in pages of at most 350 KB, each in a partition of its own.
 * The first page is written last and says how many there are, so a block is there as a whole or not at all; every page
 * carries the hash of the whole, so that pages of two writings are never mixed. Repeating is harmless.
 */
export async function writeDeflated(
  db: Db,
  at: At,
  name: string,
  deflated: Uint8Array,
  { expiresAtMs }: Lifetime = {},
): Promise<{ pages: number; bytes: number }> {
  const hash = createHash('sha256').update(deflated).digest('base64url').slice(0, 16);
  const pages = Math.max(1, Math.ceil(deflated.length / PAGE_BYTES));
  const put = (page: number): Promise<void> =>
    putPage(db, {
      at,
      name,
      page,
      expiresAtMs,
      attributes: {
        h: S(hash),
        z: B(deflated.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES)),
        ...(page === 0 ? { n: N(pages) } : {}),
      },
    });
  await mapLimit(pagesAfterFirst(pages), CONCURRENT_PAGES, put);
  await put(0);
  return { pages, bytes: deflated.length };
}

const pagesAfterFirst = (pages: number): number[] => Array.from({ length: pages - 1 }, (_, index) => index + 1);

/** The bytes of a block, or null when there is none. Throws KringError CORRUPT_BLOCK when pages are missing or mixed. */
export const readBlock = async (db: Db, place: Place, name: string): Promise<Uint8Array | null> =>
  readPages(db, place, name, await firstPage(db, place, name), true);

/** The name of a block among those of its kind, under which its pages lie. */
export const blockName = (kind: string, number: number): string => `${kind}.${number}`;

/**
 * A block of what a generation shows, or null when there is none: for half the price of {@link readBlock}, but once more and consistently where a
 * replica does not have all of it yet.
 *
 * @throws KringError CORRUPT_BLOCK when later runs have written over it meanwhile
 */
export const readShownBlock = async (
  db: Db,
  shown: VisibleGeneration,
  kind: string,
  number: number,
): Promise<Uint8Array | null> => (await readShownBlocks(db, shown, [{ kind, number }]))[0]!;

/** A block among those of its kind. */
export interface BlockOf {
  readonly kind: string;
  readonly number: number;
}

/** {@link readShownBlock} of several, the first pages of all in one request. */
export async function readShownBlocks(
  db: Db,
  shown: VisibleGeneration,
  wanted: readonly BlockOf[],
): Promise<(Uint8Array | null)[]> {
  const consistent = isFresh(db, shown);
  const named = wanted.map(({ kind, number }) => {
    const [place, name] = [placeIn(shown, kind, number), blockName(kind, number)];
    return { place, name, key: blockKey(place, name, 0) };
  });
  const first = await batchGet(
    db,
    named.map(({ key }) => key),
    { consistent },
  );
  return Promise.all(
    named.map(async ({ place, name, key }) => {
      if (consistent) return readPages(db, place, name, first.get(keyName(key)), true, shown.generation);
      try {
        const content = await readPages(db, place, name, first.get(keyName(key)), false, shown.generation);
        if (content !== null) return content;
      } catch (error) {
        if (!(error instanceof KringError) || error.code !== 'CORRUPT_BLOCK') throw error;
      }
      return readPages(db, place, name, await firstPage(db, place, name), true, shown.generation);
    }),
  );
}

const keptBlocks = keeper<Uint8Array>('blocks');

/** {@link readShownBlocks} for who asks again and again: those that the process keeps are not read. Nobody may change the bytes. */
export async function keptShownBlocks(
  db: Db,
  shown: VisibleGeneration,
  wanted: readonly BlockOf[],
): Promise<(Uint8Array | null)[]> {
  const known = wanted.map(({ kind, number }) => keptBlocks.find(db, shown, blockName(kind, number)));
  const left = wanted.filter((_, k) => known[k] === undefined);
  const read = left.length === 0 ? [] : await readShownBlocks(db, shown, left);
  let at = 0;
  return wanted.map(({ kind, number }, k) => {
    if (known[k] !== undefined) return known[k];
    const content = read[at++]!;
    return content && keptBlocks.keep(db, shown, blockName(kind, number), content, content.length);
  });
}

const firstPage = (db: Db, place: Place, name: string): Promise<Item | undefined> =>
  getItem(db, blockKey(place, name, 0), { ConsistentRead: true });

async function readPages(
  db: Db,
  place: Place,
  name: string,
  first: Item | undefined,
  consistent: boolean,
  upTo = Number.POSITIVE_INFINITY,
): Promise<Uint8Array | null> {
  if (first === undefined) return null;
  if (num(first, 'g') > upTo)
    throw new KringError('CORRUPT_BLOCK', `block ${place}/${name} is of a later generation than ${upTo}`);
  const rest = await mapLimit(pagesAfterFirst(num(first, 'n')), CONCURRENT_PAGES, async (page) => {
    const item = await getItem(db, blockKey(place, name, page), { ConsistentRead: consistent });
    if (item === undefined || str(item, 'h') !== str(first, 'h')) {
      throw new KringError('CORRUPT_BLOCK', `page ${page} of block ${place}/${name} is missing or of another writing`);
    }
    return item;
  });
  return inflateRawSync(Buffer.concat([first, ...rest].map((item: Item) => bytes(item, 'z'))));
}

/** Deletes a block, the first page first, so that a half-deleted block reads as none. Harmless when there is none, or one of a generation after `upTo`. */
export async function deleteBlock(db: Db, place: Place, name: string, upTo = Number.POSITIVE_INFINITY): Promise<void> {
  const first = await firstPage(db, place, name);
  if (first === undefined || (optionalNum(first, 'g') ?? 0) > upTo) return;
  await deletePages(db, place, name, num(first, 'n'));
}

/** Deletes the pages of a block or list. */
export async function deletePages(db: Db, place: Place, name: string, pages: number): Promise<void> {
  await deleteItem(db, blockKey(place, name, 0));
  await mapLimit(pagesAfterFirst(pages), CONCURRENT_PAGES, (page) => deleteItem(db, blockKey(place, name, page)));
}
