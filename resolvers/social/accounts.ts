import { engagementRateByFollowers, freshnessOf, type AccountMetrics } from '../../domain/social/account.ts';
import { CONSENT_PURPOSES } from '../../domain/social/consent.ts';
import { consentsOf } from '../../store/customers/consents.ts';
import { everybodyOf, idsOf } from '../../store/customers/survivors.ts';
import type { EngagementRate, SocialCount } from '../../schema/generated.ts';
import type { Db } from '../../store/client/db.ts';
import { accountsByName, accountsOf } from '../../store/social/accounts.ts';
import type { StoredAccount } from '../../store/social/account-items.ts';
import type { CustomerResolvers, SocialAccountResolvers } from '../generated.ts';
import type { CustomerModel } from '../models.ts';
import type { RequestContext } from '../serve/context.ts';
import { accountGlobalId, accountNameFrom } from '../wire/ids.ts';

/** The linked account of a global id; null when it is unlinked, or never was. */
export async function accountNode(db: Db, key: string): Promise<StoredAccount | null> {
  const name = accountNameFrom(key);
  return name === null ? null : ((await accountsByName(db, [name])).get(name.hash) ?? null);
}

const REASONS = {
  LINKED: null,
  NOT_LINKED: 'The customer has agreed and has no account linked. Send them to the address of `socialLinkInvite`.',
  NO_CONSENT: 'The customer has not agreed to be looked up at social sources, or no longer.',
  NOT_CONFIGURED: 'No social source is configured on this server. docs/social.md says how.',
} as const;

async function socialAccountsOf({ record }: CustomerModel, { db, social }: RequestContext) {
  const accounts = await accountsOf(db, idsOf(record));
  const status =
    accounts.length > 0
      ? 'LINKED'
      : social.settings.sources.length === 0
        ? 'NOT_CONFIGURED'
        : consentsOf(await everybodyOf(db, record)).some(({ status: said }) => said === 'GRANTED')
          ? 'NOT_LINKED'
          : 'NO_CONSENT';
  return { status, reason: REASONS[status], accounts } as const;
}

export const customerSocialFields: Pick<CustomerResolvers, 'consents' | 'socialAccounts'> = {
  consents: async ({ record }, _, { db }) => {
    const consents = consentsOf(await everybodyOf(db, record));
    return CONSENT_PURPOSES.map(
      (purpose) =>
        consents.find((consent) => consent.purpose === purpose) ?? {
          purpose,
          status: 'NOT_GIVEN',
          version: null,
          at: null,
          source: null,
        },
    );
  },
  socialAccounts: (customer, _, context) => socialAccountsOf(customer, context),
};

/** Why a number is not there, or not fresh; null when it is fresh. */
function reasonFor(account: StoredAccount, value: number | null, nowMs: number, absent: string): string | null {
  if (!account.purposes.includes('SOCIAL_ENRICHMENT')) return 'Its owner has not agreed to SOCIAL_ENRICHMENT.';
  if (account.state === 'GONE') return 'The source no longer shows the account.';
  if (account.state === 'REFUSED') return 'The source does not tell about this account.';
  if (account.metrics === null) return 'It has not been read yet: the next sync does.';
  if (value === null) return absent;
  return freshnessOf(account, value, nowMs) === 'STALE'
    ? 'It was read too long ago: the next sync reads it again.'
    : null;
}

/** What every number of an account says of itself. */
function reading(account: StoredAccount, value: number | null, nowMs: number, absent: string) {
  const freshness = freshnessOf(account, value, nowMs);
  return {
    value: freshness === 'UNAVAILABLE' ? null : value,
    freshness,
    reason: reasonFor(account, value, nowMs, absent),
    fetchedAt: account.metrics?.fetchedAt ?? null,
    expiresAt: account.metrics?.expiresAt ?? null,
    provider: `${account.source} (${account.host})`,
  };
}

const count = (account: StoredAccount, name: 'followers' | 'follows' | 'posts', nowMs: number): SocialCount =>
  reading(account, account.metrics?.[name] ?? null, nowMs, `The source tells no number of ${name}.`);

function rateOf(account: StoredAccount, nowMs: number): EngagementRate {
  const metrics: AccountMetrics | null = account.metrics;
  const rate = metrics && engagementRateByFollowers(metrics);
  const shown = reading(
    account,
    rate,
    nowMs,
    'The source tells no reactions to the newest posts, or there are no posts or no followers.',
  );
  const isShown = shown.freshness !== 'UNAVAILABLE';
  return {
    ...shown,
    denominator: 'FOLLOWERS',
    windowPosts: isShown ? (metrics?.recentPosts ?? null) : null,
    reactions: isShown ? (metrics?.recentReactions ?? null) : null,
  };
}

export const socialAccountFields: SocialAccountResolvers = {
  id: ({ customerId, hash }) => accountGlobalId(customerId, hash),
  proof: ({ proof }) => proof as 'OAUTH' | 'REL_ME' | 'BIO_CODE' | 'SINGLE_SIGN_ON',
  metrics: (account, _, { db }) => {
    const nowMs = db.clock();
    return {
      followers: count(account, 'followers', nowMs),
      follows: count(account, 'follows', nowMs),
      posts: count(account, 'posts', nowMs),
      engagementRate: rateOf(account, nowMs),
    };
  },
  followsCompany: ({ followsBrand }) => followsBrand,
};
