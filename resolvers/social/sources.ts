import * as z from 'zod';
import { freshnessOf } from '../../domain/social/account.ts';
import { CONSENT_PURPOSES } from '../../domain/social/consent.ts';
import { sourceKey, type SourceSettings } from '../../social/settings.ts';
import { LINK_PROOFS } from '../../social/source.ts';
import { hostsOf } from '../../social/sources.ts';
import { allAccounts } from '../../store/social/accounts.ts';
import { readHost } from '../../store/social/hosts.ts';
import { readCapabilities, readProgress } from '../../store/social/progress.ts';
import { listSyncs } from '../../store/social/syncs.ts';
import type { QueryResolvers, SocialHostResolvers, SocialSourceResolvers } from '../generated.ts';
import type { RequestContext } from '../serve/context.ts';

export const socialSourceQueries: Pick<QueryResolvers, 'socialSources'> = {
  socialSources: (_, __, { db, social }) =>
    Promise.all(
      social.settings.sources.map(async (settings) => {
        const key = sourceKey(settings);
        return { key, settings, ...(await readProgress(db, key)) };
      }),
    ),
};

/** Of one request: what costs a read of everything is read once. */
const perRequest = <T>(read: (context: RequestContext) => Promise<T>): ((context: RequestContext) => Promise<T>) => {
  const known = new WeakMap<RequestContext, Promise<T>>();
  return (context) => {
    const found = known.get(context) ?? read(context);
    known.set(context, found);
    return found;
  };
};
const accountsNow = perRequest(({ db }) => allAccounts(db));
const newestSyncs = perRequest(({ db }) => listSyncs(db, { first: 100 }));

const budgetOf = ({ budget }: SourceSettings) => ({
  callsPerDay: budget.callsPerDay ?? null,
  costMicrosPerDay: budget.microsPerDay ?? null,
});

export const socialSourceFields: SocialSourceResolvers = {
  type: ({ settings }) => settings.type,
  hosts: async ({ key, settings }, _, { db }) => {
    const can = await readCapabilities(db, key);
    return hostsOf(settings).map((host) => ({ source: key, host, capabilities: can.get(host) ?? null }));
  },
  budget: ({ settings }) => budgetOf(settings),
  streamCaughtUpAt: ({ caughtUpAt }) => caughtUpAt,
  lastSync: async ({ key }, _, context) =>
    (await newestSyncs(context)).items.find(({ sources }) => sources.includes(key)) ?? null,
  accounts: async ({ key }, _, context) => {
    const nowMs = context.db.clock();
    const mine = (await accountsNow(context)).filter(({ source }) => source === key);
    const enriched = mine.filter(({ purposes }) => purposes.includes('SOCIAL_ENRICHMENT'));
    // An account is as fresh as its reading; which of its numbers the source tells is another question.
    const freshness = enriched.map((account) => freshnessOf(account, 0, nowMs));
    const howMany = (wanted: string): number => freshness.filter((one) => one === wanted).length;
    return {
      linked: mine.length,
      byPurpose: CONSENT_PURPOSES.map((purpose) => ({
        purpose,
        accounts: mine.filter(({ purposes }) => purposes.includes(purpose)).length,
      })),
      fresh: howMany('FRESH'),
      stale: howMany('STALE'),
      unavailable: howMany('UNAVAILABLE'),
    };
  },
};

const Capabilities = z.object({
  profiles: z.boolean(),
  follows: z.boolean(),
  engagement: z.boolean(),
  followingBrand: z.boolean(),
  stream: z.boolean(),
  proofs: z.array(z.enum(LINK_PROOFS)),
});

/** Of one request: the state of a host is one read, whatever is asked of it. */
const hostStates = new WeakMap<object, ReturnType<typeof readHost>>();
const stateOf = (host: { readonly source: string; readonly host: string }, { db }: RequestContext) => {
  const found = hostStates.get(host) ?? readHost(db, host.source, host.host);
  hostStates.set(host, found);
  return found;
};
const DAY_MS = 86_400_000;

/** What keeps a host from being called, and until when. */
async function restOf(host: { readonly source: string; readonly host: string }, context: RequestContext) {
  const state = await stateOf(host, context);
  const nowMs = context.db.clock();
  if (state !== null && state.brokenUntil > nowMs) return { state: 'BROKEN', until: state.brokenUntil } as const;
  if (state !== null && state.pausedUntil > nowMs) return { state: 'PAUSED', until: state.pausedUntil } as const;
  return { state: 'READY', until: null } as const;
}

async function today(host: { readonly source: string; readonly host: string }, context: RequestContext) {
  const state = await stateOf(host, context);
  return state !== null && state.day === Math.floor(context.db.clock() / DAY_MS)
    ? { calls: state.callsToday, micros: state.microsToday }
    : { calls: 0, micros: 0 };
}

export const socialHostFields: SocialHostResolvers = {
  state: async (host, _, context) => (await restOf(host, context)).state,
  until: async (host, _, context) => (await restOf(host, context)).until,
  callsToday: async (host, _, context) => (await today(host, context)).calls,
  costMicrosToday: async (host, _, context) => (await today(host, context)).micros,
  capabilities: ({ capabilities }) => {
    const parsed = Capabilities.safeParse(capabilities);
    return parsed.success ? parsed.data : null;
  },
};
