import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { VisibleError } from '../domain/errors.ts';
import { DAY_MS, UTC } from '../domain/time/time.ts';
import type { Db } from '../store/client/db.ts';
import { ensureTable, tableMeta } from '../store/client/table.ts';
import { presentFields } from './csv/columns.ts';
import type { FieldColumns } from './csv/columns.ts';
import { readHeader } from './csv/read.ts';
import type { Notation } from './cells.ts';
import { COLUMN_KINDS, readCells } from './columns.ts';
import type { ColumnReading } from './columns.ts';
import { markChosen, minorDigitsOf } from './decimal.ts';
import { edgeListNotes, readEdgeList } from './edge-list.ts';
import type { EdgeList } from './edge-list.ts';
import type { DateFormat } from './instants.ts';
import { CUSTOMER_FIELDS } from './customer-rows.ts';
import { ACCOUNT_FIELDS, PRODUCT_FIELDS, SPEND_FIELDS } from './definition-rows.ts';
import { FACT_FIELDS } from './fact-rows.ts';
import { INTERACTION_FIELDS } from './interaction-rows.ts';
import { NO_PRODUCT, orderColumns, orderConstants, orderFields, withoutGiven } from './order-file.ts';
import { presetFor } from './presets.ts';
import type { ImportKind } from './presets.ts';
import { profileFile } from './profile.ts';
import { REFERRAL_FIELDS } from './referral-rows.ts';
import { TIE_FIELDS } from './tie-rows.ts';

/** What the caller asks for; everything but kind and path has a default. */
export interface ImportRequest {
  readonly kind: ImportKind;
  readonly path: string;
  readonly preset?: string;
  /** field → column */
  readonly map?: Readonly<Record<string, string>>;
  /** field → value of every row */
  readonly constants?: Readonly<Record<string, string>>;
  readonly source?: string;
  readonly currency?: string;
  /** IANA name of the shop's zone, fixed with the table; absent: the table's, UTC for a new one. */
  readonly timeZone?: string;
  readonly delimiter?: string;
  /** What separates decimals in columns whose own cells do not say: one of the two, or neither. */
  readonly decimalComma?: boolean;
  readonly decimalPoint?: boolean;
  /** Imports the file although its profile raises doubts. */
  readonly acceptIds?: boolean;
  readonly dateFormat?: DateFormat;
  /** Any bad row: nothing is written. */
  readonly strict?: boolean;
  /** Orders: one that is known with other content is replaced, instead of refused. */
  readonly correct?: boolean;
  /** Ties: customers that are not known yet are created instead of rejected. */
  readonly createUnknown?: boolean;
  /** Ties without dates: the instant they are said to hold since. */
  readonly at?: number;
  /** Ties: whether the first line is a header; recognised when absent. */
  readonly header?: boolean;
}

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
  /** How a file of ties is read, which need not be CSV with a header; null for the other kinds. */
  readonly edges: EdgeList | null;
  /** Names this file read in this way: a checkpoint belongs to one fingerprint. */
  readonly fingerprint: string;
}

export const FIELDS: Readonly<Record<ImportKind, FieldColumns<string>>> = {
  customers: CUSTOMER_FIELDS,
  orders: orderFields('ACCOUNTS'),
  interactions: INTERACTION_FIELDS,
  ties: TIE_FIELDS,
  referrals: REFERRAL_FIELDS,
  facts: FACT_FIELDS,
  products: PRODUCT_FIELDS,
  accounts: ACCOUNT_FIELDS,
  spend: SPEND_FIELDS,
};

/**
 * Recognises the file, checks its header, looks at all of its columns, settles currency and time zone with the table (made if need
 * be) and fingerprints the file and how it is read. Nothing is written to the table before the file has been looked at.
 *
 * @throws VisibleError about the file, the mapping, the preset, or the currency; DOUBTFUL_FILE with what looking found
 */
