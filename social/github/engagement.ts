import * as z from 'zod';
import { ask, askForOne, nextLink, readCursor, settledUntil, sinceOf, watermarkOf } from '../answers.ts';
import type { Client } from '../answers.ts';
import { SourceProblem } from '../problem.ts';
import type { EngagementPage, SocialAct } from '../source.ts';
import { shapes } from './shapes.ts';

const PAGE = 100;
/** The search's index is behind by minutes, not more. */
const SETTLE_MS = 600_000;
const SKEW_MS = 1000;
/** Pages of stars that GitHub gives out; older or newer ones are nowhere in REST. */
const LAST_STAR_PAGE = 400;
/** Pages of results that a search gives out; then it is asked anew from where it stands. */
const LAST_SEARCH_PAGE = 10;

const repository = z.object({ id: z.int(), name: z.string(), stars: z.int() });
type Repository = z.infer<typeof repository>;

/** Where a reading stands: issues of all repositories first, then stars, repository by repository. */
const part = z.discriminatedUnion('part', [
  z.object({ part: z.literal('ISSUES'), page: z.int(), fromMs: z.number().nullable() }),
  z.object({ part: z.literal('REPOSITORIES'), page: z.int() }),
  z.object({
    part: z.literal('STARS'),
    /** The one being read first; public names. */
    repositories: z.array(repository).min(1),
    page: z.int(),
    /** The page to go on with downwards, 0 for none; null before the first page of a repository is read. */
    below: z.int().nullable(),
    /** The next page of repositories, null when these are the last. */
    more: z.int().nullable(),
  }),
]);
type Part = z.infer<typeof part>;
const place = z.object({ orgId: z.int(), untilMs: z.number(), at: part });
type Place = z.infer<typeof place>;

interface Step {
  readonly acts: readonly SocialAct[];
  readonly next: Part | null;
}

/**
 * Issues people opened and stars they gave to an organisation's public repositories. Issues come by one search for all
 * repositories, the oldest first; stars are listed the oldest first as well, so they are read from the last page back. Stars
 * that were taken back are in no list.
 */
