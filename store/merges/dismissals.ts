import { pairsOf, type DuplicateReason } from '../../domain/customers/duplicates.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import type { CustomerId } from '../../domain/events.ts';
import { N, S } from '../client/attributes.ts';
import { putItem, queryPages } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { keyedHash } from '../client/keyed-hash.ts';
import { dismissalKey, DISMISSALS_PK } from '../client/keys.ts';
import type { CustomerIdentifier } from '../customers/identity.ts';
import { resolveCustomers } from '../customers/resolve.ts';
import { unknownCustomer } from '../customers/consents.ts';

/** Whether somebody said of all of these customers, two by two, that sharing this makes them no one person. */
export type IsDismissed = (reason: DuplicateReason, customers: readonly CustomerId[]) => boolean;

/** Hashes: what is kept names nobody, and whoever is erased is not in it. */
const wordOf = (db: Db, reason: DuplicateReason, pair: readonly [CustomerId, CustomerId]): string =>
  keyedHash(db, ['different', reason, ...pair], 12);

/**
 * Says that customers who share something are different people. It is said of each two of them and of what they share, so that the suggestion comes again when
 * they share something else too, or when somebody joins them. One write unit; repeatable.
 *
 * @throws VisibleError UNKNOWN_CUSTOMER, InvalidInputError for fewer than two customers or more than a suggestion has
 */
export async function dismissDuplicates(
  db: Db,
  reason: DuplicateReason,
  customers: readonly CustomerIdentifier[],
): Promise<void> {
  const resolved = await resolveCustomers(db, customers, { consistent: true, attributes: [] });
  if (resolved.some(({ item }) => item === undefined)) throw unknownCustomer();
  const ids = [...new Set(resolved.map(({ survivorId }) => survivorId))].sort();
  if (ids.length < 2 || ids.length > MOST_DISMISSED)
    throw new InvalidInputError(
      ['customers'],
      `Name two to ${MOST_DISMISSED} customers who are different people; got ${ids.length}.`,
    );
  const { pk, sk } = dismissalKey(keyedHash(db, ['different', reason, ...ids], 20));
  await putItem(db, {
    pk: S(pk),
    sk: S(sk),
    p: { SS: pairsOf(ids).map((pair) => wordOf(db, reason, pair)) },
    a: N(db.clock()),
  });
}
const MOST_DISMISSED = 20;

/** What has been dismissed: a read unit for some forty suggestions. */
export async function dismissedDuplicates(db: Db): Promise<IsDismissed> {
  const words = new Set<string>();
  for await (const page of queryPages(db, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(DISMISSALS_PK) },
  }))
    for (const item of page) for (const word of item['p']?.SS ?? []) words.add(word);
  if (words.size === 0) return () => false;
  return (reason, customers) => pairsOf([...customers].sort()).every((pair) => words.has(wordOf(db, reason, pair)));
}
