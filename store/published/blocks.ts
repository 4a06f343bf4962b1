import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { KringError } from '../../domain/errors.ts';
import { B, bytes, N, num, S, str, type Item } from '../client/attributes.ts';
import { deleteItem, getItem, putItem } from '../client/commands.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import { blockKey } from '../client/keys.ts';
import { TTL_ATTRIBUTE } from '../client/table.ts';

/** An item may be 400 KB. */
const PAGE_BYTES = 350 * 1024;
const CONCURRENT_PAGES = 8;

/** When a block or list may be deleted by itself, epoch milliseconds; absent or undefined: never. */
export interface Lifetime {
  readonly expiresAtMs?: number | undefined;
}

export const expiry = ({ expiresAtMs }: Lifetime): Item =>
  expiresAtMs === undefined ? {} : { [TTL_ATTRIBUTE]: N(Math.ceil(expiresAtMs / 1000)) };

/** The bytes of a block as it lies in the table. */
export const deflateBlock = (content: Uint8Array): Uint8Array => deflateRawSync(content, { level: 6 });

/** {@link writeDeflated} of content. */
export const writeBlock = (
  db: Db,
  generation: number,
  name: string,
  content: Uint8Array,
  lifetime: Lifetime = {},
): Promise<{ pages: number; bytes: number }> => writeDeflated(db, generation, name, deflateBlock(content), lifetime);

/**
 * Keeps bytes of any size under (generation, name): deflated, in pages of at most 350 KB, each in a partition of its own.
 * The first page is written last and says how many there are, so a block is there as a whole or not at all; every page
 * carries the hash of the whole, so that pages of two writings are never mixed. Repeating is harmless.
 */
export async function writeDeflated(
  db: Db,
  generation: number,
  name: string,
  deflated: Uint8Array,
  lifetime: Lifetime = {},
): Promise<{ pages: number; bytes: number }> {
  const hash = createHash('sha256').update(deflated).digest('base64url').slice(0, 16);
  const pages = Math.max(1, Math.ceil(deflated.length / PAGE_BYTES));
  const put = async (page: number): Promise<void> => {
    const key = blockKey(generation, name, page);
    await putItem(db, {
      pk: S(key.pk),
      sk: S(key.sk),
      h: S(hash),
      z: B(deflated.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES)),
      ...(page === 0 ? { n: N(pages) } : {}),
      ...expiry(lifetime),
    });
  };
  await mapLimit(pagesAfterFirst(pages), CONCURRENT_PAGES, put);
  await put(0);
  return { pages, bytes: deflated.length };
}

const pagesAfterFirst = (pages: number): number[] => Array.from({ length: pages - 1 }, (_, index) => index + 1);

/** The bytes of a block, or null when there is none. Throws KringError CORRUPT_BLOCK when pages are missing or mixed. */
export const readBlock = (db: Db, generation: number, name: string): Promise<Uint8Array | null> =>
  readPages(db, generation, name, true);

/**
 * {@link readBlock} of a block that is written once: for half the price, since no older content can turn up. Only one that a
 * replica does not have yet is read again.
 */
export async function readPublishedBlock(db: Db, generation: number, name: string): Promise<Uint8Array | null> {
  try {
    const content = await readPages(db, generation, name, false);
    if (content !== null) return content;
  } catch (error) {
    if (!(error instanceof KringError) || error.code !== 'CORRUPT_BLOCK') throw error;
  }
  return readBlock(db, generation, name);
}

async function readPages(db: Db, generation: number, name: string, consistent: boolean): Promise<Uint8Array | null> {
  const first = await getItem(db, blockKey(generation, name, 0), { ConsistentRead: consistent });
  if (first === undefined) return null;
  const rest = await mapLimit(pagesAfterFirst(num(first, 'n')), CONCURRENT_PAGES, async (page) => {
    const item = await getItem(db, blockKey(generation, name, page), { ConsistentRead: consistent });
    if (item === undefined || str(item, 'h') !== str(first, 'h')) {
      throw new KringError(
        'CORRUPT_BLOCK',
        `page ${page} of block ${generation}/${name} is missing or of another writing`,
      );
    }
    return item;
  });
  return inflateRawSync(Buffer.concat([first, ...rest].map((item: Item) => bytes(item, 'z'))));
}

/** Deletes a block, the first page first, so that a half-deleted block reads as none. Harmless when there is none. */
export async function deleteBlock(db: Db, generation: number, name: string): Promise<void> {
  const first = await getItem(db, blockKey(generation, name, 0), { ConsistentRead: true });
  if (first === undefined) return;
  await deletePages(db, generation, name, num(first, 'n'));
}

/** Deletes the pages of a block or list. */
export async function deletePages(db: Db, generation: number, name: string, pages: number): Promise<void> {
  await deleteItem(db, blockKey(generation, name, 0));
  await mapLimit(pagesAfterFirst(pages), CONCURRENT_PAGES, (page) => deleteItem(db, blockKey(generation, name, page)));
}
