import type { ToldRow } from '../formats/batch.ts';

/** Stands for every product in a file that says no more than what each order came to. */
export const NO_PRODUCT = '-';

/** One record of a file, read by the names of its columns. */
export interface SourceRecord {
  /** Line number in the file. */
  readonly row: number;
  /** As it stands in the file: of JSON the object. */
  readonly text: string;
  /** The cell of the first of these columns that the file has, trimmed; empty where it has none of them. Names as in csv/columns.ts. */
  cell(...columns: string[]): string;
}

/** What becomes of a record: a row of the contract, a fault that rejects it (and its order), or nothing, which is told. */
export type Translated =
  | { readonly of: SourceRecord; readonly values: Readonly<Record<string, string>> }
  | { readonly of: SourceRecord; readonly fault: Omit<ToldRow, 'row'> }
  | { readonly of: SourceRecord; readonly told: Omit<ToldRow, 'row'> };

/** How the records of an export become rows of the one row contract (`FIELDS` in ../prepare.ts). Pure. */
export interface Translation {
  /** The fields its rows may have. */
  readonly fields: readonly string[];
  /** Field → column of the ids by which damaged records are told apart. */
  readonly ids: Readonly<Record<string, string>>;
  /** The column that is the same in neighbouring records of one thing, such as the lines of an order. Absent: each record is alone. */
  readonly groupBy?: string;
  /** Takes the records of one group in the sequence of the file. */
  translate(group: readonly SourceRecord[]): readonly Translated[];
}

/** How a well-known file serves as one kind of import. */
export interface PresetReading {
  /** Field → column: for a file that is nearly in Kring's own columns. */
  readonly map?: Readonly<Record<string, string>>;
  /** Field → what it is in every row. */
  readonly constants?: Readonly<Record<string, string>>;
  readonly translation?: Translation;
}

/** A row of the table in docs/importing.md. */
export interface PresetDescription {
  /** What the file is and how one gets it. */
  readonly file: string;
  /** What becomes what, in words. */
  readonly becomes: string;
  /** What is refused, left out or told. */
  readonly refused: string;
}

/** How to read a well-known file. */
export interface Preset<Kind extends string = string> {
  readonly name: string;
  /** Columns by which the file is recognised: it has all of them, of each alternative one. */
  readonly header: readonly (string | readonly string[])[];
  readonly source: string;
  readonly currency?: string;
  /** The column that names the currency, where the export has it only when somebody chose it. */
  readonly currencyColumn?: string;
  readonly describes: PresetDescription;
  readonly kinds: Readonly<Partial<Record<Kind, PresetReading>>>;
}
