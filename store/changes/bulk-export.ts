/**
 * Scores of everybody a caller sees, written down as files of lines in the blob store: one file for each part of the generation's scores. What was asked for
 * is put once, beside the files, and how far it has come is how many files there are; so whoever asks for it takes it further, and nothing lies in the table.
 */
import * as z from 'zod';
import { DAY_MS } from '../../domain/time/time.ts';
import type { CustomerId } from '../../domain/events.ts';
import type { ScoreRow } from '../../domain/profile/score-row.ts';
import { getPacked, putPacked } from '../blobs/blobs.ts';
import { mapLimit } from '../client/concurrency.ts';
import type { Db } from '../client/db.ts';
import type { Identity } from '../customers/identity.ts';
import { visibleGeneration } from '../published/generations.ts';
import { readScorePart } from '../published/score-files.ts';
import { lastSettledChange } from './log.ts';
import { statesOf } from './states.ts';

const Order = z.strictObject({
  layout: z.literal(1),
  id: z.string(),
  /** Id of the principal, who alone reads it. */
  by: z.string(),
  /** Sources whose customers are in it; null: everybody. */
  sources: z.array(z.string()).nullable(),
  /** What the caller saw when they asked: another view is another export. */
  view: z.string(),
  scores: z.strictObject({ generation: z.int(), bits: z.int() }),
  asOf: z.number(),
  /** Notes of the feed up to this number were settled when it was asked for. */
  change: z.int(),
  requestedAt: z.number(),
  expiresAt: z.number(),
});
export type BulkExport = Readonly<z.infer<typeof Order>>;

/** How long files can be read. */
const KEPT_MS = 3 * DAY_MS;
const AT_ONCE = 16;
/** Customers looked up in one request of the table. */
const LOOKED_UP = 100;

const allFolders = (db: Db): string => `${db.table}.exports/`;
const orderName = (db: Db, id: string): string => `${allFolders(db)}${id}/order`;
const fileName = (db: Db, id: string, part: number): string =>
  `${allFolders(db)}${id}/${String(part).padStart(8, '0')}`;

/** Notes what is to be written down; null where no run has published scores. */
export async function startBulkExport(
  db: Db,
  asked: Pick<BulkExport, 'id' | 'by' | 'sources' | 'view'>,
): Promise<BulkExport | null> {
  const shown = await visibleGeneration(db, { consistent: true });
  if (shown?.scores === undefined) return null;
  const order: BulkExport = {
    layout: 1,
    ...asked,
    scores: { generation: shown.scores.generation, bits: shown.scores.bits },
    asOf: shown.asOf,
    change: await lastSettledChange(db),
    requestedAt: db.clock(),
    expiresAt: db.clock() + KEPT_MS,
  };
  await db.blobs.put(orderName(db, order.id), new TextEncoder().encode(JSON.stringify(order)));
  return order;
}

const EXPORT_ID = /^[0-9A-HJKMNP-TV-Z]{26}$/u;

/** What was asked for under an id; null where there is nothing (any more). */
export async function findBulkExport(db: Db, id: string): Promise<BulkExport | null> {
  if (!EXPORT_ID.test(id)) return null;
  const bytes = await db.blobs.get(orderName(db, id));
  const order = bytes === null ? null : Order.parse(JSON.parse(new TextDecoder().decode(bytes)));
  return order === null || order.expiresAt <= db.clock() ? null : order;
}

/** How many files an export comes to. */
export const partsOfExport = ({ scores }: BulkExport): number => 2 ** scores.bits;

/** How many files there are: they are written one after the other. */
export async function partsWritten(db: Db, { id }: BulkExport): Promise<number> {
  return (await db.blobs.list(`${allFolders(db)}${id}/`)).filter((name) => !name.endsWith('/order')).length;
}

/** A line of a file. */
export type LineOf = (customerId: CustomerId, row: ScoreRow, identities: readonly Identity[]) => string;

/**
 * Writes files until all are there or the time is up, at least one. Repeatable, and harmless where others do it too: a file is the same by whomever.
 *
 * @param untilMs as of `performance.now()`
 * @returns how many are there; null where the generation's scores are kept no more
 */
export async function advanceBulkExport(
  db: Db,
  order: BulkExport,
  lineOf: LineOf,
  untilMs: number,
): Promise<number | null> {
  let part = await partsWritten(db, order);
  for (let isFirst = true; part < partsOfExport(order) && (isFirst || performance.now() < untilMs); isFirst = false) {
    const rows = await readScorePart(db, order.scores, part);
    if (rows === null) return null;
    const ids = [...rows.keys()];
    const lines: string[] = [];
    for (let at = 0; at < ids.length; at += LOOKED_UP) {
      const some = ids.slice(at, at + LOOKED_UP);
      const states = await statesOf(db, some, order.sources && new Set(order.sources), order.scores);
      for (const id of some) {
        const state = states.get(id)!;
        // Who is forgotten, or somebody else by now, is in no file.
        if (state.kind !== 'SCORED') continue;
        const identities = state.records.flatMap((record) => record.identities);
        lines.push(`${id}${lineOf(id, state.row, identities)}\n`);
      }
    }
    await putPacked(db.blobs, fileName(db, order.id, part), new TextEncoder().encode(lines.join('')));
    part += 1;
  }
  return part;
}

const ID_LENGTH = 20;
const linesIn = (bytes: Uint8Array): string[] => new TextDecoder().decode(bytes).split('\n').slice(0, -1);

/** A file, one JSON document a line; null where it is not written (yet). */
export async function readBulkFile(db: Db, order: BulkExport, part: number): Promise<string | null> {
  const bytes = await getPacked(db.blobs, fileName(db, order.id, part));
  return (
    bytes &&
    linesIn(bytes)
      .map((line) => `${line.slice(ID_LENGTH)}\n`)
      .join('')
  );
}

/** Takes customers out of every file there is. Repeatable. @returns how many files were written anew */
export async function forgetInExports(db: Db, ids: readonly CustomerId[]): Promise<number> {
  const gone = new Set<string>(ids);
  let forgotten = 0;
  await mapLimit(
    (await db.blobs.list(allFolders(db))).filter((name) => !name.endsWith('/order')),
    AT_ONCE,
    async (name) => {
      const bytes = await getPacked(db.blobs, name);
      const lines = bytes === null ? [] : linesIn(bytes);
      const kept = lines.filter((line) => !gone.has(line.slice(0, ID_LENGTH)));
      if (kept.length === lines.length) return;
      await putPacked(db.blobs, name, new TextEncoder().encode(kept.map((line) => `${line}\n`).join('')));
      forgotten += 1;
    },
  );
  return forgotten;
}

/** Deletes exports whose time is over. */
export async function deleteOldExports(db: Db): Promise<void> {
  const names = await db.blobs.list(allFolders(db));
  for (const [id, own] of Map.groupBy(names, (name) => name.slice(allFolders(db).length).split('/', 1)[0]!)) {
    if ((await findBulkExport(db, id)) !== null) continue;
    await mapLimit(own, AT_ONCE, (name) => db.blobs.delete(name));
  }
}
