import { VisibleError } from '../../domain/errors.ts';
import { B, N, num, S, str, type Item } from '../client/attributes.ts';
import { packText, unpackText } from '../client/json.ts';
import { deleteItem, getItem, isConditionFailed, putItem } from '../client/commands.ts';
import { randomText, type Db } from '../client/db.ts';
import { withDeadline } from '../client/deadline.ts';
import { keyedHash } from '../client/keyed-hash.ts';
import { idempotencyKey } from '../client/keys.ts';
import { seal, unseal } from '../client/sealed.ts';

const KEPT_SECONDS = 24 * 3600;
/** A call that has not finished after this long is taken for dead, and a repeat may do the work. */
const WORK_MS = 60_000;
/** What an answer that is late already waits for its key to be freed. */
const CLEANUP_MS = 500;

/**
 * Does `work` once per key: a repeat within 24 hours gets what the first call returned. When the work fails nothing is
 * kept, and a repeat tries again. Two write units beside the work.
 *
 * @param bodyHash of the request; the same key with another one is refused
 * @param options `secret`: the result holds what only whoever asked may read (a token, a code), and is kept sealed
 * @throws VisibleError IDEMPOTENCY_KEY_REUSED for another body, REQUEST_IN_PROGRESS while the first call is at work
 */
export async function once(
  db: Db,
  key: string,
  bodyHash: string,
  work: () => Promise<string>,
  options: { readonly secret?: boolean } = {},
): Promise<string> {
  const place = idempotencyKey(keyedHash(db, ['idempotency', key], 26));
  const owner = randomText(db, 9);
  const item = (rest: Item): Item => ({
    pk: S(place.pk),
    sk: S(place.sk),
    body: S(bodyHash),
    owner: S(owner),
    expiresAt: N(Math.ceil(db.clock() / 1000) + KEPT_SECONDS),
    ...rest,
  });
  const mine = { ExpressionAttributeNames: { '#owner': 'owner' }, ExpressionAttributeValues: { ':me': S(owner) } };

  const before = await getItem(db, place, { ConsistentRead: true });
  if (before !== undefined) {
    const answer = answerOf(db, before, bodyHash);
    if (answer !== null) return answer;
  }
  try {
    const seen = before === undefined ? null : str(before, 'owner');
    await putItem(db, item({ until: N(db.clock() + WORK_MS) }), {
      ConditionExpression:
        seen === null
          ? 'attribute_not_exists(pk) OR #owner = :me OR #expires <= :now'
          : '#owner = :seen OR #owner = :me',
      ...(seen === null
        ? {
            ExpressionAttributeNames: { '#owner': 'owner', '#expires': 'expiresAt' },
            ExpressionAttributeValues: { ':me': S(owner), ':now': N(Math.floor(db.clock() / 1000)) },
          }
        : {
            ExpressionAttributeNames: { '#owner': 'owner' },
            ExpressionAttributeValues: { ':me': S(owner), ':seen': S(seen) },
          }),
    });
  } catch (error) {
    if (!isConditionFailed(error)) throw error;
    const taken = await getItem(db, place, { ConsistentRead: true });
    const answer = taken === undefined ? null : answerOf(db, taken, bodyHash);
    if (answer !== null) return answer;
    throw inProgress();
  }
  let result: string;
  try {
    result = await work();
  } catch (error) {
    // Also when the time is up: a key that stayed behind would keep the repeat waiting for a minute.
    await deleteItem(db.deadline === undefined ? db : withDeadline(db, { patienceMs: CLEANUP_MS }), place, {
      ConditionExpression: '#owner = :me',
      ...mine,
    }).catch(() => undefined);
    throw error;
  }
  const kept: Item =
    options.secret === true ? { sealed: B(seal(db, sealedAt(place), result)) } : { result: packText(result) };
  await putItem(db, item(kept), { ConditionExpression: '#owner = :me', ...mine }).catch((error: unknown) => {
    // The work took longer than its lease and somebody repeated it; both did the same.
    if (!isConditionFailed(error)) throw error;
  });
  return result;
}

/** The kept result; null when whoever began it is gone. */
function answerOf(db: Db, item: Item, bodyHash: string): string | null {
  if (str(item, 'body') !== bodyHash) {
    throw new VisibleError(
      'IDEMPOTENCY_KEY_REUSED',
      'This idempotency key was used for another request within the last 24 hours. Use a new key for a new request.',
    );
  }
  const sealed = item['sealed']?.B;
  if (sealed !== undefined) return unseal(db, sealedAt({ pk: str(item, 'pk') }), sealed);
  const result = unpackText(item['result']);
  if (result !== undefined) return result;
  if (num(item, 'until') > db.clock()) throw inProgress();
  return null;
}

const sealedAt = ({ pk }: { readonly pk: string }): string => `answer of ${pk}`;

const inProgress = (): VisibleError =>
  new VisibleError(
    'REQUEST_IN_PROGRESS',
    'A request with this idempotency key is at work. Repeat it in a minute to get its result.',
  );
