/** What a file is by its first bytes: one of the forms that are read, or the name of one that is not. */
export type Signature =
  | 'TEXT'
  | 'GZIP'
  | 'ZSTD'
  | 'ZIP'
  | 'PARQUET'
  | { readonly unread: string; readonly instead: string };

const AS_CSV = 'export it as CSV, XLSX, Parquet or JSON';
const UNPACK = 'unpack it, or pack it with gzip or zstd';

/** Text of the bytes (latin1), where it stands, and what begins so. */
const SIGNATURES: readonly (readonly [text: string, at: number, is: Signature])[] = [
  ['\x1f\x8b', 0, 'GZIP'],
  ['\x28\xb5\x2f\xfd', 0, 'ZSTD'],
  ['PK\x03\x04', 0, 'ZIP'],
  ['PAR1', 0, 'PARQUET'],
  ['PARE', 0, { unread: 'an encrypted Parquet file', instead: 'export it without encryption' }],
  ['%PDF-', 0, { unread: 'a PDF', instead: AS_CSV }],
  [
    '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
    0,
    { unread: 'an Excel file of before 2007 (.xls)', instead: 'save it as .xlsx' },
  ],
  ['SQLite format 3\0', 0, { unread: 'an SQLite database', instead: AS_CSV }],
  ['Obj\x01', 0, { unread: 'an Avro file', instead: AS_CSV }],
  ['ORC', 0, { unread: 'an ORC file', instead: AS_CSV }],
  ['ARROW1', 0, { unread: 'an Arrow file', instead: AS_CSV }],
  ['FEA1', 0, { unread: 'a Feather file', instead: AS_CSV }],
  ['\x89HDF', 0, { unread: 'an HDF5 file', instead: AS_CSV }],
  ['DUCK', 8, { unread: 'a DuckDB database', instead: AS_CSV }],
  ['PGDMP', 0, { unread: 'a PostgreSQL dump', instead: 'export the table as CSV' }],
  ['BZh', 0, { unread: 'packed with bzip2', instead: UNPACK }],
  ['\xfd7zXZ\0', 0, { unread: 'packed with xz', instead: UNPACK }],
  ['7z\xbc\xaf\x27\x1c', 0, { unread: 'a 7z archive', instead: UNPACK }],
  ['Rar!', 0, { unread: 'a RAR archive', instead: UNPACK }],
  ['\x04\x22\x4d\x18', 0, { unread: 'packed with lz4', instead: UNPACK }],
  ['ustar', 257, { unread: 'a tar archive', instead: 'unpack it and import the files in it' }],
  ['\x89PNG', 0, { unread: 'a picture', instead: AS_CSV }],
  ['\xff\xd8\xff', 0, { unread: 'a picture', instead: AS_CSV }],
];

/** As many bytes as {@link signatureOf} looks at. */
export const SIGNATURE_BYTES = 512;

/** Whether there are bytes that no text has. */
const isBinary = (bytes: Uint8Array): boolean => bytes.some((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20));
const LETTERS = /^[ -~]+$/;
/** Text that is no table: mostly a page in place of the file. */
const HTML = /^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body)/i;
const XML = /^(?:\xef\xbb\xbf)?\s*<\?xml/i;

/**
 * What a file is by its first {@link SIGNATURE_BYTES} bytes. A text file is a text file whatever its name says.
 *
 * @example signatureOf(Buffer.from([0x1f, 0x8b])) // 'GZIP'
 */
export function signatureOf(start: Buffer): Signature {
  const text = start.toString('latin1');
  // A column may be called ORC or DUCK: a signature of letters counts where what follows is no text.
  const binary = isBinary(start);
  for (const [signature, at, is] of SIGNATURES)
    if (text.startsWith(signature, at) && (binary || !LETTERS.test(signature) || signature === '%PDF-')) return is;
  if (HTML.test(text))
    return { unread: 'a web page (HTML)', instead: `${AS_CSV}; was it fetched without being signed in?` };
  if (XML.test(text)) return { unread: 'XML', instead: AS_CSV };
  return 'TEXT';
}
