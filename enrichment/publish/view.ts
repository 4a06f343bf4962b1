import type { Db } from '../../store/client/db.ts';
import { mapLimit } from '../../store/client/concurrency.ts';
import type { VisibleGeneration } from '../../store/published/generations.ts';
import { deleteView, listViews, putView } from '../../store/published/views.ts';
import { nothingBefore } from './before.ts';
import type { PublishInput } from './input.ts';
import { writeAll } from './publish.ts';
import { deletePages } from './retired.ts';
import { pageLog } from './slots.ts';

/** Views of the past kept: a year of month ends. */
const KEPT = 12;
/** Views kept that try settings out: to look at, not to come back to. */
const KEPT_TRIED = 4;
const KEPT_MS = 90 * 86_400_000;
const NAMES_AT_ONCE = 4;

/**
 * Writes a run of the past, or of other settings, beside what is visible, whole and under its own generation, and makes it readable by the run's id.
 * Nothing a reader of the visible generation sees is touched. Repeating any part of it is harmless.
 */
export async function publishView(input: Omit<PublishInput, 'previous' | 'expiresAtMs'>): Promise<void> {
  const { db, generation, isTried } = input;
  const expiresAtMs = db.clock() + KEPT_MS;
  const log = pageLog(generation, null);
  const { shown } = await writeAll({ ...input, previous: null, before: nothingBefore, expiresAtMs }, log);
  // The influence history is one, whichever instant is asked about.
  const { scoresBits } = input.before;
  const tried = isTried ? { tried: true as const } : {};
  await putView(db, { ...shown, ...tried, scoresBits, contents: log.contents() }, expiresAtMs);
  await deleteOldest(db);
}

/** A crash in between leaves pages that nobody reads until their time is over, and so do views of an earlier version of the table. */
async function deleteOldest(db: Db): Promise<void> {
  const views = await listViews(db);
  const old = [
    ...views.filter(({ tried }) => tried !== true).slice(KEPT),
    ...views.filter(({ tried }) => tried === true).slice(KEPT_TRIED),
  ];
  for (const view of old) await deleteViewWhole(db, view);
}

/** Deletes a view with all its pages, these first where nothing of it may be left: whoever dies in between finds the rest by it. */
export async function deleteViewWhole(
  db: Db,
  { runId, generation, contents }: VisibleGeneration,
  { pagesFirst = false }: { readonly pagesFirst?: boolean } = {},
): Promise<void> {
  if (!pagesFirst) await deleteView(db, runId);
  await mapLimit(Object.entries(contents ?? {}), NAMES_AT_ONCE, ([name, to]) =>
    deletePages(db, [generation], { name, from: 0, to }, generation),
  );
  if (pagesFirst) await deleteView(db, runId);
}
