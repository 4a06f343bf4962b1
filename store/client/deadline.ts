import { VisibleError } from '../../domain/errors.ts';
import type { Db } from './db.ts';

/** A call that fails for longer than this is given up: the caller hears of it within five seconds. */
export const PATIENCE_MS = 4000;
/** All calls of one request together. */
export const REQUEST_MS = 25_000;
/** When a request that was given up is worth repeating. */
export const RETRY_AFTER_SECONDS = 5;

/** The same table for a caller who waits only so long. */
export const withDeadline = (
  db: Db,
  { patienceMs = PATIENCE_MS, totalMs = REQUEST_MS }: { readonly patienceMs?: number; readonly totalMs?: number } = {},
): Db => ({ ...db, deadline: { patienceMs, endsAtMs: performance.now() + totalMs, givenUp: null } });

/** The instant of `performance.now()` at which a call that starts now is given up; Infinity where nobody waits. */
export const giveUpAt = ({ deadline }: Db): number =>
  deadline === undefined
    ? Number.POSITIVE_INFINITY
    : Math.min(performance.now() + deadline.patienceMs, deadline.endsAtMs);

/** What the caller is told when DynamoDB keeps refusing. */
export const throttled = (operation: string, cause?: unknown): VisibleError =>
  new VisibleError(
    'THROTTLED',
    `DynamoDB keeps refusing ${operation}: the table is over its capacity. ` +
      "Repeat the same request later (repeating is harmless); if this lasts, raise the table's maximum capacity.",
    { cause, details: { retryAfterSeconds: RETRY_AFTER_SECONDS } },
  );

/** What the caller is told when DynamoDB does not answer, or not in time. */
export const unavailable = (operation: string, cause?: unknown): VisibleError =>
  new VisibleError(
    'UNAVAILABLE',
    `DynamoDB did not answer ${operation} in time. Check that it runs and can be reached, then repeat the same request (repeating is harmless).`,
    { cause, details: { retryAfterSeconds: RETRY_AFTER_SECONDS } },
  );

/** A timer that comes this late says that the process did something else meanwhile. */
const BUSY_MS = 50;
/** What an answer gets at most to be read after that. */
const GRACE_MS = 500;

/** Told apart from every failure of the work itself. */
const TIME_UP = Symbol('time is up');

/**
 * Does `work` unless it takes until `atMs` of `performance.now()`; then its signal is aborted and there is no
 * answer: null. What it does after that is nobody's business, its failure included.
 */
export async function beforeTime<T>(
  atMs: number,
  work: (signal?: AbortSignal) => Promise<T>,
): Promise<{ readonly answer: T } | null> {
  if (atMs === Number.POSITIVE_INFINITY) return { answer: await work() };
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeUp = new Promise<typeof TIME_UP>((resolve) => {
    const arm = (dueMs: number): void => {
      timer = setTimeout(
        () => {
          const lateMs = performance.now() - dueMs;
          // This process was busy, perhaps with a run: the answer may be there, and only has not been read yet.
          if (lateMs > BUSY_MS) arm(performance.now() + Math.min(lateMs, GRACE_MS));
          else resolve(TIME_UP);
        },
        Math.max(0, dueMs - performance.now()),
      );
    };
    arm(atMs);
  });
  try {
    const answer = await Promise.race([work(controller.signal), timeUp]);
    if (answer !== TIME_UP) return { answer };
    controller.abort();
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for work that does not take its Db from the request. @throws VisibleError UNAVAILABLE when the request's time is up first */
export async function withinDeadline<T>(db: Db, operation: string, work: () => Promise<T>): Promise<T> {
  const done = await beforeTime(giveUpAt(db), work);
  if (done === null) throw unavailable(operation);
  return done.answer;
}
