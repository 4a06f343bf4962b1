import { VisibleError } from '../domain/errors.ts';
import { supersedesTie, TIE_KINDS } from '../domain/events.ts';
import { countingSort } from '../domain/graph/counting-sort.ts';
import type { Arcs } from '../domain/graph/kernel/csr.ts';
import { DAY_MS } from '../domain/time/time.ts';
import { readCsv } from './csv/read.ts';
import { namesOf } from './csv/columns.ts';
import type { FieldColumns } from './csv/columns.ts';
import type { Notation } from './cells.ts';
import { canonicalId, COLUMN_KINDS } from './columns.ts';
import { markChosen } from './decimal.ts';
import { edgeListNotes, readEdgeList } from './edge-list.ts';
import type { DateFormat } from './instants.ts';
import { profileFile } from './profile.ts';
import { checkedRows } from './rows.ts';
import { TIE_FIELDS, tieRow } from './tie-rows.ts';

/** Names become node numbers in the order they are first seen. */
export interface NodeNames {
  readonly ids: string[];
  numberOf(id: string): number;
}

export function nodeNames(): NodeNames {
  const ids: string[] = [];
  const numbers = new Map<string, number>();
  return {
    ids,
    // As an import reads ids: two spellings of one name are one person, also in a file of values.
    numberOf(name) {
      const id = canonicalId(name);
      const known = numbers.get(id);
      if (known !== undefined) return known;
      numbers.set(id, ids.length);
      return ids.push(id) - 1;
    },
  };
}

/** Rows that were left out: how many, and the first few for the screen. */
export interface SkippedRows {
  count: number;
  readonly first: string[];
}

export interface TieFileOptions {
  readonly from?: string;
  readonly to?: string;
  readonly weight?: string;
  /** Column of dates by which ties fade; without it they do not age. */
  readonly at?: string;
  /** field → column, as `kring import ties` takes it; the four above win over it. */
  readonly map?: Readonly<Record<string, string>>;
  readonly delimiter?: string;
  readonly header?: boolean;
  readonly decimalComma?: boolean;
  readonly decimalPoint?: boolean;
  readonly dateFormat: DateFormat;
  /** Days after which a dated tie counts half, up to the latest tie of the file. */
  readonly halfLifeDays: number;
}

/** What a file of ties holds. */
export interface TieFile {
  readonly arcs: Omit<Arcs, 'nodeCount'>;
  /** Rows that name a tie another row names too: of each tie one state stands. */
  readonly repeated: number;
  /** How the file was read, and what looking at its columns found, for people. */
  readonly notes: readonly string[];
}

const VALUE_COLUMNS = {
  id: { columns: ['id', 'customer', 'customerid', 'node', 'user'], required: true },
  value: { columns: ['value', 'clv', 'margin', 'v'], required: true },
} as const satisfies FieldColumns<string>;

/** Dates of ties lie before tomorrow, as in an import. */
const notationOf = ({ dateFormat }: TieFileOptions): Notation => ({
  currency: '',
  minorDigits: 0,
  dateFormat,
  latest: Date.now() + DAY_MS,
});

/**
 * Reads ties, plain or gzip, by the rules of `kring import ties`: the same columns, ids, weights and dates, and of a tie that comes
 * twice (follower, followed, kind) the later date stands, on one date the larger weight. A row that cannot be a tie is left out
 * and counted; people whose every tie has ended (weight 0) stay.
 *
 * @throws VisibleError NO_TIES when no row is left, and what `readEdgeList` and `readCsv` throw
 */
