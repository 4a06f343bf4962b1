import { startSync } from '../social/sync/plan.ts';
import { openDatabase } from './environment.ts';
import { socialSettings } from './social.ts';

/** Lambda handler of the schedule that plans syncs. It calls no source: functions/sync-work.ts does what is planned. */
export async function handler(): Promise<{ readonly syncId: string | null; readonly isNew: boolean }> {
  const settings = socialSettings();
  if (settings.sources.length === 0) return { syncId: null, isNew: false };
  const { sync, isNew } = await startSync(await openDatabase(), settings, { trigger: 'SCHEDULE' });
  return { syncId: sync.id, isNew };
}
