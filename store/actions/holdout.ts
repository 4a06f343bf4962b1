import type { Db } from '../client/db.ts';
import { listActions } from './records.ts';

/** Of everybody, left alone by all actions of a year. */
export const GLOBAL_HOLDOUT_SHARE = 0.05;

/** Year and share of the global holdout that holds for what starts at an instant: the share of a year stays what its first action was drawn with. */
export async function globalHoldout(
  db: Db,
  startsAt: number,
): Promise<{ readonly year: number; readonly share: number }> {
  const year = new Date(startsAt).getUTCFullYear();
  const first = (await listActions(db)).find(({ drawn }) => drawn?.holdout.year === year);
  return { year, share: first?.drawn?.holdout.share ?? GLOBAL_HOLDOUT_SHARE };
}
