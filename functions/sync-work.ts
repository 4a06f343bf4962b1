import type { Context } from 'aws-lambda';
import { advanceSync } from '../social/sync/advance.ts';
import { unfinishedSyncs } from '../store/social/syncs.ts';
import { openDatabase } from './environment.ts';
import { socialSettings } from './social.ts';

/**
 * Lambda handler of the schedule that works at syncs. It stops half a minute before its time is up, and where a source asks to wait: the
 * next tick goes on. Several may work at once; parts are taken by lease.
 */
export async function handler(
  _event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<readonly { readonly syncId: string; readonly status: string }[]> {
  const settings = socialSettings();
  if (settings.sources.length === 0) return [];
  const db = await openDatabase();
  const worked: { syncId: string; status: string }[] = [];
  for (const { id } of await unfinishedSyncs(db)) {
    const { status } = await advanceSync(db, settings, id, { remainingMs: () => context.getRemainingTimeInMillis() });
    worked.push({ syncId: id, status });
  }
  return worked;
}