export async function planImport(db: Db, request: ImportRequest): Promise<ImportPlan> {
  const { kind, path } = request;
  if (request.header !== undefined && kind !== 'ties')
    throw new VisibleError('USAGE', `--header and --no-header are for ties: a file of ${kind} needs a header line.`);
  const named = request.preset === undefined ? null : presetFor(kind, [], request.preset);
  const edges =
    kind === 'ties'
      ? await readEdgeList(path, fieldsFor(kind, request.constants ?? {}), {
          ...request,
          map: { ...named?.kinds.ties?.map, ...request.map },
        })
      : null;
  const inShape = shapeOf(request, edges);
  const header = edges?.header ?? (await readHeader(path, inShape));
  // An explicit mapping says how to read the file; a recognised header must not override it.
  const preset = named ?? presetFor(kind, header);
  const reading = preset?.kinds[kind];
  const map = { ...reading?.map, ...(edges?.map ?? request.map) };
  const constants = { ...reading?.constants, ...request.constants };
  for (const field of Object.keys(constants)) {
    if (!(field in FIELDS[kind]))
      throw new VisibleError(
        'UNKNOWN_FIELD',
        `There is no field "${field}" to set. The fields are: ${Object.keys(FIELDS[kind]).join(', ')}.`,
      );
  }
  const fields =
    kind === 'orders'
      ? orderColumns(header, map, constants, 'ACCOUNTS')
      : presentFields(header, fieldsFor(kind, constants), map);
  if (kind === 'orders') Object.assign(constants, orderConstants(fields, constants, 'ACCOUNTS'));
  const source = request.source ?? preset?.source ?? 'import';
  const currency = await chosenCurrency(db, request, preset?.currency);
  const kinds = COLUMN_KINDS[kind];
  const mark = markChosen(request);
  const { marks, doubts, notes } = await profileFile({
    path,
    fields,
    map,
    kinds,
    decimalMark: mark,
    zeroIsNobody: kind === 'customers' || kind === 'orders' || kind === 'interactions' || kind === 'facts',
    ...inShape,
  });
  if (doubts.length > 0 && request.acceptIds !== true) throw doubtful(path, doubts);
  // A value that is the same in every row has no column to decide for it.
  const plainConstants = readCells(constants, {
    kinds,
    marks: Object.fromEntries(Object.keys(kinds).map((field) => [field, mark ?? '.'])),
  }).values;
  const { timeZone } = await ensureTable(db, {
    currency,
    ...(request.timeZone === undefined ? {} : { timeZone: request.timeZone }),
  });
  const reads = {
    reader: READER,
    kind,
    map,
    constants: plainConstants,
    source,
    currency,
    delimiter: request.delimiter,
    marks,
    dateFormat: request.dateFormat,
    at: request.at,
    createUnknown: request.createUnknown,
    header: request.header,
    ...(request.correct === true ? { correct: true } : {}),
    ...(timeZone === UTC ? {} : { timeZone }),
  };
  const fingerprint = await fingerprintOf(path, JSON.stringify(reads));
  return {
    request,
    preset: preset?.name ?? null,
    map,
    constants: plainConstants,
    fields,
    source,
    currency,
    timeZone,
    edges,
    reading: { kinds, marks },
    // The whole file has been read by now, comments and all.
    notes: [
      ...(edges === null ? [] : edgeListNotes(edges)),
      ...(kind === 'orders' && constants['sku'] === NO_PRODUCT && fields['sku'] === undefined
        ? [WITHOUT_PRODUCTS]
        : []),
      ...notes,
    ],
    fingerprint,
  };
}

/** How the bytes of the file are read as records. */
export const shapeOf = (
  { delimiter }: Pick<ImportRequest, 'delimiter'>,
  edges: EdgeList | null,
): Pick<EdgeList, 'delimiter'> & Partial<Pick<EdgeList, 'shape'>> => {
  if (edges !== null)
    return edges.delimiter === undefined ? { shape: edges.shape } : { shape: edges.shape, delimiter: edges.delimiter };
  return delimiter === undefined ? {} : { delimiter };
};

/** Goes up when the same file and choices are read otherwise than before: half an import is not continued in another reading. */
const READER = 2;

const WITHOUT_PRODUCTS =
  'No column says what was bought: every line counts as one and the same product. Where one does, add --map "Column=sku".';

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

/** The fields of a kind; one whose value is given for every row needs no column. */
const fieldsFor = (kind: ImportKind, constants: Readonly<Record<string, string>>): FieldColumns<string> =>
  withoutGiven(FIELDS[kind], constants);

/** @param startedAt when this import first started; stable over a resume, so that both halves judge dates alike */
export const notationOf = (plan: ImportPlan, startedAt: number): Notation => ({
  currency: plan.currency,
  minorDigits: minorDigitsOf(plan.currency),
  dateFormat: plan.request.dateFormat ?? 'iso',
  latest: startedAt + DAY_MS,
  timeZone: plan.timeZone,
});

async function chosenCurrency(db: Db, request: ImportRequest, presetCurrency: string | undefined): Promise<string> {
  const meta = await tableMeta(db);
  const hasMoney = ['orders', 'referrals', 'products', 'spend'].includes(request.kind);
  const currency =
    request.currency?.toUpperCase() ?? (hasMoney ? presetCurrency : undefined) ?? meta?.currency ?? presetCurrency;
  if (currency === undefined) {
    throw new VisibleError(
      'CURRENCY_REQUIRED',
      'Say which currency the accounts are kept in, once: add for example --currency EUR. Amounts of all later imports must be in it.',
    );
  }
  if (!Intl.supportedValuesOf('currency').includes(currency)) {
    throw new VisibleError('USAGE', `--currency takes an ISO 4217 code such as EUR, USD or GBP; got "${currency}".`);
  }
  return currency;
}

async function fingerprintOf(path: string, reads: string): Promise<string> {
  const hash = createHash('sha256').update(reads).update('\n');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex').slice(0, 40);
}
