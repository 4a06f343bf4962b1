import type { SettingsOf } from '../../social/settings.ts';
import type {
  Capabilities,
  SocialAct,
  SocialSource,
  SourceFetch,
  SourceTraits,
  StreamBatch,
} from '../../social/source.ts';
import type { openSource } from '../../social/sources.ts';

/**
 * A small social network in memory that answers HTTP requests as networks do, bad habits included, and an adapter for it. The
 * calls go through the product's own pacing, repeats and budgets.
 */
export interface Person {
  readonly id: string;
  handle: string;
  follows: string[];
  bio?: string;
  /** Left out of profiles and lists, though others' counts still hold it. */
  deactivated?: boolean;
  /** What the list of follows does: an empty page in between, a cursor that comes again for ever, or refuses. */
  habit?: 'EMPTY_PAGE' | 'ENDLESS' | 'PRIVATE';
}

export interface World {
  readonly people: Map<string, Person>;
  /** Newest last. */
  readonly brandActs: SocialAct[];
  readonly brandFollowers: Set<string>;
  readonly streamActs: SocialAct[];
  readonly requests: string[];
  /** Decides what goes wrong with request number n, from 1. */
  fault: (n: number, path: string) => 429 | 500 | 'LOST' | null;
  /** Headers of a 429. */
  throttleHeaders: Record<string, string>;
  readonly fetch: SourceFetch;
  readonly open: typeof openSource;
}

export const PAGE_SIZE = 3;
export const BRAND = 'world:brand';

export const WORLD_TRAITS: SourceTraits = {
  limit: { calls: 100_000, perMs: 1000 },
  profileBatch: 5,
  brandBatch: 3,
  costPerCallMicros: 10,
  combinable: true,
  profileMaxAgeMs: 86_400_000,
  followsMaxAgeMs: 7 * 86_400_000,
};

export function newWorld(people: readonly Person[], traits: Partial<SourceTraits> = {}): World {
  const world: World = {
    people: new Map(people.map((person) => [person.id, person])),
    brandActs: [],
    brandFollowers: new Set(),
    streamActs: [],
    requests: [],
    fault: () => null,
    throttleHeaders: {},
    fetch: async (input) => {
      const url = new URL(String(input));
      world.requests.push(url.pathname);
      const fault = world.fault(world.requests.length, url.pathname);
      if (fault === 429) return new Response('', { status: 429, headers: world.throttleHeaders });
      if (fault === 500) return new Response('down', { status: 500 });
      if (fault === 'LOST') throw new TypeError('fetch failed');
      return answer(world, url);
    },
    open: (settings, _host, fetch) =>
      Promise.resolve(worldSource(settings as SettingsOf<'file'>, fetch, { ...WORLD_TRAITS, ...traits }, world)),
  };
  return world;
}

function answer(world: World, url: URL): Response {
  const { searchParams } = url;
  const cursor = searchParams.get('cursor');
  switch (url.pathname) {
    case '/probe':
      return Response.json({ ok: true });
    case '/profiles':
      return Response.json(
        searchParams.getAll('id').flatMap((id) => {
          const person = world.people.get(id);
          if (person === undefined || person.deactivated === true) return [];
          const followers = [...world.people.values()].filter(({ follows }) => follows.includes(id)).length;
          return [{ id, handle: person.handle, followers, follows: person.follows.length, posts: 7 }];
        }),
      );
    case '/follows': {
      const person = world.people.get(searchParams.get('id') ?? '');
      if (person?.habit === 'PRIVATE') return Response.json({ error: 'Private' }, { status: 403 });
      if (person === undefined || person.deactivated === true)
        return Response.json({ error: 'AccountDeactivated' }, { status: 400 });
      if (person.habit === 'ENDLESS') return Response.json({ items: person.follows.slice(0, 1), cursor: 'again' });
      if (person.habit === 'EMPTY_PAGE' && cursor === null) return Response.json({ items: [], cursor: '0' });
      const start = Number(cursor ?? 0);
      const shown = person.follows.filter((id) => world.people.get(id)?.deactivated !== true);
      const end = start + PAGE_SIZE;
      return Response.json({ items: shown.slice(start, end), cursor: end < shown.length ? String(end) : null });
    }
    case '/engagement': {
      const since = Number(searchParams.get('since') ?? 0);
      const start = Number(cursor ?? since);
      const end = start + PAGE_SIZE;
      return Response.json({
        items: world.brandActs.slice(start, end),
        cursor: end < world.brandActs.length ? String(end) : null,
        watermark: String(world.brandActs.length),
      });
    }
    case '/brand-followers':
      return Response.json(searchParams.getAll('id').filter((id) => world.brandFollowers.has(id)));
    case '/find': {
      const person = [...world.people.values()].find(({ handle }) => handle === searchParams.get('handle'));
      return Response.json(
        person === undefined
          ? null
          : {
              id: person.id,
              handle: person.handle,
              bio: person.bio ?? '',
              url: `https://world/${person.handle}`,
              links: [],
            },
      );
    }
  }
  return new Response('', { status: 404 });
}

function worldSource(
  _settings: SettingsOf<'file'>,
  fetch: SourceFetch,
  traits: SourceTraits,
  world: World,
): SocialSource {
  const get = async (path: string, query: [string, string][]): Promise<unknown> => {
    const response = await fetch(`http://world${path}?${new URLSearchParams(query)}`);
    if (!response.ok) throw new Error(`answer ${response.status}`);
    return response.json();
  };
  const paged = (cursor: string | null): [string, string][] => (cursor === null ? [] : [['cursor', cursor]]);
  return {
    key: 'world',
    host: 'file',
    traits,
    probe: async (): Promise<Capabilities> => {
      await get('/probe', []);
      return {
        profiles: true,
        follows: true,
        engagement: true,
        followingBrand: true,
        stream: world.streamActs.length > 0,
        brand: BRAND,
        proofs: ['BIO_CODE'],
      };
    },
    profiles: async (ids) =>
      (await get(
        '/profiles',
        ids.map((id) => ['id', id]),
      )) as never,
    follows: async (id, cursor) => (await get('/follows', [['id', id], ...paged(cursor)])) as never,
    engagement: async (since, cursor) =>
      (await get('/engagement', [
        ...(since === null ? [] : [['since', since] as [string, string]]),
        ...paged(cursor),
      ])) as never,
    followingBrand: async (ids) =>
      new Set(
        (await get(
          '/brand-followers',
          ids.map((id) => ['id', id]),
        )) as string[],
      ),
    find: async (handle) => (await get('/find', [['handle', handle]])) as never,
    async *stream(_ids, cursor): AsyncGenerator<StreamBatch> {
      let at = Number(cursor ?? 0);
      do {
        const acts = world.streamActs.slice(at, at + 2);
        at = Math.min(world.streamActs.length, at + 2);
        yield { acts, cursor: String(at), caughtUp: at >= world.streamActs.length };
      } while (at < world.streamActs.length);
      await Promise.resolve();
    },
  };
}

/** Settings under which `open` of a world is reached: the adapter is the world's, whatever the type says. */
export const WORLD_SETTINGS = {
  sources: [{ type: 'file' as const, source: 'world', simulated: false, budget: {} }],
  consent: { version: 'test-1', company: 'Test Shop' },
};
