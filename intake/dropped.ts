import * as z from 'zod';
import { VisibleError } from '../domain/errors.ts';
import type { Db } from '../store/client/db.ts';
import { DATE_FORMATS } from './instants.ts';
import { runImport } from './job.ts';
import { IMPORT_KINDS } from './presets.ts';
import type { ImportKind } from './presets.ts';
import { parseWhere } from './presets/rewrite.ts';
import type { Progress } from './progress.ts';
import { openRejects } from './rejects.ts';

/** Where files are put to be imported, and where what became of each is told. */
export const INBOX = 'inbox/';
export const OUTBOX = 'outbox/';

/** How a file is read where its header does not say: the options of `kring import`, as JSON. */
const settingsSchema = z.strictObject({
  map: z.record(z.string(), z.string()).optional(),
  constants: z.record(z.string(), z.string()).optional(),
  preset: z.string().optional(),
  currency: z.string().optional(),
  delimiter: z.string().optional(),
  dateFormat: z.enum(DATE_FORMATS).optional(),
  where: z.array(z.string()).optional(),
  header: z.boolean().optional(),
  minorUnits: z.boolean().optional(),
  decimalComma: z.boolean().optional(),
  decimalPoint: z.boolean().optional(),
  acceptIds: z.boolean().optional(),
  strict: z.boolean().optional(),
  correct: z.boolean().optional(),
  createUnknown: z.boolean().optional(),
});

export interface DroppedFile {
  /** What the object is called: `inbox/KIND/SOURCE/FILE`. */
  readonly key: string;
  /** JSON, or nothing said. */
  readonly settings: string | undefined;
  /** Where it lies on this machine now, under its own name. */
  readonly path: string;
}

/** What became of one file; what is told of it says nothing of a row's content. */
export type DroppedOutcome = {
  readonly file: string;
} & (
  | {
      readonly status: 'IMPORTED';
      readonly kind: ImportKind;
      readonly source: string;
      readonly readAs: string | null;
      /** Records by what became of them, as `kring import` counts. */
      readonly counts: Readonly<Record<string, number>>;
      readonly rejectedRows: number;
      /** Records that an earlier attempt had written already. */
      readonly resumedFrom: number;
      readonly customersFolded: number;
      readonly notes: readonly string[];
    }
  | { readonly status: 'REFUSED'; readonly code: string; readonly message: string }
);

/** Failures that another attempt may not meet; every other one is about the file, and stays. */
const PASSING = new Set(['THROTTLED', 'UNAVAILABLE', 'IMPORT_TAKEN_OVER']);

/** The time is nearly up: what was written stays, and the next attempt goes on from there. */
export class OutOfTimeError extends Error {
  constructor() {
    super('the import stops here: its time is nearly up');
    this.name = 'OutOfTimeError';
  }
}

/** Stops an import between two writes, as a kill would; imports go on from their checkpoint. */
function until(remainingMs: () => number): Progress {
  const look = (): void => {
    if (remainingMs() <= 0) throw new OutOfTimeError();
  };
  return { stage: look, update: look, stop: () => {} };
}

/**
 * Imports a file that somebody put into the bucket, named `inbox/KIND/SOURCE/FILE`.
 *
 * @param options.remainingMs at 0 the import stops; the same file again continues it
 * @param options.rejects where rows that were not taken are listed, made only when there are some
 * @returns REFUSED with the reason where the file, its name or its settings are at fault: another attempt would end alike
 * @throws OutOfTimeError; whatever another attempt may mend
 */
export async function importDropped(
  db: Db,
  { key, settings, path }: DroppedFile,
  options: { readonly remainingMs: () => number; readonly rejects: string; readonly sortIn: string },
): Promise<DroppedOutcome> {
  const rejects = openRejects(options.rejects);
  try {
    const { kind, source } = placeOf(key);
    const { where, ...said } = settingsOf(settings);
    const { plan, counts, rejectedRows, resumedFrom, customersFolded, notes } = await runImport(
      db,
      // What was not said stays unsaid.
      JSON.parse(JSON.stringify({ kind, source, path, ...said, where: where && parseWhere(where) })),
      { progress: until(options.remainingMs), rejects, sortIn: options.sortIn },
    );
    return {
      file: key,
      status: 'IMPORTED',
      kind,
      source: plan.source,
      readAs: plan.preset,
      counts,
      rejectedRows,
      resumedFrom,
      customersFolded,
      notes,
    };
  } catch (error) {
    if (!(error instanceof VisibleError) || PASSING.has(error.code)) throw error;
    return { file: key, status: 'REFUSED', code: error.code, message: error.message };
  } finally {
    await rejects.close();
  }
}

/** @throws VisibleError DROPPED_WHERE */
function placeOf(key: string): { readonly kind: ImportKind; readonly source: string } {
  const [kind, source, ...name] = key.startsWith(INBOX) ? key.slice(INBOX.length).split('/') : [];
  const known = IMPORT_KINDS.find((one) => one === kind);
  if (known === undefined || !source || name.join('/') === '')
    throw new VisibleError(
      'DROPPED_WHERE',
      `${key} does not say what it holds. Put it at ${INBOX}KIND/SOURCE/FILE, for example ${INBOX}orders/shop/2026-11.csv; KIND is one of ${IMPORT_KINDS.join(', ')}.`,
    );
  return { kind: known, source };
}

/** @throws VisibleError DROPPED_SETTINGS */
function settingsOf(text: string | undefined): z.infer<typeof settingsSchema> {
  const wrong = (why: string): VisibleError =>
    new VisibleError(
      'DROPPED_SETTINGS',
      `The settings of the file (its metadata \`kring\`) are not right: ${why}. They are JSON with the options of \`kring import\`, for example {"map":{"orderId":"Order No"}}.`,
    );
  if (text === undefined) return {};
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    throw wrong('they are no JSON');
  }
  const checked = settingsSchema.safeParse(said);
  if (checked.success) return checked.data;
  const [{ path, message }] = checked.error.issues as [z.core.$ZodIssue];
  throw wrong(`${path.join('.')}${path.length === 0 ? '' : ': '}${message}`);
}
