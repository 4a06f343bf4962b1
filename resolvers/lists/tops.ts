import { InvalidInputError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import type { TopOrdering } from '../../domain/profile/orderings.ts';
import type { Tops } from '../../published/aggregates.ts';
import type { OrderDirection } from '../../schema/generated.ts';
import { partsOf } from '../portfolio/part.ts';
import type { RequestContext } from '../serve/context.ts';

const ID_LETTERS_EACH = 20;

/** The ends of the orderings of the visible run; null where it published none. */
export const publishedTops = async (context: RequestContext): Promise<Tops | null> =>
  (await partsOf(context, ['tops'])).parts?.tops ?? null;

/**
 * The customers at one end of an ordering, and of how many they are.
 *
 * @throws InvalidInputError ORDERING_NOT_AVAILABLE where the run published no such end
 */
export async function topList(
  ordering: TopOrdering,
  direction: OrderDirection,
  context: RequestContext,
): Promise<{ readonly ids: readonly CustomerId[]; readonly known: number }> {
  const unavailable = (message: string): InvalidInputError =>
    new InvalidInputError(['orderBy', 'field'], message, { code: 'ORDERING_NOT_AVAILABLE' });
  const list = (await publishedTops(context))?.lists[ordering];
  if (list === undefined)
    throw unavailable(`No run has published the ordering ${ordering} yet: the visible one is of an earlier release.`);
  const text = direction === 'DESC' ? list.most : list.least;
  if (text === undefined)
    throw unavailable(
      `Of ${ordering} those with most are published, not those with least: ask for DESC, or make a segment whose rule asks for little of it.`,
    );
  const ids = Array.from({ length: text.length / ID_LETTERS_EACH }, (_, k) =>
    text.slice(k * ID_LETTERS_EACH, (k + 1) * ID_LETTERS_EACH),
  );
  return { ids, known: list.known };
}
