import { expect, it } from 'vitest';
import { InvalidInputError } from '../../domain/errors.ts';
import { defaultRuleSet } from '../../domain/engagement/rules.ts';
import { takeSnapshot } from '../../enrichment/snapshot/take.ts';
import { ingestEvents } from '../../store/events/events.ts';
import { customerIdOf } from '../../store/customers/identity.ts';
import { readInputs } from './inputs.ts';
import { S, str, type Item } from '../../store/client/attributes.ts';
import { putItem } from '../../store/client/commands.ts';
import { SHARDS } from '../../store/client/keys.ts';
import {
  claimsAbout,
  recordReferral,
  recordReferrals,
  referralsBy,
  referralsByClaim,
  type ReferralRow,
} from '../../store/relations/referrals.ts';
import { incoming, outgoing } from '../../store/relations/pages.ts';
import { putTies, tieWriter, type TieRow } from '../../store/relations/ties.ts';
import { dumpTable } from '../engines/dump.ts';
import { injectFaults, nth } from '../engines/faults.ts';
import { onEngines } from '../engines/on-engines.ts';
import { like, NOON, order, shop, shuffled } from './samples.ts';

const clock = () => NOON;
const tie = (follower: string, followed: string, at = NOON, weight = 1): TieRow => ({
  follower: shop(follower),
  followed: shop(followed),
  kind: 'FOLLOW',
  source: 'bluesky',
  weight,
  at,
});
const referral = (id: string, advocate: string, friend: string, extra: Partial<ReferralRow> = {}): ReferralRow => ({
  source: 'shop',
  id,
  advocate: shop(advocate),
  friend: shop(friend),
  kind: 'TYPE_ONE',
  at: NOON,
  ...extra,
});

