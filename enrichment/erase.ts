/** The second half of erasing a person (store/privacy/erase.ts is the first): what runs have published of them goes with the first run that knows nothing of them. */
import type { CustomerId } from '../domain/events.ts';
import type { Db } from '../store/client/db.ts';
import { forgetInGraphs } from '../store/actions/graph.ts';
import { mapLimit } from '../store/client/concurrency.ts';
import { sweepAgain } from '../store/privacy/erase-inputs.ts';
import { eraseMentions } from '../store/privacy/erase-mentions.ts';
import { ERASE_STEPS, openJobs, saveJob, withStep } from '../store/privacy/jobs.ts';
import { deleteOtherCredit } from '../store/published/credit.ts';
import { visibleGeneration, type VisibleGeneration } from '../store/published/generations.ts';
import { forgetMonths } from '../store/published/influence.ts';
import { forgetInExports } from '../store/changes/bulk-export.ts';
import { forgetLabels } from '../store/published/label-files.ts';
import { forgetScores } from '../store/published/score-files.ts';
import { bucketOf, decodeSlots, otherSlot, slotIn } from '../store/published/slots.ts';
import { listViews } from '../store/published/views.ts';
import { NOTES } from './publish/before.ts';
import { deletePages } from './publish/retired.ts';
import { deleteViewWhole } from './publish/view.ts';

/**
 * Ends erasures whose persons the visible generation does not know: deletes what earlier ones showed of them. Repeatable; a crash in between
 * leaves it to the next run.
 */
export async function erasePublished(db: Db): Promise<void> {
  const open = (await openJobs(db, 'ERASE')).filter(({ job }) => job.cleanFrom !== null);
  if (open.length === 0) return;
  const shown = await visibleGeneration(db, { consistent: true });
  const ready = open.filter(({ job }) => shown !== null && job.cleanFrom! <= shown.generation);
  if (shown === null || ready.length === 0) return;
  const ids = ready.flatMap(({ person }) => person.ids);
  // Also what somebody who was at work then, such as a run, has put behind it.
  for (const { person } of ready) {
    await sweepAgain(db, person);
    await eraseMentions(db, person);
  }
  const pages = await eraseEarlier(db, shown, ids);
  for (const held of ready) {
    const atRun = held.job.steps.length < ERASE_STEPS.indexOf('PUBLISHED');
    const ran = atRun ? withStep(db, held.job, 'RUN', 1) : held.job;
    await saveJob(db, { ...held, job: withStep(db, ran, 'PUBLISHED', pages) });
  }
}

const NAMES_AT_ONCE = 4;

/** Deletes what readers of the visible generation do not look at: other slots, views of the past, credit that is pushed along no more, scores of months. */
async function eraseEarlier(db: Db, shown: VisibleGeneration, ids: readonly CustomerId[]): Promise<number> {
  let pages = 0;
  await mapLimit(Object.entries(shown.slots ?? {}), NAMES_AT_ONCE, async ([name, text]) => {
    // It holds fingerprints of whole pages.
    if (name === NOTES) return;
    const bits = decodeSlots(text);
    for (const page of pagesWith(name, ids, 8 * bits.length)) {
      pages += 1;
      await deletePages(db, [otherSlot(slotIn(bits, page))], { name, from: page, to: page + 1 }, shown.generation);
    }
  });
  for (const retired of shown.retired) await deletePages(db, ['a', 'b'], retired, shown.generation);
  for (const view of await listViews(db)) await deleteViewWhole(db, view, { pagesFirst: true });
  await deleteOtherCredit(db, [shown.credit]);
  for (const id of ids) await forgetMonths(db, id, shown.scoresBits ?? []);
  await forgetScores(db, ids);
  await forgetLabels(db, ids);
  await forgetInExports(db, ids);
  await forgetInGraphs(db, ids);
  return pages;
}

/** Pages of a name that customers can lie in: of what is divided by ids those of theirs, but where others' pages name them too. */
function pagesWith(name: string, ids: readonly CustomerId[], count: number): readonly number[] {
  const bits = /-(\d+)$/u.exec(name)?.[1];
  const isDivided = /^(?:observed|modelled)-\d+$/u.test(name) && bits !== undefined;
  return isDivided ? [...new Set(ids.map((id) => bucketOf(id, Number(bits))))] : [...Array(count).keys()];
}
