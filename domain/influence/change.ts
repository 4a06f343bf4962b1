import { DAY_MS } from '../time/time.ts';

/** A score as it was published. */
export interface PublishedScore {
  readonly atMs: number;
  readonly score: number;
  readonly calibrationVersion: number;
}

/**
 * The change of a score over the last `days` days: the newest at or before `asOfMs` minus the newest at or before
 * `asOfMs` − `days`. Null when there was none, or when the anchors changed in between: unknown is not zero.
 */
export function scoreChange(history: readonly PublishedScore[], asOfMs: number, days: number): number | null {
  const now = newestBy(history, asOfMs);
  const then = newestBy(history, asOfMs - days * DAY_MS);
  if (now === null || then === null || now.calibrationVersion !== then.calibrationVersion) return null;
  return now.score - then.score;
}

function newestBy(history: readonly PublishedScore[], atMs: number): PublishedScore | null {
  return history.reduce<PublishedScore | null>(
    (newest, entry) => (entry.atMs <= atMs && (newest === null || entry.atMs > newest.atMs) ? entry : newest),
    null,
  );
}
