import type { CustomerProfile } from '../../domain/profile/profile.ts';
import type { Ordering } from '../../domain/profile/orderings.ts';
import { VisibleError } from '../../domain/errors.ts';
import { loadViews } from '../../store/published/customers.ts';
import type { CustomerView } from '../../store/published/customers.ts';
import type { Db } from '../../store/client/db.ts';
import type { VisibleGeneration } from '../../store/published/generations.ts';
import { readList } from '../../store/published/lists.ts';
import { inView } from '../value-table.ts';

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
): AsyncGenerator<{ readonly ids: readonly string[]; readonly values: Float64Array }> {
  const list = generation.orderings[ordering];
  if (list === undefined)
    throw new VisibleError('NOT_AVAILABLE', `The last run published no ordering by ${ordering.toLowerCase()}.`);
  for (let from = 0; from < list.count; from += AT_ONCE) {
    const stretch = await readList(db, { ...list, name: ordering }, from, AT_ONCE);
    if (stretch === null)
      throw new VisibleError('NOT_AVAILABLE', 'Another run was published meanwhile. Open the same files again.');
    yield stretch;
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
  const stretch = list === undefined ? null : await readList(db, { ...list, name: ordering }, 0, count);
  return stretch === null ? [] : customersOf(db, generation, stretch.ids);
}

async function customersOf(db: Db, generation: VisibleGeneration, ids: readonly string[]): Promise<KnownCustomer[]> {
  const found = (await loadViews(db, ids, generation)).filter((view) => view !== null);
  const views =
    generation.view === undefined ? found : await Promise.all(found.map((view) => inView(db, view, generation)));
  return views.flatMap(({ record, profile }) => (profile === null ? [] : [{ record, profile: profile.profile }]));
}
