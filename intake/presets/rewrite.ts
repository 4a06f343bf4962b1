import { VisibleError } from '../../domain/errors.ts';
import { namesOf, plainName } from '../csv/columns.ts';
import type { CsvRecord, DamagedRecord, ReadRecords, RecordRewriter, RewrittenRecords } from '../formats/batch.ts';
import { newRepeatCheck } from '../repeats.ts';
import type { SourceRecord, Translated, Translation } from './preset.ts';

/** A column that must hold a value. */
export interface Where {
  readonly column: string;
  readonly value: string;
}

/** How the records of a file are rewritten before they are read, and what that left out the last time. */
export interface Rewriting {
  readonly rewrite: (header: readonly string[]) => RecordRewriter;
  /** Rows left out by the conditions, and kept. */
  counts(): { readonly left: number; readonly kept: number };
  /** What the columns of the conditions hold, the most frequent values first. */
  values(column: string): readonly string[];
}

const SHOWN_VALUES = 8;
const MAX_VALUES = 1000;

/** Fields of which one stands in for the others: a mapping of one replaces what a translation says of all. */
const INSTEAD: readonly (readonly string[])[] = [
  ['amount', 'price'],
  ['cost', 'profit'],
];

/**
 * Leaves out the records that do not meet the conditions, and translates the rest where an export is known.
 *
 * A condition on a column that an export fills in the first line of a group only holds for the whole group.
 *
 * @param map field → column: what a caller says of a field wins over what the translation says
 * @returns null where nothing is to be rewritten
 */
export function rewriting(
  translation: Translation | null,
  map: Readonly<Record<string, string>>,
  where: readonly Where[],
): Rewriting | null {
  if (translation === null && where.length === 0) return null;
  let counts = { left: 0, kept: 0 };
  let seen = new Map<string, Map<string, number>>();
  return {
    counts: () => counts,
    values: (column) =>
      [...(seen.get(column) ?? [])]
        .sort((a, b) => b[1] - a[1])
        .slice(0, SHOWN_VALUES)
        .map(([value, count]) => `${value === '' ? '(empty)' : value} (${count})`),
    rewrite(header) {
      counts = { left: 0, kept: 0 };
      seen = new Map(where.map(({ column }) => [column, new Map()]));
      const positionOf = positionsIn(header);
      const needed = [
        ...where.map(({ column }) => [column, '--where'] as const),
        ...(translation === null ? [] : Object.values(map).map((column) => [column, '--map'] as const)),
      ];
      for (const [column, option] of needed)
        if (positionOf(column) < 0)
          throw new VisibleError(
            'MISSING_COLUMN',
            `There is no column "${column}" for ${option}. The columns found are: ${namesOf(header)}.`,
          );
      const cellsOf = (record: CsvRecord): SourceRecord => ({
        row: record.row,
        text: record.text,
        cell(...columns) {
          for (const column of columns) {
            const position = positionOf(column);
            if (position >= 0) return (record.fields[position] ?? '').trim();
          }
          return '';
        },
      });
      const meets = (record: SourceRecord, first: SourceRecord): boolean => {
        let met = true;
        for (const { column, value } of where) {
          const cell = record.cell(column) || first.cell(column);
          const known = seen.get(column)!;
          if (known.size < MAX_VALUES || known.has(cell)) known.set(cell, (known.get(cell) ?? 0) + 1);
          if (cell.toLowerCase() !== value.toLowerCase()) met = false;
        }
        if (met) counts.kept += 1;
        else counts.left += 1;
        return met;
      };
      return translation === null
        ? filtering(header, cellsOf, meets)
        : translating(positionOf, translation, map, cellsOf, meets);
    },
  };
}

/** What a reader of files calls a row that a translation cannot read. */
const REFUSED = 'REFUSED' as const;

type Meets = (record: SourceRecord, first: SourceRecord) => boolean;
const NOTHING_MORE: RewrittenRecords = { records: [], damaged: [], told: [] };

function filtering(
  header: readonly string[],
  cellsOf: (record: CsvRecord) => SourceRecord,
  meets: Meets,
): RecordRewriter {
  return {
    header,
    take: ({ records, damaged }) => ({
      records: records.filter((record) => {
        const cells = cellsOf(record);
        return meets(cells, cells);
      }),
      damaged,
      told: [],
    }),
    end: () => NOTHING_MORE,
  };
}

