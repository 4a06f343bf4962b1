/**
 * Mastodon, one server (host) a source. Written on the paced fetch of all adapters, not on `masto`: its client calls the global
 * fetch and takes none of ours, on which pace, budgets and silence about answers hang; and of its hundreds of calls eleven are
 * needed. What is read is in shapes.ts; the tests hold requests and answers to the provider's OpenAPI description.
 *
 * Accounts are `<number>@<host>`. A server knows accounts of other servers by numbers of its own, so whoever lives elsewhere is
 * told by the number in their ActivityPub address where it has one, otherwise as `@name@host`: Mastodon neither renames an account
 * nor gives its name to another. `find` says that second id as well (`alsoKnownAs`).
 */
import * as z from 'zod';
import { ask, askForOne, nextLink, readCursor, refused, settledUntil, sinceOf, watermarkOf } from '../answers.ts';
import type { Client } from '../answers.ts';
import type { SettingsOf } from '../settings.ts';
import { secretValue } from '../settings.ts';
import type {
  AccountId,
  ActVerb,
  ProvenAccount,
  PublicAccount,
  SocialAct,
  SocialSource,
  SourceFetch,
} from '../source.ts';
import { linksOfHtml, textOfHtml } from './html.ts';
import { mastodonOAuth } from './oauth.ts';
import { shapes } from './shapes.ts';
import type { Account, Self } from './shapes.ts';

const DAY_MS = 86_400_000;
const PAGE = '80';
/** Ids that one call for accounts or relationships takes. */
const BATCH = 40;
/** Numbers of notifications and their dates may be out of step by so much. */
const SKEW_MS = 1000;
/** What notifications of the company's account tell. */
const VERBS: Readonly<Record<string, ActVerb>> = {
  favourite: 'LIKE',
  reblog: 'SHARE',
  quote: 'SHARE',
  mention: 'MENTION',
  follow: 'FOLLOW',
};
const USERNAME = /^[a-z0-9_]+(?:[a-z0-9_.-]*[a-z0-9_])?$/iu;

const place = z.object({ maxId: z.string(), untilMs: z.number(), brandId: z.string() });

