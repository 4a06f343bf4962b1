import type { CustomerProfile } from '../../domain/profile/profile.ts';
import { ORDERING_COLUMN } from '../../domain/profile/orderings.ts';
import type { Ordering } from '../../domain/profile/orderings.ts';
import { VisibleError } from '../../domain/errors.ts';
import { loadViews } from '../../store/published/customers.ts';
import type { CustomerView } from '../../store/published/customers.ts';
import type { Db } from '../../store/client/db.ts';
import type { VisibleGeneration } from '../../store/published/generations.ts';
import { readList } from '../../store/published/lists.ts';

/** A customer with what the run says of them. */
export interface KnownCustomer {
  readonly record: CustomerView['record'];
  readonly profile: CustomerProfile;
}

const AT_ONCE = 5000;

/** The values of an ordering, most first, stretch by stretch. @throws VisibleError NOT_AVAILABLE where the run published none */
export async function* valuesOf(
  db: Db,
  generation: VisibleGeneration,
  ordering: Ordering,
): AsyncGenerator<Float64Array> {
  const list = generation.orderings[ordering];
  if (list === undefined)
    throw new VisibleError('NOT_AVAILABLE', `The last run published no ordering by ${ordering.toLowerCase()}.`);
  for (let from = 0; from < list.count; from += AT_ONCE) {
    const stretch = await readList(db, generation, { ...list, name: ordering }, from, AT_ONCE, { columns: true });
    if (stretch === null)
      throw new VisibleError('NOT_AVAILABLE', 'Another run was published meanwhile. Open the same files again.');
    const values = stretch.columns[ORDERING_COLUMN[ordering]];
    if (values === undefined)
      throw new VisibleError(
        'NOT_AVAILABLE',
        `The last run published no values of the ordering by ${ordering.toLowerCase()}.`,
      );
    yield values;
  }
}

/** The first customers of an ordering. */
export async function firstOf(
  db: Db,
  generation: VisibleGeneration,
  ordering: Ordering,
  count: number,
): Promise<KnownCustomer[]> {
  const list = generation.orderings[ordering];
  const stretch = list === undefined ? null : await readList(db, generation, { ...list, name: ordering }, 0, count);
  return stretch === null ? [] : customersOf(db, generation, stretch.ids);
}

async function customersOf(db: Db, generation: VisibleGeneration, ids: readonly string[]): Promise<KnownCustomer[]> {
  const views = (await loadViews(db, ids, generation)).filter((view) => view !== null);
  return views.flatMap(({ record, profile }) => (profile === null ? [] : [{ record, profile: profile.profile }]));
}
