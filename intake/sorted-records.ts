import { closeSync, mkdtempSync, openSync, readSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Bytes of records held in memory before they are sorted and written away. */
const MEMORY_BYTES = 32_000_000;
const BLOCK_BYTES = 256 * 1024;
/** Runs read at a time; more are first made fewer. */
const MOST_RUNS = 64;

/** A text that is kept in order of its key, then of its rank, then of its coming. */
export interface SortedRecord {
  readonly key: number;
  readonly rank: number;
  readonly text: string;
}

export interface SortedRecords {
  readonly count: number;
  /** From the first to the last; as often as asked for. */
  read(): Generator<SortedRecord>;
  /** Gives the room back. */
  close(): void;
}

/**
 * 53 bits of a text: what a key is made of where only equal texts must come to lie together. Of ten million texts two share one in one file of
 * two hundred.
 */
export function keyOf(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x2545f491;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x5bd1e995) ^ (high >>> 15);
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}

/**
 * Sorts records in memory that does not grow with their number: they lie as bytes in one piece of memory, out of the garbage collector's way, and what does
 * not fit is written to one file as sorted runs, which are read side by side. The file has no name from its first moment on where the system
 * allows it, so that nothing is left of it when the process is killed.
 *
 * @param directory where the file lies; it is made only when there is need of one
 * @param memoryBytes how much is held in memory
 */
export function recordSorter(directory: string = tmpdir(), memoryBytes: number = MEMORY_BYTES) {
  let held = newPile(memoryBytes);
  let count = 0;
  let runs: Run[] = [];
  let file: RunFile | null = null;

  const spill = (): void => {
    file ??= runFile(directory);
    runs.push(file.write(held.read()));
    held.clear();
  };

  return {
    add(key: number, text: string, rank = 0): void {
      count += 1;
      if (held.add(key, rank, text)) return;
      spill();
      // Longer than all of the memory: there is no row like that, but an order of many.
      if (!held.add(key, rank, text)) {
        held = newPile(4 * text.length);
        held.add(key, rank, text);
      }
    },

    /** Ends the adding. */
    sorted(): SortedRecords {
      if (file === null) return { count, read: held.read, close: () => {} };
      if (held.count() > 0) spill();
      const own = file;
      held = newPile(0);
      // The first ones, so that of equals the first to come stays the first.
      while (runs.length > MOST_RUNS) {
        const some = runs.slice(0, MOST_RUNS);
        runs = [own.write(merged(some.map(own.read))), ...runs.slice(MOST_RUNS)];
      }
      const last = runs;
      return { count, read: () => merged(last.map(own.read)), close: own.close };
    },
  };
}

/** Records as bytes in one buffer. */
function newPile(memoryBytes: number) {
  // Grows to its size: most files are small.
  let bytes = Buffer.allocUnsafeSlow(Math.min(memoryBytes, 1 << 20));
  let keys = new Float64Array(1024);
  let ranks = new Float64Array(1024);
  let ends = new Uint32Array(1024);
  let count = 0;
  const endOf = (index: number): number => (index < 0 ? 0 : ends[index]!);
  return {
    count: () => count,
    clear(): void {
      count = 0;
    },
    /** False when there is no room left. */
    add(key: number, rank: number, text: string): boolean {
      const start = endOf(count - 1);
      // A UTF-16 unit is at most three bytes.
      const most = start + 3 * text.length;
      if (most > memoryBytes) return false;
      if (most > bytes.length) {
        const larger = Buffer.allocUnsafeSlow(Math.min(memoryBytes, Math.max(most, 2 * bytes.length)));
        bytes.copy(larger, 0, 0, start);
        bytes = larger;
      }
      if (count === keys.length) {
        [keys, ranks] = [grown(keys), grown(ranks)];
        const more = new Uint32Array(2 * count);
        more.set(ends);
        ends = more;
      }
      keys[count] = key;
      ranks[count] = rank;
      ends[count] = start + bytes.write(text, start, 'utf8');
      count += 1;
      return true;
    },
    *read(): Generator<SortedRecord> {
      const order = Uint32Array.from({ length: count }, (_, index) => index);
      order.sort((a, b) => keys[a]! - keys[b]! || ranks[a]! - ranks[b]! || a - b);
      for (const index of order)
        yield { key: keys[index]!, rank: ranks[index]!, text: bytes.toString('utf8', endOf(index - 1), ends[index]) };
    },
  };
}

