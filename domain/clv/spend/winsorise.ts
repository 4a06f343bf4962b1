import { selectAt } from '../../numerics/select.ts';

/**
 * A purchase beyond this many times the company's median is a wholesale order, a typing error or one that was undone the next day.
 * Unless the customer's other purchases are like it (see {@link OWN_MEDIANS}) it is cut to the limit, or one of them would decide the
 * spread of a whole company. It cuts one day in CDNOW, and orders of more than 70,000 pieces of one thing in Online Retail II.
 */
export const WINSOR_MEDIANS = 25;

/** What a customer bought is not out of the ordinary up to this many times the median of what else this customer bought. */
export const OWN_MEDIANS = 5;

/** The limit for a company's purchases: {@link WINSOR_MEDIANS} × the median of their positive sizes (of an even number the upper one); Infinity where nothing was positive. */
export const winsorLimit = (values: ArrayLike<number>): number => {
  const sizes = new Float64Array(values.length);
  let count = 0;
  for (let k = 0; k < values.length; k++) if (values[k] !== 0) sizes[count++] = Math.abs(values[k]!);
  return count === 0 ? Infinity : WINSOR_MEDIANS * selectAt(sizes.subarray(0, count), count >> 1);
};

/** The value, cut where it is further than `limit` from 0. */
export const winsorise = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value));

/**
 * The purchases of one customer, each cut where it is beyond the company's limit *and* beyond {@link OWN_MEDIANS} × the median of the
 * customer's other purchases. Who always buys for 168,000 in a shop of twenties is a wholesale customer and keeps every cent; who does so
 * once is cut to the company's limit.
 */
export const winsoriseOwn = (margins: ArrayLike<number>, limit: number): ArrayLike<number> => {
  let beyond = false;
  for (let k = 0; k < margins.length && !beyond; k++) beyond = Math.abs(margins[k]!) > limit;
  if (!beyond) return margins;
  const sizes = Float64Array.from(margins, Math.abs);
  const sorted = sizes.slice().sort();
  return Float64Array.from(sizes, (size, k) => {
    if (size <= limit || sorted.length === 1) return winsorise(margins[k]!, limit);
    // The upper median of the others is that of all for a purchase above it; one that is not above it is like the others.
    const typical = sorted[(sorted.length - 1) >> 1]!;
    return winsorise(margins[k]!, Math.max(limit, OWN_MEDIANS * typical));
  });
};
