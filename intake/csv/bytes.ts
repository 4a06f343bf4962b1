import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { pipeline } from 'node:stream';
import { VisibleError } from '../../domain/errors.ts';
import { whyNot } from './files.ts';

export const MAX_ROW_BYTES = 1_000_000;

/** The bytes of a file, unpacked where they are gzip; `progress` is how many of `totalBytes` on disk were read. */
export async function openBytes(
  path: string,
): Promise<{ chunks: AsyncIterable<Buffer>; progress: () => number; totalBytes: number }> {
  const handle = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new VisibleError('FILE_NOT_FOUND', `Cannot read ${path}: ${whyNot(error)}.`, { cause: error });
  });
  const start = Buffer.alloc(4);
  let size: number;
  try {
    const { bytesRead } = await handle.read(start, 0, 4, 0);
    const stat = await handle.stat();
    size = stat.size;
    if (stat.isFile() && bytesRead === 0) throw emptyFile(path);
  } catch (error) {
    if (error instanceof VisibleError) throw error;
    throw new VisibleError('FILE_NOT_FOUND', `Cannot read ${path}: ${whyNot(error)}.`, { cause: error });
  } finally {
    await handle.close();
  }
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff)) {
    throw new VisibleError(
      'UTF16',
      `${path} is UTF-16. Save it as UTF-8, for example: iconv -f UTF-16 -t UTF-8 ${path}`,
    );
  }
  const file = createReadStream(path, { highWaterMark: 256 * 1024 });
  if (start[0] !== 0x1f || start[1] !== 0x8b) {
    return { chunks: file, progress: () => file.bytesRead, totalBytes: size };
  }
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  pipeline(file, gunzip, () => {});
  return { chunks: gunzipped(gunzip, path), progress: () => file.bytesRead, totalBytes: size };
}

async function* gunzipped(gunzip: AsyncIterable<Buffer>, path: string): AsyncGenerator<Buffer> {
  try {
    yield* gunzip;
  } catch (error) {
    throw new VisibleError(
      'DAMAGED_GZIP',
      `${path} is not a whole gzip file (${(error as Error).message}): fetch it again.`,
      { cause: error },
    );
  }
}

/** The first line (at most 1 MB of it), and the stream from its beginning, without a byte-order mark. */
export async function peekHeader(
  chunks: AsyncIterable<Buffer>,
  path: string,
): Promise<{ first: Buffer; rest: AsyncIterable<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  let start: Buffer = Buffer.alloc(0);
  let done = false;
  while (!done && start.length < MAX_ROW_BYTES && !hasLine(start)) {
    const next = await iterator.next();
    done = next.done === true;
    if (!done) start = Buffer.concat([start, next.value as Buffer]);
  }
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) start = start.subarray(3);
  const text = start.findIndex((byte) => byte !== 0x0a && byte !== 0x0d);
  if (text < 0) throw emptyFile(path);
  const end = start.indexOf(0x0a, text);
  const first = start.subarray(text, end < 0 ? start.length : end);
  // Seen in the header already, or every row of the file would be part of it.
  if (/\r[^\r]/.test(unquoted(first))) {
    throw new VisibleError(
      'CR_LINE_ENDS',
      `The lines of ${path} end with a carriage return alone, as on Macs before 2001. Convert it, for example: tr '\\r' '\\n' < FILE > NEW`,
    );
  }
  async function* rest(): AsyncGenerator<Buffer> {
    try {
      yield start;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
        yield next.value as Buffer;
    } finally {
      // Closes the file when the reader stops early.
      await iterator.return?.();
    }
  }
  return { first, rest: rest() };
}

/** A header without what stands in quotes. */
export const unquoted = (header: Buffer): string => header.toString('latin1').replaceAll(/"[^"]*"/g, '');

const hasLine = (buffer: Buffer): boolean => {
  const text = buffer.findIndex((byte) => byte !== 0x0a && byte !== 0x0d);
  return text >= 0 && buffer.includes(0x0a, text);
};

export const emptyFile = (path: string): VisibleError =>
  new VisibleError('EMPTY_FILE', `${path} is empty: it needs a header line with column names, and rows under it.`);
