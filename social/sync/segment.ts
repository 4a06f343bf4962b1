import type { CustomerId } from '../../domain/events.ts';
import { segmentList } from '../../published/blocks.ts';
import type { Db } from '../../store/client/db.ts';
import { visibleGeneration } from '../../store/published/generations.ts';
import { readList } from '../../store/published/lists.ts';

/** Entries read at once: a hundred pages of a list. */
const STRETCH = 50_000;

/** The members of a segment at the last run; null when no run has published it. */
export async function segmentMembers(db: Db, key: string): Promise<ReadonlySet<CustomerId> | null> {
  const visible = await visibleGeneration(db, { consistent: true });
  const list = visible?.segments[key];
  if (visible === null || list === undefined) return null;
  const members = new Set<CustomerId>();
  for (let offset = 0; offset < list.count; offset += STRETCH) {
    const stretch = await readList(db, visible, { ...list, name: segmentList(key) }, offset, STRETCH);
    // Runs have written over it meanwhile.
    if (stretch === null) return segmentMembers(db, key);
    for (const id of stretch.ids) members.add(id);
  }
  return members;
}
