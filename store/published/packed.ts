/**
 * Rows of whole numbers bit by bit, each column by the exponential Golomb code (Teuhola 1978) that suits it: deflate gives all columns of a small block
 * one table of byte lengths, which costs a quarter more. Rows stand one after the other, so that a reader of one goes through those before it only.
 */

/** How a column of numbers is coded, each 0 or above. */
interface Packing {
  /** Whether all are odd, or 0 for none: half of them is kept. */
  readonly halved: boolean;
  /** Whether some are 0 for none; the others are kept less one below the least of them, else less the least. */
  readonly some: boolean;
  readonly least: number;
  /** Low bits that are kept as they are. */
  readonly order: number;
}

const ORDER_BITS = 6;

const bitsIn = (value: number): number =>
  value < 2 ** 31 ? 32 - Math.clz32(value) : 32 - Math.clz32(Math.floor(value / 2 ** 31)) + 31;

const kept = (code: number, { halved, some, least }: Omit<Packing, 'order'>): number => {
  if (some && code === 0) return 0;
  const value = (halved ? (code + (code & 1)) / 2 : code) - least;
  return some ? value + 1 : value;
};

const restored = (value: number, { halved, some, least }: Packing): number => {
  if (some && value === 0) return 0;
  const code = (some ? value - 1 : value) + least;
  return halved && code > 0 ? 2 * code - 1 : code;
};

function packingOf(codes: Float64Array): Packing {
  const halved = codes.every((code) => code === 0 || code % 2 === 1);
  let [some, least] = [false, Infinity];
  for (const code of codes) {
    if (code === 0) some = true;
    else least = Math.min(least, halved ? (code + 1) / 2 : code);
  }
  const shape = { halved, some, least: least === Infinity ? 0 : least };
  const lengths = new Int32Array(56);
  for (const code of codes) lengths[bitsIn(kept(code, shape))]!++;
  let [order, fewest] = [0, Infinity];
  for (let low = 0; low < lengths.length; low++) {
    // A number of as many bits as are kept, or fewer, takes one more; every further bit takes two.
    const bits = lengths.reduce((sum, count, length) => sum + count * (low + 1 + 2 * Math.max(0, length - 1 - low)), 0);
    if (bits < fewest) [order, fewest] = [low, bits];
  }
  return { ...shape, order };
}

function writer() {
  let bytes = new Uint8Array(4096);
  let [at, held, free] = [0, 0, 8];
  const put = (value: number, bits: number): void => {
    let left = bits;
    while (left > 0) {
      const some = Math.min(left, free, 24);
      left -= some;
      const part = Math.floor(value / 2 ** left) % 2 ** some;
      held = (held << some) | part;
      free -= some;
      if (free > 0) continue;
      if (at === bytes.length) {
        const larger = new Uint8Array(2 * at);
        larger.set(bytes);
        bytes = larger;
      }
      bytes[at++] = held;
      [held, free] = [0, 8];
    }
  };
  return {
    put,
    bytes: (): Uint8Array => {
      if (free < 8) put(0, free);
      return bytes.slice(0, at);
    },
  };
}

/** @param columns of one length, of whole numbers from 0 to 2⁵³ − 1; 0 says that there is none */
export function packRows(columns: readonly Float64Array[]): Uint8Array {
  if (columns.length === 0) return new Uint8Array();
  const { put, bytes } = writer();
  const packings = columns.map(packingOf);
  for (const { halved, some, least, order } of packings) {
    put(halved ? 1 : 0, 1);
    put(some ? 1 : 0, 1);
    put(order, ORDER_BITS);
    put(bitsIn(least), ORDER_BITS);
    put(least, bitsIn(least));
  }
  for (let row = 0; row < columns[0]!.length; row++)
    for (const [k, column] of columns.entries()) {
      const { order } = packings[k]!;
      const value = kept(column[row]!, packings[k]!);
      const high = Math.floor(value / 2 ** order) + 1;
      const length = bitsIn(high) - 1;
      put(0, length);
      put(high, length + 1);
      put(value % 2 ** order, order);
    }
  return bytes();
}

/** Reads what {@link packRows} made of so many columns, row by row as they are asked for. */
export function packedRows(bytes: Uint8Array, columns: number, rows: number): (column: number, row: number) => number {
  let at = 0;
  const word = (): number => {
    const [from, past] = [at >> 3, at & 7];
    const whole = (bytes[from]! << 24) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!;
    return past === 0 ? whole : (whole << past) | (bytes[from + 4]! >> (8 - past));
  };
  const take = (bits: number): number => {
    let value = 0;
    for (let left = bits; left > 0;) {
      const some = Math.min(left, 24);
      value = value * 2 ** some + (word() >>> (32 - some));
      at += some;
      left -= some;
    }
    return value;
  };
  const zeros = (): number => {
    let length = 0;
    for (;;) {
      const some = Math.min(24, Math.clz32(word()));
      length += some;
      at += some;
      if (some < 24 || at > 8 * bytes.length) return length;
    }
  };
  const packings = Array.from({ length: columns }, (): Packing => {
    const [halved, some, order] = [take(1) === 1, take(1) === 1, take(ORDER_BITS)];
    return { halved, some, order, least: take(take(ORDER_BITS)) };
  });
  const codes = new Float64Array(columns * rows);
  let known = 0;
  return (column, row) => {
    for (; known <= row; known++)
      for (let k = 0; k < columns; k++) {
        const { order } = packings[k]!;
        const high = take(zeros() + 1);
        codes[known * columns + k] = restored((high - 1) * 2 ** order + take(order), packings[k]!);
      }
    return codes[row * columns + column]!;
  };
}
