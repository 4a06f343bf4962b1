import { KringError } from '../domain/errors.ts';

/**
 * Why a source did not answer, by what helps:
 * - `WAIT`: it, or our own pace, allows no call before `untilMs`; nothing is wrong.
 * - `DOWN`: it does not answer, or answers with a failure of its own, also when asked again.
 * - `REFUSED`: it understood and refuses (`status`), for this account or altogether.
 * - `MISREAD`: its answer is not what it documents; an adapter has to be mended.
 * - `OUT_OF_BUDGET`: the calls or the money of today are spent.
 */
export type SourceProblemKind = 'WAIT' | 'DOWN' | 'REFUSED' | 'MISREAD' | 'OUT_OF_BUDGET';

/** A call to a source that brought nothing. The message names no account: it is logged. */
export class SourceProblem extends KringError {
  readonly kind: SourceProblemKind;
  readonly host: string;
  /** HTTP status, where there was one. */
  readonly status: number | null;
  /** Where it is known a call is allowed again, epoch milliseconds. */
  readonly untilMs: number | null;

  constructor(
    kind: SourceProblemKind,
    host: string,
    message: string,
    options: { readonly status?: number; readonly untilMs?: number; readonly cause?: unknown } = {},
  ) {
    super(`SOURCE_${kind}`, message, { cause: options.cause });
    this.kind = kind;
    this.host = host;
    this.status = options.status ?? null;
    this.untilMs = options.untilMs ?? null;
  }
}

/** The problem in an error or in what caused it: SDKs wrap what their fetch throws. */
export function problemIn(error: unknown): SourceProblem | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1)
    if (at instanceof SourceProblem) return at;
  return null;
}

/** What an adapter raises when an answer does not have the documented shape. `path` names a field, never a value. */
export const misread = (host: string, path: string, cause?: unknown): SourceProblem =>
  new SourceProblem('MISREAD', host, `${host} answered in a shape this release does not know (${path})`, { cause });
