/** Takes a person out of what others keep: the trail of merges, runs, syncs, imports, pushes, actions. Each is repeatable. */
import { decodeTime } from 'ulid';
import { DAY_MS } from '../../domain/time/time.ts';
import type { CustomerId } from '../../domain/events.ts';
import { S, str, type Item } from '../client/attributes.ts';
import { batchGet, batchWrite, deleteRequest } from '../client/batch.ts';
import { isConditionFailed, queryPages, updateItem } from '../client/commands.ts';
import type { Db } from '../client/db.ts';
import { packText, unpackText } from '../client/json.ts';
import { dueKey, IMPORTS_PK, MERGES_PK, META_PUSH_LOCK, SYNCS_PK, syncPartsPk, type Key } from '../client/keys.ts';
import { readPushLock } from '../published/push-lock.ts';
import type { ImportState } from '../work/imports.ts';
import { readLease } from '../work/lease.ts';
import { rewriteEndedRuns, type RunRecord } from '../work/runs.ts';
import { forgetListed } from '../definitions/listed.ts';
import { forgetInActions } from '../actions/person.ts';
import type { Person } from './jobs.ts';

/** Everything that mentions the person by name of theirs or by id. @returns how many items were changed or deleted */
export async function eraseMentions(db: Db, person: Person): Promise<number> {
  let erased = await eraseTrail(db, person);
  erased += await eraseDue(db, person);
  erased += await forgetInActions(db, person.ids);
  erased += await forgetListed(db, person.ids);
  await forgetPush(db, person);
  erased += await rewriteEndedRuns(db, (run) => runWithout(run, person));
  for await (const page of partition(db, SYNCS_PK))
    for (const sync of page)
      if (decodeTime(str(sync, 'sk')) > db.clock() - PARTS_MS)
        erased += await rewriteAll(db, syncPartsPk(str(sync, 'sk')), (text) => withoutAccounts(text, person.ids));
  return erased + (await rewriteAll(db, IMPORTS_PK, (text) => importWithout(text, person)));
}

/** Longer than the parts of a sync are kept. */
const PARTS_MS = 40 * DAY_MS;

const partition = (db: Db, pk: string): AsyncGenerator<Item[]> =>
  queryPages(db, {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': S(pk) },
  });

const keyIn = (item: Item): Key => ({ pk: str(item, 'pk'), sk: str(item, 'sk') });

async function eraseTrail(db: Db, { ids }: Person): Promise<number> {
  let erased = 0;
  for await (const page of partition(db, MERGES_PK)) {
    const mine = page.filter((item) => ids.includes(str(item, 'm')) || ids.includes(str(item, 'c')));
    await batchWrite(
      db,
      mine.map((item) => deleteRequest(keyIn(item))),
    );
    erased += mine.length;
  }
  return erased;
}

/** Notes of who was pushed stay for a month, so for about as many generations; looked for in twice as many. */
const GENERATIONS = 64;

async function eraseDue(db: Db, { ids }: Person): Promise<number> {
  const last = (await readLease(db))?.generation ?? 0;
  const generations = Array.from({ length: Math.min(GENERATIONS, last + 1) }, (_, back) => last - back);
  const keys = ids.flatMap((id) => generations.map((generation) => dueKey(generation, id)));
  const found = await batchGet(db, keys, { consistent: true, attributes: [] });
  await batchWrite(
    db,
    [...found.values()].map((item) => deleteRequest(keyIn(item))),
  );
  return found.size;
}

/** The last push names whom it touched; who is gone needs no entry written over. */
async function forgetPush(db: Db, { ids }: Person): Promise<void> {
  const lock = await readPushLock(db);
  if (lock === null || !lock.touched.some((id) => ids.includes(id))) return;
  try {
    await updateItem(db, META_PUSH_LOCK, {
      UpdateExpression: 'SET t = :left',
      ConditionExpression: 'h = :seen',
      ExpressionAttributeValues: {
        ':left': S(lock.touched.filter((id) => !ids.includes(id)).join(' ')),
        ':seen': S(lock.holder),
      },
    });
  } catch (error) {
    // The next push has it by now, and has read of whom there still is something.
    if (!isConditionFailed(error)) throw error;
  }
}

/** Rewrites the texts of a partition where `change` gives another one; one that somebody else saved meanwhile is left to them. */
async function rewriteAll(db: Db, pk: string, change: (text: string) => string): Promise<number> {
  let rewritten = 0;
  for await (const page of partition(db, pk))
    for (const item of page) {
      const text = unpackText(item['json']);
      const next = text === undefined ? undefined : change(text);
      if (next === undefined || next === text) continue;
      try {
        await updateItem(db, keyIn(item), {
          UpdateExpression: 'SET #json = :next',
          ConditionExpression: '#json = :before',
          ExpressionAttributeNames: { '#json': 'json' },
          ExpressionAttributeValues: { ':before': item['json']!, ':next': packText(next) },
        });
        rewritten += 1;
      } catch (error) {
        if (!isConditionFailed(error)) throw error;
      }
    }
  return rewritten;
}

/** An id of nobody: lists keep their length, and places in them their meaning. */
const NOBODY = '0'.repeat(20);

const withoutIds = (text: string, ids: readonly CustomerId[]): string =>
  ids.reduce((left, id) => left.replaceAll(id, NOBODY), text);

/** The part of a sync names accounts by customer and hash. */
const withoutAccounts = (text: string, ids: readonly CustomerId[]): string =>
  withoutIds(
    ids.reduce((left, id) => left.replaceAll(new RegExp(`("${id}","hash":")[0-9a-z]+`, 'gu'), `$1${NOBODY}`), text),
    ids,
  );

function runWithout(run: RunRecord, { ids }: Person): RunRecord {
  const text = JSON.stringify(run);
  if (!ids.some((id) => text.includes(id))) return run;
  const failed = run.failed?.filter(({ customer }) => !ids.includes(customer));
  const left = JSON.stringify({ ...run, ...(failed === undefined ? {} : { failed }) });
  return JSON.parse(withoutIds(left, ids)) as RunRecord;
}

/** Shorter words stand in too many texts that mean somebody else. */
const TELLING_LETTERS = 6;

/** Rows that were rejected are kept with what stood in them. */
function importWithout(text: string, { words }: Person): string {
  const state = JSON.parse(text) as Partial<ImportState>;
  const { rejected } = state;
  if (rejected === undefined) return text;
  const telling = words.filter((word) => word.length >= TELLING_LETTERS).map((word) => word.toLowerCase());
  const left = rejected.filter(({ value, reason }) => {
    const said = `${value} ${reason}`.toLowerCase();
    return !words.includes(value) && !telling.some((word) => said.includes(word));
  });
  return left.length === rejected.length ? text : JSON.stringify({ ...state, rejected: left });
}
