/**
 * The parts of a run that a process does in one go. Whoever drives a run takes it through them: run.ts in one process, a workflow in as many as it
 * takes (in-parts.ts).
 */
import { isLasting, KringError } from '../domain/errors.ts';
import type { Db } from '../store/client/db.ts';
import type { VisibleGeneration } from '../store/published/generations.ts';
import { eraseOpen } from '../store/privacy/erase.ts';
import { exportOpen } from '../store/privacy/export.ts';
import { finishRun, getRun, heartbeat, type RunRecord } from '../store/work/runs.ts';
import { reportActions } from './actions/actions.ts';
import { clearBlobs, type PinnedInputs } from './checkpoint.ts';
import { erasePublished } from './erase.ts';
import { begin, compute, finish, LEASE_MS, publishStep, snapshot, type StepOptions } from './steps.ts';

/** In this order. Nothing is kept between computing and publishing but in memory (decision 5), so they are one. */
export const PARTS = ['SNAPSHOT', 'PUBLISH', 'FINISH'] as const;
export type Part = (typeof PARTS)[number];

/** A run in the hands of one process. What a part before has left in its memory need not be read again; the record alone is enough. */
export interface Held {
  readonly run: RunRecord;
  readonly pinned?: { readonly previous: VisibleGeneration | null; readonly inputs: PinnedInputs };
}

const HEARTBEAT_MS = 20_000;
/** A run that failed this often fails for good: something is wrong that repeating does not mend. */
const MAX_RESUMES = 10;

/** What each part does. Repeating one is harmless, and a run that has published already is taken past it. */
export const DO: Readonly<Record<Part, (db: Db, held: Held, options: StepOptions) => Promise<Held>>> = {
  SNAPSHOT: async (db, { run }, options) => {
    const { previous, isPublished } = await begin(db, run);
    if (isPublished) return { run };
    if (run.pinned === null) await eraseOpen(db, run.generation);
    await exportOpen(db);
    const { run: after, inputs } = await snapshot(db, run, previous, options);
    return { run: after, pinned: { previous, inputs } };
  },
  PUBLISH: async (db, { run, pinned }, options) => {
    const { previous, isPublished } =
      pinned === undefined ? await begin(db, run) : { previous: pinned.previous, isPublished: false };
    // A crash between making the generation visible and finishing the run left nothing to do but to finish.
    if (isPublished) return { run };
    const computed = await compute(db, run, previous, options, pinned?.inputs);
    await reportActions(db, run, computed.inputs.snapshot, computed.result);
    return { run: await publishStep(db, run, computed, options) };
  },
  /** With a run end erasures that waited for one that knows nothing of the person. */
  FINISH: async (db, { run }) => {
    const finished = await finish(db, run);
    await erasePublished(db);
    return { run: finished };
  },
};

/** Heartbeats while the run is in this process's hands. */
export function keepAlive(db: Db, run: RunRecord): { readonly stop: () => Promise<unknown> } {
  let beating: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    beating = heartbeat(db, run, { leaseMs: LEASE_MS }).catch(() => undefined);
  }, HEARTBEAT_MS);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      return beating;
    },
  };
}

/** Whether repeating would end the same way: a calculation that cannot work, a later run that has begun, or too many failures. */
export const isHopeless = ({ resumedCount }: RunRecord, error: unknown): boolean =>
  (error instanceof KringError && error.code === 'GENERATION_SUPERSEDED') ||
  isLasting(error) ||
  resumedCount >= MAX_RESUMES;

/** Ends a run for good, and says why. */
export async function fail(db: Db, held: RunRecord, error: unknown): Promise<void> {
  const run = (await getRun(db, held.id)) ?? held;
  const message = error instanceof Error ? error.message : String(error);
  await finishRun(db, { ...run, holder: held.holder, status: 'FAILED', finishedAt: db.clock(), error: message });
  await clearBlobs(db, run);
}
