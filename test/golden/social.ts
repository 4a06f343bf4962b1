import { DAY_MS } from '../../domain/time/time.ts';
import type { Db } from '../../store/client/db.ts';
import { sayConsents } from '../../store/customers/consents.ts';
import { resolveCustomers } from '../../store/customers/resolve.ts';
import { upsertCustomer } from '../../store/customers/upsert.ts';
import {
  accountsOf,
  linkAccount,
  markFollowsDue,
  saveCheckpoint,
  saveFollowsBrand,
  saveFollowsRead,
  saveCounts,
  saveState,
} from '../../store/social/accounts.ts';
import { hostGate } from '../../store/social/hosts.ts';
import { openLink } from '../../store/social/links.ts';
import { saveCapabilities, saveProgress, saveSession } from '../../store/social/progress.ts';
import { putFollows, throughOf } from '../../store/social/ties.ts';
import { noteWithdrawal } from '../../store/social/withdrawals.ts';
import { newSyncId, NO_COUNTS, putSync, takePart } from '../../store/social/syncs.ts';
import { once } from '../../store/work/idempotency.ts';
import { shop } from '../store/samples.ts';

/** One of everything that social sources keep, of a customer of their own, so that every item before stays as it was. */
export async function writeGoldenSocial(db: Db): Promise<void> {
  const now = db.clock();
  await upsertCustomer(db, { by: shop('fay'), displayName: 'Fay' });
  const [fay] = await resolveCustomers(db, [shop('fay')]);
  const customerId = fay!.id;
  const said = { version: '2026-11', source: 'link-page' };
  await sayConsents(db, customerId, [
    { purpose: 'SOCIAL_ENRICHMENT', status: 'GRANTED', at: now - DAY_MS, ...said },
    { purpose: 'SOCIAL_ENGAGEMENT', status: 'WITHDRAWN', at: now, ...said },
  ]);
  const account = { customerId, source: 'mastodon', host: 'social.example', proof: 'BIO_CODE' } as const;
  const seen = await linkAccount(db, {
    ...account,
    accountId: '1@social.example',
    handle: 'fay@social.example',
    purposes: ['SOCIAL_ENRICHMENT', 'SOCIAL_ENGAGEMENT'],
    simulated: true,
  });
  const metrics = { followers: 36, follows: 12, posts: null, recentReactions: 9, recentPosts: 3 };
  await saveCounts(db, seen, {
    handle: 'fay@social.example',
    metrics: { ...metrics, fetchedAt: now, expiresAt: now + DAY_MS },
  });
  await saveFollowsRead(db, seen, now, 12);
  await saveFollowsBrand(db, seen, true);
  await markFollowsDue(db, seen);
  await saveCheckpoint(db, seen, { syncId: '01GOLDEN', cursor: 'page-2', pages: 1, seen: 'BQ==' });
  const gone = await linkAccount(db, {
    ...account,
    accountId: '2@social.example',
    handle: 'f2',
    purposes: ['SOCIAL_ENGAGEMENT'],
  });
  await saveState(db, gone, 'GONE', now);
  await openLink(db, customerId, { step: 'INVITED' }, now + 7 * DAY_MS);

  const gate = hostGate(db, 'mastodon', 'social.example', { calls: 300, perMs: 300_000, costPerCallMicros: 5 });
  await gate.take(3);
  await gate.pauseUntil(now + 60_000);
  for (let failures = 0; failures < 5; failures += 1) await gate.failed();
  await saveProgress(db, 'mastodon', { watermark: 'w-9', streamCursor: 's-9', caughtUpAt: now, syncedAt: now - 1 });
  await saveSession(db, 'mastodon', '{"token":"golden"}');
  await saveCapabilities(db, 'mastodon', 'social.example', { profiles: true, proofs: ['BIO_CODE'] });
  await saveCapabilities(db, 'mastodon', 'other.example', { profiles: false, proofs: [] });

  const id = newSyncId(db);
  const part = {
    syncId: id,
    source: 'mastodon',
    host: 'social.example',
    status: 'OPEN',
    done: 0,
    cursor: null,
  } as const;
  await putSync(
    db,
    {
      id,
      status: 'RUNNING',
      trigger: 'SCHEDULE',
      sources: ['mastodon'],
      segment: null,
      startedAt: now,
      finishedAt: null,
      accounts: 2,
      due: 1,
      parts: 2,
      counts: NO_COUNTS,
      errors: [],
    },
    [
      {
        ...part,
        name: 'mastodon#social.example#000000',
        work: { kind: 'ACCOUNTS', accounts: [{ customerId, hash: seen.hash }] },
        counts: NO_COUNTS,
        notBefore: 0,
        error: null,
      },
      {
        ...part,
        name: 'mastodon#social.example#000001',
        work: { kind: 'ENGAGEMENT' },
        counts: { ...NO_COUNTS, calls: 2, throttled: 1, acts: 3 },
        notBefore: now + 60_000,
        error: 'social.example asks us to wait',
        tries: 1,
      },
    ],
  );
  const taken = await takePart(db, id, 'mastodon#social.example#000000');
  await taken!.save({
    ...taken!.part,
    done: 1,
    cursor: 'counts-read',
    counts: { ...NO_COUNTS, calls: 1, profiles: 1 },
  });
  await once(db, 'golden-secret', 'golden-body', async () => '{"token":"golden"}', { secret: true });
}

/** What a sync reads, and what it leaves to sweep, after everything else: the chance drawn for it shifts none. */
export async function writeGoldenReads(db: Db): Promise<void> {
  const [fay] = await resolveCustomers(db, [shop('fay')]);
  const [account] = await accountsOf(db, fay!.id);
  const ends = { follower: fay!.id, followed: fay!.id };
  // Over, and a customer's own: whom it leads to is not looked at.
  await putFollows(db, [{ ...ends, source: 'mastodon', through: throughOf(account!), weight: 0, at: db.clock() }]);
  await noteWithdrawal(db, 'github', fay!.id, ['SOCIAL_ENRICHMENT']);
}
