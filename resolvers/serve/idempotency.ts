import { InvalidInputError } from '../../domain/errors.ts';
import { keyedHash } from '../../store/client/keyed-hash.ts';
import { once } from '../../store/work/idempotency.ts';
import type { RequestContext } from './context.ts';

/** JSON with sorted keys: the order in which a client writes its fields is no difference. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/**
 * Does something once per idempotency key. A repeat with the same input gets what the first call returned; with another
 * input it is refused.
 *
 * @param work returns what can be said in JSON
 * @param options `secret`: what it returns is kept sealed
 * @throws VisibleError IDEMPOTENCY_KEY_REUSED
 * @example await idempotent(context, 'customerUpsert', input, async () => ({ id: 'c1' }))
 */
export async function idempotent<Result>(
  { db, principal }: RequestContext,
  mutation: string,
  input: { readonly idempotencyKey: string },
  work: () => Promise<Result>,
  options: { readonly secret?: boolean } = {},
): Promise<Result> {
  const { idempotencyKey, ...body } = input;
  if (idempotencyKey.trim() === '' || idempotencyKey.length > 200) {
    throw new InvalidInputError(
      ['idempotencyKey'],
      'An idempotency key is 1 to 200 characters that you make up for each new request, e.g. a UUID.',
    );
  }
  // Under the table's key: handles and addresses are few enough to be guessed from a plain hash.
  const bodyHash = keyedHash(db, ['input', canonical(body)], 26);
  return JSON.parse(
    await once(
      db,
      `${principal.id}:${mutation}:${idempotencyKey}`,
      bodyHash,
      async () => JSON.stringify(await work()),
      options,
    ),
  ) as Result;
}
