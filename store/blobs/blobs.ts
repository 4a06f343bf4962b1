import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { KringError, VisibleError } from '../../domain/errors.ts';
import type { BlobStore } from './blob-store.ts';
import { filesIn } from './files.ts';
import { objectsIn } from './s3.ts';

/** The store at a place: `s3://bucket/prefix`, or a directory. Nothing is opened before the first call. */
export const blobsAt = (place: string): BlobStore => (place.startsWith('s3://') ? objectsIn(place) : filesIn(place));

/** For whoever opens a table only to read it. @throws VisibleError BLOBS_REQUIRED from every call */
export const noBlobs: BlobStore = (() => {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new VisibleError(
        'BLOBS_REQUIRED',
        'A run needs a place for its checkpoint and for what the next one goes on from: set KRING_BLOBS to s3://bucket/prefix, or to a directory that every run of the table finds.',
      ),
    );
  return { place: 'nowhere', put: refuse, get: refuse, list: refuse, delete: refuse };
})();

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
/** Level 1: inputs are read back once, if ever. */
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

const partName = (name: string, part: number): string => `${name}/${String(part).padStart(6, '0')}`;

/**
 * Keeps content of any size under a name, in parts that are made, compressed and put one after the other. The last to be put says how
 * many there are, so content is there as a whole or not at all.
 */
export async function putParts(blobs: BlobStore, name: string, parts: Iterable<Uint8Array>): Promise<void> {
  let count = 0;
  for (const part of parts) await blobs.put(partName(name, count++), await compress(part, FAST));
  await blobs.put(`${name}/all`, new TextEncoder().encode(String(count)));
}

/** True when all of it is there. */
export const hasParts = async (blobs: BlobStore, name: string): Promise<boolean> =>
  (await blobs.get(`${name}/all`)) !== null;

/** What {@link putParts} was given. @throws KringError BLOB_MISSING when it is not there as a whole */
export async function* getParts(blobs: BlobStore, name: string): AsyncGenerator<Uint8Array> {
  const found = async (which: string): Promise<Uint8Array> => {
    const bytes = await blobs.get(which);
    if (bytes === null)
      throw new KringError(
        'BLOB_MISSING',
        `${which} is not in ${blobs.place}. All runs of a table keep what they go on from in one place: set KRING_BLOBS to where this one did.`,
      );
    return bytes;
  };
  const count = Number(new TextDecoder().decode(await found(`${name}/all`)));
  for (let part = 0; part < count; part++) yield decompress(await found(partName(name, part)));
}

/** Deletes what begins so, what says that it is all there first. */
export async function deleteBlobs(blobs: BlobStore, names: readonly string[]): Promise<void> {
  for (const name of names.toSorted().reverse()) await blobs.delete(name);
}

/** Keeps content under a name, as a whole. */
export const putPacked = async (blobs: BlobStore, name: string, content: Uint8Array): Promise<void> =>
  blobs.put(name, await compress(content, FAST));

/** What {@link putPacked} was given; null when there is none. */
export async function getPacked(blobs: BlobStore, name: string): Promise<Uint8Array | null> {
  const bytes = await blobs.get(name);
  return bytes && decompress(bytes);
}
