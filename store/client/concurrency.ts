import { setTimeout as sleep } from 'node:timers/promises';
import { VisibleError } from '../../domain/errors.ts';

/** Applies `work` to every item, at most `limit` at a time; results in the order of the items. The first failure stops the rest. */
export async function mapLimit<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = Array.from({ length: items.length });
  let next = 0;
  let failed = false;
  const worker = async (): Promise<void> => {
    while (next < items.length && !failed) {
      const index = next;
      next += 1;
      try {
        results[index] = await work(items[index]!, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}

/** What the caller is told when others keep changing the same item. */
export const busy = (what = 'The customer is being changed by many others at once.'): VisibleError =>
  new VisibleError('BUSY', `${what} Nothing was lost; repeat the same request in a moment.`);

/** Cuts a list into pieces of at most `size`. */
export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}

/**
 * A random time (ms) below base · 2^attempt, capped: full jitter, which spreads the retries of many clients best
 * (M. Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog 2015).
 */
export const jitterMs = (attempt: number, baseMs = 25, capMs = 5000): number =>
  Math.random() * Math.min(capMs, baseMs * 2 ** attempt);

/** Waits {@link jitterMs}. */
export async function fullJitter(attempt: number, baseMs?: number, capMs?: number): Promise<void> {
  await sleep(jitterMs(attempt, baseMs, capMs));
}