onEngines('ties', ({ fresh, again }) => {
  it.each([false, true])(
    'keep the latest state whatever the order, and say which rows are bad (sole writer: %s)',
    async (soleWriter) => {
      const db = await fresh({ clock });
      await ingestEvents(
        db,
        ['ann', 'bob', 'cid'].map((name) => ({ customer: shop(name), event: like(name, 0) })),
      );
      const statuses = async (rows: TieRow[]) => (await putTies(db, rows, { soleWriter })).map(({ status }) => status);
      expect(
        await statuses([tie('ann', 'bob', NOON + 5, 2), tie('ann', 'cid'), tie('bob', 'bob'), tie('ann', 'nobody')]),
      ).toEqual(['ACCEPTED', 'ACCEPTED', 'SELF_TIE', 'UNKNOWN_CUSTOMER']);
      expect(await statuses([tie('ann', 'bob', NOON + 5, 1), tie('ann', 'bob', NOON, 9)])).toEqual([
        'DUPLICATE',
        'DUPLICATE',
      ]);
      expect(await statuses([tie('ann', 'bob', NOON + 6, 3)])).toEqual(['ACCEPTED']);
      const ann = customerIdOf(db, shop('ann'));
      const bob = customerIdOf(db, shop('bob'));
      const { items } = await outgoing(db, ann, { first: 10 });
      expect(items.find(({ followed }) => followed === bob)).toEqual({
        follower: ann,
        followed: bob,
        kind: 'FOLLOW',
        source: 'bluesky',
        weight: 3,
        at: NOON + 6,
      });
      expect((await incoming(db, bob, { first: 10 })).items).toEqual([
        expect.objectContaining({ follower: ann, at: NOON + 6 }),
      ]);
      for (const weight of [-1, 1e-200, 1e300, Number.NaN, Infinity]) {
        await expect(putTies(db, [tie('ann', 'bob', NOON, weight)], { soleWriter })).rejects.toMatchObject({
          code: 'INVALID',
          field: ['weight'],
        });
      }
    },
  );

  it.each([false, true])(
    'named twice at one instant keep the largest weight whichever comes first; 0 ends one, and a run leaves it out (sole writer: %s)',
    async (soleWriter) => {
      const rows = [
        tie('ann', 'bob', NOON, 0),
        tie('ann', 'bob', NOON, 1),
        tie('ann', 'bob', NOON, 0.5),
        tie('ann', 'cid', NOON, 2),
        tie('ann', 'cid', NOON, 1),
        tie('bob', 'ann', NOON, 3),
        tie('bob', 'ann', NOON + 1, 0),
      ];
      const tables = await Promise.all(
        [rows, rows.toReversed()].map(async (order) => {
          const db = await fresh({ clock });
          // Told one after another and in one call.
          for (const row of order.slice(0, 4)) await putTies(db, [row], { createCustomers: true, soleWriter });
          await putTies(db, order, { createCustomers: true, soleWriter });
          const kept = (await Promise.all(Array.from({ length: SHARDS }, (_, shard) => readInputs(db, shard)))).flatMap(
            ({ ties }) => ties,
          );
          expect(kept.map(({ weight }) => weight).sort()).toEqual([0, 1, 2]);
          const { snapshot } = await takeSnapshot(db, { asOf: NOON + 1, ruleSet: defaultRuleSet });
          expect([...snapshot.ties.weight].sort()).toEqual([1, 2]);
          return db;
        }),
      );
      expect(await dumpTable(tables[0]!)).toEqual(await dumpTable(tables[1]!));
    },
  );

  it('a sole writer says which ties were known in another state, and sees what it wrote itself', async () => {
    const db = await fresh({ clock });
    const put = tieWriter(db, { createCustomers: true, soleWriter: true });
    const told = async (...rows: TieRow[]) =>
      (await put(rows)).map(({ status, again: before }) => `${status}${before ? ' again' : ''}`);
    expect(await told(tie('ann', 'bob', NOON, 2), tie('ann', 'bob', NOON, 5), tie('ann', 'cid'))).toEqual([
      'ACCEPTED',
      'ACCEPTED again',
      'ACCEPTED',
    ]);
    expect(await told(tie('ann', 'bob', NOON, 5), tie('ann', 'bob', NOON, 4), tie('cid', 'ann'))).toEqual([
      'DUPLICATE',
      'DUPLICATE again',
      'ACCEPTED',
    ]);
  });

  it('of two who tell one tie at once, one is told ACCEPTED', async () => {
    const db = await fresh({ clock });
    await putTies(db, [tie('ann', 'bob')], { createCustomers: true });
    for (let round = 1; round <= 5; round += 1) {
      const both = await Promise.all(
        [1, 2].map(async () => (await putTies(db, [tie('ann', 'bob', NOON + round)]))[0]!.status),
      );
      expect(both.sort()).toEqual(['ACCEPTED', 'DUPLICATE']);
    }
  });

  it('are the same in batches as one by one, in any order, killed and repeated', async () => {
    const rows = Array.from({ length: 60 }, (_, index) =>
      tie(`c${index % 7}`, `c${(index * 3 + 1) % 11}`, NOON + index, 1 + (index % 4)),
    );
    const clean = await fresh({ clock });
    await putTies(clean, rows, { createCustomers: true });
    const db = await fresh({ clock });
    const dying = again(db);
    injectFaults(dying.client, nth(5, 'CRASH_AFTER'));
    await expect(putTies(dying, rows, { createCustomers: true, soleWriter: true })).rejects.toThrow('the process');
    await putTies(again(db), shuffled(rows, 5), { createCustomers: true, soleWriter: true });
    expect(await dumpTable(db)).toEqual(await dumpTable(clean));
  });

  it('are paged in both directions, and read by shard for a run', async () => {
    const db = await fresh({ clock });
    const rows = Array.from({ length: 23 }, (_, index) => tie('star', `fan${index}`, NOON + index)).concat(
      Array.from({ length: 23 }, (_, index) => tie(`fan${index}`, 'star', NOON + index)),
    );
    await putTies(db, rows, { createCustomers: true });
    const star = customerIdOf(db, shop('star'));
    for (const list of [outgoing, incoming]) {
      const found = [];
      let after: string | undefined;
      do {
        const page: Awaited<ReturnType<typeof outgoing>> = await list(db, star, {
          first: 10,
          ...(after === undefined ? {} : { after }),
        });
        found.push(...page.items);
        after = page.next ?? undefined;
      } while (after !== undefined);
      expect(found).toHaveLength(23);
      if (list === incoming)
        expect(found.map(({ at }) => at - NOON)).toEqual(Array.from({ length: 23 }, (_, index) => 22 - index));
      await expect(list(db, star, { first: 10, after: 'nonsense' })).rejects.toMatchObject({
        code: 'INVALID_CURSOR',
        field: ['after'],
      });
    }
    const shards = await Promise.all(Array.from({ length: SHARDS }, (_, shard) => readInputs(db, shard)));
    expect(shards.flatMap(({ ties }) => ties)).toHaveLength(46);
    expect(new Set(shards.flatMap(({ customers }) => customers.map(({ id }) => id))).size).toBe(24);
  });

  it('of a celebrity lie under several keys of the index, those told to a release before as well, and each is read once', async () => {
    const db = await fresh({ clock });
    const fans = Array.from({ length: 40 }, (_, index) => `fan${index}`);
    const rows = fans.flatMap((fan, index) =>
      ['bluesky', 'mastodon'].map((source) => ({ ...tie(fan, 'star', NOON + (index >> 2)), source })),
    );
    await putTies(db, rows, { createCustomers: true });
    const star = customerIdOf(db, shop('star'));
    const stored = (await dumpTable(db))
      .map((line): Item => Object.fromEntries(JSON.parse(line) as [string, Item[string]][]))
      .filter((item) => item['rpk'] !== undefined);
    expect(new Set(stored.map((item) => str(item, 'rpk'))).size).toBe(4);
    for (const item of stored.filter((_, index) => index % 3 === 0))
      await putItem(db, { ...item, rpk: S(`C#${star}`) });
    const all = (await incoming(db, star, { first: 100 })).items;
    expect(all).toHaveLength(80);
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).sort((one, other) => other - one));
    for (const first of [1, 3, 79]) {
      const paged = [];
      let after: string | undefined;
      do {
        const page: Awaited<ReturnType<typeof incoming>> = await incoming(db, star, {
          first,
          ...(after === undefined ? {} : { after }),
        });
        expect(page.items.length).toBeLessThanOrEqual(first);
        paged.push(...page.items);
        after = page.next ?? undefined;
      } while (after !== undefined);
      expect(paged).toEqual(all);
    }
  });
});

