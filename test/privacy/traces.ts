import { inflateRawSync, zstdDecompressSync } from 'node:zlib';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { CustomerId } from '../../domain/events.ts';
import type { Item } from '../../store/client/attributes.ts';
import type { Db } from '../../store/client/db.ts';
import { inflateKnown } from '../../store/client/known-text.ts';
import { inflateWithNames } from '../../store/published/dictionary.ts';
import { inflateBehindHeaders } from '../../store/published/headers.ts';
import { partIn } from '../../store/published/profiles.ts';
import { decodePage } from '../../store/published/page-codec.ts';
import { ofPlanes } from '../../store/published/planes.ts';
import { openPart } from '../../store/published/profile-codec.ts';
import { tailOf } from '../../store/published/profile-members.ts';
import { rowIn } from '../../store/published/profile-rows.ts';
import { bucketOf } from '../../store/published/slots.ts';

const attempt = (decode: () => Uint8Array): Uint8Array[] => {
  try {
    return [decode()];
  } catch {
    return [];
  }
};

/** Bytes, and everything they are a compressed form of. */
const readings = (bytes: Uint8Array): Uint8Array[] => [
  bytes,
  ...attempt(() => inflateRawSync(bytes)),
  ...attempt(() => inflateWithNames(bytes)),
  ...attempt(() => inflateBehindHeaders(bytes)),
  ...attempt(() => Buffer.from(inflateKnown(bytes))),
  ...attempt(() => zstdDecompressSync(bytes)),
];

/** Every text and every decoded byte of an attribute. */
function* textsOf(value: unknown): Generator<readonly [text: Buffer, isBytes: boolean]> {
  if (value instanceof Uint8Array) for (const reading of readings(value)) yield [Buffer.from(reading), true];
  else if (typeof value === 'string') yield [Buffer.from(value), false];
  else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* textsOf(inner);
}

/** Finds the first of many words, four bytes or longer, anywhere in a text: most places are ruled out by four bytes, whatever the number of words. */
function finderOf(words: readonly string[]): (text: Buffer) => string | undefined {
  const slotOf = (head: number): number => Math.imul(head, 0x9e3779b1) >>> 16;
  const begins = new Uint8Array(1 << 16);
  const byHead = new Map<number, Buffer[]>();
  for (const word of words.map((each) => Buffer.from(each))) {
    const head = word.readUInt32LE(0);
    begins[slotOf(head)] = 1;
    byHead.set(head, [...(byHead.get(head) ?? []), word]);
  }
  return (text) => {
    for (let at = 0; at + 4 <= text.length; at += 1) {
      const head = text.readUInt32LE(at);
      if (begins[slotOf(head)] === 0) continue;
      const found = byHead.get(head)?.find((word) => word.equals(text.subarray(at, at + word.length)));
      if (found !== undefined) return found.toString();
    }
    return undefined;
  };
}

/** Bytes hold shorter words by chance. */
const TELLING = 5;
const escaped = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&');

/** Every item of the table. */
export async function scan(db: Db): Promise<Item[]> {
  const items: Item[] = [];
  for (let start: Item | undefined, more = true; more; more = start !== undefined) {
    const page: { Items?: Item[] | undefined; LastEvaluatedKey?: Item | undefined } = await db.client.send(
      new ScanCommand({
        TableName: db.table,
        ConsistentRead: true,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  }
  return items;
}

/**
 * Where in the whole table and blob store something of these customers lies: as a word anywhere, also compressed; as the bits of an id in pages of lists,
 * as a row of a block of profiles, as a score of a month.
 */
export async function tracesOf(
  db: Db,
  { ids, words }: { readonly ids: readonly CustomerId[]; readonly words: readonly string[] },
): Promise<string[]> {
  const global = ids.map((id) => Buffer.from(`Customer:${id}`).toString('base64url'));
  const sought = [...new Set([...ids, ...words, ...global])];
  const anywhere = finderOf(sought.filter((word) => word.length >= TELLING));
  const short = sought.filter((word) => word.length < TELLING).map((word) => Buffer.from(word).toString('latin1'));
  const whole = new RegExp(short.map((word) => `(?<![\\w-])${escaped(word)}(?![\\w-])`).join('|') || '(?!)', 'u');
  const found: string[] = [];
  for (const item of await scan(db)) {
    const [pk, sk] = [item['pk']!.S!, item['sk']!.S!];
    for (const [text, isBytes] of textsOf(item)) {
      const hit = anywhere(text) ?? (isBytes ? undefined : whole.exec(text.toString('latin1'))?.[0]);
      if (hit !== undefined) found.push(`${pk} ${sk}: ${hit}`);
    }
    const place = /^B#\w+#(.+)#(\d{6})$/u.exec(pk);
    if (place !== null)
      found.push(...inPage(item, place[1]!, Number(place[2]), ids).map((id) => `${pk}: row of ${id}`));
    if (pk.startsWith('ACTION#') && item['i']?.B !== undefined)
      found.push(...inDraw(item, ids).map((id) => `${pk}: arm of ${id}`));
    const month = /^H#(\d+)#(\d{6})$/u.exec(pk);
    if (month !== null)
      found.push(...inMonth(item, Number(month[1]), Number(month[2]), ids).map((id) => `${pk}: score of ${id}`));
  }
  for (const name of await db.blobs.list('')) {
    if (!name.startsWith(db.table)) continue;
    for (const [text] of textsOf((await db.blobs.get(name))!)) {
      const hit = anywhere(text);
      if (hit !== undefined) found.push(`blob ${name}: ${hit}`);
    }
  }
  return [...new Set(found)];
}

function inPage(item: Item, name: string, page: number, ids: readonly CustomerId[]): CustomerId[] {
  const bits = /^(observed|modelled)-(\d+)$/u.exec(name);
  if (bits?.[1] === 'observed') {
    const part = openPart('observed', partIn(item));
    return ids.filter((id) => bucketOf(id, Number(bits[2])) === page && rowIn(part, id, Number(bits[2])) >= 0);
  }
  if (item['i']?.B === undefined) return [];
  const listed = new Set(decodePage({ ids: item['i'].B, columns: item['z']!.B! }).ids);
  return ids.filter((id) => listed.has(id));
}

/** Who was drawn lies at 100 bits an id, where no word is found. */
function inDraw(item: Item, ids: readonly CustomerId[]): CustomerId[] {
  const drawn = new Set(decodePage({ ids: item['i']!.B!, columns: item['z']!.B! }).ids);
  return ids.filter((id) => drawn.has(id));
}

function inMonth(item: Item, bits: number, block: number, ids: readonly CustomerId[]): CustomerId[] {
  // Read by hand: rows are steps between the tails of ids.
  const tails = new Set(monthTails(inflateRawSync(item['z']!.B!)));
  return ids.filter((id) => bucketOf(id, bits) === block && tails.has(tailOf(id, bits)));
}

function monthTails(raw: Uint8Array): number[] {
  const buffer = Buffer.from(raw);
  const at = 2 + buffer.readUInt16LE(0);
  const { count, tails } = JSON.parse(buffer.toString('utf8', 2, at)) as { count: number; tails: [number, number] };
  let tail = 0;
  return Array.from(ofPlanes(buffer.subarray(at), count, tails), (step) => (tail += step));
}
