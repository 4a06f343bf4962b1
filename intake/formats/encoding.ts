import { isAscii } from 'node:buffer';

/** How the bytes of a text are its characters. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** UTF-16 by its mark, or by the zero beside each of the first letters, which stand in every header. */
export function utf16Of(start: Buffer): Encoding | null {
  const [a, b, c, d] = start;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (start.length < 4) return null;
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return 'utf-16le';
  return a === 0 && b !== 0 && c === 0 && d !== 0 ? 'utf-16be' : null;
}

/** So much more that is UTF-8 than is not: nothing that comes later makes it another encoding. */
const DECIDED = 100;
/** Bytes that are no character in Windows-1252. */
const UNDEFINED: ReadonlySet<number> = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/**
 * Whether a text that is not UTF-16 is UTF-8 or Windows-1252, by all of its bytes above 127: in UTF-8 they come in sequences, in
 * Windows-1252 each stands for itself. A text with as many sequences as single bytes is UTF-8 with damaged rows, which are rejected one by
 * one; so is one with bytes that are no character in Windows-1252.
 */
export async function eightBitOf(chunks: AsyncIterable<Buffer>): Promise<Encoding> {
  let sequences = 0;
  let singles = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (rest.length === 0 && isAscii(chunk)) continue;
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    // A sequence that goes on in the next chunk waits for it.
    for (const end = bytes.length - 3; at < end;) {
      const byte = bytes[at]!;
      if (byte < 0x80) {
        if (byte === 0) return 'utf-8';
        at += 1;
        continue;
      }
      const length = sequenceAt(bytes, at);
      if (length > 1) sequences += 1;
      else if (UNDEFINED.has(byte)) return 'utf-8';
      else singles += 1;
      at += length;
    }
    if (sequences - singles >= DECIDED) return 'utf-8';
    rest = Buffer.from(bytes.subarray(at));
  }
  for (let at = 0; at < rest.length;) {
    const length = sequenceAt(rest, at);
    if (length > 1) sequences += 1;
    else if (UNDEFINED.has(rest[at]!)) return 'utf-8';
    else if (rest[at]! >= 0x80) singles += 1;
    at += length;
  }
  return singles > sequences ? 'windows-1252' : 'utf-8';
}

/** How many bytes from here are a sequence of UTF-8, also one that breaks off or stands for half a character; 1 when none begins here. */
function sequenceAt(bytes: Buffer, at: number): number {
  const byte = bytes[at]!;
  const most = byte >= 0xf0 && byte <= 0xf4 ? 4 : byte >= 0xe0 ? 3 : 2;
  if (byte < 0xc2 || byte > 0xf4) return 1;
  let length = 1;
  while (length < most && (bytes[at + length]! & 0xc0) === 0x80) length += 1;
  return length;
}

/** A text as UTF-8, without a mark of its encoding. @throws TypeError for what is not in the encoding */
export async function* asUtf8(chunks: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield Buffer.from(text);
  }
  const text = decoder.decode();
  if (text !== '') yield Buffer.from(text);
}
