import { HEALTH_BANDS, type HealthBand } from '../../domain/health/health.ts';
import { descendingOrder } from '../../domain/numerics/order.ts';
import { TOPS } from '../../domain/profile/orderings.ts';
import { CUSTOMER_FIELDS, type FieldSource, type FieldSpec } from '../../domain/profile/fields.ts';
import { TOP, type Tops, type TopList } from '../../published/aggregates.ts';
import { idAt, type PackedIds } from '../../store/customers/packed-ids.ts';
import type { Rows } from './rows.ts';

/** Countries counted by name. */
const MOST_COUNTRIES = 250;

/** The ends of the orderings of which nothing else is published, and who is counted with them. */
export function topsOf(ids: PackedIds, customers: Rows<FieldSource>): Tops {
  const columns = TOPS.map(({ field, ordering, ends }) => ({
    ordering,
    ends,
    of: (CUSTOMER_FIELDS[field] as FieldSpec).of as (customer: FieldSource) => number | null,
    values: new Float64Array(customers.length),
  }));
  const bands: Partial<Record<HealthBand, number>> = {};
  const countries = new Map<string, number>();
  for (let i = 0; i < customers.length; i++) {
    const customer = customers.at(i);
    for (const { of, values } of columns) values[i] = of(customer) ?? Number.NaN;
    const { healthBand } = customer.derived;
    if (healthBand !== null) bands[healthBand] = (bands[healthBand] ?? 0) + 1;
    const { country } = customer.words;
    if (country !== null) countries.set(country, (countries.get(country) ?? 0) + 1);
  }
  const endsOf = (values: Float64Array, ends: 'most' | 'both'): TopList => {
    const order = descendingOrder(values);
    let known = order.length;
    while (known > 0 && Number.isNaN(values[order[known - 1]!]!)) known--;
    const named = (some: Int32Array): string => [...some].map((i) => idAt(ids, i)).join('');
    return {
      known,
      most: named(order.subarray(0, Math.min(TOP, known))),
      // The last of the whole order first, as where all of it is published.
      ...(ends === 'both' ? { least: named(order.subarray(Math.max(0, known - TOP), known).toReversed()) } : {}),
    };
  };
  return {
    lists: Object.fromEntries(
      columns.map(({ ordering, ends, values }) => [ordering, endsOf(values, ends)]),
    ) as Tops['lists'],
    bands: HEALTH_BANDS.map((band) => bands[band] ?? 0),
    countries: [...countries].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, MOST_COUNTRIES),
  };
}
