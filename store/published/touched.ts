import type { CustomerId } from '../../domain/events.ts';
import type { Db } from '../client/db.ts';
import { SETTLED_MS, type BetweenRuns, type VisibleGeneration } from './generations.ts';

/** Whether a replica may not have yet what the last pushes wrote of a customer. */
export function wasJustTouched(db: Db, shown: VisibleGeneration | null, id: CustomerId): boolean {
  const since = db.clock() - SETTLED_MS;
  return (shown?.between?.recent ?? []).some(
    ([at, touched]) => at > since && (touched === null || isIn(touched, tailOf(id))),
  );
}

/** Enough letters that two of a million customers are rarely taken for each other, which costs half a read unit. */
const TAIL = 4;
const tailOf = (id: CustomerId): string => id.slice(-TAIL);
const isIn = (touched: string, tail: string): boolean => {
  for (let at = 0; at < touched.length; at += TAIL) if (touched.startsWith(tail, at)) return true;
  return false;
};
/** Of more customers than this within a minute, none is named: everybody is read consistently. */
const MOST_NAMED = 400;

/** Who was touched within the last minute, with those of a push that has just been made. */
export function recentWith(
  db: Db,
  before: BetweenRuns['recent'],
  touched: readonly CustomerId[],
): BetweenRuns['recent'] {
  const since = db.clock() - SETTLED_MS;
  const recent: BetweenRuns['recent'] = [
    ...before.filter(([at]) => at > since),
    [db.clock(), touched.map(tailOf).join('')],
  ];
  const named = recent.reduce((sum, [, tails]) => sum + (tails?.length ?? 0) / TAIL, 0);
  return named <= MOST_NAMED ? recent : [[db.clock(), null]];
}
