/** One row with every column of the file: what every reader of files makes, whatever the format. */
export interface CsvRecord {
  /**
   * Where it stands, for refusals: the line of the file in text (the header is line 1), the row of the sheet in XLSX, the place in the array or table, from
   * 1, in JSON arrays and Parquet.
   */
  readonly row: number;
  /** Lines of the file it takes: more than one where a quoted field spans lines. */
  readonly lines: number;
  /** All of the row, so that two rows that say the same have the same text. */
  readonly text: string;
  /** As many as the header has. */
  readonly fields: readonly string[];
  /** Fields with a quote that RFC 4180 does not know (`"12 inch" pan`); read as they stand. */
  readonly oddQuotes: number;
  /** Of a record that was rewritten: the fields as they stand in the file. */
  readonly written?: readonly string[];
}

/** A row that cannot be read, with the fields before the damage. */
export interface DamagedRecord {
  readonly row: number;
  readonly lines: number;
  readonly code: 'ROW_TOO_LONG' | 'QUOTE_NOT_CLOSED' | 'INVALID_UTF8' | 'FIELD_COUNT' | 'BAD_JSON' | 'REFUSED';
  /** What of it cannot be read; absent: the row as a whole. */
  readonly field?: string;
  readonly reason: string;
  readonly excerpt: string;
  readonly recovered: readonly string[];
}

export interface RecordBatch {
  readonly header: readonly string[];
  /** What separates the cells of a line of text; null where a format keeps them apart itself. */
  readonly delimiter: string | null;
  readonly records: readonly CsvRecord[];
  readonly damaged: readonly DamagedRecord[];
  readonly bytesRead: number;
  readonly totalBytes: number;
  /** How the file was read, where that is worth telling. */
  readonly notes: readonly string[];
}

/** Something to tell about a row that is no reason to reject it. */
export interface ToldRow {
  readonly row: number;
  readonly field: string;
  readonly reason: string;
  readonly value: string;
}

export type ReadRecords = Pick<RecordBatch, 'records' | 'damaged'>;
export interface RewrittenRecords extends ReadRecords {
  /** Rows that were left out, and why that is worth telling. */
  readonly told: readonly ToldRow[];
}

/** What makes other records of those of a file: it leaves some out, or reads an export by the columns it is known to have. */
export interface RecordRewriter {
  readonly header: readonly string[];
  /** What can be said of these records by now; the rest comes with later ones, or at the end. */
  take(records: ReadRecords): RewrittenRecords;
  end(): RewrittenRecords;
}
