/** Below this many values sixteen-bit digits cost more than comparing. */
const FEW = 4096;
const DIGIT = 1 << 16;

/**
 * The positions of values in ascending order, NaN last; equal values keep the order they come in. Linear: least significant digit first over the
 * bits of the doubles, whose order as integers is that of the numbers once negative ones are turned round.
 */
export const ascendingOrder = (values: Float64Array): Int32Array => orderBy(values, 1);

/** The positions of values in descending order, NaN last; equal values keep the order they come in. Linear. */
export const descendingOrder = (values: Float64Array): Int32Array => orderBy(values, -1);

function orderBy(values: Float64Array, sign: 1 | -1): Int32Array {
  const order = Int32Array.from({ length: values.length }, (_, i) => i);
  if (values.length < FEW) {
    return order.sort((a, b) => {
      const [x, y] = [values[a]!, values[b]!];
      if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
      return sign * (x - y) || a - b;
    });
  }
  const { low, high } = sortableWords(values, sign);
  let from = order;
  let to = new Int32Array(values.length);
  for (const [words, shift] of [
    [low, 0],
    [low, 16],
    [high, 0],
    [high, 16],
  ] as const) {
    const start = new Int32Array(DIGIT + 1);
    for (let i = 0; i < words.length; i++) start[((words[i]! >>> shift) & 0xffff) + 1]!++;
    // One digit for all, as in the low bits of whole numbers: nothing to move.
    if (start[((words[0]! >>> shift) & 0xffff) + 1] === words.length) continue;
    for (let k = 0; k < DIGIT; k++) start[k + 1]! += start[k]!;
    for (let k = 0; k < from.length; k++) {
      const position = from[k]!;
      to[start[(words[position]! >>> shift) & 0xffff]!++] = position;
    }
    [from, to] = [to, from];
  }
  return from;
}

function sortableWords(values: Float64Array, sign: 1 | -1): { readonly low: Uint32Array; readonly high: Uint32Array } {
  const [low, high] = [new Uint32Array(values.length), new Uint32Array(values.length)];
  const double = new Float64Array(1);
  const words = new Uint32Array(double.buffer);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) {
      low[i] = high[i] = 0xffffffff;
      continue;
    }
    // 0 and −0 are one value.
    double[0] = sign * value + 0;
    const negative = words[1]! >>> 31 === 1;
    low[i] = negative ? ~words[0]! : words[0]!;
    high[i] = negative ? ~words[1]! : words[1]! | 0x80000000;
  }
  return { low, high };
}
