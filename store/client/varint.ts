/** Zigzag varints: small integers of either sign in few bytes (the encoding of Protocol Buffers' sint64, to ±2^52). */
export function encodeIntegers(values: readonly number[]): Uint8Array {
  const bytes: number[] = [];
  for (const value of values) {
    if (!Number.isSafeInteger(value) || Math.abs(value) > 2 ** 52)
      throw new RangeError(`not an integer within ±2^52: ${value}`);
    let rest = value < 0 ? -2 * value - 1 : 2 * value;
    while (rest >= 0x80) {
      bytes.push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

/** The integers of {@link encodeIntegers}. */
export function decodeIntegers(bytes: Uint8Array): number[] {
  const values: number[] = [];
  let value = 0;
  let scale = 1;
  for (const byte of bytes) {
    value += (byte & 0x7f) * scale;
    if (byte >= 0x80) {
      scale *= 0x80;
    } else {
      values.push(value % 2 === 0 ? value / 2 : -(value + 1) / 2);
      value = 0;
      scale = 1;
    }
  }
  return values;
}
