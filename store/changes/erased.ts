import type { CustomerId } from '../../domain/events.ts';
import type { Db } from '../client/db.ts';
import { forgetLabels } from '../published/label-files.ts';
import { forgetScores } from '../published/score-files.ts';
import { forgetInExports } from './bulk-export.ts';
import { noteChange } from './log.ts';

/**
 * Takes customers out of the scores that are kept, and tells whoever follows them that they are forgotten. Called once their record is gone, so that no page
 * of a follower finds it again; repeating it tells them again, which changes nothing. The note has their ids, which are hashes, for forty days: a follower
 * who is away has to be told whom to delete.
 *
 * @param sources every source that named them, since nobody can look any more
 */
export async function tellErased(
  db: Db,
  { customers, sources }: { readonly customers: readonly CustomerId[]; readonly sources: readonly string[] },
): Promise<void> {
  await forgetScores(db, customers);
  await forgetLabels(db, customers);
  await forgetInExports(db, customers);
  await noteChange(db, { kind: 'ERASED', customers, sources });
}
