import { DomainError } from '../../domain/errors.ts';

/** A bag of JSON and typed arrays as one byte string: what checkpoints and published blocks are made of. */
export type Packable = Readonly<Record<string, TypedColumn>>;
export type TypedColumn = Float64Array | Float32Array | Int32Array | Uint32Array | Uint8Array;

const TYPES = { Float64Array, Float32Array, Int32Array, Uint32Array, Uint8Array } as const;
type TypeName = keyof typeof TYPES;

interface Header {
  readonly version: 1;
  readonly json: unknown;
  readonly columns: readonly { readonly name: string; readonly type: TypeName; readonly length: number }[];
}

/** Every section starts at a multiple of 8, so that a reader can view the bytes without copying. */
const align = (offset: number): number => (offset + 7) & ~7;

/** Packs `json` and the columns. The same input gives the same bytes. */
export function pack(json: unknown, columns: Packable): Uint8Array {
  const entries = Object.entries(columns);
  const header: Header = {
    version: 1,
    json,
    columns: entries.map(([name, column]) => ({
      name,
      type: column.constructor.name as TypeName,
      length: column.length,
    })),
  };
  const head = new TextEncoder().encode(JSON.stringify(header));
  let size = align(4 + head.length);
  for (const [, column] of entries) size = align(size + column.byteLength);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  let offset = align(4 + head.length);
  for (const [, column] of entries) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), offset);
    offset = align(offset + column.byteLength);
  }
  return bytes;
}

/** The reverse of {@link pack}; throws a DomainError for bytes that pack did not make. */
export function unpack(bytes: Uint8Array): {
  readonly json: unknown;
  readonly columns: Readonly<Record<string, TypedColumn>>;
} {
  // A view needs an aligned start; a slice of a larger buffer may not have one.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const headLength = new DataView(aligned.buffer, aligned.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(aligned.subarray(4, 4 + headLength))) as Header;
  if (header.version !== 1)
    throw new DomainError(`A packed block of version ${String(header.version)} cannot be read by this release`);
  const columns: Record<string, TypedColumn> = {};
  let offset = align(4 + headLength);
  for (const { name, type, length } of header.columns) {
    const Type = TYPES[type];
    columns[name] = new Type(aligned.buffer as ArrayBuffer, aligned.byteOffset + offset, length);
    offset = align(offset + length * Type.BYTES_PER_ELEMENT);
  }
  return { json: header.json, columns };
}
