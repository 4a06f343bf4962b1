/**
 * Columns of numbers byte by byte: all lowest bytes, then all second ones …, which deflate to half of what doubles do, in a tenth of the time.
 * Exact: what no whole number or decimal of at most three places says is kept as the double it is.
 */

/** A number of bytes per value and what values were multiplied by (below 0: divided by); 0 bytes: as they are, in eight. */
export type Form = readonly [bytes: number, scale: number];

/** Bytes a column of so many values takes. */
export const bytesOf = (count: number, [bytes]: Form): number => count * (bytes === 0 ? 8 : bytes);

/** What a value is in whole numbers from 0: 0 for NaN, odd and even for the two signs. */
export const codeOf = (value: number, scale: number): number => {
  if (Number.isNaN(value)) return 0;
  const whole = Math.round(scale < 0 ? value / -scale : value * scale);
  return whole >= 0 ? 2 * whole + 1 : -2 * whole;
};
/** The reverse of {@link codeOf}. */
export const valueOf = (code: number, scale: number): number => {
  if (code === 0) return Number.NaN;
  const whole = code % 2 === 1 ? (code - 1) / 2 : -code / 2;
  return scale < 0 ? whole * -scale : whole / scale;
};
/** Instants of whole days, minutes or seconds; whole numbers; scores of one decimal; shares of three. */
const SCALES = [-86_400_000, -60_000, -1000, 1, 10, 1000];

/** The shortest form that gives every value back to the bit; else doubles. */
export function formOf(column: Float64Array): Form {
  for (const scale of SCALES) {
    let largest = 0;
    const fits = column.every((value) => {
      const code = codeOf(value, scale);
      largest = Math.max(largest, code);
      return code <= Number.MAX_SAFE_INTEGER && Object.is(valueOf(code, scale), value);
    });
    if (!fits) continue;
    let bytes = 1;
    while (largest >= 2 ** (8 * bytes)) bytes++;
    return [bytes, scale];
  }
  return [0, 1];
}

/** A column in a form of {@link formOf}. */
export function planesOf(column: Float64Array, [bytes, scale]: Form): Uint8Array {
  if (bytes === 0) return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
  const planes = new Uint8Array(bytes * column.length);
  for (let i = 0; i < column.length; i++) {
    let rest = codeOf(column[i]!, scale);
    for (let k = 0; k < bytes; k++) {
      planes[k * column.length + i] = rest % 256;
      rest = Math.floor(rest / 256);
    }
  }
  return planes;
}

/** One value out of {@link planesOf} of so many, without the others. */
export function valueIn(planes: Uint8Array, count: number, [bytes, scale]: Form, row: number): number {
  if (bytes === 0) return new DataView(planes.buffer, planes.byteOffset + 8 * row, 8).getFloat64(0, true);
  let code = 0;
  for (let k = bytes - 1; k >= 0; k--) code = 256 * code + planes[k * count + row]!;
  return valueOf(code, scale);
}

/** The reverse of {@link planesOf}. */
export const ofPlanes = (planes: Uint8Array, count: number, form: Form): Float64Array =>
  Float64Array.from({ length: count }, (_, row) => valueIn(planes, count, form, row));