/** The adapter of one Mastodon server. */
export function mastodonSource(settings: SettingsOf<'mastodon'>, host: string, fetch: SourceFetch): SocialSource {
  const isBrandHost = settings.brand?.host === host;
  const open: Client = { host, base: `https://${host}`, fetch, headers: {} };
  const brand = (): Client => ({
    ...open,
    headers: { authorization: `Bearer ${secretValue(settings.brand!.token)}` },
  });
  const accountId = (localId: string): AccountId => `${localId}@${host}`;
  const localIds = (ids: readonly AccountId[]): string[] =>
    ids.flatMap((id) => (id.endsWith(`@${host}`) && /^\d+@/u.test(id) ? [id.slice(0, id.indexOf('@'))] : []));
  const idList = (ids: readonly string[]) => ids.map((id) => ['id[]', id] as const);

  return {
    key: 'mastodon',
    host,
    traits: {
      limit: { calls: 300, perMs: 300_000 },
      profileBatch: BATCH,
      brandBatch: BATCH,
      costPerCallMicros: 0,
      combinable: true,
      profileMaxAgeMs: DAY_MS,
      followsMaxAgeMs: 7 * DAY_MS,
    },

    async probe() {
      const found = await askForOne(open, '/api/v2/instance', shapes.instance);
      // Servers before 4.0, and other software, know only the first form; it says too little to go on.
      if (found === null) await ask(open, '/api/v1/instance', shapes.instance);
      const brandId = isBrandHost
        ? accountId((await ask(brand(), '/api/v1/accounts/verify_credentials', shapes.self)).value.id)
        : null;
      const isRecent = typeof found?.value.api_versions?.mastodon === 'number';
      return {
        profiles: isRecent,
        follows: true,
        engagement: isBrandHost,
        followingBrand: isBrandHost,
        stream: false,
        brand: brandId,
        proofs: isRecent ? ['OAUTH', 'REL_ME', 'BIO_CODE'] : ['REL_ME', 'BIO_CODE'],
      };
    },

    async profiles(ids) {
      const asked = localIds(ids);
      if (asked.length === 0) return [];
      const { value } = await ask(open, '/api/v1/accounts', shapes.accounts, { query: idList(asked) });
      return value
        .filter(({ suspended }) => suspended !== true)
        .map((account) => ({
          id: accountId(account.id),
          handle: `${account.username}@${host}`,
          followers: known(account.followers_count),
          follows: known(account.following_count),
          posts: known(account.statuses_count),
        }));
    },

    async follows(id, cursor) {
      const [localId] = localIds([id]);
      if (localId === undefined) throw refused(host, 404);
      const { value, headers } = await ask(open, `/api/v1/accounts/${localId}/following`, shapes.followed, {
        query: [['limit', PAGE], ...(cursor === null ? [] : [['max_id', cursor] as const])],
      });
      const next = nextLink(headers)?.searchParams.get('max_id') ?? null;
      // Somebody who hides whom they follow is answered for as if they followed nobody.
      if (cursor === null && value.length === 0 && next === null) {
        const { value: account } = await ask(open, `/api/v1/accounts/${localId}`, shapes.account);
        if (account.hide_collections === true || account.following_count > 0) throw refused(host, 403);
      }
      return { items: value.map((followed) => homeId(followed, host)), cursor: next };
    },

    ...(isBrandHost
      ? ({
          async engagement(since, cursor) {
            const client = brand();
            const from = cursor === null ? null : readCursor(host, cursor, place);
            const brandId =
              from?.brandId ?? (await ask(client, '/api/v1/accounts/verify_credentials', shapes.self)).value.id;
            const { value, headers } = await ask(client, '/api/v1/notifications', shapes.notifications, {
              query: [
                ['limit', PAGE],
                // What the account's own filters set aside was done all the same.
                ['include_filtered', 'true'],
                ...Object.keys(VERBS).map((type) => ['types[]', type] as const),
                ...(from === null ? [] : [['max_id', from.maxId] as const]),
              ],
            });
            const untilMs = from?.untilMs ?? settledUntil(headers);
            const sinceMs = sinceOf(since);
            const acts = value.flatMap((notification): SocialAct[] => {
              const { id, type, created_at, account, status } = notification;
              const at = Date.parse(created_at);
              const verb = VERBS[type];
              if (verb === undefined || at < sinceMs || at >= untilMs) return [];
              const isReply = verb === 'MENTION' && status?.in_reply_to_account_id === brandId;
              return [
                {
                  id: accountId(id),
                  actor: homeId(account, host),
                  verb: isReply ? 'REPLY' : verb,
                  subject: accountId(brandId),
                  object: verb === 'FOLLOW' ? accountId(brandId) : (status?.id ?? null),
                  at,
                },
              ];
            });
            const oldest = value.at(-1);
            const isPast = oldest !== undefined && Date.parse(oldest.created_at) < sinceMs - SKEW_MS;
            const maxId = isPast ? null : (nextLink(headers)?.searchParams.get('max_id') ?? null);
            return {
              items: acts,
              cursor:
                maxId === null ? null : JSON.stringify({ maxId, untilMs, brandId } satisfies z.infer<typeof place>),
              watermark: watermarkOf(Math.max(untilMs, sinceMs)),
            };
          },

          async followingBrand(ids) {
            const asked = localIds(ids);
            if (asked.length === 0) return new Set();
            const { value } = await ask(brand(), '/api/v1/accounts/relationships', shapes.relationships, {
              query: idList(asked),
            });
            return new Set(value.filter(({ followed_by }) => followed_by).map(({ id }) => accountId(id)));
          },
        } satisfies Pick<SocialSource, 'engagement' | 'followingBrand'>)
      : {}),

    async find(handle) {
      const [name = '', domain, ...rest] = handle.trim().replace(/^@/u, '').split('@');
      if (!USERNAME.test(name) || rest.length > 0 || (domain !== undefined && !/^[a-z0-9.:-]+$/iu.test(domain)))
        return null;
      const acct = domain === undefined || domain.toLowerCase() === host ? name : `${name}@${domain}`;
      const found = await askForOne(open, '/api/v1/accounts/lookup', shapes.account, { query: [['acct', acct]] });
      // An account of another server: that server knows its id, this one only a number of its own for it.
      if (found === null || found.value.suspended === true || found.value.acct.includes('@')) return null;
      return publicAccount(found.value, host);
    },

    oauth: mastodonOAuth(open, (self) => identityOf(self, host)),
  };
}

/** A hidden number comes as −1. */
const known = (count: number): number | null => (count < 0 ? null : count);

/** The id of an account by its home server, as far as `host` can say it. */
function homeId({ id, acct, uri }: Pick<Account, 'id' | 'acct' | 'uri'>, host: string): AccountId {
  if (!acct.includes('@')) return `${id}@${host}`;
  const [, home, number] = /^https:\/\/([^/]+)\/ap\/users\/(\d+)$/u.exec(uri ?? '') ?? [];
  return home === undefined ? `@${acct.toLowerCase()}` : `${number}@${home.toLowerCase()}`;
}

const identityOf = ({ id, username }: Self, host: string): ProvenAccount => ({
  id: `${id}@${host}`,
  handle: `${username}@${host}`,
  alsoKnownAs: [`@${username}@${host}`.toLowerCase()],
});

function publicAccount(account: Account, host: string): PublicAccount {
  return {
    ...identityOf(account, host),
    bio: textOfHtml(account.note),
    url: account.url ?? `https://${host}/@${account.username}`,
    links: account.fields.flatMap(({ value, verified_at }) =>
      linksOfHtml(value).map((url) => ({ url, verified: typeof verified_at === 'string' })),
    ),
  };
}
