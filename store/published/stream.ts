import type { CustomerId } from '../../domain/events.ts';
import type { Item } from '../client/attributes.ts';
import { isCustomerKey, META_GENERATION } from '../client/keys.ts';
import { customerIdOfItem } from '../customers/records.ts';

/** The customer whose summary a change of an item changed: theirs is the own value to push. Null for every other change, those a push makes among them. */
export function changedOwnValue(before: Item | undefined, now: Item | undefined): CustomerId | null {
  if (now === undefined || !isCustomerKey(now['pk']?.S ?? '', now['sk']?.S ?? '')) return null;
  return now['s']?.S === before?.['s']?.S ? null : customerIdOfItem(now);
}

/** Whether a change of an item made another generation visible. */
export const isPublication = (before: Item | undefined, now: Item | undefined): boolean =>
  now?.['pk']?.S === META_GENERATION.pk &&
  now['sk']?.S === META_GENERATION.sk &&
  now['generation']?.N !== before?.['generation']?.N;
