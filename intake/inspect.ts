import { VisibleError } from '../domain/errors.ts';
import { presentFields } from './csv/columns.ts';
import type { FieldColumns } from './csv/columns.ts';
import { readHeader } from './csv/read.ts';
import type { CsvShape } from './csv/read.ts';
import { COLUMN_KINDS, readCells } from './columns.ts';
import type { ColumnReading } from './columns.ts';
import { markChosen } from './decimal.ts';
import { edgeListNotes, readEdgeList } from './edge-list.ts';
import type { EdgeList } from './edge-list.ts';
import { CUSTOMER_FIELDS } from './customer-rows.ts';
import { ACCOUNT_FIELDS, PRODUCT_FIELDS, SPEND_FIELDS } from './definition-rows.ts';
import { FACT_FIELDS } from './fact-rows.ts';
import type { DateFormat } from './instants.ts';
import { INTERACTION_FIELDS } from './interaction-rows.ts';
import { MESSAGE_FIELDS } from './messages/message-rows.ts';
import { orderColumns, orderConstants, orderFields, withoutGiven } from './order-file.ts';
import { presetFor } from './presets.ts';
import type { ImportKind, Preset } from './presets.ts';
import { NO_PRODUCT } from './presets/preset.ts';
import { rewriting } from './presets/rewrite.ts';
import type { Rewriting, Where } from './presets/rewrite.ts';
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
  /** Rows that do not hold these values are left out. */
  readonly where?: readonly Where[];
  /** Amounts are whole minor units (cents), as payment providers count. */
  readonly minorUnits?: boolean;
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

export const FIELDS: Readonly<Record<ImportKind, FieldColumns<string>>> = {
  orders: orderFields('ACCOUNTS'),
  interactions: INTERACTION_FIELDS,
  ties: TIE_FIELDS,
  referrals: REFERRAL_FIELDS,
  customers: CUSTOMER_FIELDS,
  facts: FACT_FIELDS,
  messages: MESSAGE_FIELDS,
  products: PRODUCT_FIELDS,
  accounts: ACCOUNT_FIELDS,
  spend: SPEND_FIELDS,
};

/** A file that was looked at, and how it is read: everything but what a table has to say. */
export interface Inspection {
  readonly preset: Preset | null;
  /** Whether the preset turns the file into Kring's own columns. */
  readonly translation: boolean;
  /** The columns of the file as it stands. */
  readonly header: readonly string[];
  readonly map: Readonly<Record<string, string>>;
  readonly constants: Readonly<Record<string, string>>;
  readonly fields: FieldColumns<string>;
  readonly source: string;
  readonly file: FileShape;
  readonly reading: ColumnReading;
  /** Each a reason not to import the file as it is. */
  readonly doubts: readonly string[];
  readonly notes: readonly string[];
  /** Rows under the header, good or bad. */
  readonly rows: number;
  /** Currencies the file names, with the rows of each. */
  readonly currencies: ReadonlyMap<string, number>;
}

/**
 * Recognises a file, checks its header, and looks at all of its columns.
 *
 * @throws VisibleError about the file, the mapping, the preset
 */
