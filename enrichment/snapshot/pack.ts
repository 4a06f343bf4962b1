import { DomainError } from '../../domain/errors.ts';

/** JSON and typed arrays as pieces of bytes: what checkpoints and the notes of runs are made of. */
export type Packable = Readonly<Record<string, TypedColumn>>;
export type TypedColumn = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;

const TYPES = { Float64Array, Float32Array, Int32Array, Uint32Array, Uint8Array } as const;
type TypeName = keyof typeof TYPES;

interface Header {
  readonly version: 2;
  readonly json: unknown;
  readonly columns: readonly { readonly name: string; readonly type: TypeName; readonly length: number }[];
}

/** A multiple of every element's size. */
const PIECE_BYTES = 8 * 1024 * 1024;

/** A header, then the columns one after the other, in pieces of at most 8 MB. The same input gives the same bytes. */
export function* pack(json: unknown, columns: Packable): Iterable<Uint8Array> {
  const entries = Object.entries(columns);
  const header: Header = {
    version: 2,
    json,
    columns: entries.map(([name, column]) => ({
      name,
      type: column.constructor.name as TypeName,
      length: column.length,
    })),
  };
  yield new TextEncoder().encode(JSON.stringify(header));
  for (const [, column] of entries)
    for (let at = 0; at < column.byteLength; at += PIECE_BYTES)
      yield new Uint8Array(column.buffer, column.byteOffset + at, Math.min(PIECE_BYTES, column.byteLength - at));
}

/** The reverse of {@link pack}; throws a DomainError for bytes that pack did not make. */
export async function unpack(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<{
  readonly json: unknown;
  readonly columns: Readonly<Record<string, TypedColumn>>;
}> {
  const columns: Record<string, TypedColumn> = {};
  const unfilled: Uint8Array[] = [];
  let header: Header | undefined;
  let at = 0;
  for await (const piece of pieces) {
    if (header === undefined) {
      header = JSON.parse(new TextDecoder().decode(piece)) as Header;
      if (header.version !== 2)
        throw new DomainError(`What was packed in version ${String(header.version)} cannot be read by this release`);
      for (const { name, type, length } of header.columns) {
        const column = new TYPES[type](length);
        columns[name] = column;
        if (length > 0) unfilled.push(new Uint8Array(column.buffer));
      }
      continue;
    }
    unfilled[0]!.set(piece, at);
    at += piece.length;
    if (at < unfilled[0]!.length) continue;
    unfilled.shift();
    at = 0;
  }
  if (header === undefined || unfilled.length > 0)
    throw new DomainError('What was packed has not been kept as a whole');
  return { json: header.json, columns };
}
