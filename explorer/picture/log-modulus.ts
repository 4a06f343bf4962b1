/** Bands a decade: an axis of the value map is cut at every eighth of one. */
export const BANDS_A_DECADE = 8;
/** One hundred minor units: where the axis turns from linear to logarithmic. */
const UNIT_MINOR = 100;

/**
 * The place of an amount on a log-modulus axis (John and Draper 1980), in bands: sign(x) · log₁₀(1 + |x| / 100) · 8.
 *
 * @example placeOf(0) // 0
 */
export const placeOf = (minor: number): number =>
  Math.sign(minor) * Math.log10(1 + Math.abs(minor) / UNIT_MINOR) * BANDS_A_DECADE;

/** Round amounts that lie between two places, 0 among them: ±100, ±1,000 … minor units. */
export function roundAmounts(from: number, to: number): number[] {
  const powers = Array.from({ length: 14 }, (_, power) => UNIT_MINOR * 10 ** power);
  return [...powers.map((minor) => -minor).reverse(), 0, ...powers].filter(
    (minor) => placeOf(minor) >= from && placeOf(minor) <= to,
  );
}
