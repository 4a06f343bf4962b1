/**
 * Erasing a person: first what is recorded of them, then, with a run that knows nothing of them any more, what runs have published (enrichment/erase.ts).
 * The runs of a table take the open erasures along, so that one night serves all of them (decision 30).
 */
import type { Db } from '../client/db.ts';
import { tellErased } from '../changes/erased.ts';
import { readLease } from '../work/lease.ts';
import { eraseMentions } from './erase-mentions.ts';
import { eraseAccounts, eraseCustomers, eraseEvents, eraseIdentities, eraseRelations } from './erase-inputs.ts';
import { ERASE_STEPS, openJobs, saveJob, withStep, type HeldJob, type Person, type PrivacyStep } from './jobs.ts';

/** What is done before a run, in the order of the steps. */
const RECORDED: Readonly<Partial<Record<PrivacyStep, (db: Db, person: Person) => Promise<number>>>> = {
  IDENTITIES: eraseIdentities,
  EVENTS: eraseEvents,
  TIES: eraseRelations,
  SOCIAL: eraseAccounts,
  MENTIONS: eraseMentions,
  PROFILE: eraseCustomers,
  FEED: async (db, { ids, identities }) => {
    const sources = [...new Set(identities.flatMap(({ source }) => source ?? []))];
    await tellErased(db, { customers: ids, sources });
    return ids.length;
  },
};

/**
 * Erases what is recorded of whom an open erasure is about; from then on nobody finds them. Goes on with the step that was not done.
 *
 * @param cleanFrom the first generation that knows nothing of them: of the caller's own run, where it has not read its inputs yet; else of the next one
 */
export async function eraseRecorded(db: Db, held: HeldJob, cleanFrom?: number): Promise<HeldJob> {
  let { job } = held;
  for (const step of ERASE_STEPS.slice(job.steps.length)) {
    const work = RECORDED[step];
    if (work === undefined) break;
    const count = await work(db, held.person);
    const isLast = ERASE_STEPS[job.steps.length + 1] === 'RUN';
    const clean = isLast ? { cleanFrom: cleanFrom ?? ((await readLease(db))?.generation ?? 0) + 1 } : {};
    job = withStep(db, job, step, count, clean);
    if (!(await saveJob(db, { ...held, job }))) break;
  }
  return { ...held, job };
}

/** {@link eraseRecorded} of every open erasure, by a run that has not read its inputs yet. */
export async function eraseOpen(db: Db, generation: number): Promise<void> {
  for (const held of await openJobs(db, 'ERASE')) await eraseRecorded(db, held, generation);
}

/** Whether an erasure waits for a run. One query. */
export const waitsForRun = async (db: Db): Promise<boolean> => (await openJobs(db, 'ERASE')).length > 0;
