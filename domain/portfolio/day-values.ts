/** The purchase days of all customers, ragged: customer i owns entries offsets[i] … offsets[i + 1], ascending by day. */
export interface PurchaseDays {
  readonly offsets: Int32Array;
  readonly day: Int32Array;
  /** What each day brought, whole minor units. */
  readonly valueMinor: Float64Array;
}

/**
 * What each purchase day brought, in whole minor units that add up, customer by customer, to known margin + ⌊uncosted revenue × rate⌉ of all
 * their days together: each day is the step from one rounded running total to the next, so no cent is made or lost by rounding days one by one.
 *
 * @param marginRate share of uncosted revenue that counts as margin
 */
export function dayValues(
  purchases: {
    readonly offsets: Int32Array;
    readonly day: Int32Array;
    readonly knownMarginMinor: Float64Array;
    readonly uncostedRevenueMinor: Float64Array;
  },
  marginRate: number,
): PurchaseDays {
  const { offsets, day, knownMarginMinor, uncostedRevenueMinor } = purchases;
  const valueMinor = new Float64Array(day.length);
  for (let i = 0; i + 1 < offsets.length; i++) {
    let [uncosted, counted] = [0, 0];
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) {
      uncosted += uncostedRevenueMinor[k]!;
      const upTo = Math.round(uncosted * marginRate);
      valueMinor[k] = knownMarginMinor[k]! + upTo - counted;
      counted = upTo;
    }
  }
  return { offsets, day, valueMinor };
}