const grown = (column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
  const larger = new Float64Array(2 * column.length);
  larger.set(column);
  return larger;
};

/** Reads sorted sources side by side, by a heap of their next records; of equal ones the earlier source's first. */
function* merged(sources: readonly Iterator<SortedRecord, unknown>[]): Generator<SortedRecord> {
  const heap: { record: SortedRecord; readonly from: number }[] = [];
  const isBefore = (a: (typeof heap)[number], b: (typeof heap)[number]): boolean =>
    (a.record.key - b.record.key || a.record.rank - b.record.rank || a.from - b.from) < 0;
  const down = (start: number): void => {
    for (let at = start; ;) {
      let least = at;
      for (let child = 2 * at + 1; child <= 2 * at + 2 && child < heap.length; child += 1)
        if (isBefore(heap[child]!, heap[least]!)) least = child;
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least]!, heap[at]!];
      at = least;
    }
  };
  for (const [from, source] of sources.entries()) {
    const first = source.next();
    if (first.done !== true) heap.push({ record: first.value, from });
  }
  for (let at = heap.length >> 1; at >= 0; at -= 1) down(at);
  while (heap.length > 0) {
    const top = heap[0]!;
    yield top.record;
    const next = sources[top.from]!.next();
    if (next.done === true) {
      const last = heap.pop()!;
      if (heap.length > 0) heap[0] = last;
    } else top.record = next.value;
    down(0);
  }
}

interface Run {
  readonly start: number;
  readonly end: number;
}
interface RunFile {
  write(records: Iterable<SortedRecord>): Run;
  read(run: Run): Generator<SortedRecord>;
  close(): void;
}

/** Key, rank and length before each text. */
const HEAD_BYTES = 20;

function runFile(directory: string): RunFile {
  const own = mkdtempSync(join(directory, 'kring-sort-'));
  const path = join(own, 'runs');
  const handle = openSync(path, 'w+');
  const remove = (): void => rmSync(own, { recursive: true, force: true });
  try {
    unlinkSync(path);
    remove();
  } catch {
    // Windows keeps the name of an open file: it is removed with close().
  }
  let end = 0;
  const append = (bytes: Buffer): void => {
    for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done, bytes.length - done, end + done);
    end += bytes.length;
  };
  return {
    write(records) {
      const start = end;
      let block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
      let used = 0;
      for (const { key, rank, text } of records) {
        const most = HEAD_BYTES + 3 * text.length;
        if (used + most > block.length) {
          append(block.subarray(0, used));
          used = 0;
          if (most > block.length) block = Buffer.allocUnsafeSlow(most);
        }
        const length = block.write(text, used + HEAD_BYTES, 'utf8');
        block.writeDoubleLE(key, used);
        block.writeDoubleLE(rank, used + 8);
        block.writeUInt32LE(length, used + 16);
        used += HEAD_BYTES + length;
      }
      append(block.subarray(0, used));
      return { start, end };
    },
    *read({ start, end: stop }) {
      let block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
      let [filled, used] = [0, 0];
      for (let at = start; at < stop || used < filled;) {
        const missing = filled - used < HEAD_BYTES || filled - used < HEAD_BYTES + block.readUInt32LE(used + 16);
        if (missing) {
          const needs = filled - used < HEAD_BYTES ? HEAD_BYTES : HEAD_BYTES + block.readUInt32LE(used + 16);
          const next = needs > block.length ? Buffer.allocUnsafeSlow(2 * needs) : block;
          block.copy(next, 0, used, filled);
          [block, filled, used] = [next, filled - used, 0];
          const length = readSync(handle, block, filled, Math.min(block.length - filled, stop - at), at);
          if (length === 0) throw new Error('The file of sorted rows was cut off.');
          at += length;
          filled += length;
          continue;
        }
        const text = used + HEAD_BYTES;
        const length = block.readUInt32LE(used + 16);
        yield {
          key: block.readDoubleLE(used),
          rank: block.readDoubleLE(used + 8),
          text: block.toString('utf8', text, text + length),
        };
        used = text + length;
      }
    },
    close() {
      closeSync(handle);
      remove();
    },
  };
}