export async function inspectFile(request: ImportRequest): Promise<Inspection> {
  const { kind, path, where = [] } = request;
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
  const asWritten = shapeOf(request, edges);
  const header = edges?.header ?? (await readHeader(path, asWritten));
  // An explicit mapping says how to read the file; a recognised header must not override it.
  const preset = named ?? presetUnmapped(kind, header, request.map);
  const preread = preset?.kinds[kind];
  const translation = preread?.translation ?? null;
  const said = edges?.map ?? request.map ?? {};
  const constants = { ...preread?.constants, ...request.constants };
  checkFields(kind, said, constants);
  const rewritten = rewriting(translation, said, where);
  const file = rewritten === null ? asWritten : withRewriting(asWritten, rewritten);
  const columns = translation === null ? header : await readHeader(path, file);
  const map = translation === null ? { ...preread?.map, ...said } : {};
  const fields =
    kind === 'orders'
      ? orderColumns(columns, map, constants, 'ACCOUNTS')
      : presentFields(columns, fieldsFor(kind, constants), map);
  if (kind === 'orders') Object.assign(constants, orderConstants(fields, constants, 'ACCOUNTS'));
  const kinds = COLUMN_KINDS[kind];
  const mark = markChosen(request);
  const { rows, marks, doubts, notes, currencies } = await profileFile({
    path,
    fields,
    map,
    kinds,
    decimalMark: mark,
    zeroIsNobody: ['customers', 'orders', 'interactions', 'facts'].includes(kind),
    ...file,
  });
  if (rewritten !== null) refuseIfNoneMatches(path, where, rewritten);
  return {
    preset,
    translation: translation !== null,
    header,
    map,
    // A value that is the same in every row has no column to decide for it.
    constants: readCells(constants, {
      kinds,
      marks: Object.fromEntries(Object.keys(kinds).map((field) => [field, mark ?? '.'])),
    }).values,
    fields,
    source: request.source ?? preset?.source ?? 'import',
    file,
    reading: { kinds, marks },
    doubts,
    // The whole file has been read by now, comments and all.
    notes: [
      ...(edges === null ? [] : edgeListNotes(edges)),
      ...leftOutNotes(where, rewritten),
      ...(kind === 'orders' && constants['sku'] === NO_PRODUCT && fields['sku'] === undefined
        ? [WITHOUT_PRODUCTS]
        : []),
      ...notes,
    ],
    // Those a preset or --where leaves out are rows of the file.
    rows: rewritten === null ? rows : Math.max(rows, rewritten.counts().kept + rewritten.counts().left),
    currencies,
  };
}

/** How the bytes of a file are read as records: what separates columns, and in what shape it comes. */
export interface FileShape {
  readonly delimiter?: string;
  readonly shape?: CsvShape;
}

const shapeOf = ({ delimiter }: Pick<ImportRequest, 'delimiter'>, edges: EdgeList | null): FileShape => {
  const chosen = edges === null ? delimiter : edges.delimiter;
  return { ...(edges === null ? {} : { shape: edges.shape }), ...(chosen === undefined ? {} : { delimiter: chosen }) };
};

/** The file with its records rewritten. */
export const withRewriting = ({ shape, ...file }: FileShape, { rewrite }: Rewriting): FileShape => ({
  ...file,
  shape: { ...shape, rewrite },
});

/**
 * The preset of a file nobody said anything about. One that translates is not taken where the caller maps columns: they know the
 * file by its own columns then.
 */
function presetUnmapped(
  kind: ImportKind,
  header: readonly string[],
  map: Readonly<Record<string, string>> = {},
): ReturnType<typeof presetFor> {
  const preset = presetFor(kind, header);
  return preset?.kinds[kind]?.translation !== undefined && Object.keys(map).length > 0 ? null : preset;
}

function checkFields(
  kind: ImportKind,
  map: Readonly<Record<string, string>>,
  constants: Readonly<Record<string, string>>,
): void {
  const known = Object.keys(FIELDS[kind]);
  for (const [field, column] of Object.entries(map))
    if (!known.includes(field))
      throw new VisibleError(
        'UNKNOWN_FIELD',
        `There is no field "${field}" to map "${column}" to. The fields are: ${known.join(', ')}.`,
      );
  for (const field of Object.keys(constants))
    if (!known.includes(field))
      throw new VisibleError(
        'UNKNOWN_FIELD',
        `There is no field "${field}" to set. The fields are: ${known.join(', ')}.`,
      );
}

function refuseIfNoneMatches(path: string, where: readonly Where[], rewritten: Rewriting): void {
  if (where.length === 0 || rewritten.counts().kept > 0) return;
  throw new VisibleError(
    'NO_ROW_MATCHES',
    `No row of ${path} meets ${where.map(({ column, value }) => `${column} = ${value}`).join(' and ')}. ` +
      where.map(({ column }) => `In "${column}" stand: ${rewritten.values(column).join(', ')}.`).join(' '),
  );
}

function leftOutNotes(where: readonly Where[], rewritten: Rewriting | null): string[] {
  const left = where.length === 0 ? 0 : (rewritten?.counts().left ?? 0);
  return left === 0 ? [] : [`${left} ${left === 1 ? 'row' : 'rows'} left out by --where.`];
}

/** The fields of a kind; one whose value is given for every row needs no column. */
const fieldsFor = (kind: ImportKind, constants: Readonly<Record<string, string>>): FieldColumns<string> =>
  withoutGiven(FIELDS[kind], constants);

const WITHOUT_PRODUCTS =
  'No column says what was bought: every line counts as one and the same product. Where one does, add --map "Column=sku".';