export function gitHubEngagement(client: Client, organisation: string) {
  const { host } = client;
  const starsOf = (repositories: readonly Repository[], more: number | null): Part | null => {
    const starred = repositories.filter(({ stars }) => stars > 0);
    if (starred.length > 0) {
      const page = Math.min(LAST_STAR_PAGE, Math.ceil(starred[0]!.stars / PAGE));
      return { part: 'STARS', repositories: starred, page, below: null, more };
    }
    return more === null ? null : { part: 'REPOSITORIES', page: more };
  };

  const issues = async (
    { page, fromMs }: Part & { part: 'ISSUES' },
    orgId: number,
  ): Promise<Step & { headers: Headers }> => {
    const since = fromMs === null ? '' : ` created:>=${new Date(fromMs).toISOString().slice(0, 19)}Z`;
    const { value, headers } = await ask(client, '/search/issues', shapes.issues, {
      query: [
        ['q', `org:${organisation} is:issue is:public${since}`],
        ['sort', 'created'],
        ['order', 'asc'],
        ['per_page', String(PAGE)],
        ['page', String(page)],
      ],
    });
    if (value.incomplete_results) throw new SourceProblem('DOWN', host, `${host} did not search everywhere`);
    const acts = value.items.flatMap(({ id, created_at, user }): SocialAct[] =>
      user === null
        ? []
        : [
            {
              id: `issue:${id}`,
              actor: String(user.id),
              verb: 'MENTION',
              subject: String(orgId),
              object: `issue:${id}`,
              at: Date.parse(created_at),
            },
          ],
    );
    const last = acts.at(-1)?.at;
    const hasMore = nextLink(headers) !== null;
    const next: Part =
      !hasMore && page < LAST_SEARCH_PAGE
        ? { part: 'REPOSITORIES', page: 1 }
        : page < LAST_SEARCH_PAGE
          ? { part: 'ISSUES', page: page + 1, fromMs }
          : last === undefined || last === fromMs
            ? { part: 'REPOSITORIES', page: 1 }
            : { part: 'ISSUES', page: 1, fromMs: last };
    return { acts, next, headers };
  };

  const repositories = async ({ page }: Part & { part: 'REPOSITORIES' }): Promise<Step> => {
    const { value, headers } = await ask(
      client,
      `/orgs/${encodeURIComponent(organisation)}/repos`,
      shapes.repositories,
      {
        query: [
          ['type', 'public'],
          ['sort', 'created'],
          ['direction', 'asc'],
          ['per_page', String(PAGE)],
          ['page', String(page)],
        ],
      },
    );
    const found = value
      .filter((each) => !each.private)
      .map(({ id, name, stargazers_count }) => ({ id, name, stars: stargazers_count }));
    return { acts: [], next: starsOf(found, nextLink(headers) === null ? null : page + 1) };
  };

  const stars = async (at: Part & { part: 'STARS' }, orgId: number, sinceMs: number): Promise<Step> => {
    const [{ id, name }, ...others] = at.repositories as [Repository, ...Repository[]];
    const path = `/repos/${encodeURIComponent(organisation)}/${encodeURIComponent(name)}/stargazers`;
    const answer = await askForOne(client, path, shapes.stars, {
      headers: { accept: 'application/vnd.github.star+json' },
      query: [
        ['per_page', String(PAGE)],
        ['page', String(at.page)],
      ],
    });
    const rest = starsOf(others, at.more);
    if (answer === null) return { acts: [], next: rest };
    const { value, headers } = answer;
    const times = value.map(({ starred_at }) => Date.parse(starred_at));
    const isPast = value.length > 0 && times[0]! < sinceMs - SKEW_MS;
    const isDownward = at.below === at.page;
    const below = at.below === null || isDownward ? (isPast || at.page === 1 ? 0 : at.page - 1) : at.below;
    const isMoreAbove = !isDownward && nextLink(headers) !== null && at.page < LAST_STAR_PAGE;
    const acts = value.flatMap(({ starred_at, user }): SocialAct[] =>
      user === null
        ? []
        : [
            {
              // A star has no id of its own; one that is given again is another one.
              id: `star:${id}:${user.id}:${Date.parse(starred_at) / 1000}`,
              actor: String(user.id),
              verb: 'LIKE',
              subject: String(orgId),
              object: `repository:${id}`,
              at: Date.parse(starred_at),
            },
          ],
    );
    const next: Part | null = isMoreAbove
      ? { ...at, page: at.page + 1, below }
      : below > 0
        ? { ...at, page: below, below }
        : rest;
    return { acts, next };
  };

  return async (since: string | null, cursor: string | null): Promise<EngagementPage> => {
    const sinceMs = sinceOf(since);
    let reading: Place;
    let step: Step;
    if (cursor === null) {
      const { value: org } = await ask(client, `/orgs/${encodeURIComponent(organisation)}`, shapes.organisation);
      const first = await issues(
        { part: 'ISSUES', page: 1, fromMs: Number.isFinite(sinceMs) ? sinceMs : null },
        org.id,
      );
      reading = { orgId: org.id, untilMs: settledUntil(first.headers, SETTLE_MS), at: first.next! };
      step = first;
    } else {
      reading = readCursor(host, cursor, place);
      const { at, orgId } = reading;
      step =
        at.part === 'ISSUES'
          ? await issues(at, orgId)
          : at.part === 'REPOSITORIES'
            ? await repositories(at)
            : await stars(at, orgId, sinceMs);
    }
    const { orgId, untilMs } = reading;
    return {
      items: step.acts.filter(({ at }) => at >= sinceMs && at < untilMs),
      cursor: step.next === null ? null : JSON.stringify({ orgId, untilMs, at: step.next } satisfies Place),
      watermark: watermarkOf(Math.max(untilMs, sinceMs)),
    };
  };
}
