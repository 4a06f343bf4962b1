import type { TypedColumn } from './pack.ts';

const CHUNK = 1 << 16;

/** A column whose length nobody knows yet: in chunks, so that growing copies nothing and never holds it twice. */
export interface Growing<Column extends TypedColumn> {
  readonly length: number;
  push(value: number): void;
  at(index: number): number;
  set(index: number, value: number): void;
  /** The values at some positions, in that order; the column is empty afterwards. */
  take(positions: ArrayLike<number>): Column;
  /** All values; the column is empty afterwards. */
  takeAll(): Column;
}

type Make<Column> = new (length: number) => Column;

export function growing<Column extends TypedColumn>(make: Make<Column>): Growing<Column> {
  let chunks: Column[] = [];
  let length = 0;
  return {
    get length() {
      return length;
    },
    push: (value) => {
      const at = length++;
      if ((at & (CHUNK - 1)) === 0) chunks.push(new make(CHUNK));
      chunks[at >>> 16]![at & (CHUNK - 1)] = value;
    },
    at: (index) => chunks[index >>> 16]![index & (CHUNK - 1)]!,
    set: (index, value) => {
      chunks[index >>> 16]![index & (CHUNK - 1)] = value;
    },
    take: (positions) => {
      const taken = new make(positions.length);
      for (let k = 0; k < positions.length; k++) {
        const index = positions[k]!;
        taken[k] = chunks[index >>> 16]![index & (CHUNK - 1)]!;
      }
      [chunks, length] = [[], 0];
      return taken;
    },
    takeAll: () => {
      const taken = new make(length);
      for (const [k, chunk] of chunks.entries()) taken.set(chunk.subarray(0, length - k * CHUNK), k * CHUNK);
      [chunks, length] = [[], 0];
      return taken;
    },
  };
}