onEngines('referrals', ({ fresh, again }) => {
  type Table = Awaited<ReturnType<typeof fresh>>;
  const status = async (db: Table, row: ReferralRow, createCustomers = true) =>
    (await recordReferral(db, row, { createCustomers })).status;
  const about = async (db: Table, friend: string) =>
    (await claimsAbout(db, customerIdOf(db, shop(friend)), { first: 10 })).items;

  it('are all kept, the earliest first, whatever a run will make of them; only what can never count is refused', async () => {
    const db = await fresh({ clock });
    await ingestEvents(db, [
      { customer: shop('buyer'), event: order('1', -3) },
      { customer: shop('later'), event: order('2', 3) },
    ]);
    expect(await status(db, referral('0', 'ann', 'nobody'), false)).toBe('UNKNOWN_CUSTOMER');
    const full = referral('1', 'ann', 'bob', {
      kind: 'TYPE_TWO',
      expiresAt: NOON + 9,
      savedAcquisitionCostMinor: 1200,
      rewardMinor: 500,
      simulated: true,
    });
    expect(await status(db, full)).toBe('ACCEPTED');
    expect(await status(db, full)).toBe('DUPLICATE');
    expect(await status(db, { ...full, rewardMinor: 501 })).toBe('CONFLICT');
    expect(await status(db, referral('1', 'ann', 'dan'))).toBe('CONFLICT');
    expect(await status(db, referral('3', 'ann', 'ann'))).toBe('SELF_REFERRAL');
    for (const row of [
      referral('2', 'cid', 'bob', { at: NOON - 1 }),
      referral('4', 'ann', 'buyer'),
      referral('5', 'bob', 'later'),
      referral('6', 'later', 'ann'),
    ]) {
      expect(await status(db, row)).toBe('ACCEPTED');
    }
    const [ann, bob] = [customerIdOf(db, shop('ann')), customerIdOf(db, shop('bob'))];
    const stored = { ...full, advocate: ann, friend: bob, claim: expect.stringContaining(bob) };
    const claims = await about(db, 'bob');
    expect(claims).toEqual([expect.objectContaining({ id: '2' }), stored]);
    expect(await referralsByClaim(db, [claims[1]!.claim, `${bob}#00000000000000#0000000000000000`])).toEqual([
      stored,
      null,
    ]);
    expect((await referralsBy(db, ann, { first: 10 })).items.map(({ id }) => id).sort()).toEqual(['1', '4']);
    const read = await Promise.all(Array.from({ length: SHARDS }, (_, shard) => readInputs(db, shard)));
    expect(read.flatMap(({ referrals }) => referrals)).toHaveLength(5);
  });

  it.each([
    { rewardMinor: -1 },
    { savedAcquisitionCostMinor: -1 },
    { rewardMinor: 0.5 },
    { at: -1 },
    { expiresAt: 1e14 },
  ])('of %o no run could count, and nothing of its batch is written', async (change) => {
    const db = await fresh();
    const before = await dumpTable(db);
    const rows = [referral('1', 'ann', 'bob'), referral('2', 'ann', 'bob', change)];
    await expect(recordReferrals(db, rows, { createCustomers: true })).rejects.toThrow(InvalidInputError);
    expect(await dumpTable(db)).toEqual(before);
  });

  it('shuffled, repeated, in one batch or one by one, before the orders or after: the same items', async () => {
    const rows = Array.from({ length: 12 }, (_, n) =>
      referral(`r${n}`, `c${(n * 5) % 7}`, `c${(n * 3 + 1) % 4}`, { at: NOON - (n % 5), rewardMinor: n }),
    ).filter(({ advocate, friend }) => JSON.stringify(advocate) !== JSON.stringify(friend));
    const orders = Array.from({ length: 7 }, (_, n) => ({ customer: shop(`c${n}`), event: order(`o${n}`, n - 3) }));
    const clean = await fresh({ clock });
    await ingestEvents(clean, orders);
    await recordReferrals(clean, rows);
    const db = await fresh({ clock });
    for (const row of shuffled(rows, 3)) await recordReferral(db, row, { createCustomers: true });
    await recordReferrals(db, [...shuffled(rows, 9), ...rows], { createCustomers: true });
    await ingestEvents(db, orders);
    expect(await dumpTable(db)).toEqual(await dumpTable(clean));
  });

  it('of two rows or two writers with one (source, id), one stands and one is told ACCEPTED', async () => {
    const db = await fresh({ clock });
    const statuses = async (...rows: ReferralRow[]) =>
      (await recordReferrals(db, rows, { createCustomers: true })).map((outcome) => outcome.status);
    expect(
      await statuses(referral('1', 'ann', 'bob'), referral('1', 'ann', 'bob'), referral('1', 'cid', 'bob')),
    ).toEqual(['ACCEPTED', 'DUPLICATE', 'CONFLICT']);
    for (let round = 0; round < 5; round += 1) {
      const [same, also] = [referral(`same${round}`, 'ann', 'dan'), referral(`other${round}`, 'ann', 'dan')];
      expect((await Promise.all([status(db, same), status(db, same)])).sort()).toEqual(['ACCEPTED', 'DUPLICATE']);
      expect((await Promise.all([status(db, also), status(db, { ...also, rewardMinor: 1 })])).sort()).toEqual([
        'ACCEPTED',
        'CONFLICT',
      ]);
    }
    expect(await about(db, 'dan')).toHaveLength(10);
  });

  it.each(['CRASH_AFTER', 'ANSWER_LOST'] as const)(
    '%s at any call, then the same again: exactly the items of a clean record',
    async (fault) => {
      const clean = await fresh({ clock });
      await recordReferral(clean, referral('1', 'ann', 'bob'), { createCustomers: true });
      const expected = await dumpTable(clean);
      for (let at = 1; ; at += 1) {
        const db = await fresh({ clock });
        const client = again(db);
        const injection = injectFaults(client.client, nth(at, fault));
        await recordReferral(client, referral('1', 'ann', 'bob'), { createCustomers: true }).catch(() => undefined);
        if (injection.faults() === 0) break;
        expect(['ACCEPTED', 'DUPLICATE']).toContain(await status(again(db), referral('1', 'ann', 'bob')));
        expect(await dumpTable(db), `${fault} at call ${at}`).toEqual(expected);
      }
    },
  );

  it('cost three write units', async () => {
    const db = await fresh({ clock });
    await ingestEvents(db, [
      { customer: shop('ann'), event: like('1', 1) },
      { customer: shop('bob'), event: like('2', 1) },
    ]);
    const before = db.meter.writeUnits;
    await recordReferral(db, referral('1', 'ann', 'bob'));
    expect(db.meter.writeUnits - before).toBeLessThanOrEqual(3);
    const after = db.meter.writeUnits;
    await recordReferral(db, referral('1', 'ann', 'bob'));
    expect(db.meter.writeUnits).toBe(after);
  });
});
