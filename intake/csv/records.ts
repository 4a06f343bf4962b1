/**
 * Cuts a byte stream into CSV records without ever holding more than one record's worth of it, so that a hostile row
 * (10 MB, no line end, a quote that never closes) costs one rejected row and not the process. The fields inside a
 * record are csv-parse's business (read.ts).
 */

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;

/** How many bytes of a row that is too long are kept, to name it in the report. */
const EXCERPT_BYTES = 4096;

export interface RawRecord {
  /** Line number of the record's first line in the file; the header is line 1. */
  readonly row: number;
  /** Without the line end. For a record that is too long: its first bytes only. */
  readonly bytes: Buffer;
  readonly problem: 'ROW_TOO_LONG' | 'QUOTE_NOT_CLOSED' | null;
}

/**
 * @param delimiter byte that separates fields; a quote opens a quoted field only at the start of a field (RFC 4180)
 * @param maxBytes  longest record accepted. A longer one ends at its first line end, so that one stray quote cannot
 *                  swallow the rows after it.
 */
export async function* splitRecords(
  chunks: AsyncIterable<Buffer>,
  delimiter: number,
  maxBytes: number,
): AsyncGenerator<RawRecord[]> {
  let pending: Buffer = Buffer.alloc(0);
  let row = 1;
  let tooLong: RawRecord | null = null;

  const cut = (final: boolean): RawRecord[] => {
    const records: RawRecord[] = [];
    let start = 0;
    if (tooLong !== null) {
      const end = pending.indexOf(LINE_FEED);
      if (end < 0 && !final) {
        pending = Buffer.alloc(0);
        return records;
      }
      records.push(tooLong);
      tooLong = null;
      row += 1;
      start = end < 0 ? pending.length : end + 1;
    }
    while (start < pending.length) {
      const scan = endOfRecord(pending, start, delimiter, final);
      const end = scan.end ?? pending.length;
      if (end - start > maxBytes || (scan.openQuote && final)) {
        const problem = end - start > maxBytes ? 'ROW_TOO_LONG' : 'QUOTE_NOT_CLOSED';
        const lineEnd = pending.indexOf(LINE_FEED, start);
        const excerptEnd = Math.min(lineEnd < 0 ? end : lineEnd, start + EXCERPT_BYTES);
        const record: RawRecord = { row, bytes: Buffer.from(pending.subarray(start, excerptEnd)), problem };
        if (lineEnd < 0) {
          tooLong = record;
          start = pending.length;
          break;
        }
        records.push(record);
        row += 1;
        start = lineEnd + 1;
        continue;
      }
      if (scan.end === null && !final) break;
      const contentEnd = end > start && pending[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
      records.push({ row, bytes: pending.subarray(start, contentEnd), problem: null });
      row += 1 + scan.innerLines;
      start = end + 1;
    }
    pending = pending.subarray(Math.min(start, pending.length));
    if (final && tooLong !== null) records.push(tooLong);
    return records;
  };

  for await (const chunk of chunks) {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    const records = cut(false);
    if (records.length > 0) yield records;
  }
  const records = cut(true);
  if (records.length > 0) yield records;
}

interface RecordEnd {
  /** Position of the line feed that ends the record; null when it is not in the buffer. */
  readonly end: number | null;
  /** Line feeds inside quoted fields. */
  readonly innerLines: number;
  readonly openQuote: boolean;
}

function endOfRecord(buffer: Buffer, start: number, delimiter: number, final: boolean): RecordEnd {
  const lineEnd = buffer.indexOf(LINE_FEED, start);
  const quote = buffer.indexOf(QUOTE, start);
  const firstStop = lineEnd < 0 ? buffer.length : lineEnd;
  if (quote < 0 || quote > firstStop) {
    return { end: lineEnd < 0 ? (final ? buffer.length : null) : lineEnd, innerLines: 0, openQuote: false };
  }
  let innerLines = 0;
  let quoted = false;
  let fieldStart = true;
  for (let position = start; position < buffer.length; position += 1) {
    const byte = buffer[position];
    if (quoted) {
      if (byte === QUOTE) {
        if (buffer[position + 1] === QUOTE) position += 1;
        else quoted = false;
      } else if (byte === LINE_FEED) innerLines += 1;
    } else if (byte === LINE_FEED) return { end: position, innerLines, openQuote: false };
    else if (byte === QUOTE && fieldStart) {
      quoted = true;
      fieldStart = false;
    } else fieldStart = byte === delimiter;
  }
  return { end: final && !quoted ? buffer.length : null, innerLines, openQuote: quoted };
}
