import { descendingOrder } from '../../domain/numerics/order.ts';

/**
 * Some customers, given in the order of the snapshot, by falling value. NaN (not known) comes last; equal values keep the order of the
 * snapshot, which is the same wherever the records are the same (snapshot/precedence.ts).
 */
export const byFallingValue = (customers: Int32Array, values: Float64Array): Int32Array =>
  descendingOrder(Float64Array.from(customers, (i) => values[i]!)).map((k) => customers[k]!);
