import { VisibleError } from '../domain/errors.ts';
import type { FieldColumns } from './csv/columns.ts';
import { locateFields } from './csv/columns.ts';
import { readHeader } from './csv/read.ts';
import type { CsvShape } from './csv/read.ts';

/** What a caller says about an edge list; what is left out is recognised. */
export interface EdgeListOptions {
  readonly delimiter?: string;
  /** False: the first line is a tie already. True: it is a header, whatever it looks like. */
  readonly header?: boolean;
  /** field → column; in a file without header columns are called 1, 2, 3 … */
  readonly map?: Readonly<Record<string, string>>;
}

/** An edge list and how to read it as CSV: for `readCsv` and `readHeader`. */
export interface EdgeList {
  readonly header: readonly string[];
  readonly map: Readonly<Record<string, string>>;
  readonly delimiter?: string;
  readonly shape: CsvShape;
  readonly hasHeader: boolean;
  /** Lines that began with # the last time the file was read. */
  comments(): number;
}

/** What the columns of a file without header are, from the first on. */
const BY_POSITION = ['follower', 'followed', 'weight', 'at'] as const;

/**
 * Looks at a file of ties: lines that begin with # are comments, columns may be separated by blanks (any number of them, or of
 * tabs), and a first line that names no field and begins with two numbers is no header but a tie.
 *
 * @param fields with the names by which columns are recognised; those of {@link BY_POSITION} among them
 * @throws VisibleError as `readHeader` does; MISSING_COLUMN; NO_HEADER for more columns than have a meaning by position
 */
export async function readEdgeList<F extends string>(
  path: string,
  fields: FieldColumns<F>,
  options: EdgeListOptions = {},
): Promise<EdgeList> {
  let comments = 0;
  const linesOf =
    (areBlanks: boolean) =>
    (chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> => {
      comments = 0;
      return rewritten(chunks, areBlanks, () => {
        comments += 1;
      });
    };
  const asked = options.delimiter === ' ' ? undefined : options.delimiter;
  const [only, ...others] = await readHeader(path, {
    ...(asked === undefined ? {} : { delimiter: asked }),
    shape: { lines: linesOf(false) },
  });
  const areBlanks =
    options.delimiter === ' ' || (asked === undefined && others.length === 0 && /[^ \t][ \t]+[^ \t]/.test(only ?? ''));
  const shape: CsvShape = { lines: linesOf(areBlanks) };
  const delimiter = areBlanks ? '\t' : asked;
  const header = areBlanks ? await readHeader(path, { delimiter: '\t', shape }) : [only ?? '', ...others];
  const list = { ...(delimiter === undefined ? {} : { delimiter }), comments: () => comments };
  const map = options.map ?? {};
  if (hasHeader(header, fields, options)) {
    requireColumns(header, fields, map);
    return { ...list, header, map, shape, hasHeader: true };
  }

  if (header.length > BY_POSITION.length && (map['follower'] === undefined || map['followed'] === undefined)) {
    throw new VisibleError(
      'NO_HEADER',
      `${path} has ${header.length} columns and no header: say which are which, for example --map 1=follower --map 2=followed. Columns are numbered from 1.`,
    );
  }
  const names = header.map((_, index) => String(index + 1));
  const chosen = new Set(Object.values(map));
  const positions =
    header.length > BY_POSITION.length
      ? []
      : BY_POSITION.slice(0, header.length).map((field, index) => [field, names[index]!] as const);
  const byPosition = Object.fromEntries(
    positions.filter(([field, name]) => map[field] === undefined && !chosen.has(name)),
  );
  return {
    ...list,
    header: names,
    map: { ...byPosition, ...map },
    shape: { ...shape, header: names },
    hasHeader: false,
  };
}

/** What a user should know about how the file was read, once all of it was. */
export function edgeListNotes({ hasHeader, comments }: Pick<EdgeList, 'hasHeader' | 'comments'>): string[] {
  const left = comments();
  return [
    ...(hasHeader ? [] : ['The first line was read as a tie: the file has no header (--header where it has one).']),
    ...(left === 0
      ? []
      : [`${left} ${left === 1 ? 'line that begins' : 'lines that begin'} with # left out as comments.`]),
  ];
}

function requireColumns<F extends string>(
  header: readonly string[],
  fields: FieldColumns<F>,
  map: Readonly<Record<string, string>>,
): void {
  try {
    locateFields(header, fields, map);
  } catch (error) {
    if (!(error instanceof VisibleError && error.code === 'MISSING_COLUMN')) throw error;
    throw new VisibleError(error.code, `${error.message} A file without header needs --no-header.`, {
      cause: error,
      details: error.details,
    });
  }
}

function hasHeader<F extends string>(
  first: readonly string[],
  fields: FieldColumns<F>,
  { header, map = {} }: EdgeListOptions,
): boolean {
  if (header !== undefined) return header;
  const chosen = Object.values(map);
  if (chosen.length > 0 && chosen.every((column) => first.includes(column))) return true;
  const optional = Object.fromEntries(
    Object.entries<FieldColumns<F>[F]>(fields).map(([field, { columns }]) => [field, { columns, required: false }]),
  );
  if (Object.values(locateFields(first, optional)).some((position) => position >= 0)) return true;
  return !(first.length >= 2 && first.slice(0, 2).every((cell) => /^\d+(\.\d+)?$/.test(cell)));
}

const LINE_FEED = 0x0a;
const HASH = 0x23;
const LONGEST_LINE = 1_000_000;

/** The lines without comments (an empty line stays in their place, so that line numbers hold) and, where asked, blanks as one tab. */
async function* rewritten(
  chunks: AsyncIterable<Buffer>,
  areBlanks: boolean,
  onComment: () => void,
): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  const line = (bytes: Buffer): Buffer => {
    if (bytes[0] === HASH) {
      onComment();
      return Buffer.alloc(0);
    }
    return areBlanks
      ? Buffer.from(
          bytes
            .toString('latin1')
            .replaceAll(/^[ \t\r]+|[ \t\r]+$/g, '')
            .replaceAll(/[ \t]+/g, '\t'),
          'latin1',
        )
      : bytes;
  };
  for await (const chunk of chunks) {
    let block = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    // A byte-order mark would hide the # of the first line.
    if (isFirst && block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf) block = block.subarray(3);
    isFirst = false;
    const end = block.lastIndexOf(LINE_FEED);
    // A line without end is somebody else's to refuse: it goes on as it is.
    if (end < 0 && block.length <= LONGEST_LINE) {
      rest = block;
      continue;
    }
    const whole = block.subarray(0, end < 0 ? block.length : end + 1);
    rest = block.subarray(whole.length);
    yield whole.includes(HASH) || areBlanks ? eachLine(whole, line) : whole;
  }
  if (rest.length > 0) yield line(rest);
}

function eachLine(bytes: Buffer, line: (bytes: Buffer) => Buffer): Buffer {
  const pieces: Buffer[] = [];
  const feed = Buffer.of(LINE_FEED);
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(LINE_FEED, start);
    pieces.push(line(bytes.subarray(start, end < 0 ? bytes.length : end)));
    if (end < 0) break;
    pieces.push(feed);
    start = end + 1;
  }
  return Buffer.concat(pieces);
}