export async function readTies(
  path: string,
  names: NodeNames,
  options: TieFileOptions,
  skipped: SkippedRows,
): Promise<TieFile> {
  const rows: TieColumns = { from: [], to: [], kind: [], weight: [], atMs: [] };
  const edges = await readEdgeList(path, TIE_FIELDS, { ...options, map: chosenColumns(options) }).catch(
    (error: unknown) => {
      throw withWayOut(
        error,
        path,
        'Say which column it is with --from, --to, --weight or --at; a file without header needs --no-header.',
      );
    },
  );
  const { map, shape, delimiter } = edges;
  const file = { path, map, shape, fields: TIE_FIELDS, ...(delimiter === undefined ? {} : { delimiter }) };
  const kinds = COLUMN_KINDS.ties;
  const found = await profileFile({ ...file, kinds, decimalMark: markChosen(options), zeroIsNobody: false });
  const source = {
    ...file,
    constants: {},
    reading: { kinds, marks: found.marks },
    schema: tieRow(notationOf(options), 0),
  };
  for await (const { good, bad } of checkedRows(source)) {
    for (const {
      faults: [fault],
    } of bad)
      skip(
        skipped,
        path,
        fault!.row,
        fault!.field === '' ? fault!.reason : `${fault!.field} "${fault!.value}" ${fault!.reason}`,
      );
    for (const { value } of good) {
      rows.from.push(names.numberOf(value.follower));
      rows.to.push(names.numberOf(value.followed));
      rows.kind.push(TIE_KINDS.indexOf(value.kind));
      rows.weight.push(value.weight);
      rows.atMs.push(value.at);
    }
  }
  const standing = statesThatStand(rows, names.ids.length);
  if (standing.length === 0)
    throw new VisibleError(
      'NO_TIES',
      `${path} has no row that is a tie${rows.from.length > 0 ? ': every weight is 0' : ''}. ${skipped.first[0] ?? ''}`.trim(),
    );
  const pick = (column: readonly number[]): Int32Array => Int32Array.from(standing.ties, (tie) => column[tie]!);
  const weight = Float64Array.from(standing.ties, (tie) => rows.weight[tie]!);
  if (options.at !== undefined) {
    const latest = standing.ties.reduce((newest, tie) => Math.max(newest, rows.atMs[tie]!), -Infinity);
    for (const [a, tie] of standing.ties.entries())
      weight[a]! *= 2 ** ((rows.atMs[tie]! - latest) / DAY_MS / options.halfLifeDays);
  }
  const areWeighted = weight.some((strength) => strength !== 1);
  return {
    arcs: { from: pick(rows.from), to: pick(rows.to), ...(areWeighted ? { weight } : {}) },
    repeated: standing.repeated,
    // Nothing is written that a doubt could spoil, so it is told and no more.
    notes: [...edgeListNotes(edges), ...found.doubts.map((doubt) => `Worth a look: ${doubt}.`), ...found.notes],
  };
}

interface TieColumns {
  readonly from: number[];
  readonly to: number[];
  readonly kind: number[];
  readonly weight: number[];
  readonly atMs: number[];
}

/** Of the rows about one tie the one that stands, without ties that have ended; by follower, then followed. */
function statesThatStand({ from, to, kind, weight, atMs }: TieColumns, nodeCount: number) {
  const order = countingSort(from, nodeCount, countingSort(to, nodeCount, countingSort(kind, TIE_KINDS.length)));
  const stateOf = (tie: number) => ({ at: atMs[tie]!, weight: weight[tie]! });
  const ties: number[] = [];
  let repeated = 0;
  for (let begin = 0, end = 1; begin < order.length; begin = end, end += 1) {
    let best = order[begin]!;
    for (
      let tie = order[end];
      tie !== undefined && from[tie] === from[best] && to[tie] === to[best] && kind[tie] === kind[best];
      tie = order[++end]
    ) {
      if (supersedesTie(stateOf(tie), stateOf(best))) best = tie;
      repeated += 1;
    }
    if (weight[best]! > 0) ties.push(best);
  }
  return { ties, repeated, length: ties.length };
}

/** Reads a value per id; an id without ties becomes a node of its own, so that the total is the total of the file. */
export async function readValues(path: string, names: NodeNames, skipped: SkippedRows): Promise<Map<number, number>> {
  const values = new Map<number, number>();
  try {
    for await (const batch of readCsv(path, { fields: VALUE_COLUMNS })) {
      for (const { row, reason } of batch.rejects) skip(skipped, path, row, reason);
      for (const { row, values: cells } of batch.rows) {
        const value = plainNumber(cells.value);
        if (cells.id === '') skip(skipped, path, row, 'the id is missing');
        else if (Number.isNaN(value))
          skip(skipped, path, row, `the value "${cells.value}" is not a plain number, for example 1234.50`);
        else if (values.has(names.numberOf(cells.id))) skip(skipped, path, row, `"${cells.id}" has a value already`);
        else values.set(names.numberOf(cells.id), value);
      }
    }
  } catch (error) {
    throw withWayOut(error, path, 'A file of values has a column "id" and a column "value".');
  }
  return values;
}

/** A missing column with the way out that this command has; any other error as it is. */
function withWayOut(error: unknown, path: string, wayOut: string): unknown {
  if (!(error instanceof VisibleError && error.code === 'MISSING_COLUMN')) return error;
  const { missing, header } = error.details as { missing: string[]; header: string[] };
  return new VisibleError(
    error.code,
    `${path} has no column for ${missing.join(', ')}; the columns found are: ${namesOf(header)}. ${wayOut}`,
    { cause: error },
  );
}

function chosenColumns({ from, to, weight, at, map }: TieFileOptions): Record<string, string> {
  const named = Object.entries({ follower: from, followed: to, weight, at }).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return { ...map, ...Object.fromEntries(named) };
}

const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/** NaN for anything but a finite number in plain notation. */
function plainNumber(text: string): number {
  const value = PLAIN_NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}

const SHOWN = 5;

function skip(skipped: SkippedRows, path: string, row: number, reason: string): void {
  skipped.count++;
  if (skipped.first.length < SHOWN) skipped.first.push(`${path} line ${row}: ${reason}.`);
}
