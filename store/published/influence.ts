/**
 * The influence history. A customer's own entries are told when a score passes a threshold that points are counted by; between them stands what
 * everybody's score was once a month, in blocks of customers by id.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { CustomerId } from '../../domain/events.ts';
import { KringError } from '../../domain/errors.ts';
import { B, bytes, N, S, str, type Item } from '../client/attributes.ts';
import { batchWrite, putRequest } from '../client/batch.ts';
import { putItem, queryPage, queryPages } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { influenceKey, scoresKey } from '../client/keys.ts';
import { influenceAt, type InfluenceEntry } from '../events/history.ts';
import { bytesOf, formOf, ofPlanes, planesOf, type Form } from './planes.ts';
import { tailOf } from './profile-members.ts';
import { bucketOf } from './slots.ts';

/**
 * Adds entries to customers' influence history: the score (0–100) known from `at` on, and the calibration it was read on.
 * Repeating is harmless.
 */
export async function putInfluenceHistory(
  db: Db,
  rows: readonly (InfluenceEntry & { readonly id: CustomerId })[],
): Promise<void> {
  await batchWrite(
    db,
    rows.map(({ id, at, score, calibration }) => {
      const key = influenceKey(id, at);
      return putRequest({ pk: S(key.pk), sk: S(key.sk), score: N(score), calibration: S(calibration) });
    }),
  );
}

/** The scores of a block's customers at an instant, all read on one calibration. */
export interface ScoresOfBlock extends Pick<InfluenceEntry, 'at' | 'calibration'> {
  readonly bits: number;
  readonly block: number;
  readonly rows: readonly { readonly id: CustomerId; readonly score: number }[];
}

const LAYOUT = 1;

interface Header {
  readonly layout: typeof LAYOUT;
  readonly count: number;
  readonly tails: Form;
  readonly scores: Form;
}

/** Keeps the scores of a block. Repeating is harmless. */
export async function putScores(db: Db, { bits, block, at, calibration, rows }: ScoresOfBlock): Promise<void> {
  const sorted = rows.map(({ id, score }) => ({ tail: tailOf(id, bits), score })).sort((a, b) => a.tail - b.tail);
  const key = scoresKey(bits, block, at);
  await putItem(db, { pk: S(key.pk), sk: S(key.sk), calibration: S(calibration), z: B(contentOf(sorted)) });
}

/** @param sorted by tail */
function contentOf(sorted: readonly { readonly tail: number; readonly score: number }[]): Uint8Array {
  const tails = Float64Array.from(sorted, ({ tail }, row) => tail - (row === 0 ? 0 : sorted[row - 1]!.tail));
  const scores = Float64Array.from(sorted, ({ score }) => score);
  const header: Header = { layout: LAYOUT, count: sorted.length, tails: formOf(tails), scores: formOf(scores) };
  const text = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(2);
  size.writeUInt16LE(text.length);
  const content = Buffer.concat([size, text, planesOf(tails, header.tails), planesOf(scores, header.scores)]);
  return deflateRawSync(content, { level: 6 });
}

/** The scores of an item, by the tails of the ids, ascending. */
function rowsIn(item: Item): { readonly tails: readonly number[]; readonly scores: Float64Array } {
  const raw = inflateRawSync(bytes(item, 'z'));
  const at = 2 + raw.readUInt16LE(0);
  const { layout, count, tails: tailForm, scores: scoreForm } = JSON.parse(raw.toString('utf8', 2, at)) as Header;
  if (layout !== LAYOUT)
    throw new KringError(
      'UNKNOWN_LAYOUT',
      `scores of a month have layout ${String(layout)}, this code knows ${LAYOUT}`,
    );
  let sum = 0;
  return {
    tails: Array.from(ofPlanes(raw.subarray(at), count, tailForm), (step) => (sum += step)),
    scores: ofPlanes(raw.subarray(at + bytesOf(count, tailForm)), count, scoreForm),
  };
}

function scoreIn(item: Item, tail: number): number | null {
  const { tails, scores } = rowsIn(item);
  const row = tails.indexOf(tail);
  return row < 0 ? null : scores[row]!;
}

/** Takes a customer out of what everybody's scores were month by month. Repeatable. @param named as of {@link scoreAt} */
export async function forgetMonths(db: Db, id: CustomerId, named: readonly number[]): Promise<void> {
  for (const bits of named) {
    const tail = tailOf(id, bits);
    for await (const page of queryPages(db, {
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': S(scoresKey(bits, bucketOf(id, bits), 0).pk) },
    }))
      for (const item of page) {
        const { tails, scores } = rowsIn(item);
        if (!tails.includes(tail)) continue;
        const rows = tails.map((one, row) => ({ tail: one, score: scores[row]! })).filter((row) => row.tail !== tail);
        await putItem(db, { ...item, z: B(contentOf(rows)) });
      }
  }
}

/** The newest scores of a block not after an instant. */
async function monthBefore(db: Db, id: CustomerId, bits: number, at: number): Promise<InfluenceEntry | null> {
  const key = scoresKey(bits, bucketOf(id, bits), at);
  const { items } = await queryPage(db, {
    KeyConditionExpression: 'pk = :pk AND sk <= :to',
    ExpressionAttributeValues: { ':pk': S(key.pk), ':to': S(key.sk) },
    ScanIndexForward: false,
    Limit: 1,
  });
  const score = items[0] === undefined ? null : scoreIn(items[0], tailOf(id, bits));
  return score === null
    ? null
    : { at: Number(str(items[0]!, 'sk')), score, calibration: str(items[0]!, 'calibration') };
}

/**
 * The score in force at an instant, as far as the history knows: the customer's own newest entry not after `at`, or the month's where that is
 * newer; null before the first. Two queries at once, one more for each time blocks were named anew since.
 *
 * @param named bits that have named blocks of scores, the newest first
 */
export async function scoreAt(
  db: Db,
  id: CustomerId,
  at: number,
  named: readonly number[],
): Promise<InfluenceEntry | null> {
  const monthly = async (): Promise<InfluenceEntry | null> => {
    for (const bits of named) {
      const found = await monthBefore(db, id, bits, at);
      if (found !== null) return found;
    }
    return null;
  };
  const [own, month] = await Promise.all([influenceAt(db, id, at), monthly()]);
  return month !== null && (own === null || month.at > own.at) ? month : own;
}
