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

function packingOf(codes: Float64Array): { readonly packing: Packing; readonly values: Float64Array } {
  const halved = codes.every((code) => code === 0 || code % 2 === 1);
  let [some, least] = [false, Infinity];
  for (const code of codes) {
    if (code === 0) some = true;
    else least = Math.min(least, halved ? (code + 1) / 2 : code);
  }
  const shape = { halved, some, least: least === Infinity ? 0 : least };
  const values = codes.map((code) => kept(code, shape));
  const lengths = new Int32Array(56);
  let longest = 0;
  for (const value of values) {
    const length = bitsIn(value);
    lengths[length]!++;
    longest = Math.max(longest, length);
  }
  let [order, fewest] = [0, Infinity];
  for (let low = 0; low <= longest; low++) {
    // A number of as many bits as are kept, or fewer, takes one more; every further bit takes two.
    let bits = 0;
    for (let length = 0; length <= longest; length++)
      bits += lengths[length]! * (low + 1 + 2 * Math.max(0, length - 1 - low));
    if (bits < fewest) [order, fewest] = [low, bits];
  }
  return { packing: { ...shape, order }, values };
}

/** Bits that are written or read at once. */
const AT_ONCE = 24;

function writer() {
  let bytes = new Uint8Array(4096);
  let [at, held, waiting] = [0, 0, 0];
  const put = (value: number, bits: number): void => {
    if (bits > AT_ONCE) {
      put(Math.floor(value / 2 ** AT_ONCE), bits - AT_ONCE);
      put(value % 2 ** AT_ONCE, AT_ONCE);
      return;
    }
    // At most seven bits wait.
    held = (held << bits) | value;
    waiting += bits;
    if (at + 4 > bytes.length) {
      const larger = new Uint8Array(2 * bytes.length);
      larger.set(bytes);
      bytes = larger;
    }
    for (; waiting >= 8; waiting -= 8) bytes[at++] = held >> (waiting - 8);
    held &= 255 >> (8 - waiting);
  };
  return {
    put,
    bytes: (): Uint8Array => {
      if (waiting > 0) put(0, 8 - waiting);
      return bytes.slice(0, at);
    },
  };
}

/** @param columns of one length, of whole numbers from 0 to 2⁵³ − 1; 0 says that there is none */
export function packRows(columns: readonly Float64Array[]): Uint8Array {
  if (columns.length === 0) return new Uint8Array();
  const { put, bytes } = writer();
  const packed = columns.map(packingOf);
  for (const {
    packing: { halved, some, least, order },
  } of packed) {
    put(halved ? 1 : 0, 1);
    put(some ? 1 : 0, 1);
    put(order, ORDER_BITS);
    put(bitsIn(least), ORDER_BITS);
    put(least, bitsIn(least));
  }
  for (let row = 0; row < columns[0]!.length; row++)
    for (let k = 0; k < packed.length; k++) {
      const { values, packing } = packed[k]!;
      const unit = 2 ** packing.order;
      const high = Math.floor(values[row]! / unit) + 1;
      const length = bitsIn(high) - 1;
      put(high, 2 * length + 1);
      put(values[row]! % unit, packing.order);
    }
  return bytes();
}

/** Reads what {@link packRows} made of so many columns, row by row as they are asked for. */
export function packedRows(bytes: Uint8Array, columns: number, rows: number): (column: number, row: number) => number {
  const padded = new Uint8Array(bytes.length + 8);
  padded.set(bytes);
  let at = 0;
  const word = (): number => {
    const [from, past] = [at >> 3, at & 7];
    const whole = (padded[from]! << 24) | (padded[from + 1]! << 16) | (padded[from + 2]! << 8) | padded[from + 3]!;
    return past === 0 ? whole : (whole << past) | (padded[from + 4]! >> (8 - past));
  };
  const take = (bits: number): number => {
    let value = 0;
    for (let left = bits; left > 0;) {
      const some = Math.min(left, AT_ONCE);
      value = value * 2 ** some + (word() >>> (32 - some));
      at += some;
      left -= some;
    }
    return value;
  };
  const zeros = (): number => {
    for (let length = 0; ;) {
      const some = Math.min(AT_ONCE, Math.clz32(word()));
      length += some;
      at += some;
      if (some < AT_ONCE || at > 8 * bytes.length) return length;
    }
  };
  const packings = Array.from({ length: columns }, (): Packing => {
    const [halved, some, order] = [take(1) === 1, take(1) === 1, take(ORDER_BITS)];
    return { halved, some, order, least: take(take(ORDER_BITS)) };
  });
  const orders = Int32Array.from(packings, ({ order }) => order);
  const next = (order: number): number => {
    const first = word();
    const length = Math.clz32(first);
    if (2 * length + 1 + order > 32) {
      const high = take(zeros() + 1);
      return (high - 1) * 2 ** order + take(order);
    }
    const high = (first << length) >>> (31 - length);
    const low = order === 0 ? 0 : (first << (2 * length + 1)) >>> (32 - order);
    at += 2 * length + 1 + order;
    return (high - 1) * 2 ** order + low;
  };
  const values = new Float64Array(columns * rows);
  let [known, filled] = [0, 0];
  return (column, row) => {
    for (; known <= row; known++) for (let k = 0; k < columns; k++) values[filled++] = next(orders[k]!);
    return restored(values[row * columns + column]!, packings[column]!);
  };
}
