import { accessSync, constants, createWriteStream, existsSync, statSync } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { VisibleError } from '../domain/errors.ts';
import { csvLine } from './csv/write.ts';
import { whyNot } from './csv/files.ts';

/** One row that was not imported, and why. */
export interface RejectedRow {
  readonly row: number;
  readonly field: string;
  readonly reason: string;
  readonly value: string;
}

export interface RejectReport {
  /** Takes one rejected row with everything that is wrong with it. */
  add(faults: readonly RejectedRow[]): void;
  /** Takes something to tell about a row that was read: listed, and no reason to reject anything. */
  note(told: RejectedRow): void;
  /** Rows told about. */
  readonly noted: number;
  /** Rows rejected. */
  readonly count: number;
  /** The first few, for the screen. */
  readonly first: readonly RejectedRow[];
  /** How many rows were rejected for what, by the first thing that is wrong with each: field and reason. */
  readonly reasons: ReadonlyMap<string, number>;
  /** Ends the file. @returns its path, null when nothing was rejected or told and so no file was made */
  close(): Promise<string | null>;
}

const SHOWN = 5;
const MAX_VALUE = 200;
/** Reasons told apart: those that name an order or a row are as many as these. */
const MOST_REASONS = 1000;

/**
 * Collects rejected rows in a CSV file (row, field, reason, value), made only when there is one.
 *
 * @throws VisibleError REJECTS_NOT_WRITABLE at once, before anything is imported whose refusals could not be told
 * @example openRejects('rejects.csv').add([{ row: 2, field: 'amount', reason: 'is missing', value: '' }])
 */
export function openRejects(path: string): RejectReport {
  checkWritable(path);
  let stream: WriteStream | null = null;
  const first: RejectedRow[] = [];
  let count = 0;
  let noted = 0;
  const reasons = new Map<string, number>();
  const write = ({ row, field, reason, value }: RejectedRow): void => {
    if (stream === null) {
      stream = createWriteStream(path);
      // Told by close(), which waits for the end of the file.
      stream.on('error', () => {});
      stream.write(csvLine(['row', 'field', 'reason', 'value']));
    }
    stream.write(csvLine([row, field, reason, value.slice(0, MAX_VALUE)]));
  };
  return {
    add(faults) {
      count += 1;
      const [{ field, reason } = { field: '', reason: '' }] = faults;
      const why = `${field} ${reason}`.trim();
      if (reasons.has(why) || reasons.size < MOST_REASONS) reasons.set(why, (reasons.get(why) ?? 0) + 1);
      for (const fault of faults) {
        if (first.length < SHOWN) first.push(fault);
        write(fault);
      }
    },
    note(told) {
      noted += 1;
      write(told);
    },
    get noted() {
      return noted;
    },
    get count() {
      return count;
    },
    first,
    reasons,
    async close() {
      if (stream === null) return null;
      stream.end();
      await finished(stream).catch((error: unknown) => {
        throw notWritable(path, error);
      });
      return path;
    },
  };
}

function checkWritable(path: string): void {
  try {
    if (existsSync(path) && statSync(path).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
  } catch (error) {
    throw notWritable(path, error);
  }
}

const notWritable = (path: string, error: unknown): VisibleError =>
  new VisibleError(
    'REJECTS_NOT_WRITABLE',
    `Rejected rows cannot be listed in ${path}: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such directory' : whyNot(error)}. Choose another place with --rejects FILE.`,
    { cause: error },
  );
