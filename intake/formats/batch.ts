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
}

/** A row that cannot be read, with the fields before the damage. */
export interface DamagedRecord {
  readonly row: number;
  readonly lines: number;
  readonly code: 'ROW_TOO_LONG' | 'QUOTE_NOT_CLOSED' | 'INVALID_UTF8' | 'FIELD_COUNT' | 'BAD_JSON';
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
