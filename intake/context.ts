import { VisibleError } from '../domain/errors.ts';
import type { CustomerId } from '../domain/events.ts';
import type { Db } from '../store/client/db.ts';
import type { Progress } from './progress.ts';
import type { Notation } from './cells.ts';
import type { ImportPlan } from './prepare.ts';
import type { RejectedRow, RejectReport } from './rejects.ts';
import type { RowSchema, RowSource } from './rows.ts';

/** What a step of an import works with. */
export interface ImportJob {
  /** Its clock stands at the import's start, so that a resumed import writes the same items as an uninterrupted one. */
  readonly db: Db;
  readonly plan: ImportPlan;
  readonly notation: Notation;
  readonly rejects: RejectReport;
  readonly progress: Progress;
  /** Where what does not fit into memory is sorted; the system's directory for temporary files when absent. */
  readonly sortIn?: string;
  /** Records handled before. */
  readonly done: number;
  /** Notes when something that the file tells of happened. */
  saw(at: number): void;
  /** Something worth knowing about the file that is no reason to stop, for people. */
  note(text: string): void;
  /** Notes that the first `done` records are written, `outcomes` since the last note. */
  checkpoint(done: number, outcomes: readonly RowOutcome[]): Promise<void>;
}

/** What became of one record. */
export interface RowOutcome {
  readonly status: string;
  /** For a record that was refused. */
  readonly rejected?: RejectedRow;
  /** Whose purchases are other ones by it. */
  readonly ordered?: CustomerId;
}

/**
 * How a file is ingested: summaries wait until everything is in, and receipts go in batches. An import takes itself for
 * the only writer of its (source, id)s; somebody else sending one of them with other content in the same moment would
 * not be noticed.
 */
export const BULK = { fold: false, soleWriter: true } as const;

/** The rows of the job's file, checked by a schema. */
export const rowSource = <T>(job: ImportJob, schema: RowSchema<T>): RowSource<string, T> => {
  const { request, map, constants, fields, reading, file } = job.plan;
  return {
    path: request.path,
    map,
    constants,
    reading,
    schema,
    fields,
    ...file,
  };
};

/** Refuses the whole file when it was asked to be strict and has bad rows. Nothing has been written by then. */
export function refuseIfStrict(job: ImportJob): void {
  const { rejects, plan } = job;
  if (plan.request.strict !== true || rejects.count === 0) return;
  const { row, field, reason } = rejects.first[0]!;
  throw new VisibleError(
    'STRICT_REJECTED',
    `Nothing was imported: ${rejects.count} bad ${rejects.count === 1 ? 'row' : 'rows'}, the first is row ${row}${field === '' ? '' : `, ${field}`}: ${reason}.`,
  );
}
