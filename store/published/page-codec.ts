import { hash } from 'node:crypto';
import { ID_LETTERS, type CustomerId } from '../../domain/events.ts';
import { KringError } from '../../domain/errors.ts';
import { ID_LENGTH, idCount, type PackedIds } from '../customers/packed-ids.ts';
import { bytesOf, formOf, ofPlanes, planesOf, type Form } from './planes.ts';
import { deflateWithNames, inflateWithNames } from './dictionary.ts';

/** Some customers of a list, as runs have them: their ids, and columns with an entry per id. */
export interface PackedPage {
  readonly ids: PackedIds;
  readonly columns: Readonly<Record<string, Float64Array>>;
}

/** The same as readers have them. */
export interface ListPage {
  readonly ids: readonly CustomerId[];
  readonly columns: Readonly<Record<string, Float64Array>>;
}

const LAYOUT = 3;
/** A letter of an id is five bits. */
const ID_BITS = 5 * ID_LENGTH;

interface Header {
  readonly layout: typeof LAYOUT;
  readonly count: number;
  /** Whose columns these are: a fingerprint of the ids, so that columns kept apart are never put beside others'. */
  readonly members: string;
  readonly columns: readonly (readonly [name: string, ...Form])[];
}

/** A page as it lies in the table. */
export interface EncodedPage {
  /** Ids at 100 bits: they are random, and nothing makes them smaller. */
  readonly ids: Uint8Array;
  /** Everything else, deflated. */
  readonly columns: Uint8Array;
}

/**
 * A page of a list: ids packed, and columns byte by byte (planes.ts). Columns that time moves lie in an item of their own
 * ({@link encodeColumns} of the same ids), so that the ids and what only events move are not written again every night.
 */
export const encodePage = (page: PackedPage): EncodedPage => ({
  ids: packLetters(page.ids),
  columns: encodeColumns(page),
});

/** Columns alone; whose they are is said by a fingerprint. */
export function encodeColumns({ ids, columns }: PackedPage): Uint8Array {
  const named = Object.entries(columns);
  const forms = named.map(([name, column]) => [name, ...formOf(column)] as const);
  const header: Header = {
    layout: LAYOUT,
    count: idCount(ids),
    members: fingerprintOf(packLetters(ids)),
    columns: forms,
  };
  const text = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(2);
  size.writeUInt16LE(text.length);
  const planes = named.map(([, column], k) => planesOf(column, [forms[k]![1], forms[k]![2]]));
  return deflateWithNames(Buffer.concat([size, text, ...planes]));
}

const fingerprintOf = (ids: Uint8Array): string => hash('sha256', ids, 'base64url').slice(0, 8);

/** The reverse of {@link encodePage}. Throws KringError UNKNOWN_LAYOUT for a page of newer code. */
export function decodePage(page: EncodedPage): ListPage {
  const { count, columns } = decodeColumns(page.columns);
  return { ids: unpackLetters(page.ids, count), columns };
}

/**
 * The reverse of {@link encodeColumns}; null when they are of other customers than the packed ids.
 *
 * @throws KringError UNKNOWN_LAYOUT for columns of newer code
 */
export function columnsOf(packedIds: Uint8Array, columns: Uint8Array): ListPage['columns'] | null {
  const decoded = decodeColumns(columns);
  return decoded.members === fingerprintOf(packedIds) ? decoded.columns : null;
}

function decodeColumns(deflated: Uint8Array) {
  const raw = inflateWithNames(deflated);
  let at = 2 + raw.readUInt16LE(0);
  const { layout, count, members, columns } = JSON.parse(raw.toString('utf8', 2, at)) as Header;
  if (layout !== LAYOUT)
    throw new KringError('UNKNOWN_LAYOUT', `a page of a list has layout ${String(layout)}, this code knows ${LAYOUT}`);
  const next = (form: Form): Float64Array => {
    const column = ofPlanes(raw.subarray(at), count, form);
    at += bytesOf(count, form);
    return column;
  };
  return {
    count,
    members,
    columns: Object.fromEntries(columns.map(([name, bytesEach, scale]) => [name, next([bytesEach, scale])])),
  };
}

const VALUES = Uint8Array.from({ length: 128 }, (_, code) =>
  Math.max(0, ID_LETTERS.indexOf(String.fromCodePoint(code))),
);

function packLetters(ids: PackedIds): Uint8Array {
  const packed = new Uint8Array(Math.ceil((idCount(ids) * ID_BITS) / 8));
  let [bits, held, at] = [0, 0, 0];
  for (const code of ids.bytes) {
    bits = ((bits << 5) | VALUES[code]!) & 0xffff;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    packed[at++] = (bits >> held) & 255;
  }
  if (held > 0) packed[at] = (bits << (8 - held)) & 255;
  return packed;
}

function unpackLetters(packed: Uint8Array, count: number): CustomerId[] {
  let [bits, held, at] = [0, 0, 0];
  return Array.from({ length: count }, () => {
    let id = '';
    for (let k = 0; k < ID_LENGTH; k++) {
      if (held < 5) {
        bits = ((bits << 8) | packed[at++]!) & 0xffff;
        held += 8;
      }
      held -= 5;
      id += ID_LETTERS[(bits >> held) & 31]!;
    }
    return id;
  });
}
