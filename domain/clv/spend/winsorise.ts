/**
 * A purchase beyond this many times the median is a wholesale order, a typing error or one that was undone the next day: it
 * is cut to the limit, or one of them would decide the spread of a whole company. It cuts one day in CDNOW and 85 in
 * Online Retail II, which has orders of more than 70,000 pieces of one thing.
 */
export const WINSOR_MEDIANS = 25;

/** The limit for a company's purchases: {@link WINSOR_MEDIANS} × the median of their positive sizes; Infinity where nothing was positive. */
export const winsorLimit = (values: ArrayLike<number>): number => {
  const sizes = Float64Array.from(values, Math.abs)
    .filter((size) => size > 0)
    .sort();
  return sizes.length === 0 ? Infinity : WINSOR_MEDIANS * sizes[sizes.length >> 1]!;
};

export const winsorise = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value));
