import { VisibleError } from '../../domain/errors.ts';
import { emptyFile } from '../formats/bytes.ts';

export const MAX_ROW_BYTES = 1_000_000;

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
