import { VisibleError } from '../domain/errors.ts';
import { HOLDOUT, type Outcomes } from '../domain/experiments/types.ts';
import type { Segmentation } from '../domain/experiments/shrinkage.ts';
import { readRecords } from './csv/read.ts';
import { plainName } from './csv/columns.ts';

/** Which columns of a file are what. */
export interface ExperimentColumns {
  readonly arm: string;
  readonly outcome: string;
  readonly covariate?: string;
  /** How many members a row stands for; without it each stands for one. */
  readonly count?: string;
  /** Columns whose values together make a segment. */
  readonly segments?: readonly string[];
}

export interface ExperimentFileOptions extends ExperimentColumns {
  /** The arm the others are compared with; without it "holdout", "control" or "none" where the file has one of these. */
  readonly control?: string;
  /** Share of each arm that was drawn; without it all alike. */
  readonly shares?: ReadonlyMap<string, number>;
  readonly delimiter?: string;
}

export interface ExperimentFile {
  readonly outcomes: Outcomes;
  readonly segments: Segmentation & { readonly names: readonly string[] };
  readonly rows: number;
}

/** More are hardly arms: the column is another one. */
const MOST_ARMS = 50;
const MOST_SEGMENTS = 1000;
const MOST_MEMBERS = 50_000_000;
const CONTROLS: ReadonlySet<string> = new Set([HOLDOUT, 'control', 'none']);
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/**
 * Reads the members of an experiment, one a row, as columns. A row that cannot be read stops it: a row left out would leave out a member, and not by chance.
 *
 * @throws VisibleError MISSING_COLUMN, NOT_A_NUMBER, DAMAGED_FILE, ONE_ARM, EMPTY_ARM, UNKNOWN_ARM, TOO_MANY_ARMS, and what `readRecords` throws
 */
export async function readExperiment(path: string, options: ExperimentFileOptions): Promise<ExperimentFile> {
  const arms = numbering('arm', options.arm, MOST_ARMS);
  const names = numbering('segment', (options.segments ?? []).join(', '), MOST_SEGMENTS);
  const arm = grown(Uint8Array);
  const of = grown(Int32Array);
  const y = grown(Float64Array);
  const x = grown(Float64Array);
  let rows = 0;
  let at: ReturnType<typeof positions> | null = null;
  for await (const { header, records, damaged } of readRecords(
    path,
    options.delimiter === undefined ? {} : { delimiter: options.delimiter },
  )) {
    at ??= positions(path, header, options);
    const fault = damaged[0];
    if (fault !== undefined)
      throw new VisibleError(
        'DAMAGED_FILE',
        `${path} line ${fault.row}: ${fault.reason}. Correct it: a member left out changes what the arms say.`,
      );
    for (const { row, fields } of records) {
      rows++;
      const name = (fields[at.arm] ?? '').trim();
      if (name === '')
        throw badCell(
          'EMPTY_ARM',
          path,
          row,
          options.arm,
          'is empty: every member is in an arm. Write the arm they were drawn into, also where nothing was sent',
        );
      const place = arms.placeOf(name, path, row);
      const outcome = numberIn(fields, at.outcome, path, row, options.outcome);
      const known = at.covariate === null ? 0 : numberIn(fields, at.covariate, path, row, options.covariate!);
      const segment =
        at.segments.length === 0
          ? 0
          : names.placeOf(at.segments.map((column) => (fields[column] ?? '').trim()).join(' · '), path, row);
      const alike = at.count === null ? 1 : numberIn(fields, at.count, path, row, options.count!);
      if (!(Number.isInteger(alike) && alike >= 0 && alike + arm.length <= MOST_MEMBERS))
        throw badCell('NOT_A_NUMBER', path, row, options.count!, 'is no whole number of members');
      for (let k = 0; k < alike; k++) {
        arm.add(place);
        y.add(outcome);
        if (at.covariate !== null) x.add(known);
        if (at.segments.length > 0) of.add(segment);
      }
    }
  }
  const counts = new Float64Array(arms.names.length);
  const place = arm.column();
  for (const a of place) counts[a]!++;
  return {
    outcomes: {
      arms: sharesOf(arms.names, counts, options, path),
      control: controlOf(arms.names, options),
      arm: place,
      y: y.column(),
      covariate: options.covariate === undefined ? null : x.column(),
    },
    segments: { of: of.column(), count: names.names.length, names: names.names },
    rows,
  };
}