function translating(
  positionOf: (column: string) => number,
  { fields, ids, groupBy, translate }: Translation,
  map: Readonly<Record<string, string>>,
  cellsOf: (record: CsvRecord) => SourceRecord,
  meets: Meets,
): RecordRewriter {
  const given = new Set(Object.keys(map));
  const replaced = new Set(INSTEAD.filter((group) => group.some((field) => given.has(field))).flat());
  const columns = [...fields.filter((field) => !replaced.has(field) && !given.has(field)), ...given];
  const groups = newRepeatCheck();
  let waiting: { readonly key: string; readonly records: CsvRecord[] } | null = null;

  /** What of a record is known for sure, in the columns of the rows: ids, by which an order is found that cannot be read whole. */
  const recovered = (cell: (column: string) => string): string[] =>
    columns.map((field) => (field in ids ? cell(ids[field]!) : ''));

  const refused = (of: CsvRecord, { field, reason, value }: { field: string; reason: string; value: string }) => ({
    row: of.row,
    lines: of.lines,
    code: REFUSED,
    field,
    reason,
    excerpt: value,
    recovered: recovered((column) => cellsOf(of).cell(column)),
  });

  const rows = (group: readonly CsvRecord[], into: Mutable): void => {
    const sources = new Map(group.map((record) => [cellsOf(record), record]));
    const all = [...sources.keys()];
    const kept = all.filter((cells) => meets(cells, all[0]!));
    if (kept.length === 0) return;
    const said = new Map<CsvRecord, number>();
    for (const one of translate(kept)) {
      const of = sources.get(one.of)!;
      if ('fault' in one) into.damaged.push(refused(of, one.fault));
      else if ('told' in one) into.told.push({ row: of.row, ...one.told });
      else {
        const count = said.get(of) ?? 0;
        said.set(of, count + 1);
        into.records.push(rowOf(one, of, count));
      }
    }
  };

  const rowOf = ({ of, values }: Extract<Translated, { values: unknown }>, record: CsvRecord, count: number) => ({
    ...record,
    // Several rows of one record are no repetitions of each other.
    text: count === 0 ? record.text : `${record.text}\u0000${count}`,
    written: record.fields,
    fields: columns.map((field) => (given.has(field) ? of.cell(map[field]!) : (values[field] ?? ''))),
  });

  const close = (into: Mutable): void => {
    if (waiting === null) return;
    const { key, records } = waiting;
    waiting = null;
    if (groups.isRepeat(key))
      for (const record of records)
        into.damaged.push(
          refused(record, {
            field: 'orderId',
            reason: `stands apart from the other lines of ${key}: export again, without sorting, or with all lines of one order together`,
            value: key,
          }),
        );
    else rows(records, into);
  };

  return {
    header: columns,
    take({ records, damaged }: ReadRecords) {
      const into: Mutable = { records: [], told: [], damaged: damaged.map((record) => inColumns(record)) };
      for (const record of records) {
        const key = groupBy === undefined ? '' : cellsOf(record).cell(groupBy);
        if (key === '') {
          close(into);
          rows([record], into);
        } else if (waiting !== null && waiting.key === key) waiting.records.push(record);
        else {
          close(into);
          waiting = { key, records: [record] };
        }
      }
      return into;
    },
    end() {
      const into: Mutable = { records: [], told: [], damaged: [] };
      close(into);
      return into;
    },
  };

  function inColumns(record: DamagedRecord): DamagedRecord {
    return {
      ...record,
      recovered: recovered((column) => (record.recovered[positionOf(column)] ?? '').trim()),
    };
  }
}

/** Position of a column by name, −1 where there is none; asked for every cell, so each name is looked up once. */
function positionsIn(header: readonly string[]): (column: string) => number {
  const plain = header.map(plainName);
  const known = new Map<string, number>();
  return (column) => {
    let position = known.get(column);
    if (position === undefined) {
      position = plain.indexOf(plainName(column));
      known.set(column, position);
    }
    return position;
  };
}

interface Mutable extends RewrittenRecords {
  readonly records: CsvRecord[];
  readonly damaged: DamagedRecord[];
  readonly told: { row: number; field: string; reason: string; value: string }[];
}

/** `column=value` pairs of the command line. The first `=` separates, so that a value may hold one. */
export function parseWhere(pairs: readonly string[]): Where[] {
  return pairs.map((pair) => {
    const at = pair.indexOf('=');
    if (at <= 0)
      throw new VisibleError(
        'USAGE',
        `--where takes column=value, for example --where "Status=completed"; got "${pair}".`,
      );
    return { column: pair.slice(0, at).trim(), value: pair.slice(at + 1).trim() };
  });
}
