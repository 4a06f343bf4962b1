import { DomainError } from '../errors.ts';
import type { RfmProfile } from '../profile/profile.ts';
import { quintiles, rfmGroupOf, type RfmColumns } from './rfm.ts';

/** The lowest values of quintiles 2, 3, 4 and 5; null where no value reached that quintile. */
export type QuintileBorders = readonly [number | null, number | null, number | null, number | null];

/**
 * Where the fifths of a company begin, kept so that a customer's RFM follows from their own orders and the day alone. For recency the
 * borders are the most days since the last order that still belong to quintiles 2 … 5.
 */
export interface RfmCutOffs {
  readonly recencyDays: QuintileBorders;
  /** Number of orders. */
  readonly frequency: QuintileBorders;
  /** Revenue in minor units. */
  readonly monetary: QuintileBorders;
  /** True where the company set them; absent: the fifths of its customers. */
  readonly own?: true;
}

/** The borders of a column: who had a value keeps their quintile to the letter of {@link quintiles}, ties and all. */
export function quintileBorders(values: Float64Array): QuintileBorders {
  const quintileOf = quintiles(values);
  const lowest: [number | null, number | null, number | null, number | null] = [null, null, null, null];
  for (let i = 0; i < values.length; i++) {
    for (let q = 2; q <= quintileOf[i]!; q++) {
      const known = lowest[q - 2]!;
      if (known === null || values[i]! < known) lowest[q - 2] = values[i]!;
    }
  }
  return lowest;
}

/** 1 … 5: one more than the borders a value has reached. */
export function quintileAt(borders: QuintileBorders, value: number): number {
  let quintile = 1;
  for (const border of borders) if (border !== null && value >= border) quintile++;
  return quintile;
}

/**
 * The cut-offs of everybody who has ordered; without borders for nobody.
 *
 * @throws DomainError when the columns differ in length or hold something that is no number
 */
export function rfmCutOffs({ recencyDays, frequency, monetary }: RfmColumns): RfmCutOffs {
  if (frequency.length !== recencyDays.length || monetary.length !== recencyDays.length)
    throw new DomainError('RFM columns must be of one length.');
  const [two, three, four, five] = quintileBorders(recencyDays.map((days) => -days));
  const days = (border: number | null): number | null => (border === null ? null : 0 - border);
  return {
    recencyDays: [days(two), days(three), days(four), days(five)],
    frequency: quintileBorders(frequency),
    monetary: quintileBorders(monetary),
  };
}

/** RFM of one customer who has ordered: who is as the customers of a quintile were at the taking of the cut-offs is in it. */
export function rfmAt(
  cutOffs: RfmCutOffs,
  orders: { readonly recencyDays: number; readonly frequency: number; readonly monetary: number },
): RfmProfile {
  let recency = 1;
  for (const border of cutOffs.recencyDays) if (border !== null && orders.recencyDays <= border) recency++;
  const frequency = quintileAt(cutOffs.frequency, orders.frequency);
  const monetary = quintileAt(cutOffs.monetary, orders.monetary);
  return { recency, frequency, monetary, group: rfmGroupOf(recency, frequency, monetary) };
}
