import { InvalidInputError, VisibleError } from '../../domain/errors.ts';
import type { UserErrorCode } from '../../schema/generated.ts';
import { SourceProblem } from '../../social/problem.ts';
import { toGlobalId } from '../wire/ids.ts';
import type { UserErrorModel } from '../models.ts';

/** Codes of our own errors that are expected failures of a mutation, and what the schema calls them. */
const CODES: Readonly<Record<string, UserErrorCode>> = {
  INVALID: 'INVALID',
  INVALID_RULE: 'INVALID',
  TOO_MANY: 'TOO_MANY',
  AMOUNT_TOO_LARGE: 'AMOUNT_TOO_LARGE',
  CURRENCY_MISMATCH: 'CURRENCY_MISMATCH',
  CONFLICT: 'CONFLICT',
  UNKNOWN_CUSTOMER: 'UNKNOWN_CUSTOMER',
  NOT_FOUND: 'NOT_FOUND',
  TAKEN: 'TAKEN',
  CYCLE: 'CYCLE',
  STALE_VERSION: 'STALE_VERSION',
  RULE_SET_EXISTS: 'STALE_VERSION',
  IDENTITY_CONFLICT: 'IDENTITY_CONFLICT',
  IDEMPOTENCY_KEY_REUSED: 'IDEMPOTENCY_KEY_REUSED',
  REQUEST_IN_PROGRESS: 'REQUEST_IN_PROGRESS',
  ALREADY_RUNNING: 'ALREADY_RUNNING',
  UNKNOWN_RUN: 'NOT_FOUND',
  RUN_FINISHED: 'RUN_FINISHED',
  FROZEN: 'FROZEN',
  NOT_FROZEN: 'NOT_FROZEN',
  ACTION_ENDED: 'ACTION_ENDED',
  UNKNOWN_MEMBER: 'UNKNOWN_MEMBER',
  EMPTY_AUDIENCE: 'EMPTY_AUDIENCE',
  TOO_FEW_COMMUNITIES: 'TOO_FEW_COMMUNITIES',
  BUSY: 'BUSY',
  SAME_CUSTOMER: 'SAME_CUSTOMER',
  NOT_MERGED: 'NOT_MERGED',
  NOT_CONFIGURED: 'NOT_CONFIGURED',
  UNKNOWN_SOURCE: 'UNKNOWN_SOURCE',
  FORBIDDEN: 'FORBIDDEN',
  NO_SUCH_ACCOUNT: 'NO_SUCH_ACCOUNT',
  LINK_EXPIRED: 'LINK_EXPIRED',
  LINK_UNPROVEN: 'LINK_UNPROVEN',
  ACCOUNT_TAKEN: 'ACCOUNT_TAKEN',
  SOURCE_WAIT: 'SOURCE_WAIT',
  SOURCE_DOWN: 'SOURCE_DOWN',
  SOURCE_REFUSED: 'SOURCE_REFUSED',
  SOURCE_MISREAD: 'SOURCE_MISREAD',
  SOURCE_OUT_OF_BUDGET: 'SOURCE_OUT_OF_BUDGET',
};

/** An error that an answer carries. @param field path into the input; null where it is about the whole */
export const userError = (
  code: UserErrorCode,
  message: string,
  field: readonly string[] | null = null,
): UserErrorModel => ({ code, message, field });

const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

/**
 * An expected failure as data, or the error again when it is none.
 *
 * @param prefix where in the arguments the failing call took its input from
 * @example toUserError(new InvalidInputError(['name'], 'too long'), ['input'])
 */
export function toUserError(error: unknown, prefix: readonly string[] = []): UserErrorModel {
  // Input that breaks a rule of its own kind is invalid input all the same. Problems of sources name no account.
  const isShown = error instanceof VisibleError || error instanceof SourceProblem;
  const code = isShown
    ? (CODES[error.code] ?? (error instanceof InvalidInputError ? 'INVALID' : undefined))
    : undefined;
  if (!isShown || code === undefined) throw error;
  const { currentVersion, conflictingCustomerIds, runId } = error.details;
  const within = error instanceof InvalidInputError ? error.field : [];
  return {
    ...userError(code, error.message, prefix.length + within.length === 0 ? null : [...prefix, ...within]),
    ...(typeof currentVersion === 'number' ? { currentVersion } : {}),
    ...(isStrings(conflictingCustomerIds)
      ? { conflictingCustomerIds: conflictingCustomerIds.map((id) => toGlobalId('Customer', id)) }
      : {}),
    ...(typeof runId === 'string' ? { runningId: toGlobalId('EnrichmentRun', runId) } : {}),
  };
}

/** The GraphQL type of an error, by what it knows beyond its message. */
export const userErrorType = (error: UserErrorModel) =>
  error.currentVersion !== undefined
    ? ('StaleVersionError' as const)
    : error.conflictingCustomerIds !== undefined
      ? ('IdentityConflictError' as const)
      : error.runningId !== undefined
        ? ('AlreadyRunningError' as const)
        : ('InputError' as const);
