/**
 * The grammar of a CSV file, in one place: where a record ends (on bytes, without ever holding more than one record's
 * worth of a stream, so that a hostile row of 10 MB or a quote that never closes costs one rejected row and not the
 * process) and what its fields are.
 *
 * Source: RFC 4180. Beyond it, a quote inside a field of one line is read as it stands.
 */

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const QUOTE = 0x22;

/** How many bytes of a row that cannot be read are kept, to name it in the report. */
const EXCERPT_BYTES = 4096;

export interface RawRecord {
  /** Line number of the record's first line in the file; the header is line 1. */
  readonly row: number;
  /** Lines of the file it takes: more than one where a quoted field spans lines. */
  readonly lines: number;
  /** Without the line end. For a record with a problem: the first bytes of its first line only. */
  readonly bytes: Buffer;
  readonly problem: 'ROW_TOO_LONG' | 'QUOTE_NOT_CLOSED' | null;
}

/**
 * Cuts a byte stream into records. A record that is too long, or one of whose quoted fields is not closed as RFC 4180
 * wants it, ends at its first line end: a stray quote costs its own row, never the rows after it.
 *
 * @param delimiter byte that separates fields; a quote opens a quoted field only at the start of a field
 * @param maxBytes  longest record accepted
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
      if (end - start > maxBytes || scan.quote === 'STRAY' || (scan.quote === 'OPEN' && final)) {
        const lineEnd = pending.indexOf(LINE_FEED, start);
        const firstLineEnd = lineEnd < 0 ? end : lineEnd;
        const problem = firstLineEnd - start > maxBytes ? 'ROW_TOO_LONG' : 'QUOTE_NOT_CLOSED';
        const excerpt = pending.subarray(
          start,
          withoutReturns(pending, start, Math.min(firstLineEnd, start + EXCERPT_BYTES)),
        );
        const record: RawRecord = { row, lines: 1, bytes: Buffer.from(excerpt), problem };
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
      records.push({
        row,
        lines: 1 + scan.innerLines,
        bytes: pending.subarray(start, withoutReturns(pending, start, end)),
        problem: null,
      });
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

/** The carriage returns before a line feed belong to the line end. */
function withoutReturns(buffer: Buffer, start: number, end: number): number {
  let last = end;
  while (last > start && buffer[last - 1] === CARRIAGE_RETURN) last -= 1;
  return last;
}

interface RecordEnd {
  /** Position of the line feed that ends the record; null when it is not in the buffer. */
  readonly end: number | null;
  /** Line feeds inside quoted fields. */
  readonly innerLines: number;
  /** OPEN: a quoted field does not end within the buffer. STRAY: one spans lines and its closing quote ends no field. */
  readonly quote: 'CLOSED' | 'OPEN' | 'STRAY';
}

function endOfRecord(buffer: Buffer, start: number, delimiter: number, final: boolean): RecordEnd {
  const lineEnd = buffer.indexOf(LINE_FEED, start);
  const firstStop = lineEnd < 0 ? buffer.length : lineEnd;
  const firstQuote = buffer.subarray(start, firstStop).indexOf(QUOTE);
  if (firstQuote < 0)
    return { end: lineEnd < 0 ? (final ? buffer.length : null) : lineEnd, innerLines: 0, quote: 'CLOSED' };
  let innerLines = 0;
  let linesBeforeField = 0;
  let quoted = false;
  let fieldStart = true;
  for (let position = start; position < buffer.length; position += 1) {
    const byte = buffer[position];
    if (quoted) {
      if (byte === LINE_FEED) innerLines += 1;
      if (byte !== QUOTE) continue;
      if (buffer[position + 1] === QUOTE) position += 1;
      else {
        quoted = false;
        if (innerLines > linesBeforeField && !closesField(buffer, position + 1, delimiter))
          return { end: null, innerLines, quote: 'STRAY' };
      }
    } else if (byte === LINE_FEED) return { end: position, innerLines, quote: 'CLOSED' };
    else if (byte === QUOTE && fieldStart) {
      quoted = true;
      fieldStart = false;
      linesBeforeField = innerLines;
    } else fieldStart = byte === delimiter;
  }
  return { end: final && !quoted ? buffer.length : null, innerLines, quote: quoted ? 'OPEN' : 'CLOSED' };
}

/** Whether a field may end here: at a delimiter, a line end, or the end of what is known so far. */
function closesField(buffer: Buffer, position: number, delimiter: number): boolean {
  let at = position;
  while (buffer[at] === CARRIAGE_RETURN) at += 1;
  return at >= buffer.length || buffer[at] === LINE_FEED || (at === position && buffer[at] === delimiter);
}

/** The fields of one record, and how many of them have a quote that is not RFC 4180's and was read as it stands. */
export function fieldsOf(text: string, delimiter: string): { readonly fields: string[]; readonly oddQuotes: number } {
  if (!text.includes('"')) return { fields: text.split(delimiter), oddQuotes: 0 };
  const fields: string[] = [];
  let oddQuotes = 0;
  for (let start = 0; start <= text.length;) {
    let search = start;
    if (text[start] === '"') {
      const close = closingQuote(text, start);
      if (close >= 0 && (close + 1 === text.length || text[close + 1] === delimiter)) {
        fields.push(text.slice(start + 1, close).replaceAll('""', '"'));
        start = close + 2;
        continue;
      }
      oddQuotes += 1;
      // What the quotes enclose belongs to the field, delimiters too; the rest of it has no quotes that mean anything.
      search = close < 0 ? text.length : close + 1;
    }
    const end = text.indexOf(delimiter, search);
    fields.push(end < 0 ? text.slice(start) : text.slice(start, end));
    start = end < 0 ? text.length + 1 : end + 1;
  }
  return { fields, oddQuotes };
}

/** Position of the quote that closes the field opened at `open`; −1 when none does. */
function closingQuote(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  return close;
}
