import { eightBitOf, asUtf8, utf16Of } from './encoding.ts';
import type { Encoding } from './encoding.ts';
import { damagedFile, lookAtStart, openBytes } from './bytes.ts';
import type { FileStart, OpenBytes } from './bytes.ts';
import { jsonColumns, jsonShapeOf } from './json.ts';

/** What a file is and how it is written, by its content and not by its name. */
export interface FileForm {
  readonly start: FileStart;
  /** Of text. */
  readonly encoding: Encoding;
  readonly json: { readonly shape: 'LINES' | 'ARRAY'; readonly columns: readonly string[] } | null;
}

/** Of the files looked at last: an import reads its file several times, and looks at all of it once to know what it is. */
const known = new Map<string, FileForm>();
const MOST_KNOWN = 16;

/**
 * Looks at a file: its first bytes, and where they do not say it all of them.
 *
 * @param maxRowBytes the longest object of JSON that is looked at for columns
 * @throws VisibleError FILE_NOT_FOUND, EMPTY_FILE, DAMAGED_GZIP, DAMAGED_FILE, WRONG_FORMAT
 */
export async function formOf(path: string, maxRowBytes: number): Promise<FileForm> {
  const start = await lookAtStart(path);
  const before = known.get(start.stamp);
  if (before !== undefined) return before;
  const form = await looked(path, start, maxRowBytes);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(start.stamp, form);
  return form;
}

async function looked(path: string, start: FileStart, maxRowBytes: number): Promise<FileForm> {
  if (start.is !== 'TEXT') return { start, encoding: 'utf-8', json: null };
  const wide = utf16Of(start.start);
  const encoding = wide ?? (await eightBitOf(openBytes(path, start).chunks));
  const shape = jsonShapeOf(wide === null ? start.start : Buffer.from(new TextDecoder(wide).decode(start.start)));
  if (shape === null) return { start, encoding, json: null };
  const { chunks } = openText(path, { start, encoding });
  return { start, encoding, json: { shape, columns: await jsonColumns({ path, shape, maxRowBytes }, chunks) } };
}

/** The text of a file as UTF-8. */
export function openText(path: string, { start, encoding }: Pick<FileForm, 'start' | 'encoding'>): OpenBytes {
  const open = openBytes(path, start);
  return encoding === 'utf-8' ? open : { ...open, chunks: decoded(path, open.chunks, encoding) };
}

async function* decoded(path: string, chunks: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<Buffer> {
  try {
    yield* asUtf8(chunks, encoding);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw damagedFile(path, encoding.toUpperCase(), error);
  }
}

/** How a text was read, where somebody might have meant it otherwise. */
export const encodingNotes = ({ encoding }: FileForm): string[] =>
  encoding === 'windows-1252'
    ? ['The text is no UTF-8 and was read as Windows-1252: look at a name with an accent.']
    : [];
