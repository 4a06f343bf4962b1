import { SourceProblem } from '../problem.ts';
import type { SettingsOf } from '../settings.ts';
import type { ProfileReading, SocialSource, SourceFetch, SourceTraits } from '../source.ts';
import { brandOf } from './brand.ts';
import { oauthOf } from './oauth.ts';
import { sdk, type AtpAgent } from './sdk/load.ts';
import { jetstreamOf } from './stream.ts';

const DAY_MS = 24 * 60 * 60_000;

/** As documented by Bluesky: lists and batches, and what a personal server allows an address in five minutes. */
const TRAITS: SourceTraits = {
  limit: { calls: 3000, perMs: 5 * 60_000 },
  profileBatch: 25,
  brandBatch: 30,
  costPerCallMicros: 0,
  combinable: true,
  profileMaxAgeMs: DAY_MS,
  followsMaxAgeMs: 7 * DAY_MS,
};
const LIST_PAGE = 100;

/** A handle as it is written in addresses. */
const bare = (handle: string): string => handle.trim().replace(/^@/u, '').toLowerCase();

/**
 * Bluesky (AT Protocol) by its official SDK. Public data are read from the AppView without a login; the company's
 * notifications with the company's login; deeds as they happen from Jetstream. Accounts are DIDs.
 */
export function blueskySource(settings: SettingsOf<'bluesky'>, fetch: SourceFetch): SocialSource {
  const host = new URL(settings.appView).host;
  const brand = brandOf(settings, fetch);
  let reader: Promise<AtpAgent> | null = null;
  const read = (): Promise<AtpAgent> =>
    (reader ??= sdk().then(({ AtpAgent }) => new AtpAgent({ service: settings.appView, fetch })));
  let brandDid: Promise<string> | null = null;
  /** The company's own account; needs no login: anybody may look an account up. A login that is kept says it too. */
  async function ownDid(): Promise<string | null> {
    if (settings.brand === undefined) return null;
    const { identifier } = settings.brand;
    if (identifier.startsWith('did:')) return identifier;
    const known = brand.did();
    if (known !== null) return known;
    brandDid ??= read().then(async (agent) => (await agent.getProfile({ actor: bare(identifier) })).data.did);
    return brandDid;
  }
  async function healthy(): Promise<void> {
    const { status, ok, body } = await fetch(new URL('/xrpc/_health', settings.appView));
    await body?.cancel();
    if (!ok) throw new SourceProblem('REFUSED', host, `${host} is no AppView of Bluesky (HTTP ${status})`, { status });
  }

  return {
    key: 'bluesky',
    host,
    traits: TRAITS,

    async probe() {
      // Said before anybody is called; whatever follows needs it.
      await sdk();
      const own = await ownDid();
      if (own === null) await healthy();
      return {
        profiles: true,
        follows: true,
        engagement: own !== null,
        followingBrand: own !== null,
        stream: settings.jetstream !== null,
        brand: own,
        proofs: ['OAUTH', 'BIO_CODE'],
      };
    },

    async profiles(ids) {
      if (ids.length === 0) return [];
      const { data } = await (await read()).getProfiles({ actors: [...ids] });
      return data.profiles.map((each): ProfileReading => ({
        id: each.did,
        handle: each.handle,
        followers: each.followersCount ?? null,
        follows: each.followsCount ?? null,
        posts: each.postsCount ?? null,
      }));
    },

    async follows(id, cursor) {
      const { data } = await (
        await read()
      ).getFollows({ actor: id, limit: LIST_PAGE, ...(cursor === null ? {} : { cursor }) });
      return { items: data.follows.map(({ did }) => did), cursor: data.cursor ?? null };
    },

    engagement: (since, cursor) => brand.engagement(since, cursor),

    async followingBrand(ids) {
      const actor = await ownDid();
      if (actor === null || ids.length === 0) return new Set();
      const { data } = await (await read()).app.bsky.graph.getRelationships({ actor, others: [...ids] });
      return new Set(
        data.relationships.flatMap((each) =>
          'did' in each && typeof each.did === 'string' && each.followedBy !== undefined ? [each.did] : [],
        ),
      );
    },

    ...(settings.jetstream === null ? {} : { stream: jetstreamOf(settings.jetstream) }),

    async find(handle) {
      const { XRPCError } = await sdk();
      try {
        const { data } = await (await read()).getProfile({ actor: bare(handle) });
        const bio = data.description ?? '';
        const urls = [data.website ?? [], bio.match(/https?:\/\/[^\s<>"']+/gu) ?? []].flat();
        return {
          id: data.did,
          handle: data.handle,
          bio,
          url: `https://bsky.app/profile/${data.did}`,
          links: urls.map((url) => ({ url, verified: false })),
        };
      } catch (error) {
        // Unknown, deactivated, taken down, not even a handle: nobody to link.
        if (error instanceof XRPCError && error.status === 400) return null;
        throw error;
      }
    },

    oauth: oauthOf(settings, fetch),
    session: brand.session,
  };
}
