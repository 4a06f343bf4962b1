import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { VisibleError } from '../../domain/errors.ts';
import { whyNot } from '../csv/files.ts';
import { SIGNATURE_BYTES, signatureOf } from './signatures.ts';
import type { Signature } from './signatures.ts';

/** A file that lies open, unpacked. */
export interface OpenBytes {
  readonly chunks: AsyncIterable<Buffer>;
  /** How many of `totalBytes` on disk were read. */
  readonly progress: () => number;
  readonly totalBytes: number;
}

/** What a file is and what it was packed with. `stamp` changes when the file does. */
export interface FileStart {
  readonly is: 'TEXT' | 'ZIP' | 'PARQUET';
  readonly packed: 'GZIP' | 'ZSTD' | null;
  /** The first bytes, unpacked. */
  readonly start: Buffer;
  readonly totalBytes: number;
  readonly stamp: string;
}

export const emptyFile = (path: string): VisibleError =>
  new VisibleError('EMPTY_FILE', `${path} is empty: it needs a header line with column names, and rows under it.`);

/** A file that breaks off, or whose content contradicts itself. @param what the form, such as "gzip" */
export const damagedFile = (path: string, what: string, cause: unknown): VisibleError =>
  new VisibleError(
    what === 'gzip' ? 'DAMAGED_GZIP' : 'DAMAGED_FILE',
    `${path} is not a whole ${what} file (${cause instanceof Error ? cause.message : String(cause)}): fetch it again.`,
    { cause },
  );

const wrongFormat = (path: string, { unread, instead }: Exclude<Signature, string>): VisibleError =>
  new VisibleError(
    'WRONG_FORMAT',
    `${path} is ${unread}, which Kring does not read: ${instead}${instead.endsWith('?') ? '' : '.'}`,
  );

/**
 * Looks at the first bytes of a file, and at the first ones inside where it is packed.
 *
 * @throws VisibleError FILE_NOT_FOUND, EMPTY_FILE, DAMAGED_GZIP, DAMAGED_FILE; WRONG_FORMAT naming what the file is
 */
export async function lookAtStart(path: string): Promise<FileStart> {
  const cannotRead = (error: unknown): VisibleError =>
    new VisibleError('FILE_NOT_FOUND', `Cannot read ${path}: ${whyNot(error)}.`, { cause: error });
  const handle = await open(path).catch((error: unknown) => {
    throw cannotRead(error);
  });
  const head = Buffer.alloc(SIGNATURE_BYTES);
  let length: number;
  let stamp: string;
  let totalBytes: number;
  try {
    const stat = await handle.stat();
    ({ bytesRead: length } = await handle.read(head, 0, SIGNATURE_BYTES, 0));
    if (stat.isFile() && length === 0) throw emptyFile(path);
    totalBytes = stat.size;
    stamp = [path, stat.ino, stat.size, stat.mtimeMs].join('|');
  } catch (error) {
    throw error instanceof VisibleError ? error : cannotRead(error);
  } finally {
    await handle.close();
  }
  const start = head.subarray(0, length);
  const outer = signatureOf(start);
  if (typeof outer === 'object') throw wrongFormat(path, outer);
  if (outer !== 'GZIP' && outer !== 'ZSTD') return { is: outer, packed: null, start, totalBytes, stamp };
  const inside = await firstOf(unpacked(path, outer).chunks);
  const inner = signatureOf(inside);
  if (typeof inner === 'object') throw wrongFormat(path, inner);
  if (inner !== 'TEXT') {
    const name =
      inner === 'ZIP' ? 'an XLSX file or ZIP archive' : inner === 'PARQUET' ? 'a Parquet file' : 'packed again';
    throw wrongFormat(path, { unread: `${name} inside ${outer.toLowerCase()}`, instead: 'unpack it first' });
  }
  return { is: inner, packed: outer, start: inside, totalBytes, stamp };
}

/** The bytes of a file, unpacked as {@link lookAtStart} found them packed. */
export const openBytes = (path: string, { packed, totalBytes }: FileStart): OpenBytes => {
  if (packed !== null) return { ...unpacked(path, packed), totalBytes };
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  return { chunks: file, progress: () => file.bytesRead, totalBytes };
};

const CHUNK_BYTES = 256 * 1024;

function unpacked(path: string, packing: 'GZIP' | 'ZSTD'): Omit<OpenBytes, 'totalBytes'> {
  if (packing === 'ZSTD' && typeof zlib.createZstdDecompress !== 'function')
    throw wrongFormat(path, {
      unread: 'packed with zstd',
      instead: `the Node that runs Kring is ${process.version}, and 22.15 or later unpacks it; or unpack it yourself: zstd -d FILE`,
    });
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const options = { chunkSize: CHUNK_BYTES };
  const unpack: Transform = packing === 'GZIP' ? zlib.createGunzip(options) : zlib.createZstdDecompress(options);
  pipeline(file, unpack, () => {});
  return { chunks: whole(unpack, path, packing), progress: () => file.bytesRead };
}

async function* whole(unpack: AsyncIterable<Buffer>, path: string, packing: string): AsyncGenerator<Buffer> {
  try {
    yield* unpack;
  } catch (error) {
    throw damagedFile(path, packing.toLowerCase(), error);
  }
}

async function firstOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  let first: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    first = Buffer.concat([first, chunk.subarray(0, SIGNATURE_BYTES)]);
    if (first.length >= SIGNATURE_BYTES) break;
  }
  return first;
}
