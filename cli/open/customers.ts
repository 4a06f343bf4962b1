import type { CustomerProfile } from '../../domain/profile/profile.ts';
import { ORDERING_COLUMN, type Ordering } from '../../domain/profile/orderings.ts';
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
): AsyncGenerator<{ readonly ids: readonly string[]; readonly values: Float64Array }> {
  const list = generation.orderings[ordering];
  if (list === undefined)
    throw new VisibleError('NOT_AVAILABLE', `The last run published no ordering by ${ordering.toLowerCase()}.`);
  for (let from = 0; from < list.count; from += AT_ONCE) {
    const stretch = await readList(db, generation, { ...list, name: ordering }, from, AT_ONCE, { columns: true });
    const values = stretch?.columns[ORDERING_COLUMN[ordering]];
    if (stretch === null || values === undefined)
      throw new VisibleError('NOT_AVAILABLE', 'Another run was published meanwhile. Open the same files again.');
    yield { ids: stretch.ids, values };
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
  const views = await loadViews(db, ids, generation);
  return views.flatMap((view) => (view?.profile ? [{ record: view.record, profile: view.profile.profile }] : []));
}
