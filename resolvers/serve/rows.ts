/** What all ingestion mutations share: checking rows one by one, and one result per row. */
import * as z from 'zod';
import type { Principal } from '../../domain/access/scopes.ts';
import { InvalidInputError } from '../../domain/errors.ts';
import { unkeepable } from '../../store/customers/identity.ts';
import type { RequestContext } from './context.ts';
import { assertMayWrite, type Row as WrittenRow } from './persons.ts';
import { idempotent } from './idempotency.ts';
import { toGlobalId } from '../wire/ids.ts';
import type { UserErrorModel } from '../models.ts';
import { toUserError, userError } from './user-errors.ts';

export const MAX_ROWS = 500;

export interface RowResult {
  readonly index: number;
  readonly status: 'ACCEPTED' | 'DUPLICATE' | 'REJECTED';
  readonly customerId: string | null;
  readonly nodeId: string | null;
  readonly userErrors: readonly UserErrorModel[];
}

/** One input row, with its place in the arguments. */
export interface Row<Input> {
  readonly index: number;
  readonly path: readonly string[];
  readonly input: Input;
  /** Who sends it. */
  readonly principal: Principal;
}
export interface Checked<Input, Value> extends Row<Input> {
  readonly value: Value;
}

const rejected = (
  index: number,
  userErrors: readonly UserErrorModel[],
  customerId: string | null = null,
): RowResult => ({ index, status: 'REJECTED', customerId, nodeId: null, userErrors });

const MAX_NAME = 200;

/** A text that comes back as it was sent, but for blanks around it. @param what it is called in messages */
export const name = (what: string) =>
  z
    .string()
    .trim()
    .min(1, `${what} is blank`)
    .refine((text) => text.length <= MAX_NAME, `${what} is longer than ${MAX_NAME} characters`)
    .refine((text) => unkeepable(text) === null, { error: ({ input }) => `${what} ${unkeepable(String(input))}` });

/** Checks a row's plain fields against a schema. @throws the first error as an InvalidInputError */
export function parseFields<T>(schema: z.ZodType<T>, input: unknown, path: readonly string[]): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new InvalidInputError([...path, ...issue.path.map(String)], issue.message);
}

/**
 * Does work of the store's whose errors name fields of a record, and throws them again with their place in the arguments.
 *
 * @param names what the input calls a field of the record, where that differs
 */
export function within<T>(path: readonly string[], work: () => T, names: Readonly<Record<string, string>> = {}): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const [first = '', ...rest] = error.field;
    throw new InvalidInputError([...path, names[first] ?? first, ...rest], error.message, {
      code: error.code,
      cause: error,
    });
  }
}

/** A store's verdict on one row. */
export interface Verdict {
  readonly status: string;
  readonly customerId?: string | null;
  readonly nodeId?: string | null;
  /** On STALE_VERSION: the version that stands. */
  readonly currentVersion?: number;
}

/** What a verdict other than ACCEPTED and DUPLICATE means to the sender. */
export type Refusals = Readonly<Record<string, (path: readonly string[], verdict: Verdict) => UserErrorModel>>;

export const REFUSALS: Refusals = {
  CONFLICT: (path) =>
    userError(
      'CONFLICT',
      'This source and id were sent before with other content. Nothing was changed. To replace what stands, send an order with correction: true.',
      [...path, 'id'],
    ),
  UNKNOWN_CUSTOMER: (path) => userError('UNKNOWN_CUSTOMER', 'There is no such customer.', [...path, 'by']),
  STALE_VERSION: (path, { currentVersion = 0 }) => ({
    ...userError(
      'STALE_VERSION',
      currentVersion === 0
        ? 'Nothing stands under this source and id, so there is nothing to correct.'
        : `Version ${currentVersion} stands by now. Read it again, then repeat the correction with expectedVersion: ${currentVersion}.`,
      [...path, 'expectedVersion'],
    ),
    currentVersion,
  }),
};

/**
 * Takes in rows: checks each, keeps the good ones, and says of each what became of it. All under one idempotency key.
 *
 * @param name of the mutation
 * @param list name of the field with the rows
 * @param check turns a row into what the store takes; throws InvalidInputError
 * @param keep stores the good rows, in order
 */
export async function ingestRows<Input extends WrittenRow, Value>(
  context: RequestContext,
  name: string,
  list: string,
  input: { readonly idempotencyKey: string },
  rows: readonly Input[],
  check: (row: Row<Input>) => Value,
  keep: (rows: readonly Checked<Input, Value>[]) => Promise<readonly Verdict[]>,
  refusals: Refusals = REFUSALS,
) {
  const nothing = { accepted: 0, duplicates: 0, rejected: 0, results: [] };
  if (rows.length > MAX_ROWS) {
    return {
      ...nothing,
      userErrors: [
        userError(
          'TOO_MANY',
          `At most ${MAX_ROWS} rows in one request; got ${rows.length}. Use the command line to import files.`,
          ['input', list],
        ),
      ],
    };
  }
  try {
    const results = await idempotent(context, name, input, async () => {
      const all: RowResult[] = [];
      const good: Checked<Input, Value>[] = [];
      for (const [index, row] of rows.entries()) {
        const path = ['input', list, String(index)];
        try {
          assertMayWrite(context.principal, row, path);
          const sent = { index, path, input: row, principal: context.principal };
          good.push({ ...sent, value: check(sent) });
        } catch (error) {
          all.push(rejected(index, [toUserError(error)]));
        }
      }
      const verdicts = good.length === 0 ? [] : await keep(good);
      for (const [at, { index, path }] of good.entries()) all.push(resultOf(index, path, verdicts[at]!, refusals));
      return all.sort((a, b) => a.index - b.index);
    });
    const count = (status: RowResult['status']): number => results.filter((result) => result.status === status).length;
    return {
      accepted: count('ACCEPTED'),
      duplicates: count('DUPLICATE'),
      rejected: count('REJECTED'),
      results,
      userErrors: [],
    };
  } catch (error) {
    return { ...nothing, userErrors: [toUserError(error, ['input'])] };
  }
}

function resultOf(index: number, path: readonly string[], verdict: Verdict, refusals: Refusals): RowResult {
  const { status, customerId, nodeId } = verdict;
  const globalId = customerId ? toGlobalId('Customer', customerId) : null;
  if (status === 'ACCEPTED' || status === 'DUPLICATE')
    return { index, status, customerId: globalId, nodeId: nodeId ?? null, userErrors: [] };
  const refusal = refusals[status];
  if (refusal === undefined) throw new Error(`the store answered ${status}, which no message explains`);
  return rejected(index, [refusal(path, verdict)], globalId);
}
