import { VisibleError } from '../../domain/errors.ts';

/** Where a field comes from: any of these column names, compared without case, spaces, dashes and underscores. */
export interface FieldColumn {
  readonly columns: readonly string[];
  readonly required: boolean;
}
export type FieldColumns<F extends string> = Readonly<Record<F, FieldColumn>>;

/** Position of each field's column in the header; −1 for an optional field the file does not have. */
export type FieldPositions<F extends string> = Readonly<Record<F, number>>;

/** A column's name as it is compared: without case, spaces, dashes and underscores. */
export const plainName = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '');

/**
 * Finds every field's column in the header.
 *
 * @param map explicit choices (`--map column=field`), field → column; they win over the fields' own column names
 * @param either fields of which at least one must have a column
 * @throws VisibleError MISSING_COLUMN naming the fields, the columns found and an example `--map`; UNKNOWN_FIELD for a
 * mapping to a field that does not exist; AMBIGUOUS_COLUMN when a needed column occurs twice
 */
export function locateFields<F extends string>(
  header: readonly string[],
  fields: FieldColumns<F>,
  map: Partial<Record<string, string>> = {},
  either: readonly NoInfer<F>[] = [],
): FieldPositions<F> {
  const found = header.map(plainName);
  for (const [field, column] of Object.entries(map)) {
    if (!(field in fields)) {
      throw new VisibleError(
        'UNKNOWN_FIELD',
        `There is no field "${field}" to map "${column}" to. The fields are: ${Object.keys(fields).join(', ')}.`,
      );
    }
  }
  const missing: string[] = [];
  const positions = {} as Record<F, number>;
  for (const field of Object.keys(fields) as F[]) {
    const chosen = map[field];
    const names = chosen === undefined ? fields[field].columns : [chosen];
    const name = names.map(plainName).find((candidate) => found.includes(candidate));
    positions[field] = name === undefined ? -1 : found.indexOf(name);
    if (name === undefined && (fields[field].required || chosen !== undefined))
      missing.push(chosen === undefined ? field : `${field} (mapped to "${chosen}")`);
    if (name !== undefined && found.lastIndexOf(name) !== positions[field]) {
      throw new VisibleError(
        'AMBIGUOUS_COLUMN',
        `The header has the column "${header[positions[field]]}" twice: rename one of the two.`,
      );
    }
  }
  if (either.length > 0 && either.every((field) => positions[field] === -1)) missing.push(either.join(' or '));
  if (missing.length > 0) {
    const field = missing[0]!.split(' ')[0]!;
    const unused = header.find((_, column) => !Object.values(positions).includes(column)) ?? header[0] ?? 'column';
    throw new VisibleError(
      'MISSING_COLUMN',
      `No column for ${missing.join(', ')}. The columns found are: ${namesOf(header)}. ` +
        `Say which column it is, for example --map "${unused}=${field}".`,
      { details: { missing, header } },
    );
  }
  return positions;
}

const NAMES_SHOWN = 40;
const NAME_LENGTH = 60;

/**
 * Columns by name, for somebody to read: of a file of thousands of columns, or one that is no table, the first ones.
 *
 * @example namesOf(['order', 'date']) // '"order", "date"'
 */
export function namesOf(header: readonly string[]): string {
  const names = header
    .slice(0, NAMES_SHOWN)
    .map((name) => `"${name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH)}…` : name}"`)
    .join(', ');
  return header.length > NAMES_SHOWN ? `${names} and ${header.length - NAMES_SHOWN} more` : names;
}

/** The fields that have a column in the header, so that the others cost nothing a row. Throws as {@link locateFields} does. */
export function presentFields<F extends string>(
  header: readonly string[],
  fields: FieldColumns<F>,
  map: Partial<Record<string, string>> = {},
  either: readonly NoInfer<F>[] = [],
): FieldColumns<string> {
  const at = locateFields(header, fields, map, either);
  return Object.fromEntries(Object.entries(fields).filter(([field]) => at[field as F] !== -1)) as FieldColumns<string>;
}

/** `column=field` pairs of the command line as field → column. The last `=` separates, so that a column name may hold one. */
export function parseMappings(pairs: readonly string[]): Record<string, string> {
  const map: Record<string, string> = {};
  for (const pair of pairs) {
    const at = pair.lastIndexOf('=');
    if (at <= 0 || at === pair.length - 1) {
      throw new VisibleError(
        'USAGE',
        `--map takes column=field, for example --map "Customer ID=customer"; got "${pair}".`,
      );
    }
    map[pair.slice(at + 1).trim()] = pair.slice(0, at).trim();
  }
  return map;
}