function positions(path: string, header: readonly string[], options: ExperimentFileOptions) {
  const found = header.map(plainName);
  const missing: string[] = [];
  const column = (name: string, option: string): number => {
    const at = header.includes(name) ? header.indexOf(name) : found.indexOf(plainName(name));
    if (at < 0) missing.push(`"${name}" (--${option})`);
    return at;
  };
  const at = {
    arm: column(options.arm, 'arm'),
    outcome: column(options.outcome, 'outcome'),
    covariate: options.covariate === undefined ? null : column(options.covariate, 'covariate'),
    count: options.count === undefined ? null : column(options.count, 'count'),
    segments: (options.segments ?? []).map((name) => column(name, 'segment')),
  };
  if (missing.length > 0)
    throw new VisibleError(
      'MISSING_COLUMN',
      `${path} has no column ${missing.join(', ')}; the columns found are: ${header.map((name) => `"${name}"`).join(', ')}.`,
      { details: { missing, header } },
    );
  return at;
}

/** Numbers names in the order they are met. */
function numbering(what: string, column: string, most: number) {
  const names: string[] = [];
  const places = new Map<string, number>();
  return {
    names,
    placeOf(name: string, path: string, row: number): number {
      const known = places.get(name);
      if (known !== undefined) return known;
      if (names.length === most)
        throw new VisibleError(
          'TOO_MANY_ARMS',
          `${path} line ${row}: "${column}" holds more than ${most} different values; it is hardly the column of the ${what}s. Name another one.`,
        );
      places.set(name, names.length);
      return names.push(name) - 1;
    },
  };
}

function numberIn(fields: readonly string[], at: number, path: string, row: number, column: string): number {
  const text = (fields[at] ?? '').trim();
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value))
    throw badCell(
      'NOT_A_NUMBER',
      path,
      row,
      column,
      text === ''
        ? 'is empty: write 0 for who did nothing'
        : `is "${text.slice(0, 40)}", which is no plain number such as 1234.50`,
    );
  return value;
}

const badCell = (
  code: 'EMPTY_ARM' | 'NOT_A_NUMBER',
  path: string,
  row: number,
  column: string,
  fault: string,
): VisibleError =>
  code === 'EMPTY_ARM'
    ? new VisibleError('EMPTY_ARM', `${path} line ${row}: "${column}" ${fault}.`, { details: { row, column } })
    : new VisibleError('NOT_A_NUMBER', `${path} line ${row}: "${column}" ${fault}.`, { details: { row, column } });

function sharesOf(
  names: readonly string[],
  counts: Float64Array,
  { shares, arm }: ExperimentFileOptions,
  path: string,
): Outcomes['arms'] {
  if (names.length < 2)
    throw new VisibleError(
      'ONE_ARM',
      `${path} has ${names.length === 0 ? 'no members' : `one arm, "${names[0]}"`}: without somebody who was left alone there is nothing to compare with. Name the column of the arms with --arm (it is "${arm}" now).`,
    );
  const empty =
    names.find((_, a) => counts[a] === 0) ?? [...(shares?.keys() ?? [])].find((name) => !names.includes(name));
  if (empty !== undefined)
    throw new VisibleError(
      'EMPTY_ARM',
      `The arm "${empty}" has no members. The arms of the file are: ${names.join(', ')}.`,
    );
  const unknown = shares === undefined ? undefined : names.find((name) => !shares.has(name));
  if (unknown !== undefined)
    throw new VisibleError(
      'UNKNOWN_ARM',
      `--share says nothing of the arm "${unknown}". The arms of the file are: ${names.join(', ')}.`,
    );
  return names.map((key) => ({ key, share: shares?.get(key) ?? 1 / names.length }));
}

function controlOf(names: readonly string[], { control }: ExperimentFileOptions): number {
  const at =
    control === undefined ? names.findIndex((name) => CONTROLS.has(name.toLowerCase())) : names.indexOf(control);
  if (at >= 0) return at;
  throw new VisibleError(
    'UNKNOWN_ARM',
    `${control === undefined ? 'No arm is called holdout, control or none' : `No arm is called "${control}"`}. Say with --control which one was left alone: ${names.join(', ')}.`,
  );
}

type Column = Uint8Array | Int32Array | Float64Array;

/** A column that grows. */
function grown<C extends Column>(kind: new (length: number) => C) {
  let cells = new kind(1024);
  let length = 0;
  return {
    get length(): number {
      return length;
    },
    add(value: number): void {
      if (length === cells.length) {
        const larger = new kind(2 * length);
        larger.set(cells);
        cells = larger;
      }
      cells[length++] = value;
    },
    column: (): C => cells.slice(0, length) as C,
  };
}
