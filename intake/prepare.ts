import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { VisibleError } from '../domain/errors.ts';
import { DAY_MS, UTC } from '../domain/time/time.ts';
import type { Db } from '../store/client/db.ts';
import { ensureTable, tableMeta } from '../store/client/table.ts';
import type { FieldColumns } from './csv/columns.ts';
import type { Notation } from './cells.ts';
import type { ColumnReading } from './columns.ts';
import { minorDigitsOf } from './decimal.ts';
import { inspectFile } from './inspect.ts';
import type { FileShape, ImportRequest, Inspection } from './inspect.ts';

export type { ImportRequest } from './inspect.ts';

/** A request with every choice made. */
export interface ImportPlan {
  readonly request: ImportRequest;
  readonly preset: string | null;
  readonly map: Readonly<Record<string, string>>;
  readonly constants: Readonly<Record<string, string>>;
  /** Those the file has a column for. */
  readonly fields: FieldColumns<string>;
  readonly source: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly reading: ColumnReading;
  /** What looking at the file found that is worth knowing. */
  readonly notes: readonly string[];
  /** How the bytes of the file are read as records. */
  readonly file: FileShape;
  /** Names this file read in this way: a checkpoint belongs to one fingerprint. */
  readonly fingerprint: string;
}

/**
 * Recognises the file, checks its header, looks at all of its columns, settles currency and time zone with the table (made if need
 * be) and fingerprints the file and how it is read. Nothing is written to the table before the file has been looked at.
 *
 * @throws VisibleError about the file, the mapping, the preset, or the currency; DOUBTFUL_FILE with what looking found
 */
export async function planImport(db: Db, request: ImportRequest): Promise<ImportPlan> {
  const found = await inspectFile(request);
  const { kind, path } = request;
  const { doubts, constants, preset, translation, source, file, map, fields, reading } = found;
  if (doubts.length > 0 && request.acceptIds !== true) throw doubtful(path, doubts);
  const currency = await chosenCurrency(db, request, found);
  const { timeZone } = await ensureTable(db, {
    currency,
    ...(request.timeZone === undefined ? {} : { timeZone: request.timeZone }),
  });
  const reads = {
    reader: READER,
    kind,
    map,
    constants,
    source,
    currency,
    delimiter: request.delimiter,
    marks: reading.marks,
    dateFormat: request.dateFormat,
    at: request.at,
    createUnknown: request.createUnknown,
    header: request.header,
    ...(request.correct === true ? { correct: true } : {}),
    ...(translation ? { translation: preset!.name, said: request.map } : {}),
    ...((request.where ?? []).length === 0 ? {} : { where: request.where }),
    ...(request.minorUnits === true ? { minorUnits: true } : {}),
    ...(timeZone === UTC ? {} : { timeZone }),
  };
  const fingerprint = await fingerprintOf(path, JSON.stringify(reads));
  return {
    request,
    preset: preset?.name ?? null,
    map,
    constants,
    fields,
    source,
    currency,
    timeZone,
    file,
    reading,
    notes: found.notes,
    fingerprint,
  };
}

/** Goes up when the same file and choices are read otherwise than before: half an import is not continued in another reading. */
const READER = 3;

const doubtful = (path: string, doubts: readonly string[]): VisibleError =>
  new VisibleError(
    'DOUBTFUL_FILE',
    [
      `Nothing was imported. Before anything is written, ${path} needs a look:`,
      ...doubts.map((doubt) => `  - ${doubt}.`),
      'Correct the file, or import it as it stands with --accept-ids.',
    ].join('\n'),
    { details: { doubts } },
  );

/** @param startedAt when this import first started; stable over a resume, so that both halves judge dates alike */
export const notationOf = (plan: ImportPlan, startedAt: number): Notation => ({
  currency: plan.currency,
  minorDigits: minorDigitsOf(plan.currency),
  dateFormat: plan.request.dateFormat ?? 'iso',
  latest: startedAt + DAY_MS,
  timeZone: plan.timeZone,
  ...(plan.request.minorUnits === true ? { minorUnits: true } : {}),
});

async function chosenCurrency(
  db: Db,
  request: ImportRequest,
  { preset, currencies }: Pick<Inspection, 'preset' | 'currencies'>,
): Promise<string> {
  const meta = await tableMeta(db);
  const hasMoney = ['orders', 'referrals', 'products', 'spend', 'messages'].includes(request.kind);
  const currency =
    request.currency?.toUpperCase() ??
    (hasMoney ? preset?.currency : undefined) ??
    meta?.currency ??
    preset?.currency ??
    onlyOne(currencies);
  if (currency === undefined) {
    const named = [...currencies]
      .sort((a, b) => b[1] - a[1])
      .map(([code, rows]) => `${code} (${rows} ${rows === 1 ? 'row' : 'rows'})`);
    throw new VisibleError(
      'CURRENCY_REQUIRED',
      `${named.length === 0 ? `Nothing in ${basename(request.path)} says in which currency its amounts are${preset?.currencyColumn === undefined ? '' : ` (this export can have a column "${preset.currencyColumn}")`}. ` : ''}Say which currency the accounts are kept in, once: add for example --currency EUR. Amounts of all later imports must be in it.` +
        (named.length === 0 ? '' : ` ${basename(request.path)} names ${named.join(', ')}.`),
      { details: { found: [...currencies.keys()] } },
    );
  }
  if (!Intl.supportedValuesOf('currency').includes(currency)) {
    throw new VisibleError('USAGE', `--currency takes an ISO 4217 code such as EUR, USD or GBP; got "${currency}".`);
  }
  return currency;
}

/** Where a file names one currency and nobody else named any, it is that one. */
const onlyOne = (found: ReadonlyMap<string, number>): string | undefined =>
  found.size === 1 ? [...found.keys()].find((code) => Intl.supportedValuesOf('currency').includes(code)) : undefined;

async function fingerprintOf(path: string, reads: string): Promise<string> {
  const hash = createHash('sha256').update(reads).update('\n');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex').slice(0, 40);
}
