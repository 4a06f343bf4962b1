import { afterAll, beforeAll, expect, it } from 'vitest';
import { SourceProblem } from '../../social/problem.ts';
import { readDirectory } from '../../social/sync/directory.ts';
import { openLists } from '../../social/sync/follows.ts';
import type { OpenedSource } from '../../social/sync/worker.ts';
import { sayConsents } from '../../store/customers/consents.ts';
import { resolveCustomers } from '../../store/customers/resolve.ts';
import { upsertCustomer } from '../../store/customers/upsert.ts';
import { accountsByIds, linkAccount } from '../../store/social/accounts.ts';
import { deleteTies, followsAt, followsReader, putFollows, throughOf } from '../../store/social/ties.ts';
import { startEngine, testDb, type Engine } from '../engines/engines.ts';
import { NOON, shop } from '../store/samples.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await startEngine('dynalite');
});
afterAll(() => engine.stop());

const SOURCE = 'forum';
const FRIENDS = ['bob', 'cid', 'dan', 'eve', 'fay'];

/** Bug it catches: bits of a checkpoint read as positions in another list, which ends ties that were met. */
it('a list whose ties changed while its reading was cut short is read again from its beginning: no tie that is there ends', async () => {
  const db = await testDb(engine, { clock: () => NOON });
  const ids = new Map<string, string>();
  for (const name of ['ann', ...FRIENDS]) {
    await upsertCustomer(db, { by: shop(name) });
    const [customer] = await resolveCustomers(db, [shop(name)]);
    ids.set(name, customer!.id);
    await sayConsents(db, customer!.id, [
      { purpose: 'SOCIAL_ENRICHMENT', status: 'GRANTED', at: NOON - 1, version: '1', source: 'page' },
    ]);
    await linkAccount(db, {
      customerId: customer!.id,
      source: SOURCE,
      host: 'forum.example',
      accountId: name,
      handle: name,
      proof: 'BIO_CODE',
      purposes: ['SOCIAL_ENRICHMENT'],
    });
  }
  const [ann] = await accountsByIds(db, SOURCE, ['ann']);
  const through = throughOf(ann!);
  const tieTo = (name: string) => ({ follower: ids.get('ann')!, followed: ids.get(name)!, source: SOURCE, through });
  await putFollows(
    db,
    FRIENDS.map((name) => ({ ...tieTo(name), weight: 1, at: NOON - 1000 })),
  );
  const inOrder = FRIENDS.toSorted((one, other) => (ids.get(one)! < ids.get(other)! ? -1 : 1));
  const gone = inOrder[0]!;
  const left = inOrder.slice(1);
  // The last in the order of ids comes first, so that what is met lies behind what goes.
  const pages = left.toReversed();

  /** Reads the list, one account a page, until the source fails. */
  const read = async (failsAt: number) => {
    const directory = await readDirectory(db, SOURCE);
    const [ann] = await accountsByIds(db, SOURCE, ['ann']);
    const opened = {
      key: SOURCE,
      standing: followsReader(db, SOURCE),
      calls: { run: <T>(call: () => Promise<T>) => call() },
      source: {
        follows: async (_: string, cursor: string | null) => {
          const at = Number(cursor ?? 0);
          if (at >= failsAt) throw new SourceProblem('DOWN', SOURCE, 'The forum does not answer.');
          return { items: [pages[at]!], cursor: at + 1 < pages.length ? String(at + 1) : null };
        },
      },
    } as unknown as OpenedSource;
    const lists = openLists(db, opened, { id: 'sync-1', startedAt: NOON }, directory, () => Promise.resolve(db));
    await lists.read(ann!);
    await lists.store();
    return lists.counted();
  };

  await expect(read(2)).rejects.toThrow('does not answer');
  await deleteTies(db, [{ ...tieTo(gone), kind: 'FOLLOW' }]);
  expect(await read(Number.POSITIVE_INFINITY)).toEqual({ followsRead: 1, tiesNew: 0, tiesEnded: 0 });
  const ties = await followsAt(db, ids.get('ann')!, SOURCE);
  expect(ties.map(({ followed, weight }) => [followed, weight])).toEqual(left.map((name) => [ids.get(name), 1]));
});
